//! What rules look at.

use crate::analyses::{Direction, NodeIx};
use crate::diff::Change;
use crate::diff::pair::{Pair, Side};
use ensue_grammar::graph::{Edge, EdgeKind, Node, NodeKey};
use std::collections::{BTreeSet, VecDeque};

/// The two graphs, by the ids of head.
pub(in crate::diff) struct Facts<'p, 'g> {
    pub(super) pair: &'p Pair<'g>,
}

impl<'p, 'g> Facts<'p, 'g> {
    pub(in crate::diff) fn new(pair: &'p Pair<'g>) -> Facts<'p, 'g> {
        Facts { pair }
    }

    /// The side of base.
    pub(super) fn before(&self) -> &'p Side<'g> {
        &self.pair.before
    }

    /// The side of head.
    pub(super) fn after(&self) -> &'p Side<'g> {
        &self.pair.after
    }

    /// The node of head where something is told that happened at a node of a side: itself, or what is nearest of what is
    /// still there, causes first.
    pub(super) fn anchor(&self, side: &Side<'g>, node: NodeIx) -> Option<&'g Node> {
        let mut seen = BTreeSet::from([node]);
        let mut queue = VecDeque::from([node]);
        while let Some(node) = queue.pop_front() {
            let at = if side.change == Change::Gained { Some(node) } else { side.nodes_there[node] };
            if let Some(there) = at {
                return Some(self.after().node(there));
            }
            let around = [Direction::Before, Direction::After].map(|direction| side.index.steps(node, direction));
            queue.extend(around.into_iter().flatten().map(|(_, next)| next).filter(|&next| seen.insert(next)));
        }
        None
    }
}

impl<'g> Side<'g> {
    /// The node of this identity, by the ids of head.
    pub(super) fn find(&self, key: NodeKey<'_>) -> Option<&'g Node> {
        self.nodes().binary_search_by(|node| node.key().cmp(&key)).ok().map(|at| &self.nodes()[at])
    }

    /// The edges of one kind.
    pub(super) fn edges_of(&self, kind: EdgeKind) -> impl Iterator<Item = &'g Edge> {
        self.edges().iter().filter(move |edge| edge.kind == kind)
    }
}
