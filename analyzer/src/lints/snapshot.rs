//! A snapshot that does not say what the code says.

use super::facts::of_node;
use super::{Facts, Finding, Label, Part, Place};
use ensue_grammar::graph::{Edge, Graph, Node, json_line};
use serde::Serialize;
use std::collections::BTreeMap;

/// The name of the rule; it is no lint, since whoever asks for it means it.
const RULE: &str = "stale-snapshot";

/// How many differences have a place of their own.
const TOLD: usize = 8;

/// A snapshot that was written before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// What it says.
    pub graph: Graph,
    /// Relative to the workspace root.
    pub file: String,
    /// The text of the file.
    pub text: String,
}

/// A finding when a snapshot is not what would be written now, bodies aside: `fresh` is what would be, of these facts.
#[must_use]
pub fn stale(kept: &Snapshot, fresh: &Graph, facts: &Facts<'_>) -> Option<Finding> {
    let (before, after) = (entries(&kept.graph), entries(fresh));
    let here = |(_, it): (&Key, &Entry<'_>), what: &str| (it.place(facts), format!("{} {what}", it.name()));
    let missing = after.iter().filter(|(key, _)| !before.contains_key(*key));
    let missing: Vec<_> = missing.map(|it| here(it, "is missing in it")).collect();
    let changed = after.iter().filter(|(key, it)| before.get(*key).is_some_and(|other| other.says != it.says));
    let changed: Vec<_> = changed.map(|it| here(it, "is not as it says")).collect();
    let gone = before.iter().filter(|(key, _)| !after.contains_key(*key));
    let gone: Vec<_> = gone.map(|((_, line), it)| (None, format!("{} is gone{}", it.name(), kept.at(line)))).collect();

    let counted = [(missing.len(), "missing in it"), (gone.len(), "gone"), (changed.len(), "changed")];
    let mut counts: Vec<String> = counted.iter().filter(|it| it.0 > 0).map(|(n, what)| format!("{n} {what}")).collect();
    if kept.graph.holes != fresh.holes {
        counts.push("other places that cannot be seen".to_owned());
    }
    if kept.graph.programs != fresh.programs {
        counts.push("other programs".to_owned());
    }
    (!counts.is_empty()).then(|| finding(kept, &counts.join(", "), [missing, changed, gone].concat()))
}

fn finding(kept: &Snapshot, counts: &str, differences: Vec<(Option<Place>, String)>) -> Finding {
    let file = &kept.file;
    let more = differences.len().saturating_sub(TOLD);
    let mut labels = Vec::new();
    let mut notes = Vec::new();
    for (place, text) in differences.into_iter().take(TOLD) {
        match place {
            Some(place) => labels.push(Label { place, text }),
            None => notes.push(text),
        }
    }
    // What is gone has no place but the file.
    if labels.is_empty() {
        labels.push(Label { place: Place { file: file.clone(), line: None, part: Part::Line }, text: String::new() });
    }
    if more > 0 {
        notes.push(format!("{more} more: `cargo ensue diff file:{file}` tells them"));
    }
    let message = format!("`{file}` does not say what the code says: {counts}");
    let found = Finding { labels, notes, ..Finding::of(RULE, [file.clone()], message) };
    found.remedy("`cargo ensue snapshot` writes it anew", None)
}

impl Snapshot {
    /// Which line begins so, to be read behind a name.
    fn at(&self, begins: &str) -> String {
        let line = self.text.lines().position(|line| line.starts_with(begins));
        line.map_or_else(String::new, |at| format!(" (`{}`, line {})", self.file, at + 1))
    }
}

/// Whether it is an edge, and what its line begins with: its identity.
type Key = (bool, String);

/// A node or edge, and all that a snapshot says of it, its body aside.
struct Entry<'g> {
    of: Of<'g>,
    says: String,
}

enum Of<'g> {
    Node(&'g Node),
    Edge(&'g Edge),
}

fn entries(graph: &Graph) -> BTreeMap<Key, Entry<'_>> {
    let nodes = graph.nodes.iter().map(|node| {
        let line = format!("{{\"id\":{},\"kind\":{},", json_line(&node.id), json_line(&node.kind));
        ((false, line), Entry { of: Of::Node(node), says: json_line(&Node { body: None, ..node.clone() }) })
    });
    let edges = graph.edges.iter().map(|edge| {
        let (ends, kinds) = ([&edge.from, &edge.to].map(json_line), (json_line(&edge.kind), json_line(&edge.timing)));
        let line = format!("{{\"from\":{},\"to\":{},\"kind\":{},\"timing\":{},", ends[0], ends[1], kinds.0, kinds.1);
        ((true, line), Entry { of: Of::Edge(edge), says: json_line(edge) })
    });
    nodes.chain(edges).collect()
}

impl Entry<'_> {
    fn name(&self) -> String {
        match self.of {
            Of::Node(Node { id, kind, .. }) => format!("the {} `{id}`", word(kind)),
            Of::Edge(Edge { from, to, kind, .. }) => format!("`{from} → {to}` ({})", word(kind)),
        }
    }

    /// Where the code says it.
    fn place(&self, facts: &Facts<'_>) -> Option<Place> {
        match self.of {
            Of::Node(of) => facts.graph.nodes.iter().find(|node| node.key() == of.key()).and_then(of_node),
            Of::Edge(of) => {
                facts.graph.edges.iter().find(|edge| edge.key() == of.key()).and_then(|edge| facts.declared(edge))
            }
        }
    }
}

/// A kind as the snapshot calls it, in words.
fn word(kind: &impl Serialize) -> String {
    json_line(kind).trim_matches('"').replace('_', " ")
}
