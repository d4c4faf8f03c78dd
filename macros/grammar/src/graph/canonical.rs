//! The canonical form: sorted, one node or edge a line, a newline at the end.

use super::{Graph, Node, Program};
use serde::Serialize;
use std::fmt::Write;

impl Graph {
    /// Sorts everything by identity. Every producer of a graph ends with this.
    pub fn sort(&mut self) {
        self.programs.sort();
        self.nodes.sort_by(|a, b| a.key().cmp(&b.key()));
        self.edges.sort_by(|a, b| a.key().cmp(&b.key()));
        self.holes.sort();
        self.diagnostics.sort();
    }

    /// The node with this id; of several kinds with one id the first. The graph must be sorted.
    #[must_use]
    pub fn node(&self, id: &str) -> Option<&Node> {
        let at = self.nodes.partition_point(|node| node.id.as_str() < id);
        self.nodes.get(at).filter(|node| node.id == id)
    }

    /// The graph as JSON with one node, edge, hole or diagnostic a line.
    ///
    /// ```
    /// let graph = ensue_grammar::graph::Graph::default();
    /// assert!(graph.to_json().starts_with("{\n\"schema\": \"ensue/graph/1\""));
    /// ```
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut out = format!("{{\n\"schema\": {}", line(&self.schema));
        if let Some(statement) = &self.statement {
            let _ = write!(out, ",\n\"statement\": {}", line(statement));
        }
        if !self.programs.is_empty() {
            list(&mut out, "programs", &self.programs);
        }
        list(&mut out, "nodes", &self.nodes);
        list(&mut out, "edges", &self.edges);
        list(&mut out, "holes", &self.holes);
        list(&mut out, "diagnostics", &self.diagnostics);
        out.push_str("\n}\n");
        out
    }

    /// What `ensue.json` holds: the graph without places in files and without docs, and with the crates that each
    /// program links.
    #[must_use]
    pub fn to_snapshot(mut self, programs: Vec<Program>) -> Graph {
        self.statement = None;
        self.programs = programs;
        for node in &mut self.nodes {
            node.file = None;
            node.line = None;
            node.doc = None;
        }
        for edge in &mut self.edges {
            edge.sites.clear();
        }
        for hole in &mut self.holes {
            hole.file = None;
            hole.line = None;
        }
        self.diagnostics.clear();
        self.sort();
        self
    }
}

fn list<T: Serialize>(out: &mut String, name: &str, items: &[T]) {
    let _ = write!(out, ",\n\"{name}\": [");
    for (i, item) in items.iter().enumerate() {
        out.push_str(if i == 0 { "\n" } else { ",\n" });
        out.push_str(&line(item));
    }
    out.push_str(if items.is_empty() { "]" } else { "\n]" });
}

fn line<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("strings, numbers and lists always serialize")
}
