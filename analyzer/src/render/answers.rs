//! The answers to `after`, `before` and `path` as JSON: one node or edge a line.

use crate::analyses::{Direction, EdgeIx, Index, NodeIx, search};
use crate::diff::EdgeId;
use ensue_grammar::graph::{Graph, NodeKind, json_line};
use serde::Serialize;
use std::fmt::Write;

/// A node within the depth that was asked for.
#[derive(Serialize)]
struct Reached<'g> {
    id: &'g str,
    kind: NodeKind,
    /// Number of edges from the node that was asked for.
    distance: usize,
    /// The last edge of a shortest way, seen from there.
    by: EdgeId,
}

/// `ensue/reach/1`: what is within `depth` edges of a node, itself only if a loop leads back to it. `beyond` is the
/// number of nodes farther away.
#[must_use]
pub fn reach(index: &Index<'_>, from: NodeIx, direction: Direction, depth: usize) -> String {
    let search = search(index, &[from], direction);
    let nodes = &index.graph().nodes;
    let mut reached = Vec::new();
    let mut beyond = 0;
    for (node, by) in (0..nodes.len()).filter_map(|node| Some((node, search.last_edge(node)?))) {
        let distance = search.way_length(node);
        if distance > depth {
            beyond += 1;
            continue;
        }
        let by = EdgeId::of(index.edge(by));
        reached.push(Reached { id: &nodes[node].id, kind: nodes[node].kind, distance, by });
    }
    let question = if direction == Direction::After { "after" } else { "before" };
    let mut out = format!("{{\n\"schema\": \"ensue/reach/1\",\n\"question\": \"{question}\",\n");
    let _ = writeln!(out, "\"id\": {},\n\"kind\": {},", json_line(&nodes[from].id), json_line(&nodes[from].kind));
    let _ = writeln!(out, "\"depth\": {depth},\n\"beyond\": {beyond},");
    let _ = writeln!(out, "{},", list("reached", &reached));
    finish(out, index.graph())
}

/// `ensue/path/1`: the edges of a shortest way, or `null`.
#[must_use]
pub fn way(index: &Index<'_>, from: NodeIx, to: NodeIx, way: Option<&[EdgeIx]>) -> String {
    let nodes = &index.graph().nodes;
    let mut out = String::from("{\n\"schema\": \"ensue/path/1\",\n");
    let _ = writeln!(out, "\"from\": {},\n\"to\": {},", json_line(&nodes[from].id), json_line(&nodes[to].id));
    match way {
        Some(way) => {
            let edges: Vec<_> = way.iter().map(|&edge| index.edge(edge)).collect();
            let _ = writeln!(out, "{},", list("way", &edges));
        }
        None => out.push_str("\"way\": null,\n"),
    }
    finish(out, index.graph())
}

/// What bounds every answer: what could not be seen, and what was read.
fn finish(mut out: String, graph: &Graph) -> String {
    if let Some(statement) = &graph.statement {
        let _ = writeln!(out, "\"statement\": {},", json_line(statement));
    }
    let _ = writeln!(out, "{}", list("holes", &graph.holes));
    out.push_str("}\n");
    out
}

fn list<T: Serialize>(name: &str, items: &[T]) -> String {
    let lines: Vec<String> = items.iter().map(json_line).collect();
    let end = if items.is_empty() { "" } else { "\n" };
    format!("\"{name}\": [{end}{}{end}]", lines.join(",\n"))
}
