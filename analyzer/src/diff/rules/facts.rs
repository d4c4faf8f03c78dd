//! What rules look at.

use crate::analyses::{Direction, NodeIx};
use crate::diff::pair::{Pair, Side};
use crate::diff::{Change, Diff};
use ensue_grammar::graph::{Edge, EdgeKind, Hole, Node, NodeKey};
use std::collections::{BTreeSet, VecDeque};

/// The two graphs, by the ids of head, and what differs between them.
pub(in crate::diff) struct Facts<'p, 'g> {
    pair: &'p Pair<'g>,
    /// Without what rules find.
    pub(super) diff: &'p Diff,
}

impl<'p, 'g> Facts<'p, 'g> {
    pub(in crate::diff) fn new(pair: &'p Pair<'g>, diff: &'p Diff) -> Facts<'p, 'g> {
        Facts { pair, diff }
    }

    /// The side of base.
    pub(super) fn before(&self) -> &'p Side<'g> {
        &self.pair.before
    }

    /// The side of head.
    pub(super) fn after(&self) -> &'p Side<'g> {
        &self.pair.after
    }

    /// The side where something of this kind of change can be seen, and the other one.
    pub(super) fn sides(&self, of: Change) -> (&'p Side<'g>, &'p Side<'g>) {
        match of {
            Change::Gained => (self.after(), self.before()),
            Change::Lost => (self.before(), self.after()),
        }
    }

    /// Whether a node of base that is not in head may be there, unseen.
    pub(super) fn is_hidden(&self, node: &Node) -> bool {
        self.diff.holes.added.iter().any(|hole| may_hide(hole, node))
    }

    /// `, as far as can be seen` where what seems to be gone may be hidden by a new hole.
    pub(super) fn hedge(&self) -> &'static str {
        if self.diff.holes.added.is_empty() { "" } else { ", as far as can be seen: there are new holes" }
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

impl Side<'_> {
    /// What a reader calls a node: an entry point by its route.
    pub(super) fn label(&self, at: NodeIx) -> &str {
        let node = self.node(at);
        node.route.as_deref().unwrap_or(&node.name)
    }

    /// `` `POST /payments` and 2 more entry points``, in the order given.
    pub(super) fn entries(&self, entries: &[NodeIx]) -> String {
        match entries {
            [] => "no entry point".to_owned(),
            [one] => format!("`{}`", self.label(*one)),
            [one, two] => format!("`{}` and `{}`", self.label(*one), self.label(*two)),
            [first, rest @ ..] => format!("`{}` and {} more entry points", self.label(*first), rest.len()),
        }
    }
}

/// Whether a node may be what a hole hides: it was defined in its file, or in a module below that.
pub(super) fn may_hide(hole: &Hole, node: &Node) -> bool {
    let Some((of_hole, of_node)) = hole.file.as_deref().zip(node.file.as_deref()) else { return false };
    let (folder, name) = of_hole.rsplit_once('/').unwrap_or(("", of_hole));
    let below = match name {
        "mod.rs" | "lib.rs" | "main.rs" | "Cargo.toml" => folder.to_owned(),
        _ => of_hole.trim_end_matches(".rs").to_owned(),
    };
    of_node == of_hole
        || of_node.strip_prefix(below.as_str()).is_some_and(|rest| below.is_empty() || rest.starts_with('/'))
}
