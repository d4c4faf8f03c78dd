//! The canonical form: sorted, one node or edge a line, a newline at the end.

use super::{Graph, Node, Program};
use serde::Serialize;
use std::fmt::Write as _;
use std::io::{self, Write};

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
    ///
    /// # Panics
    /// Never: memory takes what is written, and JSON is text.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut out = Vec::new();
        self.write_json(&mut out).expect("memory takes everything");
        String::from_utf8(out).expect("JSON is text")
    }

    /// Writes what [`Graph::to_json`] gives, piece by piece: that of a large program is longer than its source.
    pub fn write_json(&self, out: &mut impl Write) -> io::Result<()> {
        write!(out, "{{\n\"schema\": {}", json_line(&self.schema))?;
        if let Some(statement) = &self.statement {
            write!(out, ",\n\"statement\": {}", json_line(statement))?;
        }
        if !self.programs.is_empty() {
            list(out, "programs", &self.programs)?;
        }
        list(out, "nodes", &self.nodes)?;
        list(out, "edges", &self.edges)?;
        list(out, "holes", &self.holes)?;
        list(out, "diagnostics", &self.diagnostics)?;
        out.write_all(b"\n}\n")
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
            node.states = None;
            node.methods.clear();
            node.completes_with.clear();
            node.calls.clear();
        }
        for edge in &mut self.edges {
            edge.sites.clear();
            edge.done_at.clear();
            edge.doubt = None;
            edge.asked_by.clear();
            edge.declared_at = None;
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

fn list<T: Serialize>(out: &mut impl Write, name: &str, items: &[T]) -> io::Result<()> {
    write!(out, ",\n\"{name}\": [")?;
    for (i, item) in items.iter().enumerate() {
        out.write_all(if i == 0 { b"\n" } else { b",\n" })?;
        out.write_all(json_line(item).as_bytes())?;
    }
    out.write_all(if items.is_empty() { b"]" } else { b"\n]" })
}

/// A value as one line of JSON, for every format of ours.
///
/// The value is the same for who parses it. Who looks at it, in a terminal or a build log, is not deceived by the text in it:
/// characters that hide or reorder others are escaped, and so is `##[`, which a build log obeys anywhere in a line.
///
/// ```
/// use ensue_grammar::graph::json_line;
/// assert_eq!(json_line("a\u{202e}b ##[error]"), r##""a\u202eb #\u0023[error]""##);
/// ```
///
/// # Panics
/// When the value has a map whose keys are no strings, or an implementation of its own that fails.
pub fn json_line<T: Serialize + ?Sized>(value: &T) -> String {
    let plain = serde_json::to_string(value).expect("strings, numbers and lists always serialize");
    // Text that is ASCII, as most is, holds one character that may deceive.
    let deceives_nobody = if plain.is_ascii() { !plain.contains('\u{7f}') } else { !plain.contains(deceives) };
    if deceives_nobody && !plain.contains("##[") {
        return plain;
    }
    let mut out = String::with_capacity(plain.len() + 16);
    for c in plain.replace("##[", r"#\u0023[").chars() {
        if deceives(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(out, r"\u{unit:04x}");
            }
        } else {
            out.push(c);
        }
    }
    out
}

/// Controls that JSON itself does not escape, marks of direction, and what is invisible.
fn deceives(c: char) -> bool {
    matches!(c,
        '\u{7f}'..='\u{9f}' | '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}')
}
