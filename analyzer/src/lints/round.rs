//! How a loop is shown: a shortest way round, each step at its place.

use super::rules::step;
use super::{Facts, Finding};
use crate::analyses::{Index, NodeIx, by_effect, shortest};
use ensue_grammar::graph::{Edge, EdgeKind, Node, NodeKind};

/// How many steps of a loop are shown at their places.
const SHOWN: usize = 12;

/// Where a way round is said to begin: the first event.
pub(super) fn start(index: &Index<'_>, group: &[NodeIx]) -> NodeIx {
    let is_event = |at: &&NodeIx| index.node(**at).kind == NodeKind::Event;
    group.iter().find(is_event).copied().unwrap_or(group[0])
}

/// Asks about loops, in a graph in which no loop leads through a program outside that performs several effects.
pub(super) fn ask<T>(facts: &Facts<'_>, question: impl FnOnce(&Index<'_>) -> T) -> T {
    match by_effect(facts.graph) {
        Some(apart) => question(&Index::new(&apart)),
        None => question(&facts.index),
    }
}

/// What a finding about nodes is about: ids that the graph itself has.
pub(super) fn about(index: &Index<'_>, group: &[NodeIx]) -> Vec<String> {
    let id = |node: &Node| match node.kind {
        NodeKind::External => format!("external:{}", node.name),
        _ => node.id.clone(),
    };
    group.iter().map(|&at| id(index.node(at))).collect()
}

/// The finding with the steps of a shortest loop through the start of these nodes, which can cause each other.
pub(super) fn shown(facts: &Facts<'_>, index: &Index<'_>, group: &[NodeIx], finding: Finding) -> Finding {
    let start = start(index, group);
    let way = shortest(index, start, start).unwrap_or_default();
    let ends = |&edge: &usize| {
        let (from, to) = index.ends(edge)?;
        Some((index.edge(edge), index.node(from), index.node(to)))
    };
    let steps: Vec<(&Edge, &Node, &Node)> = way.iter().filter_map(ends).collect();
    let names = steps.iter().map(|(_, _, to)| to.name.as_str());
    let round: Vec<&str> = std::iter::once(index.node(start).name.as_str()).chain(names).collect();
    let mut found = finding;
    // What closes the loop is the first to look at: the last step that somebody takes rather than listens to.
    let closing = steps.iter().rposition(|(edge, ..)| edge.kind != EdgeKind::Handles).unwrap_or(0);
    let order = steps[closing..].iter().take(1).chain(&steps[..closing]).chain(steps[closing..].iter().skip(1));
    for (edge, from, to) in order.take(SHOWN) {
        let (place, text) = step(facts, edge, from, to);
        found = found.at(place, text);
    }
    found = found.note(format!("the way round: {}", round.join(" → ")));
    if group.len() > way.len() {
        found = found.note(format!("{} nodes can cause each other in this way; this is a shortest loop", group.len()));
    }
    found
}
