//! How the steps of a way are shown, each at its place.

use crate::analyses::{EdgeIx, Index, NodeIx};
use crate::lints::{Facts, Finding, Order, Place};
use ensue_grammar::graph::{Edge, EdgeKind, Node};

/// How many steps of a way are shown at their places.
const SHOWN: usize = 12;

/// Where a step is taken, and what it is.
pub(in crate::lints) fn step(facts: &Facts<'_>, edge: &Edge, from: &Node, to: &Node) -> (Option<Place>, String) {
    match edge.kind {
        EdgeKind::Emits => (facts.done(edge), format!("`{}` emits `{}`", from.name, to.name)),
        EdgeKind::Requests => (facts.done(edge), format!("`{}` requests `{}`", from.name, to.name)),
        EdgeKind::Handles => (facts.declared(edge), format!("which `{}` handles", to.name)),
        EdgeKind::Performs => (facts.declared(edge), format!("which `{}` performs", to.name)),
        EdgeKind::Resumes => (facts.declared(edge), format!("which `{}` resumes", to.name)),
    }
}

/// The finding with a way, its first steps at their places.
pub(super) fn along(facts: &Facts<'_>, way: &[EdgeIx], finding: Finding) -> Finding {
    let ends: Vec<(NodeIx, NodeIx)> = way.iter().filter_map(|&edge| facts.index.ends(edge)).collect();
    let mut found = Finding { order: Order::FromFirst, ..finding };
    for (&edge, &(from, to)) in way.iter().zip(&ends).take(SHOWN) {
        let (place, text) = step(facts, facts.index.edge(edge), facts.index.node(from), facts.index.node(to));
        found = found.at(place, text);
    }
    let Some((first, _)) = ends.first() else { return found };
    found.note(format!("the way: {}", names(&facts.index, std::iter::once(*first).chain(ends.iter().map(|it| it.1)))))
}

fn names(index: &Index<'_>, nodes: impl Iterator<Item = NodeIx>) -> String {
    nodes.map(|node| index.node(node).name.as_str()).collect::<Vec<_>>().join(" → ")
}
