//! What became, or ceased to be, reachable.

use super::moves::Renamed;
use super::{Change, Consequence, EdgeId};
use crate::analyses::{Direction, EdgeIx, Index, NodeIx, Search, beginnings, search};
use ensue_grammar::graph::{Edge, EdgeKey, Graph, Node, NodeKey};
use std::collections::{BTreeMap, BTreeSet};

/// How many edges all ways together have at most, so that a change at the root of a large program stays a file that
/// somebody can read: a hundred thousand are some twenty megabytes.
const MOST_EDGES: usize = 100_000;

/// Everything gained, then everything lost, each sorted by its ends; and how many more there are.
///
/// Where there are too many edges to tell, the nearest consequences are told: all whose shortest way has at most so many
/// edges. What a new edge leads to at once is always among them, so what is left out has a nearer word on its cause.
pub(super) fn find(base: &Graph, renamed: &Renamed, head: &Graph) -> (Vec<Consequence>, usize) {
    let before = Side { index: Index::new(&renamed.graph), shown: Shown::Base(base, renamed) };
    let after = Side { index: Index::new(head), shown: Shown::Head };
    let comparisons =
        [Comparison::new(&after, &before, Change::Gained), Comparison::new(&before, &after, Change::Lost)];

    let mut numbers: BTreeMap<usize, usize> = BTreeMap::new();
    for comparison in &comparisons {
        comparison.each(|search, _, to| *numbers.entry(search.way_length(to)).or_default() += 1);
    }
    let farthest = farthest(&numbers);
    let mut told = Vec::new();
    for comparison in &comparisons {
        comparison.each(|search, from, to| {
            if search.way_length(to) <= farthest {
                told.push(comparison.consequence(search, from, to));
            }
        });
    }
    let left_out = numbers.values().sum::<usize>() - told.len();
    (told, left_out)
}

/// The length of the longest ways for which there is room, by the number of ways of each length; at least 1.
fn farthest(numbers: &BTreeMap<usize, usize>) -> usize {
    let mut edges = 0;
    let mut farthest = 1;
    for (&length, &number) in numbers {
        edges += length * number;
        if edges > MOST_EDGES {
            break;
        }
        farthest = farthest.max(length);
    }
    farthest
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

/// What is reachable on one side and not on the other.
struct Comparison<'s, 'g> {
    side: &'s Side<'g>,
    other: &'s Side<'g>,
    change: Change,
    /// The other side's node of each node of this one.
    counterparts: Vec<Option<NodeIx>>,
    /// Which edges of this side the other lacks.
    is_new: Vec<bool>,
}

impl<'s, 'g> Comparison<'s, 'g> {
    fn new(side: &'s Side<'g>, other: &'s Side<'g>, change: Change) -> Self {
        let (here, there) = (side.index.graph(), other.index.graph());
        let nodes_there: BTreeMap<NodeKey<'_>, NodeIx> = there.nodes.iter().map(Node::key).zip(0..).collect();
        let edges_there: BTreeSet<EdgeKey<'_>> = there.edges.iter().map(Edge::key).collect();
        Comparison {
            counterparts: here.nodes.iter().map(|node| nodes_there.get(&node.key()).copied()).collect(),
            is_new: here.edges.iter().map(|edge| !edges_there.contains(&edge.key())).collect(),
            side,
            other,
            change,
        }
    }

    /// Calls `tell` with every source and what it reaches on this side only, sorted.
    fn each(&self, mut tell: impl FnMut(&Search<'_, '_>, NodeIx, NodeIx)) {
        for from in self.sources() {
            let here = search(&self.side.index, &[from], Direction::After);
            let known = self.counterparts[from].map(|from| search(&self.other.index, &[from], Direction::After));
            let reached_there =
                |to: NodeIx| known.as_ref().zip(self.counterparts[to]).is_some_and(|(known, to)| known.reaches(to));
            for to in (0..self.counterparts.len()).filter(|&to| here.reaches(to) && !reached_there(to)) {
                tell(&here, from, to);
            }
        }
    }

    /// Where a cascade can begin, and the nodes of both sides that have a new edge of their own. Other nodes that only
    /// this side has are new with all that follows from them, and are told as what others reach.
    fn sources(&self) -> BTreeSet<NodeIx> {
        let index = &self.side.index;
        let has_new_edge = |node: NodeIx| index.steps(node, Direction::After).any(|(edge, _)| self.is_new[edge]);
        let changed = (0..self.counterparts.len()).filter(|&n| self.counterparts[n].is_some() && has_new_edge(n));
        beginnings(index).into_iter().chain(changed).collect()
    }

    fn consequence(&self, search: &Search<'_, '_>, from: NodeIx, to: NodeIx) -> Consequence {
        let way = search.way(to).unwrap_or_default();
        let cause = way.iter().copied().filter(|&edge| self.is_new[edge]);
        Consequence {
            from: self.side.node_id(from).to_owned(),
            to: self.side.node_id(to).to_owned(),
            change: self.change,
            cause: cause.map(|edge| self.side.edge_id(edge)).collect(),
            witness: way.iter().map(|&edge| self.side.edge_id(edge)).collect(),
            certain: self.other.index.graph().holes.is_empty(),
        }
    }
}

impl Side<'_> {
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
