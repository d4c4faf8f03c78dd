//! Shortest ways, breadth first.

use super::{Direction, EdgeIx, Index, NodeIx};
use std::collections::VecDeque;

/// What a search reached, and by which shortest ways. Of several shortest ways it knows the one whose edges come first
/// in the graph; the way to any node on a known way is the beginning of that way.
#[derive(Debug)]
pub struct Search<'i, 'g> {
    index: &'i Index<'g>,
    starts: Vec<NodeIx>,
    direction: Direction,
    reached: Vec<Option<Reached>>,
}

#[derive(Debug, Clone, Copy)]
struct Reached {
    steps: usize,
    by: EdgeIx,
}

/// Follows all edges from the starts in a direction.
#[must_use]
pub fn search<'i, 'g>(index: &'i Index<'g>, starts: &[NodeIx], direction: Direction) -> Search<'i, 'g> {
    let mut reached: Vec<Option<Reached>> = vec![None; index.graph().nodes.len()];
    let mut queue: VecDeque<(NodeIx, usize)> = starts.iter().map(|&start| (start, 0)).collect();
    while let Some((node, steps)) = queue.pop_front() {
        for (by, next) in index.steps(node, direction) {
            if reached[next].is_some() {
                continue;
            }
            reached[next] = Some(Reached { steps: steps + 1, by });
            // A start that is reached again closes a loop, and has been expanded already.
            if !starts.contains(&next) {
                queue.push_back((next, steps + 1));
            }
        }
    }
    Search { index, starts: starts.to_vec(), direction, reached }
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
        self.reached[node].is_some()
    }

    /// Number of edges from the nearest start; 0 for a start itself.
    #[must_use]
    pub fn distance(&self, node: NodeIx) -> Option<usize> {
        if self.starts.contains(&node) { Some(0) } else { self.reached[node].map(|reached| reached.steps) }
    }

    /// Number of edges of the way to a node, which for a start is that of a loop; 0 when there is no way.
    #[must_use]
    pub fn way_length(&self, node: NodeIx) -> usize {
        self.reached[node].map_or(0, |reached| reached.steps)
    }

    /// The last edge of the way to a node.
    #[must_use]
    pub fn last_edge(&self, node: NodeIx) -> Option<EdgeIx> {
        self.reached[node].map(|reached| reached.by)
    }

    /// The edges of the way between a start and this node, from cause to consequence whatever the direction; never
    /// empty, so that a start is reached by a loop only.
    #[must_use]
    pub fn way(&self, node: NodeIx) -> Option<Vec<EdgeIx>> {
        let mut edges = Vec::new();
        let mut at = node;
        loop {
            let edge = self.reached[at]?.by;
            edges.push(edge);
            let (from, to) = self.index.ends(edge)?;
            at = if self.direction == Direction::After { from } else { to };
            if self.starts.contains(&at) {
                break;
            }
        }
        if self.direction == Direction::After {
            edges.reverse();
        }
        Some(edges)
    }
}
