//! What did not change, and is needed to tell or draw what did.

use super::pair::{Pair, Side};
use super::{Change, Context, Diff, Root};
use crate::analyses::{Direction, NodeIx};
use ensue_grammar::graph::{EdgeKey, NodeKey};
use std::collections::BTreeSet;

/// How many nodes there are at most beyond those that other parts name.
const ROOM: usize = 1000;

/// What other parts of a difference name and did not change, and what is around the change.
pub(super) fn around(pair: &Pair<'_>, diff: &Diff) -> Context {
    let after = &pair.after;
    let mut chosen = named(pair, diff);
    fill(pair, diff, &mut chosen);

    let changed: BTreeSet<NodeKey<'_>> = diff.nodes.changed.iter().map(|it| (it.id.as_str(), it.kind)).collect();
    let is_unchanged = |&at: &NodeIx| !after.is_own(at) && !changed.contains(&after.node(at).key());
    let unchanged = (0..after.nodes().len()).filter(is_unchanged);
    let (nodes, left_out): (Vec<NodeIx>, Vec<NodeIx>) = unchanged.partition(|&at| chosen[at]);

    let changed: BTreeSet<EdgeKey<'_>> = diff.edges.changed.iter().map(|it| it.edge.key()).collect();
    let is_told = |at: NodeIx| chosen[at] || !is_unchanged(&at);
    let joins = |&at: &usize| {
        let is_between = after.index.ends(at).is_some_and(|(from, to)| is_told(from) && is_told(to));
        is_between && after.edges_there[at].is_some() && !changed.contains(&after.edge(at).key())
    };
    Context {
        nodes: nodes.into_iter().map(|at| after.node(at).clone()).collect(),
        edges: (0..after.edges().len()).filter(joins).map(|at| after.edge(at).clone()).collect(),
        left_out: left_out.len(),
    }
}

/// Of each node of head whether some part of the difference names it, by its id there or in base.
fn named(pair: &Pair<'_>, diff: &Diff) -> Vec<bool> {
    let (before, after) = (&pair.before, &pair.after);
    let in_head = names(diff, Change::Gained);
    let in_base = names(diff, Change::Lost);
    let mut named: Vec<bool> = after.nodes().iter().map(|node| in_head.contains(node.id.as_str())).collect();
    let of_base = (0..before.nodes().len()).filter(|&at| in_base.contains(before.node(at).id.as_str()));
    of_base.filter_map(|at| before.nodes_there[at]).for_each(|at| named[at] = true);
    // Who else listens to what lost a listener, and who else is asked of what lost a way.
    for at in (0..before.edges().len()).filter(|&at| before.edges_there[at].is_none()) {
        let from = before.index.ends(at).and_then(|(from, _)| before.nodes_there[from]);
        for (_, next) in from.into_iter().flat_map(|from| after.index.steps(from, Direction::After)) {
            named[next] = true;
        }
    }
    named
}

/// The ids of one side that the difference names outside the context.
fn names(diff: &Diff, of: Change) -> BTreeSet<&str> {
    let gained = of == Change::Gained;
    let mut names: BTreeSet<&str> = BTreeSet::new();
    names.extend(diff.nodes.moved.iter().map(|it| if gained { &it.to } else { &it.from }).map(String::as_str));
    let own_edges = if gained { &diff.edges.added } else { &diff.edges.removed };
    names.extend(own_edges.iter().flat_map(|edge| [edge.from.as_str(), &edge.to]));
    let moved = diff.edges.moved.iter().map(|it| if gained { &it.to } else { &it.from });
    let changed = diff.edges.changed.iter().map(|it| &it.edge).filter(|_| gained);
    let consequences = || diff.consequences.iter().filter(|it| it.change == of);
    // A finding does not say of which side it speaks.
    let shown = diff.findings.iter().flat_map(|it| &it.witness);
    let edges = moved.chain(changed).chain(consequences().flat_map(|it| &it.witness)).chain(shown);
    names.extend(edges.flat_map(|edge| [edge.from.as_str(), &edge.to]));
    names.extend(consequences().flat_map(|it| [it.from.as_str(), &it.to]));
    for cause in diff.causes.iter().filter(|it| it.change == of) {
        names.extend(cause.entries.iter().map(String::as_str));
        names.extend(cause.reached.iter().map(|it| it.id.as_str()));
        match &cause.root {
            Root::Node(node) => names.extend([node.id.as_str()]),
            Root::Edge(edge) => names.extend([edge.from.as_str(), &edge.to]),
        }
    }
    let caused = if gained { &diff.caused.gained } else { &diff.caused.lost };
    names.extend(caused.iter().map(|it| it.id.as_str()));
    names.extend(diff.findings.iter().flat_map(|it| &it.about).map(String::as_str));
    names.extend(
        diff.nodes.changed.iter().filter(|_| gained).flat_map(|it| &it.reached_from.nearest).map(String::as_str),
    );
    names
}

