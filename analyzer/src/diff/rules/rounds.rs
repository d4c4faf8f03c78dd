//! The loops of one graph beside those of the other.

use super::Found;
use crate::analyses::{EdgeIx, NodeIx, loops, shortest};
use crate::diff::pair::Side;
use ensue_grammar::graph::{EdgeKind, NodeKind, Timing};
use std::collections::BTreeSet;

/// What the other graph has of a loop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum There {
    /// None of its nodes is in a loop.
    Nothing,
    /// Some of its nodes are, or all of them in several loops.
    Parts,
}

/// A loop that the other graph does not have so.
pub(super) struct Round<'s, 'g> {
    side: &'s Side<'g>,
    /// An event or effect of the loop by which it is known: of what was widened one that was in it.
    known_by: NodeIx,
    /// Its nodes, sorted.
    group: Vec<NodeIx>,
    /// A shortest way round, through an event or effect that is only here if there is one.
    way: Vec<EdgeIx>,
    /// The names of the nodes that are in no loop of the other graph.
    only_here: Vec<&'g str>,
}

/// The loops of a side of which the other has this.
pub(super) fn rounds<'s, 'g>(side: &'s Side<'g>, other: &Side<'_>, there: There) -> Vec<Round<'s, 'g>> {
    let mut loop_there = vec![None; other.nodes().len()];
    for (at, group) in loops(&other.index).iter().enumerate() {
        for &node in group {
            loop_there[node] = Some(at);
        }
    }
    let counterpart = |node: NodeIx| side.nodes_there[node].and_then(|node| loop_there[node]);
    let found = loops(&side.index).into_iter().filter_map(|group| {
        let counterparts: BTreeSet<Option<usize>> = group.iter().map(|&node| counterpart(node)).collect();
        let fits = match there {
            There::Nothing => counterparts.iter().all(Option::is_none),
            There::Parts => counterparts.len() > 1,
        };
        fits.then(|| Round::of(side, group, |node| counterpart(node).is_none()))?
    });
    found.collect()
}

impl<'s, 'g> Round<'s, 'g> {
    fn of(side: &'s Side<'g>, group: Vec<NodeIx>, is_only_here: impl Fn(NodeIx) -> bool) -> Option<Self> {
        let is_fact = |at: NodeIx| matches!(side.node(at).kind, NodeKind::Event | NodeKind::Effect);
        let facts = || group.iter().copied().filter(|&at| is_fact(at));
        let start = facts().find(|&at| is_only_here(at)).or_else(|| facts().next())?;
        let known_by = facts().find(|&at| !is_only_here(at)).unwrap_or(start);
        let way = shortest(&side.index, start, start)?;
        let only_here = group.iter().filter(|&&at| is_only_here(at)).map(|&at| side.node(at).name.as_str()).collect();
        Some(Round { side, known_by, group, way, only_here })
    }

    /// The name of the event or effect by which it is known.
    pub(super) fn name(&self) -> &'g str {
        &self.side.node(self.known_by).name
    }

    /// When it comes round, and the step that closes it: the last one that the other graph lacks, else the last that
    /// somebody takes rather than listens to.
    pub(super) fn shape(&self) -> String {
        let is_own = |&edge: &EdgeIx| self.side.edges_there[edge].is_none();
        let is_taken = |&edge: &EdgeIx| self.side.edge(edge).kind != EdgeKind::Handles;
        let closing =
            self.way.iter().rfind(|edge| is_own(edge)).or_else(|| self.way.iter().rfind(|edge| is_taken(edge)));
        let ends = closing.or(self.way.last()).and_then(|&edge| self.side.index.ends(edge));
        let closed = ends.map_or_else(String::new, |(from, to)| {
            format!("; the step from `{}` to `{}` closes it", self.side.node(from).name, self.side.node(to).name)
        });
        let latest = self.way.iter().map(|&edge| self.side.edge(edge).timing).max();
        let timing = match latest.unwrap_or(Timing::Inline) {
            Timing::Inline => "inline all the way round",
            Timing::AfterCommit => "with a step after commit",
            Timing::Deferred => "with a deferred step",
            Timing::Scheduled => "with a scheduled step",
        };
        format!("{timing}{closed}")
    }

    /// Through what it leads that is in no loop of the other graph.
    pub(super) fn more(&self) -> String {
        match self.only_here.as_slice() {
            [] => "through what was apart".to_owned(),
            [one] => format!("through `{one}`"),
            [first, rest @ ..] => format!("through `{first}` and {} more", rest.len()),
        }
    }

    /// The finding, which is about the whole loop.
    pub(super) fn found(&self, message: String) -> Found {
        let others = self.group.iter().copied().filter(|&at| at != self.known_by);
        let about = std::iter::once(self.known_by).chain(others).map(|at| self.side.node_id(at).id);
        Found::new(about, message).by(self.side.way(&self.way))
    }

    /// The event or effect by which it is known.
    pub(super) fn start(&self) -> NodeIx {
        self.known_by
    }
}
