//! What became, or ceased to be, reachable.

use super::moves::Renamed;
use super::{Change, Consequence, EdgeId};
use crate::analyses::{Direction, EdgeIx, Index, NodeIx, Search, beginnings, search};
use ensue_grammar::graph::{Edge, EdgeKey, Graph, Node, NodeKey};
use std::collections::{BTreeMap, BTreeSet};

/// Everything gained, then everything lost, each sorted by its ends.
pub(super) fn find(base: &Graph, renamed: &Renamed, head: &Graph) -> Vec<Consequence> {
    let before = Side { index: Index::new(&renamed.graph), shown: Shown::Base(base, renamed) };
    let after = Side { index: Index::new(head), shown: Shown::Head };
    let mut found = only_in(&after, &before, Change::Gained);
    found.extend(only_in(&before, &after, Change::Lost));
    found
}

/// One of the two graphs, with ids that the other shares.
struct Side<'g> {
    index: Index<'g>,
    shown: Shown<'g>,
}

/// How the ids of a side are told: those of base as they are there.
enum Shown<'g> {
    Base(&'g Graph, &'g Renamed),
    Head,
}

/// What is reachable on this side and not on the other.
fn only_in(side: &Side<'_>, other: &Side<'_>, change: Change) -> Vec<Consequence> {
    let there: BTreeMap<NodeKey<'_>, NodeIx> = other.index.graph().nodes.iter().map(Node::key).zip(0..).collect();
    let edges_there: BTreeSet<EdgeKey<'_>> = other.index.graph().edges.iter().map(Edge::key).collect();
    let is_new = |edge: EdgeIx| !edges_there.contains(&side.index.edge(edge).key());
    let counterpart = |node: NodeIx| there.get(&side.index.node(node).key()).copied();
    let certain = other.index.graph().holes.is_empty();

    let mut found = Vec::new();
    for from in sources(&side.index, is_new, |node| counterpart(node).is_some()) {
        let here = search(&side.index, &[from], Direction::After);
        let known = counterpart(from).map(|from| search(&other.index, &[from], Direction::After));
        let reached_there =
            |to: NodeIx| known.as_ref().zip(counterpart(to)).is_some_and(|(known, to)| known.reaches(to));
        for to in (0..side.index.graph().nodes.len()).filter(|&to| here.reaches(to) && !reached_there(to)) {
            found.push(side.consequence(&here, from, to, change, certain, is_new));
        }
    }
    found
}

/// Where a cascade can begin, and the nodes of both sides that have a new edge of their own. Other nodes that only this
/// side has are new with all that follows from them, and are told as what others reach.
fn sources(
    index: &Index<'_>,
    is_new: impl Fn(EdgeIx) -> bool,
    is_in_both: impl Fn(NodeIx) -> bool,
) -> BTreeSet<NodeIx> {
    let has_new_edge = |node: NodeIx| index.steps(node, Direction::After).any(|(edge, _)| is_new(edge));
    let changed = (0..index.graph().nodes.len()).filter(|&node| is_in_both(node) && has_new_edge(node));
    beginnings(index).into_iter().chain(changed).collect()
}

impl Side<'_> {
    fn consequence(
        &self,
        search: &Search<'_, '_>,
        from: NodeIx,
        to: NodeIx,
        change: Change,
        certain: bool,
        is_new: impl Fn(EdgeIx) -> bool,
    ) -> Consequence {
        let way = search.way(to).unwrap_or_default();
        Consequence {
            from: self.node_id(from).to_owned(),
            to: self.node_id(to).to_owned(),
            change,
            cause: way.iter().copied().filter(|&edge| is_new(edge)).map(|edge| self.edge_id(edge)).collect(),
            witness: way.iter().map(|&edge| self.edge_id(edge)).collect(),
            certain,
        }
    }

    fn node_id(&self, node: NodeIx) -> &str {
        match self.shown {
            Shown::Base(base, renamed) => &base.nodes[renamed.nodes[node]].id,
            Shown::Head => &self.index.node(node).id,
        }
    }

    fn edge_id(&self, edge: EdgeIx) -> EdgeId {
        match self.shown {
            Shown::Base(base, renamed) => EdgeId::of(&base.edges[renamed.edges[edge]]),
            Shown::Head => EdgeId::of(self.index.edge(edge)),
        }
    }
}
