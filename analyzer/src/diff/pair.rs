//! The two graphs of a comparison, by the ids of head, and what each knows of the other.

use super::moves::Renamed;
use super::{Change, EdgeId, NodeId};
use crate::analyses::{EdgeIx, Index, NodeIx};
use ensue_grammar::graph::{Edge, EdgeKey, Graph, Node, NodeKey};
use std::collections::BTreeMap;

/// Both graphs.
pub(super) struct Pair<'g> {
    pub(super) before: Side<'g>,
    pub(super) after: Side<'g>,
}

/// One of the two graphs, with ids that the other shares.
pub(super) struct Side<'g> {
    pub(super) index: Index<'g>,
    /// What of it is told: what is gained is seen in head, what is lost in base.
    pub(super) change: Change,
    /// The other side's node of each node of this one.
    pub(super) nodes_there: Vec<Option<NodeIx>>,
    /// The other side's edge of each edge of this one.
    pub(super) edges_there: Vec<Option<EdgeIx>>,
    shown: Shown<'g>,
}

/// How the ids of a side are told: those of base as they are there.
#[derive(Clone, Copy)]
enum Shown<'g> {
    Base(&'g Graph, &'g Renamed),
    Head,
}

impl<'g> Pair<'g> {
    pub(super) fn new(base: &'g Graph, renamed: &'g Renamed, head: &'g Graph) -> Pair<'g> {
        let side = |graph: &'g Graph, other: &'g Graph, change, shown| {
            let nodes: BTreeMap<NodeKey<'_>, NodeIx> = other.nodes.iter().map(Node::key).zip(0..).collect();
            let edges: BTreeMap<EdgeKey<'_>, EdgeIx> = other.edges.iter().map(Edge::key).zip(0..).collect();
            Side {
                index: Index::new(graph),
                change,
                nodes_there: graph.nodes.iter().map(|node| nodes.get(&node.key()).copied()).collect(),
                edges_there: graph.edges.iter().map(|edge| edges.get(&edge.key()).copied()).collect(),
                shown,
            }
        };
        Pair {
            before: side(&renamed.graph, head, Change::Lost, Shown::Base(base, renamed)),
            after: side(head, &renamed.graph, Change::Gained, Shown::Head),
        }
    }

    /// Each side with the other one, head first.
    pub(super) fn both(&self) -> [(&Side<'g>, &Side<'g>); 2] {
        [(&self.after, &self.before), (&self.before, &self.after)]
    }
}

impl<'g> Side<'g> {
    /// The nodes, by the ids of head.
    pub(super) fn nodes(&self) -> &'g [Node] {
        &self.index.graph().nodes
    }

    /// The edges, by the ids of head.
    pub(super) fn edges(&self) -> &'g [Edge] {
        &self.index.graph().edges
    }

    /// A node as its own graph has it.
    pub(super) fn node(&self, at: NodeIx) -> &'g Node {
        match self.shown {
            Shown::Base(base, renamed) => &base.nodes[renamed.nodes[at]],
            Shown::Head => self.index.node(at),
        }
    }

    /// An edge as its own graph has it.
    pub(super) fn edge(&self, at: EdgeIx) -> &'g Edge {
        match self.shown {
            Shown::Base(base, renamed) => &base.edges[renamed.edges[at]],
            Shown::Head => self.index.edge(at),
        }
    }

    pub(super) fn node_id(&self, at: NodeIx) -> NodeId {
        NodeId::of(self.node(at))
    }

    pub(super) fn edge_id(&self, at: EdgeIx) -> EdgeId {
        EdgeId::of(self.edge(at))
    }

    /// Edges as their own graph has them.
    pub(super) fn way(&self, edges: &[EdgeIx]) -> Vec<EdgeId> {
        edges.iter().map(|&at| self.edge_id(at)).collect()
    }

    /// Whether the other side lacks a node.
    pub(super) fn is_own(&self, at: NodeIx) -> bool {
        self.nodes_there[at].is_none()
    }
}
