//! Groups of nodes that can cause each other.

use super::{Direction, Index, NodeIx, search};
use petgraph::algo::kosaraju_scc;
use petgraph::graph::DiGraph;

/// The loops of a graph: each a sorted set of nodes that can cause each other, and each itself. Sorted.
#[must_use]
pub fn loops(index: &Index<'_>) -> Vec<Vec<NodeIx>> {
    let nodes = index.graph().nodes.len();
    let mut graph = DiGraph::<(), ()>::with_capacity(nodes, index.graph().edges.len());
    let at: Vec<_> = (0..nodes).map(|_| graph.add_node(())).collect();
    for node in 0..nodes {
        for (_, next) in index.steps(node, Direction::After) {
            graph.add_edge(at[node], at[next], ());
        }
    }
    // Not Tarjan's: petgraph's version of it recurses, and a cascade may be as long as its author likes.
    let mut loops: Vec<Vec<NodeIx>> = kosaraju_scc(&graph)
        .into_iter()
        .map(|group| group.into_iter().map(petgraph::graph::NodeIndex::index).collect::<Vec<_>>())
        .filter(|group| group.len() > 1 || index.steps(group[0], Direction::After).any(|(_, next)| next == group[0]))
        .collect();
    for group in &mut loops {
        // Edges that close a loop need not be possible together.
        if group.iter().any(|&node| index.is_conditional(node)) {
            group.retain(|&node| search(index, &[node], Direction::After).reaches(node));
        }
        group.sort_unstable();
    }
    loops.retain(|group| !group.is_empty());
    loops.sort();
    loops
}
