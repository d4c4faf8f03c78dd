//! Nodes that are the same under another id, and base as it looks with the ids of head.

mod evidence;
mod inferred;
mod words;

use super::NodeMove;
use crate::analyses::Index;
use ensue_grammar::graph::{Edge, Graph, Node, NodeKey, NodeKind};
use std::collections::{BTreeMap, BTreeSet};

/// Base with the ids of head, sorted, and where its nodes and edges stand in base.
pub(super) struct Renamed {
    pub(super) graph: Graph,
    /// Position in base of each node of [`Renamed::graph`].
    pub(super) nodes: Vec<usize>,
    /// Position in base of each edge of [`Renamed::graph`].
    pub(super) edges: Vec<usize>,
}

/// The nodes that are the same under another id, sorted by it: those of which an annotation says so, and those that can be
/// told from what they are, with a confidence below 1.
pub(super) fn find(base: &Graph, head: &Graph) -> Vec<NodeMove> {
    let mut moves = declared(base, head);
    let inferred = inferred::infer(base, head, &moves);
    moves.extend(inferred);
    moves.sort_by(|a, b| (&a.from, &a.to, a.kind).cmp(&(&b.from, &b.to, b.kind)));
    moves
}

/// The nodes that an annotation says to be the same (`moved = ".."`).
///
/// The annotation may stand in base: then the change takes a move back. When two nodes claim to have been one, neither
/// is believed.
fn declared(base: &Graph, head: &Graph) -> Vec<NodeMove> {
    let (in_base, in_head) = (keys(base), keys(head));
    let is_move = |old: NodeKey<'_>, new: NodeKey<'_>| {
        in_base.contains(&old) && !in_head.contains(&old) && in_head.contains(&new) && !in_base.contains(&new)
    };
    let forward = head.nodes.iter().filter_map(|node| Some((node.moved.as_deref()?, node.id.as_str(), node.kind)));
    let back = base.nodes.iter().filter_map(|node| Some((node.id.as_str(), node.moved.as_deref()?, node.kind)));
    let found: BTreeSet<(&str, &str, NodeKind)> =
        forward.chain(back).filter(|&(old, new, kind)| is_move((old, kind), (new, kind))).collect();
    let claims = |same: &dyn Fn(&(&str, &str, NodeKind)) -> bool| found.iter().filter(|pair| same(pair)).count();
    found
        .iter()
        .filter(|&&(old, new, kind)| {
            claims(&|p| (p.0, p.2) == (old, kind)) == 1 && claims(&|p| (p.1, p.2) == (new, kind)) == 1
        })
        .filter_map(|&(old, new, kind)| {
            let at = base.nodes.binary_search_by(|node| node.key().cmp(&(old, kind))).ok()?;
            let before = base.nodes[at].clone();
            Some(NodeMove { from: old.to_owned(), to: new.to_owned(), kind, confidence: 1.0, before })
        })
        .collect()
}

/// Base with the ids of head.
pub(super) fn rename(base: &Graph, moves: &[NodeMove]) -> Renamed {
    let names = Names(moves.iter().map(|m| ((m.from.as_str(), m.kind), m.to.as_str())).collect());
    let index = Index::new(base);
    let mut nodes: Vec<(Node, usize)> = base.nodes.iter().map(|node| names.node(node)).zip(0..).collect();
    let mut edges: Vec<(Edge, usize)> = (0..base.edges.len())
        .map(|ix| {
            let kinds = index.ends(ix).map(|(from, to)| (base.nodes[from].kind, base.nodes[to].kind));
            (names.edge(&base.edges[ix], kinds), ix)
        })
        .collect();
    nodes.sort_by(|a, b| a.0.key().cmp(&b.0.key()));
    edges.sort_by(|a, b| a.0.key().cmp(&b.0.key()));
    let (nodes, node_positions) = nodes.into_iter().unzip();
    let (edges, edge_positions) = edges.into_iter().unzip();
    let graph = Graph { nodes, edges, ..base.clone() };
    Renamed { graph, nodes: node_positions, edges: edge_positions }
}

fn keys(graph: &Graph) -> BTreeSet<NodeKey<'_>> {
    graph.nodes.iter().map(Node::key).collect()
}

struct Names<'m>(BTreeMap<NodeKey<'m>, &'m str>);

impl Names<'_> {
    fn id(&self, id: &str, kind: NodeKind) -> String {
        (*self.0.get(&(id, kind)).unwrap_or(&id)).to_owned()
    }

    fn ids(&self, ids: &[String], kind: NodeKind) -> Vec<String> {
        let mut ids: Vec<String> = ids.iter().map(|id| self.id(id, kind)).collect();
        ids.sort();
        ids
    }

    /// The path of an archiver's method. Any other path stays as it is.
    fn method(&self, path: &str) -> String {
        let Some((archiver, method)) = path.rsplit_once("::") else { return path.to_owned() };
        format!("{}::{method}", self.id(archiver, NodeKind::Archiver))
    }

    fn node(&self, node: &Node) -> Node {
        let mut node = node.clone();
        node.id = self.id(&node.id, node.kind);
        node.resumes = node.resumes.map(|event| self.id(&event, NodeKind::Event));
        for transition in node.transitions.iter_mut().flatten() {
            transition.method = self.method(&transition.method);
            transition.emits = self.ids(&transition.emits, NodeKind::Event);
            transition.schedules = self.ids(&transition.schedules, NodeKind::Event);
            transition.requests = self.ids(&transition.requests, NodeKind::Effect);
        }
        node
    }

    fn edge(&self, edge: &Edge, kinds: Option<(NodeKind, NodeKind)>) -> Edge {
        let mut edge = edge.clone();
        if let Some((from, to)) = kinds {
            edge.from = self.id(&edge.from, from);
            edge.to = self.id(&edge.to, to);
        }
        edge.through = edge.through.iter().map(|path| self.method(path)).collect();
        edge.through.sort();
        edge
    }
}
