//! The two graphs, as far as a difference tells of them.

use super::{Diff, EdgeId, NodeMove};
use ensue_grammar::graph::{Edge, Graph, Node, NodeKey};
use std::collections::BTreeMap;

/// What a difference tells of its two graphs.
///
/// Both are sorted, hold every node and edge that differs, and of the others those of [`Context`](super::Context). What did
/// not change is in both as head has it; where only an id did, base has its own id, and its own node. They have no holes
/// and no diagnostics.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Partial {
    /// A part of base, with the ids that base has.
    pub base: Graph,
    /// A part of head.
    pub head: Graph,
}

impl Diff {
    /// The two graphs as far as the difference alone tells of them.
    ///
    /// ```
    /// use ensue_analyzer::diff::compare;
    /// use ensue_grammar::graph::{Graph, Node, NodeKind};
    ///
    /// let head = Graph { nodes: vec![Node::new("app::Paid", NodeKind::Event, "Paid")], ..Graph::default() };
    /// let sides = compare(&Graph::default(), &head).sides();
    /// assert!(sides.base.nodes.is_empty() && sides.head.nodes == head.nodes);
    /// ```
    #[must_use]
    pub fn sides(&self) -> Partial {
        let moved: BTreeMap<NodeKey<'_>, &NodeMove> =
            self.nodes.moved.iter().map(|it| ((it.to.as_str(), it.kind), it)).collect();
        let moved_edges: BTreeMap<&EdgeId, &EdgeId> = self.edges.moved.iter().map(|it| (&it.to, &it.from)).collect();
        let in_base = |node: &Node| moved.get(&node.key()).map_or_else(|| node.clone(), |it| it.before.clone());
        let edge_in_base = |edge: &Edge| match moved_edges.get(&EdgeId::of(edge)) {
            Some(id) => Edge { from: id.from.clone(), to: id.to.clone(), ..edge.clone() },
            None => edge.clone(),
        };
        let (nodes, edges, context) = (&self.nodes, &self.edges, &self.context);
        let mut base = Graph { statement: self.statements.base.clone(), ..Graph::default() };
        base.nodes.extend(nodes.removed.iter().cloned());
        base.nodes.extend(nodes.changed.iter().map(|it| it.before.clone()));
        base.nodes.extend(context.nodes.iter().map(in_base));
        base.edges.extend(edges.removed.iter().cloned());
        base.edges.extend(edges.changed.iter().map(|it| it.before.clone()));
        base.edges.extend(context.edges.iter().map(edge_in_base));
        let mut head = Graph { statement: self.statements.head.clone(), ..Graph::default() };
        head.nodes.extend(nodes.added.iter().chain(&context.nodes).cloned());
        head.nodes.extend(nodes.changed.iter().map(|it| it.after.clone()));
        head.edges.extend(edges.added.iter().chain(&context.edges).cloned());
        head.edges.extend(edges.changed.iter().map(|it| it.after.clone()));
        base.sort();
        head.sort();
        Partial { base, head }
    }
}
