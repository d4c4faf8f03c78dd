//! Shortest ways, breadth first, of steps that can happen together.

use super::{Direction, EdgeIx, Index, NodeIx};
use crate::condition::Formula;
use std::collections::VecDeque;

/// With how many different conditions a node is reached before all others are taken for reachable from there.
const MOST_STATES: usize = 24;

/// What a search reached, and by which shortest ways. Of several shortest ways it knows the one whose edges come first
/// in the graph.
///
/// A way counts only if the conditions on it can hold together, and if what happens in one process is in one program. So
/// a node may be reached with several conditions, of which none follows from another: each is a *state*, and the way to
/// one goes through states.
#[derive(Debug)]
pub struct Search<'i, 'g> {
    index: &'i Index<'g>,
    direction: Direction,
    states: Vec<State>,
    /// Of each node the states in which it was reached, nearest first; those of a start that a loop leads back to among
    /// them, though nothing new follows from these.
    reached: Vec<Vec<StateIx>>,
    /// Of each start the state of zero steps.
    started: Vec<Option<StateIx>>,
}

/// Position of a state in a search.
pub(super) type StateIx = usize;

/// A node, and what must hold for it to be reached.
#[derive(Debug, Clone, Copy)]
pub(super) struct State {
    pub(super) node: NodeIx,
    pub(super) asks: Formula,
    pub(super) steps: usize,
    /// The state before, and the edge from there; nothing for a start.
    pub(super) by: Option<(StateIx, EdgeIx)>,
}

/// Follows all edges from the starts in a direction.
#[must_use]
pub fn search<'i, 'g>(index: &'i Index<'g>, starts: &[NodeIx], direction: Direction) -> Search<'i, 'g> {
    let starts: Vec<(NodeIx, Formula)> = starts.iter().map(|&node| (node, index.asks(node))).collect();
    search_on(index, &starts, direction)
}

/// As [`search`], where more may be asked at a start than by the node alone.
pub(super) fn search_on<'i, 'g>(
    index: &'i Index<'g>,
    starts: &[(NodeIx, Formula)],
    direction: Direction,
) -> Search<'i, 'g> {
    run(index, starts, direction, &Within { asks: &|_, way| way, goes_on: &|_| true })
}

/// Where a search may go.
pub(super) struct Within<'w> {
    /// What a way to a node asks, given what it asks so far.
    pub(super) asks: &'w dyn Fn(NodeIx, Formula) -> Formula,
    /// Whether ways go on from a node that is no start: others are reached, not passed.
    pub(super) goes_on: &'w dyn Fn(NodeIx) -> bool,
}

/// Follows edges from the starts as far as it may.
pub(super) fn search_within<'i, 'g>(
    index: &'i Index<'g>,
    starts: &[(NodeIx, Formula)],
    within: &Within<'_>,
) -> Search<'i, 'g> {
    run(index, starts, Direction::After, within)
}

/// Follows edges from a start, but not on from nodes of which `goes_on` says no: these are reached, not passed.
#[must_use]
pub fn search_until<'i, 'g>(index: &'i Index<'g>, start: NodeIx, goes_on: &dyn Fn(NodeIx) -> bool) -> Search<'i, 'g> {
    search_within(index, &[(start, index.asks(start))], &Within { asks: &|_, way| way, goes_on })
}

fn run<'i, 'g>(
    index: &'i Index<'g>,
    starts: &[(NodeIx, Formula)],
    direction: Direction,
    within: &Within<'_>,
) -> Search<'i, 'g> {
    let nodes = index.graph().nodes.len();
    let mut search =
        Search { index, direction, states: Vec::new(), reached: vec![Vec::new(); nodes], started: vec![None; nodes] };
    let mut queue = VecDeque::new();
    for &(node, asks) in starts {
        if search.started[node].is_none() {
            search.started[node] = Some(search.states.len());
            queue.push_back(search.states.len());
            search.states.push(State { node, asks, steps: 0, by: None });
        }
    }
    while let Some(from) = queue.pop_front() {
        let State { node, asks, steps, .. } = search.states[from];
        for (edge, next) in index.steps(node, direction) {
            let asks = (within.asks)(next, index.along(asks, edge, next));
            let by = Some((from, edge));
            if let Some(asks) = search.is_new(next, asks) {
                let new = search.states.len();
                search.states.push(State { node: next, asks, steps: steps + 1, by });
                search.reached[next].push(new);
                if (within.goes_on)(next) && !search.is_known_at_start(next, asks) {
                    queue.push_back(new);
                }
            }
        }
    }
    search
}

