//! What no program does, though annotations say it: work in one process of nodes that no program has together.

use super::NO_COMMON_PROGRAM;
use ensue_grammar::graph::{Diagnostic, Edge, EdgeKind, Graph, Node};
use std::collections::{BTreeMap, BTreeSet};

/// A report for each edge that would have to happen in one process, and can in none: no program contains both ends, or none
/// that contains the listener emits the event. Nodes that are in no program of the tree may be in one outside of it.
pub(super) fn never_together(graph: &Graph) -> Vec<Diagnostic> {
    let by_id: BTreeMap<&str, &Node> = graph.nodes.iter().map(|node| (node.id.as_str(), node)).collect();
    let mut into: BTreeMap<&str, Vec<&Edge>> = BTreeMap::new();
    for edge in &graph.edges {
        into.entry(&edge.to).or_default().push(edge);
    }
    let mut found = Vec::new();
    for edge in graph.edges.iter().filter(|edge| !edge.is_durable()) {
        let (Some(from), Some(to)) = (by_id.get(edge.from.as_str()), by_id.get(edge.to.as_str())) else { continue };
        let happens = if edge.kind == EdgeKind::Handles {
            emitted_in(from, into.get(edge.from.as_str()).map_or(&[], Vec::as_slice), &by_id)
        } else {
            programs_of(from)
        };
        let (Some(happens), Some(there)) = (happens, programs_of(to)) else { continue };
        if happens.is_disjoint(&there) {
            let at = if edge.kind == EdgeKind::Handles { to } else { from };
            let message = message(edge, &happens, &there);
            let code = NO_COMMON_PROGRAM.to_owned();
            let about = vec![edge.from.clone(), edge.to.clone()];
            let (file, line) = (at.file.clone(), at.line);
            found.push(Diagnostic { code, about, message, file, line, ..Diagnostic::default() });
        }
    }
    found
}

/// The programs that contain a node; nothing when they are not known.
fn programs_of(node: &Node) -> Option<BTreeSet<&str>> {
    (!node.programs.is_empty()).then(|| node.programs.iter().map(String::as_str).collect())
}

/// The programs in which an event can occur: those that contain who emits it. All that contain the event, when nobody in the
/// tree does, or when it comes out of a ticket.
fn emitted_in<'n>(event: &'n Node, into: &[&Edge], by_id: &BTreeMap<&str, &'n Node>) -> Option<BTreeSet<&'n str>> {
    if into.is_empty() || into.iter().any(|edge| edge.is_durable()) {
        return programs_of(event);
    }
    let mut all = BTreeSet::new();
    for edge in into {
        all.extend(programs_of(by_id.get(edge.from.as_str())?)?);
    }
    Some(all)
}

fn message(edge: &Edge, happens: &BTreeSet<&str>, there: &BTreeSet<&str>) -> String {
    let list = |names: &BTreeSet<&str>| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let Edge { from, to, .. } = edge;
    let (happens, there) = (list(happens), list(there));
    if edge.kind == EdgeKind::Handles {
        format!(
            "`{to}` never sees `{from}`: it listens in the same process, and is in {there}, while the event is emitted in \
             {happens}: link it there, or request an effect instead, which any program can perform"
        )
    } else {
        format!("`{from}` never emits `{to}`: it is in {happens}, and what it emits in {there} alone")
    }
}
