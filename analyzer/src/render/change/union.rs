//! Both sides of a difference as one graph: what is the same before and after is in it once.

use crate::analyses::Index;
use crate::diff::{Diff, EdgeId, Partial};
use crate::render::picture::Mark;
use ensue_grammar::graph::{Edge, EdgeKey, EdgeKind, Graph, Node, NodeKey, NodeKind, Timing};
use std::collections::{BTreeMap, BTreeSet};

/// Position of a node in [`Union::nodes`].
pub(super) type At = usize;

/// The nodes and edges of both sides.
pub(super) struct Union<'d> {
    /// In the order of their ids as in head, or in base where head has them no more.
    pub(super) nodes: Vec<Member<'d>>,
    /// In the order of their ends.
    pub(super) edges: Vec<Joint<'d>>,
}

/// A node before, after, or both.
pub(super) struct Member<'d> {
    pub(super) before: Option<&'d Node>,
    pub(super) after: Option<&'d Node>,
    pub(super) mark: Mark,
    /// The fields that differ.
    pub(super) what: &'d [String],
}

/// An edge before, after, or both.
pub(super) struct Joint<'d> {
    pub(super) from: At,
    pub(super) to: At,
    pub(super) before: Option<&'d Edge>,
    pub(super) after: Option<&'d Edge>,
    pub(super) mark: Mark,
    /// The fields that differ.
    pub(super) what: &'d [String],
}

/// As it is before, and after.
type Sides<'d, T> = (Option<&'d T>, Option<&'d T>);

impl<'d> Union<'d> {
    /// Joins what a difference tells of its two sides. Edges that cannot happen on any side are left out.
    pub(super) fn of(diff: &'d Diff, sides: &'d Partial) -> Union<'d> {
        let Partial { base, head } = sides;
        let moved: BTreeMap<NodeKey<'_>, &str> =
            diff.nodes.moved.iter().map(|it| ((it.from.as_str(), it.kind), it.to.as_str())).collect();
        let key_in_head = |node: &'d Node| (*moved.get(&node.key()).unwrap_or(&node.id.as_str()), node.kind);
        let mut pairs: BTreeMap<NodeKey<'_>, Sides<'d, Node>> = BTreeMap::new();
        for node in &base.nodes {
            pairs.entry(key_in_head(node)).or_default().0 = Some(node);
        }
        for node in &head.nodes {
            pairs.entry(node.key()).or_default().1 = Some(node);
        }
        let changed: BTreeMap<NodeKey<'_>, &[String]> =
            diff.nodes.changed.iter().map(|it| ((it.id.as_str(), it.kind), it.what.as_slice())).collect();
        let at: BTreeMap<NodeKey<'_>, At> = pairs.keys().copied().zip(0..).collect();
        let edges = edges(diff, [base, head], |node| at[&key_in_head(node)], |node| at[&node.key()]);
        let nodes = pairs.iter().map(|(key, &(before, after))| {
            let what = changed.get(key).copied().unwrap_or_default();
            let is_moved = before.zip(after).is_some_and(|(before, after)| before.id != after.id);
            let same = if is_moved { Mark::Moved } else { Mark::None };
            Member { before, after, mark: mark(before, after, what, same), what }
        });
        Union { nodes: nodes.collect(), edges }
    }

    /// The nodes of this id, before or after.
    pub(super) fn nodes_of(&self, id: &str) -> impl Iterator<Item = At> {
        let is = move |node: Option<&Node>| node.is_some_and(|node| node.id == id);
        (0..self.nodes.len()).filter(move |&at| is(self.nodes[at].before) || is(self.nodes[at].after))
    }

    /// The edges of these identities, before or after.
    pub(super) fn edges_of<'i>(&self, ids: impl Iterator<Item = &'i EdgeId>) -> BTreeSet<usize> {
        let keys: BTreeSet<EdgeKey<'_>> = ids.map(EdgeId::key).collect();
        let is = |edge: Option<&Edge>| edge.is_some_and(|edge| keys.contains(&edge.key()));
        (0..self.edges.len()).filter(|&at| is(self.edges[at].before) || is(self.edges[at].after)).collect()
    }
}

fn edges<'d>(
    diff: &'d Diff,
    [base, head]: [&'d Graph; 2],
    at_in_base: impl Fn(&'d Node) -> At,
    at_in_head: impl Fn(&'d Node) -> At,
) -> Vec<Joint<'d>> {
    let mut pairs: BTreeMap<(At, At, EdgeKind, Timing), Sides<'d, Edge>> = BTreeMap::new();
    for (graph, at, is_before) in
        [(base, &at_in_base as &dyn Fn(&'d Node) -> At, true), (head, &at_in_head as &dyn Fn(&'d Node) -> At, false)]
    {
        let index = Index::new(graph);
        for (nth, edge) in graph.edges.iter().enumerate() {
            let Some((from, to)) = index.ends(nth).filter(|_| index.can_follow(nth)) else { continue };
            let key = (at(&graph.nodes[from]), at(&graph.nodes[to]), edge.kind, edge.timing);
            let pair = pairs.entry(key).or_default();
            *(if is_before { &mut pair.0 } else { &mut pair.1 }) = Some(edge);
        }
    }
    let changed: BTreeMap<EdgeKey<'_>, &[String]> = diff
        .edges
        .changed
        .iter()
        .map(|it| ((it.edge.from.as_str(), it.edge.to.as_str(), it.edge.kind, it.edge.timing), it.what.as_slice()))
        .collect();
    let joints = pairs.into_iter().map(|((from, to, ..), (before, after))| {
        let what = after.and_then(|edge| changed.get(&edge.key())).copied().unwrap_or_default();
        Joint { from, to, before, after, mark: mark(before, after, what, Mark::None), what }
    });
    joints.collect()
}

fn mark<T>(before: Option<T>, after: Option<T>, what: &[String], same: Mark) -> Mark {
    match (before, after) {
        (None, _) => Mark::Added,
        (_, None) => Mark::Removed,
        _ if !what.is_empty() => Mark::Changed,
        _ => same,
    }
}

impl<'d> Member<'d> {
    /// As it is now, or as it was where it is gone.
    pub(super) fn node(&self) -> &'d Node {
        self.after.or(self.before).expect("a member is a node of at least one side")
    }

    pub(super) fn is_archiver(&self) -> bool {
        self.node().kind == NodeKind::Archiver
    }
}

impl<'d> Joint<'d> {
    /// As it is now, or as it was where it is gone.
    pub(super) fn edge(&self) -> &'d Edge {
        self.after.or(self.before).expect("a joint is an edge of at least one side")
    }

    /// The paths of methods on its way, before or after.
    pub(super) fn through(&self) -> BTreeSet<&'d str> {
        [self.before, self.after].into_iter().flatten().flat_map(|edge| &edge.through).map(String::as_str).collect()
    }
}
