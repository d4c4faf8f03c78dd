//! Programs outside, each apart for every effect that it performs.

use ensue_grammar::graph::{Edge, EdgeKind, Graph, Node, NodeKind};
use std::collections::BTreeMap;

/// A graph in which an external stands once for each of its effects, and completes that one alone; `None` where the graph itself
/// is one. As a single node it is a hub: what completes one effect would seem to follow from every other.
#[must_use]
pub fn by_effect(graph: &Graph) -> Option<Graph> {
    let mut effects: BTreeMap<&str, Vec<&Node>> = BTreeMap::new();
    for edge in graph.edges.iter().filter(|edge| edge.kind == EdgeKind::Performs) {
        if let Some(effect) = performed_outside(graph, edge) {
            effects.entry(&edge.to).or_default().push(effect);
        }
    }
    effects.retain(|_, effects| effects.len() > 1);
    if effects.is_empty() {
        return None;
    }
    let mut apart = Graph { nodes: Vec::new(), edges: Vec::new(), ..Graph::default() };
    for node in &graph.nodes {
        match effects.get(node.id.as_str()).filter(|_| node.kind == NodeKind::External) {
            Some(effects) => {
                apart.nodes.extend(effects.iter().map(|effect| Node { id: id(&node.id, effect), ..node.clone() }));
            }
            None => apart.nodes.push(node.clone()),
        }
    }
    for edge in &graph.edges {
        match edge.kind {
            EdgeKind::Performs if effects.contains_key(edge.to.as_str()) => {
                let to = performed_outside(graph, edge).map_or_else(|| edge.to.clone(), |effect| id(&edge.to, effect));
                apart.edges.push(Edge { to, ..edge.clone() });
            }
            EdgeKind::Emits if effects.contains_key(edge.from.as_str()) => {
                let completed =
                    effects[edge.from.as_str()].iter().filter(|effect| effect.completes_with.contains(&edge.to));
                apart.edges.extend(completed.map(|effect| Edge { from: id(&edge.from, effect), ..edge.clone() }));
            }
            _ => apart.edges.push(edge.clone()),
        }
    }
    apart.sort();
    Some(apart)
}

/// The effect of an edge to an external.
fn performed_outside<'g>(graph: &'g Graph, edge: &Edge) -> Option<&'g Node> {
    let first = graph.nodes.partition_point(|node| node.id < edge.from);
    let nodes = graph.nodes[first..].iter().take_while(|node| node.id == edge.from);
    let is_outside = |node: &&Node| node.kind == NodeKind::Effect && node.performed_by.is_some();
    nodes.into_iter().find(is_outside).filter(|_| edge.to.starts_with("external:"))
}

fn id(external: &str, effect: &Node) -> String {
    format!("{external} for {}", effect.id)
}

#[cfg(test)]
mod tests {
    use super::by_effect;
    use crate::analyses::sample::graph;
    use crate::analyses::{Index, loops};

    /// `one` and `other` are performed by the same program, and only `one` leads to `other`.
    const TEXT: &str = "event first\nevent second\nhandler ask\nhandler end\neffect one\neffect other\nexternal external:partner\n\
        one performs external:partner deferred\nother performs external:partner deferred\n\
        external:partner emits first\nexternal:partner emits second\nfirst handles ask\nask requests other deferred\n\
        second handles end\n";

    #[test]
    fn what_completes_one_effect_does_not_follow_from_another() {
        let mut graph = graph(TEXT);
        assert_eq!(loops(&Index::new(&graph)).len(), 1, "through the hub");
        for (name, completion) in [("one", "first"), ("other", "second")] {
            let id = |name: &str| graph.nodes.iter().find(|node| node.name == name).expect("a node").id.clone();
            let (effect, event) = (id(name), id(completion));
            let effect = graph.nodes.iter_mut().find(|node| node.id == effect).expect("the effect");
            effect.performed_by = Some("partner".to_owned());
            effect.completes_with = vec![event];
        }
        let apart = by_effect(&graph).expect("an external with two effects");
        assert!(loops(&Index::new(&apart)).is_empty(), "{apart:#?}");
        assert_eq!(apart.edges.len(), graph.edges.len());
    }
}
