//! Which node a name means, and the shortest name that means a node.

use super::NodeIx;
use ensue_grammar::graph::{Graph, Node, NodeKind};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// How many names a message offers at most.
const OFFERED: usize = 10;

/// How alike an unknown name and an offered one are at least, from 0 to 1.
const ALIKE: f64 = 0.75;

/// By how much less alike than the most alike an offered one may be: what only begins alike is no help beside it.
const BEHIND: f64 = 0.1;

/// Why a name means no node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NameError {
    /// Several nodes have this name; these names tell them apart.
    Ambiguous {
        /// As it was asked for.
        name: String,
        /// Sorted; each is accepted by [`find`].
        candidates: Vec<String>,
    },
    /// No node has this name.
    Unknown {
        /// As it was asked for.
        name: String,
        /// The most alike first; each is accepted by [`find`].
        nearest: Vec<String>,
    },
}

/// The node that a name means: an id, the end of an id from a `::` on, the route of a controller (`POST /payments`), or
/// the stable name of an event or effect. `kind:name` asks among the nodes of one kind.
pub fn find(graph: &Graph, name: &str) -> Result<NodeIx, NameError> {
    let exact: Vec<NodeIx> = matches(graph, |node| node.id == name);
    let found = if exact.is_empty() { by_name(graph, name) } else { exact };
    match found.as_slice() {
        [one] => Ok(*one),
        [] => Err(NameError::Unknown { name: name.to_owned(), nearest: nearest(graph, name) }),
        several => Err(NameError::Ambiguous {
            name: name.to_owned(),
            candidates: several.iter().map(|&ix| unambiguous(graph, ix)).collect(),
        }),
    }
}

/// For each node the shortest end of its id that [`find`] accepts.
#[must_use]
pub fn short_names(graph: &Graph) -> Vec<String> {
    let mut uses: BTreeMap<&str, BTreeSet<NodeIx>> = BTreeMap::new();
    for (ix, node) in graph.nodes.iter().enumerate() {
        let others = [Some(node.name.as_str()), node.route.as_deref(), node.stable_name.as_deref()];
        for name in suffixes(node).chain(others.into_iter().flatten()) {
            uses.entry(name).or_default().insert(ix);
        }
    }
    let shortest = |node: &Node| suffixes(node).find(|suffix| uses[suffix].len() == 1).unwrap_or(&node.id).to_owned();
    graph.nodes.iter().map(shortest).collect()
}

/// All kinds of nodes.
pub const NODE_KINDS: [NodeKind; 7] = [
    NodeKind::Event,
    NodeKind::Handler,
    NodeKind::Controller,
    NodeKind::Archiver,
    NodeKind::Effect,
    NodeKind::EffectHandler,
    NodeKind::External,
];

/// The word of a kind, as in the JSON and in `kind:name`.
#[must_use]
pub fn kind_word(kind: NodeKind) -> &'static str {
    match kind {
        NodeKind::Event => "event",
        NodeKind::Handler => "handler",
        NodeKind::Controller => "controller",
        NodeKind::Archiver => "archiver",
        NodeKind::Effect => "effect",
        NodeKind::EffectHandler => "effect_handler",
        NodeKind::External => "external",
    }
}

fn by_name(graph: &Graph, name: &str) -> Vec<NodeIx> {
    let any_kind = matches(graph, |node| is_called(node, name));
    if !any_kind.is_empty() {
        return any_kind;
    }
    let Some((kind, rest)) = name.split_once(':').filter(|(_, rest)| !rest.starts_with(':')) else {
        return Vec::new();
    };
    let exact = matches(graph, |node| kind_word(node.kind) == kind && node.id == rest);
    if exact.is_empty() { matches(graph, |node| kind_word(node.kind) == kind && is_called(node, rest)) } else { exact }
}

fn matches(graph: &Graph, accept: impl Fn(&Node) -> bool) -> Vec<NodeIx> {
    (0..graph.nodes.len()).filter(|&ix| accept(&graph.nodes[ix])).collect()
}

fn is_called(node: &Node, name: &str) -> bool {
    node.name == name
        || node.route.as_deref() == Some(name)
        || node.stable_name.as_deref() == Some(name)
        || node.id.strip_suffix(name).is_some_and(|rest| rest.ends_with("::"))
}

/// The ends of an id, from the last segment to the whole; of an external its name, and the whole.
fn suffixes(node: &Node) -> impl Iterator<Item = &str> {
    let id = node.id.as_str();
    let name = (node.kind == NodeKind::External).then_some(node.name.as_str());
    name.into_iter().chain(id.rmatch_indices("::").map(|(at, _)| &id[at + 2..])).chain([id])
}

/// The id, with the kind before it when another node has the same id.
fn unambiguous(graph: &Graph, ix: NodeIx) -> String {
    let node = &graph.nodes[ix];
    let shares = graph.nodes.iter().filter(|other| other.id == node.id).count() > 1;
    if shares { format!("{}:{}", kind_word(node.kind), node.id) } else { node.id.clone() }
}

fn nearest(graph: &Graph, name: &str) -> Vec<String> {
    let wanted = name.to_lowercase();
    let likeness = |node: &Node| {
        let names = [Some(&node.name), Some(&node.id), node.route.as_ref(), node.stable_name.as_ref()];
        names.into_iter().flatten().map(|own| strsim::jaro_winkler(&wanted, &own.to_lowercase())).fold(0.0, f64::max)
    };
    let mut alike: Vec<(f64, NodeIx)> = (0..graph.nodes.len()).map(|ix| (likeness(&graph.nodes[ix]), ix)).collect();
    alike.retain(|(likeness, _)| *likeness >= ALIKE);
    alike.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let best = alike.first().map_or(0.0, |(likeness, _)| *likeness);
    alike.retain(|(likeness, _)| *likeness >= best - BEHIND);
    alike.truncate(3);
    alike.into_iter().map(|(_, ix)| unambiguous(graph, ix)).collect()
}

impl fmt::Display for NameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NameError::Ambiguous { name, candidates } => {
                write!(f, "`{name}` can mean {} things; say which:", candidates.len())?;
                for candidate in candidates.iter().take(OFFERED) {
                    write!(f, "\n  {candidate}")?;
                }
                if candidates.len() > OFFERED {
                    write!(f, "\n  and {} more", candidates.len() - OFFERED)?;
                }
                Ok(())
            }
            NameError::Unknown { name, nearest } if nearest.is_empty() => write!(
                f,
                "nothing is called `{name}`; give the name, the path or the route of an event, handler, controller, effect, \
                 effect handler or external: `cargo ensue graph --format json` lists them"
            ),
            NameError::Unknown { name, nearest } => {
                write!(f, "nothing is called `{name}`; did you mean")?;
                for (i, near) in nearest.iter().enumerate() {
                    let between = match i {
                        0 => " ",
                        _ if i + 1 == nearest.len() => " or ",
                        _ => ", ",
                    };
                    write!(f, "{between}`{near}`")?;
                }
                f.write_str("?")
            }
        }
    }
}

impl std::error::Error for NameError {}
