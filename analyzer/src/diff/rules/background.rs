//! Steps that one side does within the call of an entry point, and the other only later.

use super::{Facts, Found};
use crate::analyses::{Direction, Index, NodeIx, search, shortest};
use crate::diff::Change;
use crate::diff::pair::Side;
use ensue_grammar::graph::{Graph, NodeKind};
use std::collections::BTreeSet;

/// Each step that a differing edge leads to, with the entry points of both sides of which it is true. `within` says which
/// side has it in the request.
pub(super) fn found(facts: &Facts<'_, '_>, within: Change, verb: &str) -> Vec<Found> {
    let (side, other) = facts.sides(within);
    let steps = moved_by_edges(side, other);
    if steps.is_empty() {
        return Vec::new();
    }
    let (within_here, kept_there) = (in_request(side), in_request(other));
    let (here, there) = (Index::new(&within_here), Index::new(&kept_there));
    let told = steps.into_iter().filter_map(|(step, step_there)| {
        let within = leading_to(&here, step);
        let (still, at_all) = (leading_to(&there, step_there), leading_to(&other.index, step_there));
        let is_moved = |entry: &NodeIx| {
            side.nodes_there[*entry].is_some_and(|there| at_all.contains(&there) && !still.contains(&there))
        };
        let entries: Vec<NodeIx> = within.into_iter().filter(is_moved).collect();
        let first = *entries.first()?;
        let message =
            format!("`{}` {verb} for {}", facts.after().label(head(facts, side, step)?), side.entries(&entries));
        let about = std::iter::once(step).chain(entries.iter().copied());
        let about: Vec<String> =
            about.filter_map(|at| Some(facts.after().node_id(head(facts, side, at)?).id)).collect();
        // The way as it is now.
        let after = facts.after();
        let way = shortest(&after.index, head(facts, side, first)?, head(facts, side, step)?)?;
        Some(Found::new(about, message).by(after.way(&way)).at(facts.anchor(side, step)))
    });
    told.collect()
}

/// The position in head of a node that both sides have.
fn head(facts: &Facts<'_, '_>, side: &Side<'_>, at: NodeIx) -> Option<NodeIx> {
    if std::ptr::eq(side, facts.after()) { Some(at) } else { side.nodes_there[at] }
}

/// The nodes of both sides to which an edge leads that one of them lacks, or has under another condition.
fn moved_by_edges(side: &Side<'_>, other: &Side<'_>) -> BTreeSet<(NodeIx, NodeIx)> {
    let targets = |side: &Side<'_>, other: &Side<'_>| -> Vec<NodeIx> {
        let differing = (0..side.edges().len()).filter(|&at| side.is_edge_differing(other, at));
        differing.filter_map(|at| Some(side.index.ends(at)?.1)).collect()
    };
    let here = targets(side, other).into_iter().filter_map(|at| Some((at, side.nodes_there[at]?)));
    let there = targets(other, side).into_iter().filter_map(|at| Some((other.nodes_there[at]?, at)));
    here.chain(there).collect()
}

/// What of a side happens before the caller is answered.
fn in_request(side: &Side<'_>) -> Graph {
    let edges = side.edges().iter().filter(|edge| !edge.is_durable()).cloned().collect();
    Graph { nodes: side.nodes().to_vec(), edges, ..Graph::default() }
}

/// The entry points that lead to a node, the nearest first.
fn leading_to(index: &Index<'_>, node: NodeIx) -> Vec<NodeIx> {
    let found = search(index, &[node], Direction::Before);
    let is_entry = |&at: &NodeIx| at != node && index.node(at).kind == NodeKind::Controller;
    let entries = (0..index.graph().nodes.len()).filter(is_entry);
    let mut entries: Vec<(usize, NodeIx)> = entries.filter_map(|at| Some((found.distance(at)?, at))).collect();
    entries.sort_unstable();
    entries.into_iter().map(|(_, at)| at).collect()
}
