//! What cascades must pass.

use super::search::{Within, search_within};
use super::{Direction, EdgeIx, Index, NodeIx, search};
use crate::condition::Formula;
use ensue_grammar::graph::{Graph, NodeKind};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// What cascades must pass, and where they can do without.
///
/// A cascade is taken to go on as far as it can: all that listens to an event happens, and of what somebody may emit or
/// request, one thing does. It has passed by where no guard can follow any more: at its end, or in a loop that leads to none.
#[derive(Debug)]
pub struct Guard<'g> {
    index: Index<'g>,
    guards: BTreeSet<NodeIx>,
    /// Under what each node is where no guard can follow.
    behind: Vec<Formula>,
    /// Under what a cascade from each node can pass by.
    around: Vec<Formula>,
}

/// How a cascade passes by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missed {
    /// Where no guard can follow any more.
    pub end: NodeIx,
    /// A shortest way from the start to there, which no guard joins; without edges when it is the start.
    pub way: Vec<EdgeIx>,
    /// The first program of the tree in which it is so; none when no program is known.
    pub program: Option<String>,
    /// Whether a guard can follow from there in another program or configuration.
    pub is_possible_elsewhere: bool,
}

impl<'g> Guard<'g> {
    /// Cascades of a graph must pass one of these nodes.
    #[must_use]
    pub fn new(graph: &'g Graph, guards: BTreeSet<NodeIx>) -> Guard<'g> {
        let index = Index::by_program(graph);
        let behind = behind(&index, &guards);
        let mut guard = Guard { index, guards, around: behind.clone(), behind };
        guard.spread();
        guard
    }

    /// How a cascade from a node can pass by, in one configuration and in one program of the tree. Nothing when none can.
    #[must_use]
    pub fn missed(&self, start: NodeIx) -> Option<Missed> {
        let around = self.around[start];
        let (program, asks) = match self.index.programs() {
            [] => (None, around),
            programs => {
                let here = programs.iter().map(|(name, runs)| (Some(name.clone()), self.index.both(around, *runs)));
                here.into_iter().find(|(_, asks)| asks.is_possible())?
            }
        };
        if !asks.is_possible() {
            return None;
        }
        let within = Within { asks: &|node, way| self.index.both(way, self.around[node]), goes_on: &|_| true };
        let search = search_within(&self.index, &[(start, asks)], &within);
        let mut states = search.states().iter().enumerate();
        let (at, end) = states.find(|(_, state)| self.index.both(state.asks, self.behind[state.node]).is_possible())?;
        let is_possible_elsewhere = self.index.asks(end.node) != self.behind[end.node];
        Some(Missed { end: end.node, way: search.way_to(at), program, is_possible_elsewhere })
    }

    /// From where no guard can follow to all from where a cascade can come there past every guard.
    fn spread(&mut self) {
        let mut queue: VecDeque<NodeIx> = (0..self.around.len()).filter(|at| self.around[*at].is_possible()).collect();
        while let Some(to) = queue.pop_front() {
            let causes: Vec<NodeIx> = self.index.steps(to, Direction::Before).map(|(_, from)| from).collect();
            for from in causes.into_iter().filter(|from| !self.guards.contains(from)) {
                let around = self.around_by_steps(from);
                if !self.index.implies(around, self.around[from]) {
                    self.around[from] = self.index.any(&[around, self.around[from]]);
                    queue.push_back(from);
                }
            }
        }
    }

    /// Under what a cascade from a node can pass by, from what is known so far of the nodes that follow.
    fn around_by_steps(&self, from: NodeIx) -> Formula {
        let steps = self.index.steps(from, Direction::After);
        let passes_by = |(edge, to): (EdgeIx, NodeIx)| self.index.along(self.around[to], edge, from);
        if !matches!(self.index.node(from).kind, NodeKind::Event | NodeKind::Effect) {
            return self.index.any(&steps.map(passes_by).collect::<Vec<_>>());
        }
        steps.fold(self.index.asks(from), |all, (edge, to)| {
            let happens = self.index.along(self.index.asks(to), edge, from);
            let passes = self.index.without(happens, passes_by((edge, to)));
            self.index.without(all, passes)
        })
    }
}

/// Under what each node is where no guard can follow.
fn behind(index: &Index<'_>, guards: &BTreeSet<NodeIx>) -> Vec<Formula> {
    let search = search(index, &guards.iter().copied().collect::<Vec<_>>(), Direction::Before);
    let mut ahead: BTreeMap<NodeIx, Vec<Formula>> = BTreeMap::new();
    for state in search.states() {
        ahead.entry(state.node).or_default().push(state.asks);
    }
    let without = |node: NodeIx| match ahead.get(&node) {
        // A guard is never behind itself.
        _ if guards.contains(&node) => index.any(&[]),
        Some(ahead) => index.without(index.asks(node), index.any(ahead)),
        None => index.asks(node),
    };
    (0..index.graph().nodes.len()).map(without).collect()
}
