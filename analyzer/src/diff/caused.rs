//! The events and effects that anything can cause at all on one side only.

use super::pair::{Pair, Side};
use super::{CausedChanges, NodeId};
use crate::analyses::{Direction, NodeIx, beginnings, search};
use ensue_grammar::graph::NodeKind;

/// Both kinds, each sorted.
pub(super) fn find(pair: &Pair<'_>) -> CausedChanges {
    let (before, after) = (caused(&pair.before), caused(&pair.after));
    CausedChanges { gained: only(&pair.after, &after, &before), lost: only(&pair.before, &before, &after) }
}

/// Which nodes are events or effects that a cascade can lead to, wherever it begins.
fn caused(side: &Side<'_>) -> Vec<bool> {
    let found = search(&side.index, &beginnings(&side.index), Direction::After);
    let is_fact = |node: NodeIx| matches!(side.node(node).kind, NodeKind::Event | NodeKind::Effect);
    (0..side.nodes().len()).map(|node| is_fact(node) && found.reaches(node)).collect()
}

fn only(side: &Side<'_>, here: &[bool], there: &[bool]) -> Vec<NodeId> {
    let is_there = |node: NodeIx| side.nodes_there[node].is_some_and(|node| there[node]);
    let mut only: Vec<NodeId> =
        (0..here.len()).filter(|&node| here[node] && !is_there(node)).map(|node| side.node_id(node)).collect();
    only.sort();
    only
}
