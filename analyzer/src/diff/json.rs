//! The canonical form: one entry a line, a newline at the end.

use super::{CausedChanges, Context, Diff, EdgeChanges, HoleChanges, NodeChanges};
use ensue_grammar::graph::json_line;
use serde::Serialize;
use std::fmt::Write;

impl Diff {
    /// The difference as JSON with one node, edge, consequence, finding or hole a line.
    ///
    /// ```
    /// let diff = ensue_analyzer::diff::compare(&Default::default(), &Default::default());
    /// assert!(diff.to_json().starts_with("{\n\"schema\": \"ensue/diff/1\",\n\"base\": "));
    /// ```
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut out = String::from("{\n");
        let texts = [("schema", &self.schema), ("base", &self.base), ("head", &self.head), ("root", &self.root)];
        for (name, value) in texts {
            let _ = writeln!(out, "\"{name}\": {},", json_line(value));
        }
        let _ = writeln!(out, "\"statements\": {},", json_line(&self.statements));
        let _ = writeln!(out, "\"verdict\": {},", json_line(&self.verdict));
        let _ = writeln!(out, "\"lower_bound\": {},", self.lower_bound);
        let NodeChanges { added, removed, moved, changed } = &self.nodes;
        let lists = [list("added", added), list("removed", removed), list("moved", moved), list("changed", changed)];
        let _ = writeln!(out, "\"nodes\": {{{}}},", lists.join(", "));
        let EdgeChanges { added, removed, moved, changed } = &self.edges;
        let lists = [list("added", added), list("removed", removed), list("moved", moved), list("changed", changed)];
        let _ = writeln!(out, "\"edges\": {{{}}},", lists.join(", "));
        let _ = writeln!(out, "{},", list("consequences", &self.consequences));
        let _ = writeln!(out, "\"consequences_left_out\": {},", self.consequences_left_out);
        let _ = writeln!(out, "{},", list("causes", &self.causes));
        let CausedChanges { gained, lost } = &self.caused;
        let _ = writeln!(out, "\"caused\": {{{}}},", [list("gained", gained), list("lost", lost)].join(", "));
        let _ = writeln!(out, "{},", list("findings", &self.findings));
        let _ = writeln!(out, "\"accepted\": {},", self.accepted);
        let HoleChanges { added, removed } = &self.holes;
        let _ = writeln!(out, "\"holes\": {{{}}},", [list("added", added), list("removed", removed)].join(", "));
        let _ = writeln!(out, "\"totals\": {},", json_line(&self.totals));
        let Context { nodes, edges, left_out } = &self.context;
        let lists = [list("nodes", nodes), list("edges", edges), format!("\"left_out\": {left_out}")];
        let _ = writeln!(out, "\"context\": {{{}}}", lists.join(", "));
        out.push_str("}\n");
        out
    }
}

fn list<T: Serialize>(name: &str, items: &[T]) -> String {
    let lines: Vec<String> = items.iter().map(json_line).collect();
    let end = if items.is_empty() { "" } else { "\n" };
    format!("\"{name}\": [{end}{}{end}]", lines.join(",\n"))
}