/// The edges of a shortest way from one node to another, of at least one edge: from a node to itself it is a loop.
#[must_use]
pub fn shortest(index: &Index<'_>, from: NodeIx, to: NodeIx) -> Option<Vec<EdgeIx>> {
    search(index, &[from], Direction::After).way(to)
}

impl Search<'_, '_> {
    /// Whether at least one edge leads from a start to this node.
    #[must_use]
    pub fn reaches(&self, node: NodeIx) -> bool {
        !self.reached[node].is_empty()
    }

    /// Number of edges from the nearest start; 0 for a start itself.
    #[must_use]
    pub fn distance(&self, node: NodeIx) -> Option<usize> {
        if self.started[node].is_some() { Some(0) } else { Some(self.states[*self.reached[node].first()?].steps) }
    }

    /// Number of edges of the way to a node, which for a start is that of a loop; 0 when there is no way.
    #[must_use]
    pub fn way_length(&self, node: NodeIx) -> usize {
        self.reached[node].first().map_or(0, |&state| self.states[state].steps)
    }

    /// The last edge of the way to a node.
    #[must_use]
    pub fn last_edge(&self, node: NodeIx) -> Option<EdgeIx> {
        self.states[*self.reached[node].first()?].by.map(|(_, edge)| edge)
    }

    /// The edges of the way between a start and this node, from cause to consequence whatever the direction; never
    /// empty, so that a start is reached by a loop only.
    #[must_use]
    pub fn way(&self, node: NodeIx) -> Option<Vec<EdgeIx>> {
        Some(self.way_to(*self.reached[node].first()?))
    }

    /// The nodes to which more than this many edges lead from the nearest start, nearest first.
    pub fn beyond(&self, most: usize) -> impl Iterator<Item = NodeIx> {
        let is_first =
            |at: StateIx, node: NodeIx| self.started[node].is_none() && self.reached[node].first() == Some(&at);
        let states = self.states.iter().enumerate();
        states.filter(move |(at, state)| state.steps > most && is_first(*at, state.node)).map(|(_, state)| state.node)
    }

    /// The edges of the way to a state.
    pub(super) fn way_to(&self, state: StateIx) -> Vec<EdgeIx> {
        let mut edges = Vec::new();
        let mut at = state;
        while let Some((before, edge)) = self.states[at].by {
            edges.push(edge);
            at = before;
        }
        if self.direction == Direction::After {
            edges.reverse();
        }
        edges
    }

    /// All states in the order in which they were reached.
    pub(super) fn states(&self) -> &[State] {
        &self.states
    }

    /// Whether a node is reached in one state only.
    pub(super) fn has_one_state(&self, node: NodeIx) -> bool {
        self.states_of(node).nth(1).is_none()
    }

    /// The states of a node: with zero steps, and reached.
    pub(super) fn states_of(&self, node: NodeIx) -> impl Iterator<Item = &State> {
        self.started[node].iter().chain(&self.reached[node]).map(|&state| &self.states[state])
    }

    /// What reaching a node asks, unless it never can, or is known to be reached while asking less.
    fn is_new(&self, node: NodeIx, asks: Formula) -> Option<Formula> {
        let known = &self.reached[node];
        if !asks.is_possible() || known.iter().any(|&state| self.index.implies(asks, self.states[state].asks)) {
            return None;
        }
        if known.len() < MOST_STATES {
            return Some(asks);
        }
        self.index.give_up();
        Some(self.index.asks(node))
    }

    /// Whether all that follows from a node is followed from its start.
    fn is_known_at_start(&self, node: NodeIx, asks: Formula) -> bool {
        self.started[node].is_some_and(|state| self.index.implies(asks, self.states[state].asks))
    }
}
