//! A graph with its neighbourhoods at hand.

use super::together::{Programs, Together};
use crate::condition::Formula;
use ensue_grammar::graph::{Edge, EdgeKind, Graph, Node, NodeKind};

/// Position of a node in [`Graph::nodes`].
pub type NodeIx = usize;

/// Position of an edge in [`Graph::edges`].
pub type EdgeIx = usize;

/// Which way edges are followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// From cause to consequence.
    After,
    /// From consequence to cause.
    Before,
}

/// The edges into and out of each node of a sorted graph.
///
/// Edges name ids, and an id may stand for several nodes (an event and a handler of one path); the kind of the edge says
/// which is meant. An edge whose end is no node of the graph leads nowhere and is left out, and so is one that can never
/// happen: its conditions contradict each other, or it joins what no program contains together.
#[derive(Debug)]
pub struct Index<'g> {
    graph: &'g Graph,
    ends: Vec<Option<(NodeIx, NodeIx)>>,
    together: Together,
    after: Vec<Vec<EdgeIx>>,
    before: Vec<Vec<EdgeIx>>,
}

impl<'g> Index<'g> {
    /// Indexes a sorted graph.
    #[must_use]
    pub fn new(graph: &'g Graph) -> Self {
        Index::where_matter(graph, Programs::WhereTheyDiffer)
    }

    /// As [`Index::new`], for questions about each program by itself.
    pub(super) fn by_program(graph: &'g Graph) -> Self {
        Index::where_matter(graph, Programs::Always)
    }

    fn where_matter(graph: &'g Graph, programs: Programs) -> Self {
        let mut index = Index {
            graph,
            ends: Vec::with_capacity(graph.edges.len()),
            together: Together::of(graph, programs),
            after: vec![Vec::new(); graph.nodes.len()],
            before: vec![Vec::new(); graph.nodes.len()],
        };
        for (ix, edge) in graph.edges.iter().enumerate() {
            let ends = ends(graph, edge);
            if let Some((from, to)) = ends.filter(|(from, to)| index.is_possible(ix, *from, *to)) {
                index.after[from].push(ix);
                index.before[to].push(ix);
            }
            index.ends.push(ends);
        }
        index
    }

