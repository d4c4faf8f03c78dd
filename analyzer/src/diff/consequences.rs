//! What became, or ceased to be, reachable.

use super::Consequence;
use super::pair::{Pair, Side};
use crate::analyses::{Direction, EdgeIx, NodeIx, Search, beginnings, search};
use std::collections::{BTreeMap, BTreeSet};

/// How many edges all ways together have at most, so that a change at the root of a large program stays a file that
/// somebody can read: a hundred thousand are some twenty megabytes.
const MOST_EDGES: usize = 100_000;

/// Everything gained, then everything lost, each sorted by its ends; and how many more there are.
///
/// Where there are too many edges to tell, the nearest consequences are told: all whose shortest way has at most so many
/// edges. What a new edge leads to at once is always among them, so what is left out has a nearer word on its cause.
pub(super) fn find(pair: &Pair<'_>) -> (Vec<Consequence>, usize) {
    let comparisons = pair.both().map(|(side, other)| Comparison { side, other });

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

/// What is reachable on one side and not on the other.
struct Comparison<'s, 'g> {
    side: &'s Side<'g>,
    other: &'s Side<'g>,
}

impl Comparison<'_, '_> {
    /// Calls `tell` with every source and what it reaches on this side only, sorted.
    fn each(&self, mut tell: impl FnMut(&Search<'_, '_>, NodeIx, NodeIx)) {
        for from in self.sources() {
            let here = search(&self.side.index, &[from], Direction::After);
            let known = self.side.nodes_there[from].map(|from| search(&self.other.index, &[from], Direction::After));
            let reached_there =
                |to: NodeIx| known.as_ref().zip(self.side.nodes_there[to]).is_some_and(|(known, to)| known.reaches(to));
            for to in (0..self.side.nodes().len()).filter(|&to| here.reaches(to) && !reached_there(to)) {
                tell(&here, from, to);
            }
        }
    }

    /// Where a cascade can begin, and the nodes of both sides that have a new edge of their own. Other nodes that only
    /// this side has are new with all that follows from them, and are told as what others reach.
    fn sources(&self) -> BTreeSet<NodeIx> {
        let index = &self.side.index;
        let has_new_edge = |node: NodeIx| index.steps(node, Direction::After).any(|(edge, _)| self.is_new(edge));
        let changed = (0..self.side.nodes().len()).filter(|&node| !self.side.is_own(node) && has_new_edge(node));
        let sources = beginnings(index).into_iter().chain(changed);
        // From anything else the same follows as on the other side.
        sources.filter(|&node| self.side.leads_to_change[node]).collect()
    }

    fn consequence(&self, search: &Search<'_, '_>, from: NodeIx, to: NodeIx) -> Consequence {
        let way = search.way(to).unwrap_or_default();
        let cause: Vec<EdgeIx> = way.iter().copied().filter(|&edge| self.is_new(edge)).collect();
        Consequence {
            from: self.side.node_id(from).id,
            to: self.side.node_id(to).id,
            change: self.side.change,
            cause: self.side.way(&cause),
            witness: self.side.way(&way),
            certain: self.other.index.graph().holes.is_empty(),
        }
    }

    fn is_new(&self, edge: EdgeIx) -> bool {
        self.side.edges_there[edge].is_none()
    }
}