/// A node of either graph: that of head where both have it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Head(NodeIx),
    BaseOnly(NodeIx),
}

/// Chooses what is around the change, the nearest first, as far as there is room.
fn fill(pair: &Pair<'_>, diff: &Diff, chosen: &mut [bool]) {
    let mut room = ROOM;
    let mut layer = changed(pair, diff);
    let mut seen = layer.clone();
    while !layer.is_empty() {
        let mut next = BTreeSet::new();
        for place in &layer {
            next.extend(neighbours(pair, *place).into_iter().filter(|it| !seen.contains(it)));
        }
        for place in &next {
            if let Place::Head(at) = *place
                && !chosen[at]
                && !pair.after.is_own(at)
            {
                let Some(left) = room.checked_sub(1) else { return };
                (room, chosen[at]) = (left, true);
            }
        }
        seen.extend(&next);
        layer = next;
    }
}

/// Where something changed: nodes, and both ends of edges.
fn changed(pair: &Pair<'_>, diff: &Diff) -> BTreeSet<Place> {
    let mut places = BTreeSet::new();
    for (side, _) in pair.both() {
        places.extend((0..side.nodes().len()).filter(|&at| side.is_own(at)).map(|at| place(side, at)));
        let own_edges = (0..side.edges().len()).filter(|&at| side.edges_there[at].is_none());
        let ends = own_edges.filter_map(|at| side.index.ends(at)).flat_map(|(from, to)| [from, to]);
        places.extend(ends.map(|at| place(side, at)));
    }
    let after = &pair.after;
    let nodes: BTreeSet<NodeKey<'_>> = diff.nodes.changed.iter().map(|it| (it.id.as_str(), it.kind)).collect();
    places.extend((0..after.nodes().len()).filter(|&at| nodes.contains(&after.node(at).key())).map(Place::Head));
    let edges: BTreeSet<EdgeKey<'_>> = diff.edges.changed.iter().map(|it| it.edge.key()).collect();
    let ends = (0..after.edges().len()).filter(|&at| edges.contains(&after.edge(at).key()));
    let ends = ends.filter_map(|at| after.index.ends(at)).flat_map(|(from, to)| [from, to]);
    places.extend(ends.map(Place::Head));
    places
}

fn place(side: &Side<'_>, at: NodeIx) -> Place {
    match (side.change, side.nodes_there[at]) {
        (Change::Gained, _) => Place::Head(at),
        (Change::Lost, Some(there)) => Place::Head(there),
        (Change::Lost, None) => Place::BaseOnly(at),
    }
}

/// What an edge of either graph joins a node with.
fn neighbours(pair: &Pair<'_>, of: Place) -> Vec<Place> {
    let (in_head, in_base) = match of {
        Place::Head(at) => (Some(at), pair.after.nodes_there[at]),
        Place::BaseOnly(at) => (None, Some(at)),
    };
    let mut places = Vec::new();
    for (side, at) in [(&pair.after, in_head), (&pair.before, in_base)] {
        for direction in [Direction::After, Direction::Before] {
            let steps = at.into_iter().flat_map(|at| side.index.steps(at, direction));
            places.extend(steps.map(|(_, next)| place(side, next)));
        }
    }
    places
}