    /// The graph itself.
    #[must_use]
    pub fn graph(&self) -> &'g Graph {
        self.graph
    }

    /// The node at a position.
    #[must_use]
    pub fn node(&self, node: NodeIx) -> &'g Node {
        &self.graph.nodes[node]
    }

    /// The edge at a position.
    #[must_use]
    pub fn edge(&self, edge: EdgeIx) -> &'g Edge {
        &self.graph.edges[edge]
    }

    /// The nodes at the start and the end of an edge; `None` when one of them is missing.
    #[must_use]
    pub fn ends(&self, edge: EdgeIx) -> Option<(NodeIx, NodeIx)> {
        self.ends[edge]
    }

    /// The edges that leave a node in a direction, each with the node it leads to, in the order of the graph.
    pub fn steps(&self, node: NodeIx, direction: Direction) -> impl Iterator<Item = (EdgeIx, NodeIx)> + '_ {
        let edges = match direction {
            Direction::After => &self.after[node],
            Direction::Before => &self.before[node],
        };
        edges.iter().filter_map(move |&edge| {
            let (from, to) = self.ends[edge]?;
            Some((edge, if direction == Direction::After { to } else { from }))
        })
    }

    /// Whether an edge of the graph can happen at all.
    #[must_use]
    pub fn can_happen(&self, edge: EdgeIx) -> bool {
        self.ends[edge].is_some_and(|(from, to)| self.is_possible(edge, from, to))
    }

    /// Whether an edge can happen after something that leads to its start; where nothing does, whether it can at all.
    #[must_use]
    pub fn can_follow(&self, edge: EdgeIx) -> bool {
        let Some((from, to)) = self.ends[edge] else { return false };
        let after = |&cause: &EdgeIx| {
            self.ends[cause].is_some_and(|(before, _)| {
                let so_far = self.along(self.asks(before), cause, from);
                self.along(so_far, edge, to).is_possible()
            })
        };
        self.can_happen(edge) && (self.before[from].is_empty() || self.before[from].iter().any(after))
    }

    /// Whether two nodes can be in one process: their conditions hold together, and some program has both.
    #[must_use]
    pub fn can_meet(&self, one: NodeIx, other: NodeIx) -> bool {
        self.both(self.asks(one), self.asks(other)).is_possible()
    }

    /// Whether the answers so far are exact. Otherwise there were more conditions than are followed one by one, and
    /// something may be told to be reachable that is not; never the reverse.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        self.together.is_exact()
    }

    /// Whether a node, or an edge that leaves it, asks anything.
    pub(super) fn is_conditional(&self, node: NodeIx) -> bool {
        self.together.asks_anything(node, &self.after[node])
    }

    /// What a node asks of the configuration and the program.
    pub(super) fn asks(&self, node: NodeIx) -> Formula {
        self.together.at(node)
    }

    /// What a way asks that goes on by an edge to a node.
    pub(super) fn along(&self, way: Formula, edge: EdgeIx, to: NodeIx) -> Formula {
        self.together.along(way, edge, to)
    }

    /// What two parts of a way ask.
    pub(super) fn both(&self, one: Formula, other: Formula) -> Formula {
        self.together.both(one, other)
    }

    pub(super) fn implies(&self, one: Formula, other: Formula) -> bool {
        self.together.implies(one, other)
    }

    /// What one way asks and another does not.
    pub(super) fn without(&self, one: Formula, other: Formula) -> Formula {
        self.together.without(one, other)
    }

    /// The programs of the tree that matter, each with that it runs.
    pub(super) fn programs(&self) -> &[(String, Formula)] {
        self.together.programs()
    }

    /// What at least one of several ways asks.
    pub(super) fn any(&self, ways: &[Formula]) -> Formula {
        self.together.any(ways)
    }

    pub(super) fn give_up(&self) {
        self.together.give_up();
    }

    fn is_possible(&self, edge: EdgeIx, from: NodeIx, to: NodeIx) -> bool {
        self.along(self.asks(from), edge, to).is_possible()
    }

    /// Whether nothing in the graph leads to a node: where a cascade can begin.
    #[must_use]
    pub fn has_no_cause(&self, node: NodeIx) -> bool {
        self.before[node].is_empty()
    }

    /// Whether nothing follows from a node.
    #[must_use]
    pub fn has_no_consequence(&self, node: NodeIx) -> bool {
        self.after[node].is_empty()
    }
}

/// The nodes where a cascade can begin: controllers, and whatever nothing in the graph leads to.
#[must_use]
pub fn beginnings(index: &Index<'_>) -> Vec<NodeIx> {
    let begins = |&node: &NodeIx| index.node(node).kind == NodeKind::Controller || index.has_no_cause(node);
    (0..index.graph.nodes.len()).filter(|node| begins(node) && !index.has_no_consequence(*node)).collect()
}

fn ends(graph: &Graph, edge: &Edge) -> Option<(NodeIx, NodeIx)> {
    use NodeKind::{Controller, Effect, EffectHandler, Event, External, Handler};
    const EMITTERS: &[NodeKind] = &[Handler, Controller, EffectHandler, External];
    let (from, to): (&[NodeKind], &[NodeKind]) = match edge.kind {
        EdgeKind::Handles => (&[Event], &[Handler]),
        EdgeKind::Emits => (EMITTERS, &[Event]),
        EdgeKind::Requests => (EMITTERS, &[Effect]),
        EdgeKind::Performs => (&[Effect], &[EffectHandler, External]),
        EdgeKind::Resumes => (&[Event], &[Controller]),
    };
    Some((end(graph, &edge.from, from)?, end(graph, &edge.to, to)?))
}

/// The node of this id whose kind fits; of a graph that was put together by hand perhaps one whose kind does not.
fn end(graph: &Graph, id: &str, kinds: &[NodeKind]) -> Option<NodeIx> {
    let first = graph.nodes.partition_point(|node| node.id.as_str() < id);
    let same = graph.nodes[first..].iter().take_while(|node| node.id == id).count();
    (first..first + same).find(|&ix| kinds.contains(&graph.nodes[ix].kind)).or((same > 0).then_some(first))
}
