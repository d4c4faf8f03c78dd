//! Ways that must pass something.

use super::search::search_within;
use super::{Direction, EdgeIx, Index, NodeIx, search};
use crate::condition::Formula;
use ensue_grammar::graph::Graph;
use std::collections::{BTreeMap, BTreeSet};

/// What ways must pass, and from where it can still come.
#[derive(Debug)]
pub struct Guard<'g> {
    index: Index<'g>,
    guards: BTreeSet<NodeIx>,
    /// Under what a guard can follow from each node from which one can.
    ahead: BTreeMap<NodeIx, Formula>,
}

/// A way past all guards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missed {
    /// Where no guard can follow any more.
    pub end: NodeIx,
    /// From the start to there; none when it is the start.
    pub way: Vec<EdgeIx>,
    /// The first program of the tree in which it is so; none when no program is known.
    pub program: Option<String>,
    /// Whether a guard can follow from there in another program or configuration.
    pub is_possible_elsewhere: bool,
}

impl<'g> Guard<'g> {
    /// Ways of a graph must pass one of these nodes.
    #[must_use]
    pub fn new(graph: &'g Graph, guards: BTreeSet<NodeIx>) -> Guard<'g> {
        let index = Index::by_program(graph);
        let starts: Vec<NodeIx> = guards.iter().copied().collect();
        let search = search(&index, &starts, Direction::Before);
        let mut asked: BTreeMap<NodeIx, Vec<Formula>> = BTreeMap::new();
        for state in search.states() {
            asked.entry(state.node).or_default().push(state.asks);
        }
        let ahead = asked.into_iter().map(|(node, ways)| (node, index.any(&ways))).collect();
        Guard { index, guards, ahead }
    }

    /// A shortest way from one of the starts, past all guards, to where none can follow any more, in one configuration and in
    /// one program of the tree. Nothing when whatever goes on for long enough passes one.
    #[must_use]
    pub fn missed(&self, starts: &[NodeIx]) -> Option<Missed> {
        let starts: Vec<NodeIx> = starts.iter().copied().filter(|start| !self.guards.contains(start)).collect();
        let search = search_within(&self.index, &starts, &|node| !self.guards.contains(&node));
        let states = search.states().iter().enumerate();
        let mut open = states.filter(|(_, state)| !self.guards.contains(&state.node));
        open.find_map(|(at, state)| {
            let program = match self.index.programs() {
                [] => (!self.brings(state.asks, state.node)).then_some(None),
                programs => {
                    programs.iter().find(|it| !self.brings_in(it, state.asks, state.node)).map(|it| Some(it.0.clone()))
                }
            }?;
            let is_possible_elsewhere = self.ahead.contains_key(&state.node);
            Some(Missed { end: state.node, way: search.way_to(at), program, is_possible_elsewhere })
        })
    }

    /// Whether a guard can follow from a node wherever a way is possible that leads there.
    fn brings(&self, way: Formula, node: NodeIx) -> bool {
        let ahead = self.ahead.get(&node);
        !way.is_possible() || ahead.is_some_and(|ahead| self.index.implies(way, *ahead))
    }

    fn brings_in(&self, (_, runs): &(String, Formula), way: Formula, node: NodeIx) -> bool {
        self.brings(self.index.both(way, *runs), node)
    }
}
