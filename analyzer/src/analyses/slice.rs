//! A part of a graph that is a graph again.

use super::{Direction, Index, NodeIx, Search, search};
use crate::condition::Formula;
use ensue_grammar::graph::{Edge, Graph, NodeKind};
use std::borrow::Cow;

/// The nodes that lie after any of `from` and before any of `to`, with all edges between them.
///
/// An empty list asks nothing: `slice(.., &[], &[], None)` is the whole graph. `depth` bounds the number of edges from
/// `from`, back from `to`, or of the way between them. Archivers stay when an edge that stays goes through one of their
/// methods. Statement, holes and diagnostics stay, since what cannot be seen may concern any part.
#[must_use]
pub fn slice<'g>(graph: &'g Graph, from: &[NodeIx], to: &[NodeIx], depth: Option<usize>) -> Cow<'g, Graph> {
    if from.is_empty() && to.is_empty() {
        return Cow::Borrowed(graph);
    }
    let index = Index::new(graph);
    let after = (!from.is_empty()).then(|| search(&index, from, Direction::After));
    let before = (!to.is_empty()).then(|| search(&index, to, Direction::Before));
    let between = Between { index: &index, after, before, depth };
    let kept: Vec<bool> = (0..graph.nodes.len()).map(|node| between.has_node(node)).collect();
    let edges: Vec<Edge> = (0..graph.edges.len())
        .filter(|&edge| between.has_edge(edge, &kept))
        .map(|edge| graph.edges[edge].clone())
        .collect();
    let nodes = (0..graph.nodes.len()).filter(|&node| {
        kept[node] || graph.nodes[node].kind == NodeKind::Archiver && goes_through(&edges, &graph.nodes[node].id)
    });
    Cow::Owned(Graph {
        schema: graph.schema.clone(),
        statement: graph.statement.clone(),
        programs: graph.programs.clone(),
        nodes: nodes.map(|node| graph.nodes[node].clone()).collect(),
        edges,
        holes: graph.holes.clone(),
        diagnostics: graph.diagnostics.clone(),
    })
}

/// What can be reached from one side, from the other, or from both on one way.
struct Between<'i, 'g> {
    index: &'i Index<'g>,
    after: Option<Search<'i, 'g>>,
    before: Option<Search<'i, 'g>>,
    depth: Option<usize>,
}

impl Between<'_, '_> {
    fn has_node(&self, node: NodeIx) -> bool {
        let (after, before) = (self.of(self.after.as_ref(), node), self.of(self.before.as_ref(), node));
        after.iter().any(|(asks, steps)| {
            before.iter().any(|(also, more)| {
                let is_near = self.depth.is_none_or(|depth| steps + more <= depth);
                is_near && self.index.both(*asks, *also).is_possible()
            })
        })
    }

    /// An edge between nodes that are kept, if a way leads over it; by how many steps is said of nodes.
    fn has_edge(&self, edge: usize, kept: &[bool]) -> bool {
        let Some((from, to)) = self.index.ends(edge).filter(|(from, to)| kept[*from] && kept[*to]) else {
            return false;
        };
        if !self.index.can_happen(edge) {
            return false;
        }
        let before = self.of(self.before.as_ref(), to);
        self.of(self.after.as_ref(), from).iter().any(|(asks, _)| {
            let on = self.index.along(*asks, edge, to);
            before.iter().any(|(also, _)| self.index.both(on, *also).is_possible())
        })
    }

    /// What being reached in a search asks, and how many steps it takes; nothing and none where no search is asked for.
    fn of(&self, search: Option<&Search<'_, '_>>, node: NodeIx) -> Vec<(Formula, usize)> {
        match search {
            Some(search) => search.states_of(node).map(|state| (state.asks, state.steps)).collect(),
            None => vec![(self.index.asks(node), 0)],
        }
    }
}

fn goes_through(edges: &[Edge], archiver: &str) -> bool {
    let is_method = |path: &String| path.strip_prefix(archiver).is_some_and(|rest| rest.starts_with("::"));
    edges.iter().any(|edge| edge.through.iter().any(is_method))
}
