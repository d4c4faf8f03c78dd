//! The two graphs of a comparison, by the ids of head, and what each knows of the other.

use super::moves::Renamed;
use super::{Change, EdgeId, NodeId};
use crate::analyses::{Direction, EdgeIx, Index, NodeIx};
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
    /// Of each node whether a way that goes on from there may be one that the other side does not have: it, or what follows
    /// from it, differs in what decides that.
    pub(super) leads_to_change: Vec<bool>,
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
                leads_to_change: Vec::new(),
                shown,
            }
        };
        let mut before = side(&renamed.graph, head, Change::Lost, Shown::Base(base, renamed));
        let mut after = side(head, &renamed.graph, Change::Gained, Shown::Head);
        before.leads_to_change = before.leads_to(&before.differing(&after));
        after.leads_to_change = after.leads_to(&after.differing(&before));
        Pair { before, after }
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

    /// Whether an edge is other than on the other side: only here, or under another condition or by another way.
    pub(super) fn is_edge_differing(&self, other: &Side<'_>, at: EdgeIx) -> bool {
        let own = &self.edges()[at];
        self.edges_there[at].is_none_or(|there| {
            let there = &other.edges()[there];
            own.condition != there.condition || own.through != there.through
        })
    }

    /// The nodes, and the starts of the edges, that differ in what decides what follows from what.
    fn differing(&self, other: &Side<'_>) -> Vec<NodeIx> {
        let is_other = |at: &NodeIx| {
            let own = &self.nodes()[*at];
            self.nodes_there[*at].is_none_or(|there| {
                let there = &other.nodes()[there];
                own.condition != there.condition || own.programs != there.programs
            })
        };
        let edges = (0..self.edges().len()).filter(|&at| self.is_edge_differing(other, at));
        let starts = edges.filter_map(|at| Some(self.index.ends(at)?.0));
        (0..self.nodes().len()).filter(is_other).chain(starts).collect()
    }

    /// Of each node whether it is one of these, or an edge leads from it to one that leads to one.
    fn leads_to(&self, nodes: &[NodeIx]) -> Vec<bool> {
        let mut leads = vec![false; self.nodes().len()];
        let mut ahead = nodes.to_vec();
        while let Some(node) = ahead.pop() {
            if !std::mem::replace(&mut leads[node], true) {
                ahead.extend(self.index.steps(node, Direction::Before).map(|(_, before)| before));
            }
        }
        leads
    }
}
