//! Which nodes an edge connects.
//!
//! An edge names its ends by id, and one id may belong to nodes of several kinds; what the edge says tells which is meant.

use ensue_grammar::graph::{Edge, EdgeKind, Graph, NodeKind};
use std::collections::BTreeMap;

/// Finds nodes of a graph by identity.
#[derive(Debug)]
pub struct Ends<'a> {
    nodes: BTreeMap<(&'a str, NodeKind), usize>,
}

impl<'a> Ends<'a> {
    /// Of a graph, sorted or not.
    #[must_use]
    pub fn of(graph: &'a Graph) -> Ends<'a> {
        Ends { nodes: graph.nodes.iter().enumerate().map(|(at, node)| (node.key(), at)).collect() }
    }

    /// Positions in `nodes` of both ends of an edge; `None` when one is not in the graph.
    #[must_use]
    pub fn both(&self, edge: &Edge) -> Option<(usize, usize)> {
        let (from, to) = kinds(edge.kind);
        Some((self.find(&edge.from, from)?, self.find(&edge.to, to)?))
    }

    /// The position of the first of these kinds with this id.
    #[must_use]
    pub fn find(&self, id: &str, kinds: &[NodeKind]) -> Option<usize> {
        kinds.iter().find_map(|&kind| self.nodes.get(&(id, kind)).copied())
    }
}

/// What may stand at either end of such an edge.
fn kinds(kind: EdgeKind) -> (&'static [NodeKind], &'static [NodeKind]) {
    const ACTORS: &[NodeKind] = &[NodeKind::Handler, NodeKind::Controller, NodeKind::EffectHandler, NodeKind::External];
    match kind {
        EdgeKind::Handles => (&[NodeKind::Event], &[NodeKind::Handler]),
        EdgeKind::Emits => (ACTORS, &[NodeKind::Event]),
        EdgeKind::Requests => (ACTORS, &[NodeKind::Effect]),
        EdgeKind::Performs => (&[NodeKind::Effect], &[NodeKind::EffectHandler, NodeKind::External]),
        EdgeKind::Resumes => (&[NodeKind::Event], &[NodeKind::Controller]),
    }
}
