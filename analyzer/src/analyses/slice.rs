//! A part of a graph that is a graph again.

use super::{Direction, Index, NodeIx, search};
use ensue_grammar::graph::{Edge, Graph, NodeKind};

/// The nodes that lie after any of `from` and before any of `to`, with all edges between them.
///
/// An empty list asks nothing: `slice(.., &[], &[], None)` is the whole graph. `depth` bounds the number of edges from
/// `from`, back from `to`, or of the way between them. Archivers stay when an edge that stays goes through one of their
/// methods. Statement, holes and diagnostics stay, since what cannot be seen may concern any part.
#[must_use]
pub fn slice(graph: &Graph, from: &[NodeIx], to: &[NodeIx], depth: Option<usize>) -> Graph {
    if from.is_empty() && to.is_empty() {
        return graph.clone();
    }
    let index = Index::new(graph);
    let after = (!from.is_empty()).then(|| search(&index, from, Direction::After));
    let before = (!to.is_empty()).then(|| search(&index, to, Direction::Before));
    let distance = |search: &Option<super::Search<'_, '_>>, node| search.as_ref().map_or(Some(0), |s| s.distance(node));
    let within = |node: NodeIx| {
        let steps = distance(&after, node)?.checked_add(distance(&before, node)?)?;
        depth.is_none_or(|depth| steps <= depth).then_some(())
    };
    let kept: Vec<bool> = (0..graph.nodes.len()).map(|node| within(node).is_some()).collect();
    let edges: Vec<Edge> = (0..graph.edges.len())
        .filter(|&edge| index.ends(edge).is_some_and(|(from, to)| kept[from] && kept[to]))
        .map(|edge| graph.edges[edge].clone())
        .collect();
    let nodes = (0..graph.nodes.len()).filter(|&node| {
        kept[node] || graph.nodes[node].kind == NodeKind::Archiver && goes_through(&edges, &graph.nodes[node].id)
    });
    Graph {
        schema: graph.schema.clone(),
        statement: graph.statement.clone(),
        programs: graph.programs.clone(),
        nodes: nodes.map(|node| graph.nodes[node].clone()).collect(),
        edges,
        holes: graph.holes.clone(),
        diagnostics: graph.diagnostics.clone(),
    }
}

fn goes_through(edges: &[Edge], archiver: &str) -> bool {
    let is_method = |path: &String| path.strip_prefix(archiver).is_some_and(|rest| rest.starts_with("::"));
    edges.iter().any(|edge| edge.through.iter().any(is_method))
}
