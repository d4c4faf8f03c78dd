//! Reading a difference that was written before, perhaps by a stranger.

use super::{Diff, EdgeId, NodeChanges, Root, SCHEMA};
use ensue_grammar::graph::{Edge, EdgeKey, Graph, Node, NodeKey};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::fmt;

/// A difference has at most so many nodes, edges, consequences, causes, findings and holes together. It bounds what rendering
/// one costs; a change of a program of ten thousand nodes has a tenth of it.
const MOST_ENTRIES: usize = 500_000;

/// Why a text is no difference: what is wrong with it, for a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable(String);

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unreadable {}

/// What says of which kind a text is, read before the rest, so that another version is called one.
#[derive(Deserialize)]
struct Headed {
    schema: String,
}

impl Diff {
    /// The difference that [`Diff::to_json`] gave.
    ///
    /// Nothing is believed: what is returned has the right schema, each node and edge once on each side, and names no node
    /// that it does not hold. All texts in it are still whatever their author liked.
    ///
    /// # Errors
    /// [`Unreadable`] for any other text.
    ///
    /// ```
    /// use ensue_analyzer::diff::{Diff, compare};
    /// let diff = compare(&Default::default(), &Default::default());
    /// assert_eq!(Diff::from_json(diff.to_json().as_bytes()), Ok(diff));
    /// assert_eq!(Diff::from_json(b"{}").unwrap_err().to_string(), "missing field `schema` at line 1 column 2");
    /// ```
    pub fn from_json(bytes: &[u8]) -> Result<Diff, Unreadable> {
        let unreadable = |error: serde_json::Error| Unreadable(error.to_string());
        let Headed { schema } = serde_json::from_slice(bytes).map_err(unreadable)?;
        if schema != SCHEMA {
            return Err(Unreadable(format!("its schema is `{schema}`, not `{SCHEMA}`")));
        }
        let diff: Diff = serde_json::from_slice(bytes).map_err(unreadable)?;
        check(&diff)?;
        Ok(diff)
    }
}

/// What every renderer relies on.
fn check(diff: &Diff) -> Result<(), Unreadable> {
    let entries = entries(diff);
    if entries > MOST_ENTRIES {
        return Err(Unreadable(format!("it has {entries} entries, and at most {MOST_ENTRIES} are read")));
    }
    changes(&diff.nodes)?;
    for change in &diff.edges.changed {
        let id = &change.edge;
        if EdgeId::of(&change.before).kind != id.kind || EdgeId::of(&change.after) != *id {
            return Err(Unreadable(format!(
                "a changed edge, `{}` to `{}`, is another one before or after",
                id.from, id.to
            )));
        }
    }
    let sides = diff.sides();
    for (side, graph) in [("base", &sides.base), ("head", &sides.head)] {
        whole(side, graph)?;
    }
    let known: BTreeSet<&str> = [&sides.base, &sides.head].into_iter().flat_map(|it| &it.nodes).map(id).collect();
    match named(diff).find(|name| !known.contains(name)) {
        Some(unknown) => Err(Unreadable(format!("it names `{unknown}`, which is no node of it"))),
        None => Ok(()),
    }
}

fn entries(diff: &Diff) -> usize {
    let (nodes, edges, context, holes) = (&diff.nodes, &diff.edges, &diff.context, &diff.holes);
    let nodes = nodes.added.len() + nodes.removed.len() + nodes.moved.len() + nodes.changed.len() + context.nodes.len();
    let edges = edges.added.len() + edges.removed.len() + edges.moved.len() + edges.changed.len() + context.edges.len();
    let told = diff.consequences.len() + diff.causes.len() + diff.findings.len();
    nodes + edges + told + holes.added.len() + holes.removed.len() + diff.caused.gained.len() + diff.caused.lost.len()
}

/// Moved and changed nodes are what they say.
fn changes(nodes: &NodeChanges) -> Result<(), Unreadable> {
    for it in &nodes.changed {
        if it.after.key() != (&it.id, it.kind) || it.before.kind != it.kind {
            return Err(Unreadable(format!("the changed node `{}` is another one before or after", it.id)));
        }
    }
    let (mut from, mut to) = (BTreeSet::new(), BTreeSet::new());
    for it in &nodes.moved {
        if it.before.key() != (&it.from, it.kind) || it.from == it.to {
            return Err(Unreadable(format!("the moved node `{}` is another one before", it.from)));
        }
        if !from.insert((&it.from, it.kind)) || !to.insert((&it.to, it.kind)) {
            return Err(Unreadable(format!("`{}` moved to `{}`, and one of both moved otherwise too", it.from, it.to)));
        }
    }
    Ok(())
}

/// A side has each node and edge once, and both ends of every edge.
fn whole(side: &str, graph: &Graph) -> Result<(), Unreadable> {
    let keys: Vec<NodeKey<'_>> = graph.nodes.iter().map(Node::key).collect();
    if let Some(twice) = keys.windows(2).find(|pair| pair[0] == pair[1]) {
        return Err(Unreadable(format!("the node `{}` is in {side} twice", twice[0].0)));
    }
    let keys: Vec<EdgeKey<'_>> = graph.edges.iter().map(Edge::key).collect();
    if let Some(twice) = keys.windows(2).find(|pair| pair[0] == pair[1]) {
        return Err(Unreadable(format!("the edge from `{}` to `{}` is in {side} twice", twice[0].0, twice[0].1)));
    }
    let ids: BTreeSet<&str> = graph.nodes.iter().map(id).collect();
    let lost = graph.edges.iter().flat_map(|edge| [&edge.from, &edge.to]).find(|id| !ids.contains(id.as_str()));
    match lost {
        Some(id) => Err(Unreadable(format!("an edge ends at `{id}`, which is no node of {side}"))),
        None => Ok(()),
    }
}

fn id(node: &Node) -> &str {
    &node.id
}

/// Every id that is named beside the nodes and edges of the sides. What a finding is about need not be a node.
fn named(diff: &Diff) -> impl Iterator<Item = &str> {
    let moved = diff.nodes.moved.iter().flat_map(|it| [&it.from, &it.to]);
    let reached_from = diff.nodes.changed.iter().flat_map(|it| &it.reached_from.nearest);
    let ends = diff.consequences.iter().flat_map(|it| [&it.from, &it.to]);
    let roots = diff.causes.iter().flat_map(|it| match &it.root {
        Root::Edge(edge) => vec![&edge.from, &edge.to],
        Root::Node(node) => vec![&node.id],
    });
    let entries = diff.causes.iter().flat_map(|it| &it.entries);
    let reached = diff.causes.iter().flat_map(|it| it.reached.iter().map(|it| &it.id));
    let caused = diff.caused.gained.iter().chain(&diff.caused.lost).map(|it| &it.id);
    let ways = diff.consequences.iter().flat_map(|it| it.witness.iter().chain(&it.cause));
    let ways = ways.chain(diff.causes.iter().flat_map(|it| &it.witness));
    let ways = ways.chain(diff.findings.iter().flat_map(|it| &it.witness));
    let edges = diff.edges.moved.iter().flat_map(|it| [&it.from, &it.to]).chain(ways);
    let nodes = moved.chain(reached_from).chain(ends).chain(roots).chain(entries).chain(reached).chain(caused);
    nodes.chain(edges.flat_map(|it| [&it.from, &it.to])).map(String::as_str)
}
