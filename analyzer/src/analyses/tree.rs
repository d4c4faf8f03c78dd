//! What follows from a node, or leads to it, as the rows of a tree.

use super::search::{State, StateIx};
use super::{Direction, EdgeIx, Index, NodeIx, Search, search};
use crate::condition::Formula;
use std::collections::{BTreeMap, BTreeSet};

/// A row of a tree, in reading order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// 0 for the root.
    pub level: usize,
    /// Whether no later row hangs on the same parent.
    pub last: bool,
    /// What it shows.
    pub kind: RowKind,
}

/// What a row shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowKind {
    /// The node that was asked for.
    Root(NodeIx),
    /// A node, and the edge between it and the row it hangs on.
    Node(EdgeIx, NodeIx, Mark),
    /// Number of nodes beyond the depth that the parent leads to.
    More(usize),
}

/// Where a node's own branches are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// In the rows below.
    Here,
    /// In another row of this tree, because the node is shown once and then referred to.
    Elsewhere,
    /// In a row between this one and the root: this edge closes a loop.
    Loop,
}

/// The tree of everything within `depth` edges of a node.
///
/// Every node is shown once, as near to the root as possible, and every edge between two shown nodes is one row. Where
/// conditions or programs keep some of what follows from a node from following here, it is shown once more with the rest
/// where that can follow: the rows from the root to any row can happen together.
#[must_use]
pub fn tree(index: &Index<'_>, root: NodeIx, direction: Direction, depth: usize) -> Vec<Row> {
    let search = search(index, &[root], direction);
    let branches = Branches::of(index, &search, direction);
    let mut walk = Walk {
        index,
        search: &search,
        branches: &branches,
        direction,
        depth,
        on_the_way: vec![0; index.graph().nodes.len()],
        rows: vec![Row { level: 0, last: true, kind: RowKind::Root(root) }],
    };
    walk.run(root);
    walk.rows
}

/// Which states of a search are worth a place of their own, and what hangs on each.
struct Branches {
    /// The state that an edge leads to from a state.
    next: BTreeMap<(StateIx, EdgeIx), StateIx>,
    /// Whether an edge was possible from an earlier state of the same node.
    is_shown: BTreeSet<(StateIx, EdgeIx)>,
    /// Whether a state is the first of its node, or shows something that no earlier one does.
    is_needed: Vec<bool>,
}

impl Branches {
    fn of(index: &Index<'_>, search: &Search<'_, '_>, direction: Direction) -> Branches {
        let states = search.states();
        let mut branches =
            Branches { next: BTreeMap::new(), is_shown: BTreeSet::new(), is_needed: vec![false; states.len()] };
        let mut seen_nodes = BTreeSet::new();
        let mut seen_edges = BTreeSet::new();
        for (at, state) in states.iter().enumerate() {
            branches.next.extend(state.by.map(|by| (by, at)));
            let is_first = seen_nodes.insert(state.node);
            branches.is_needed[at] = is_first;
            // Of a node that is reached in one way only, nothing can be missing.
            if is_first && search.has_one_state(state.node) {
                continue;
            }
            for (edge, next) in index.steps(state.node, direction) {
                if !index.along(state.asks, edge, next).is_possible() {
                    continue;
                }
                if seen_edges.insert(edge) {
                    branches.is_needed[at] = true;
                } else {
                    branches.is_shown.insert((at, edge));
                }
            }
        }
        // States come after those that they are reached from.
        for at in (0..states.len()).rev() {
            if let Some((before, _)) = states[at].by.filter(|_| branches.is_needed[at]) {
                branches.is_needed[before] = true;
            }
        }
        branches
    }
}

struct Walk<'i, 'g> {
    index: &'i Index<'g>,
    search: &'i Search<'i, 'g>,
    branches: &'i Branches,
    direction: Direction,
    depth: usize,
    /// How often each node is open: more than once where it was left for another program and asks less now.
    on_the_way: Vec<usize>,
    rows: Vec<Row>,
}

/// A node whose branches are being shown. Kept on a stack of our own, because a cascade may be deeper than the
/// thread's.
struct Open {
    node: NodeIx,
    rows: std::vec::IntoIter<(RowKind, Option<StateIx>)>,
}

impl Walk<'_, '_> {
    fn run(&mut self, root: NodeIx) {
        self.on_the_way[root] += 1;
        let mut stack = vec![Open { node: root, rows: self.rows_of(0).into_iter() }];
        while let Some(open) = stack.last_mut() {
            let Some((mut kind, state)) = open.rows.next() else {
                self.on_the_way[open.node] -= 1;
                stack.pop();
                continue;
            };
            let last = open.rows.len() == 0;
            if let RowKind::Node(_, node, mark @ Mark::Elsewhere) = &mut kind
                && self.on_the_way[*node] > 0
            {
                *mark = Mark::Loop;
            }
            let level = stack.len();
            if let (RowKind::Node(_, node, Mark::Here), Some(state)) = (&kind, state) {
                self.on_the_way[*node] += 1;
                stack.push(Open { node: *node, rows: self.rows_of(state).into_iter() });
            }
            self.rows.push(Row { level, last, kind });
        }
    }

    /// What hangs on a state; with each node that is shown there the state in which it is.
    fn rows_of(&self, at: StateIx) -> Vec<(RowKind, Option<StateIx>)> {
        let State { node, asks, .. } = self.search.states()[at];
        let mut rows = Vec::new();
        let mut beyond = Vec::new();
        for (edge, next) in self.index.steps(node, self.direction) {
            let on = self.index.along(asks, edge, next);
            let child = self.branches.next.get(&(at, edge)).copied();
            let opens = child.filter(|child| self.branches.is_needed[*child] && self.search.distance(next) != Some(0));
            if !on.is_possible() || (self.branches.is_shown.contains(&(at, edge)) && opens.is_none()) {
                continue;
            }
            if self.search.distance(next).is_none_or(|distance| distance > self.depth) {
                beyond.push((next, on));
                continue;
            }
            let opens = opens.filter(|child| self.search.states()[*child].steps <= self.depth);
            let mark = if opens.is_some() { Mark::Here } else { Mark::Elsewhere };
            rows.push((RowKind::Node(edge, next, mark), opens));
        }
        if !beyond.is_empty() {
            rows.push((RowKind::More(self.count(&beyond)), None));
        }
        rows
    }

    /// Number of nodes that these lead to, themselves included, and that the tree does not show.
    fn count(&self, beyond: &[(NodeIx, Formula)]) -> usize {
        let mut found = BTreeSet::new();
        let mut ahead: Vec<(NodeIx, Formula)> = beyond.to_vec();
        let mut asked: BTreeMap<NodeIx, Vec<Formula>> = BTreeMap::new();
        while let Some((node, asks)) = ahead.pop() {
            let is_beyond = self.search.distance(node).is_some_and(|distance| distance > self.depth);
            let known = asked.entry(node).or_default();
            if !is_beyond || !asks.is_possible() || known.iter().any(|known| self.index.implies(asks, *known)) {
                continue;
            }
            known.push(asks);
            found.insert(node);
            let steps = self.index.steps(node, self.direction);
            ahead.extend(steps.map(|(edge, next)| (next, self.index.along(asks, edge, next))));
        }
        found.len()
    }
}
