//! What follows from a node, or leads to it, as the rows of a tree.

use super::{Direction, EdgeIx, Index, NodeIx, Search, search};
use std::collections::BTreeSet;

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
/// Every node is shown once, as near to the root as possible, and every edge between two shown nodes is one row.
#[must_use]
pub fn tree(index: &Index<'_>, root: NodeIx, direction: Direction, depth: usize) -> Vec<Row> {
    let mut walk = Walk {
        index,
        search: search(index, &[root], direction),
        direction,
        depth,
        on_the_way: vec![false; index.graph().nodes.len()],
        rows: vec![Row { level: 0, last: true, kind: RowKind::Root(root) }],
    };
    walk.run(root);
    walk.rows
}

struct Walk<'i, 'g> {
    index: &'i Index<'g>,
    search: Search<'i, 'g>,
    direction: Direction,
    depth: usize,
    on_the_way: Vec<bool>,
    rows: Vec<Row>,
}

/// A node whose branches are being shown. Kept on a stack of our own, because a cascade may be deeper than the
/// thread's.
struct Open {
    node: NodeIx,
    branches: std::vec::IntoIter<RowKind>,
}

impl Walk<'_, '_> {
    fn run(&mut self, root: NodeIx) {
        self.on_the_way[root] = true;
        let mut stack = vec![Open { node: root, branches: self.branches(root).into_iter() }];
        while let Some(open) = stack.last_mut() {
            let Some(mut kind) = open.branches.next() else {
                self.on_the_way[open.node] = false;
                stack.pop();
                continue;
            };
            let last = open.branches.len() == 0;
            if let RowKind::Node(_, node, mark @ Mark::Elsewhere) = &mut kind
                && self.on_the_way[*node]
            {
                *mark = Mark::Loop;
            }
            let level = stack.len();
            if let RowKind::Node(_, node, Mark::Here) = kind {
                self.on_the_way[node] = true;
                stack.push(Open { node, branches: self.branches(node).into_iter() });
            }
            self.rows.push(Row { level, last, kind });
        }
    }

    fn branches(&self, node: NodeIx) -> Vec<RowKind> {
        let mut branches = Vec::new();
        let mut beyond = Vec::new();
        for (edge, next) in self.index.steps(node, self.direction) {
            if self.search.distance(next).is_none_or(|distance| distance > self.depth) {
                beyond.push(next);
                continue;
            }
            let is_first = self.search.last_edge(next) == Some(edge) && self.search.distance(next) != Some(0);
            branches.push(RowKind::Node(edge, next, if is_first { Mark::Here } else { Mark::Elsewhere }));
        }
        if !beyond.is_empty() {
            branches.push(RowKind::More(self.count(beyond)));
        }
        branches
    }

    /// Number of nodes that these lead to, themselves included, and that the tree does not show.
    fn count(&self, mut pending: Vec<NodeIx>) -> usize {
        let mut seen: BTreeSet<NodeIx> = pending.iter().copied().collect();
        while let Some(node) = pending.pop() {
            for (_, next) in self.index.steps(node, self.direction) {
                if self.search.distance(next).is_some_and(|distance| distance > self.depth) && seen.insert(next) {
                    pending.push(next);
                }
            }
        }
        seen.len()
    }
}
