//! How nodes and edges are called in sentences.

use super::line::{Line, Role};
use crate::analyses::{NodeIx, short_names};
use crate::render::picture::{way, word_of};
use ensue_grammar::graph::{Edge, EdgeKind, Graph, Node, Timing};
use std::collections::BTreeMap;
use std::fmt::Write;

/// The names of a graph's nodes as a reader types them: a controller's route, else the shortest end of the path that
/// means one node.
pub(super) struct Names<'g> {
    graph: &'g Graph,
    names: Vec<String>,
}

impl<'g> Names<'g> {
    pub(super) fn new(graph: &'g Graph) -> Names<'g> {
        let mut routes: BTreeMap<&str, usize> = BTreeMap::new();
        for route in graph.nodes.iter().filter_map(|node| node.route.as_deref()) {
            *routes.entry(route).or_default() += 1;
        }
        let mut names = short_names(graph);
        for (name, node) in names.iter_mut().zip(&graph.nodes) {
            if let Some(route) = node.route.as_deref().filter(|route| routes[route] == 1) {
                route.clone_into(name);
            }
        }
        Names { graph, names }
    }

    pub(super) fn of(&self, node: NodeIx) -> &str {
        &self.names[node]
    }

    /// The name in the colour of its kind.
    pub(super) fn piece(&self, node: NodeIx) -> Line {
        Line::new().with(Role::Kind(self.graph.nodes[node].kind), self.of(node))
    }

    /// What a node is, and what it is called in code when its name does not say so.
    pub(super) fn kind(&self, node: NodeIx) -> String {
        let own = &self.graph.nodes[node];
        let is_renamed = own.route.as_deref() == Some(self.of(node));
        if is_renamed { format!("{} {}", word_of(own.kind), own.name) } else { word_of(own.kind).to_owned() }
    }
}

/// The word of a timing in sentences; nothing for `inline`, which is what one expects.
pub(super) fn timing(timing: Timing) -> &'static str {
    match timing {
        Timing::Inline => "",
        Timing::AfterCommit => "after commit",
        Timing::Deferred => "deferred",
        Timing::Scheduled => "scheduled",
    }
}

/// The word on the line of an edge: its timing, or that it resumes.
pub(super) fn on_line(edge: &Edge) -> &'static str {
    if edge.kind == EdgeKind::Resumes { "resumes" } else { timing(edge.timing) }
}

/// ` through Auths::create`, and the condition: what else there is to say of an edge.
pub(super) fn details(edge: &Edge) -> String {
    let mut text = through(edge);
    if let Some(resource) = &edge.because {
        let _ = write!(text, " because {} changed", last_segment(resource));
    }
    if let Some(condition) = &edge.condition {
        let _ = write!(text, " if {condition}");
    }
    text
}

/// ` through Auths::create`, when there is something on the way.
pub(super) fn through(edge: &Edge) -> String {
    let methods: Vec<&str> = edge.through.iter().map(|path| way(path)).collect();
    if methods.is_empty() { String::new() } else { format!(" through {}", methods.join(", ")) }
}

/// Where a node is defined.
pub(super) fn place(node: &Node) -> String {
    match (&node.file, node.line) {
        (Some(file), Some(line)) => format!("{file}:{line}"),
        (Some(file), None) => file.clone(),
        (None, _) => String::new(),
    }
}

/// The first of the places that do what an edge says, and how many more there are.
pub(super) fn site(edge: &Edge) -> String {
    match edge.sites.as_slice() {
        [] => String::new(),
        [one] => format!("{}:{}", one.file, one.line),
        [first, more @ ..] => format!("{}:{} +{}", first.file, first.line, more.len()),
    }
}

fn last_segment(path: &str) -> &str {
    path.rsplit("::").next().unwrap_or(path)
}

/// `1 event`, `2 events`.
pub(super) fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
