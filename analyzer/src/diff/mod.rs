//! What a change makes newly possible, and what it ends: the difference of two graphs, `ensue/diff/1`.
//!
//! A difference speaks of what a snapshot holds: neither of places in files nor of docs, so that two revisions and their
//! two snapshots differ alike, and a change that only moves lines is none.

mod breaking;
mod changes;
mod consequences;
mod json;
mod moves;
mod verdict;

use ensue_grammar::graph::{Edge, EdgeKind, Graph, Hole, Node, NodeKind, Statement, Timing};
use serde::{Deserialize, Serialize};

/// The value of `schema` in every difference of this version.
pub const SCHEMA: &str = "ensue/diff/1";

/// The difference between two graphs. Every list is sorted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Diff {
    /// Always [`SCHEMA`].
    pub schema: String,
    /// What the change is compared with, as a reader knows it: a commit, a directory.
    pub base: String,
    /// What is judged.
    pub head: String,
    /// What was read of each of the two.
    #[serde(default)]
    pub statements: Statements,
    /// What a reviewer must know first.
    pub verdict: Verdict,
    /// Whether the verdict could be a graver one, were there no holes on either side.
    #[serde(default)]
    pub lower_bound: bool,
    /// By identity, id and kind.
    pub nodes: NodeChanges,
    /// By identity: from, to, kind and timing. A new timing is a removed edge and an added one.
    pub edges: EdgeChanges,
    /// What can now follow, and what cannot any more.
    pub consequences: Vec<Consequence>,
    /// Number of consequences that are farther away than those told, of which there are too many to tell; 0 but for
    /// a large change of a large program.
    #[serde(default)]
    pub consequences_left_out: usize,
    /// What policies and lints say of the change.
    pub findings: Vec<Finding>,
    /// Where the analyzer newly cannot, or newly can, see.
    pub holes: HoleChanges,
}

/// What was read of the two sides of a difference.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Statements {
    /// Absent when base is a snapshot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<Statement>,
    /// Absent when head is a snapshot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub head: Option<Statement>,
}

/// How much a difference asks of a reviewer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The graphs are equal.
    None,
    /// Something differs, and the same things follow from what was there: definitions moved or were added to which nothing
    /// leads that was there, bodies, owners, tags, reasons, or fewer holes.
    Safe,
    /// What could happen differs, or how, or what an event carries; or there are new holes, which could hide such a
    /// difference.
    Review,
    /// Other programs, or work that is already waiting, would fail: a payload that may be waiting loses a field or gives it
    /// another type under the same version, nobody performs an effect any more, or an external's completion is not expected
    /// any more. Each is a finding.
    Breaking,
}

/// The nodes that differ.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NodeChanges {
    /// Only in head.
    pub added: Vec<Node>,
    /// Only in base.
    pub removed: Vec<Node>,
    /// The same node under another id.
    pub moved: Vec<NodeMove>,
    /// In both, with another content.
    pub changed: Vec<NodeChange>,
}

/// A node that has another id.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NodeMove {
    /// Its id in base.
    pub from: String,
    /// Its id in head.
    pub to: String,
    /// What it is, before and after.
    pub kind: NodeKind,
    /// 1.0 when an annotation says so (`moved = ".."`), less when it is inferred.
    pub confidence: f64,
}

/// A node with another content.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NodeChange {
    /// Its id in head.
    pub id: String,
    /// Its kind.
    pub kind: NodeKind,
    /// The fields of [`Node`] that differ, in the order of the type.
    pub what: Vec<String>,
}

/// The edges that differ.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EdgeChanges {
    /// Only in head.
    pub added: Vec<Edge>,
    /// Only in base.
    pub removed: Vec<Edge>,
    /// The same edge between nodes of which at least one has another id.
    pub moved: Vec<EdgeMove>,
    /// In both, with another content.
    pub changed: Vec<EdgeChange>,
}

/// An edge whose ends have other ids.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EdgeMove {
    /// As in base.
    pub from: EdgeId,
    /// As in head.
    pub to: EdgeId,
}

/// An edge with another content.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EdgeChange {
    /// As in head.
    #[serde(flatten)]
    pub edge: EdgeId,
    /// The fields of [`Edge`] that differ, in the order of the type.
    pub what: Vec<String>,
}

/// The identity of an edge.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EdgeId {
    /// Id of a node.
    pub from: String,
    /// Id of a node.
    pub to: String,
    /// How it follows.
    pub kind: EdgeKind,
    /// When it follows.
    pub timing: Timing,
}

/// Something that can now follow, or cannot any more.
///
/// It is told of every place where a cascade can begin (controllers, and whatever nothing leads to), and of every node
/// that is in both graphs and gained or lost an edge of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Consequence {
    /// Id of the node where the cascade begins.
    pub from: String,
    /// Id of the node that it reaches; the same as `from` for a loop.
    pub to: String,
    /// Which of the two.
    pub change: Change,
    /// The edges of a shortest way: in head when gained, in base when lost.
    pub witness: Vec<EdgeId>,
    /// Those edges of the witness that the other graph lacks; never empty.
    pub cause: Vec<EdgeId>,
    /// False when the other graph has holes: what seems gained or lost may have been there, or still be there, unseen.
    pub certain: bool,
}

/// Whether something became or ceased to be possible.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// Possible in head only.
    Gained,
    /// Possible in base only.
    Lost,
}

/// What a policy or lint says of the change.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Finding {
    /// The policy or lint.
    pub rule: String,
    /// `deny`, `warn` or `info`.
    pub level: Level,
    /// Stays the same while lines move.
    pub fingerprint: String,
    /// Understandable alone.
    pub message: String,
    /// Relative to the workspace root.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// From 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
}

/// How serious a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Fails.
    Deny,
    /// Should be looked at.
    Warn,
    /// Is worth knowing.
    Info,
}

/// The holes that differ.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HoleChanges {
    /// Only in head.
    pub added: Vec<Hole>,
    /// Only in base.
    pub removed: Vec<Hole>,
}

/// Compares two sorted graphs.
///
/// Comparing a graph with itself gives nothing, and swapping the sides swaps added with removed and gained with lost.
/// `base` and `head` of the result are for the caller to fill.
///
/// ```
/// use ensue_analyzer::diff::{Verdict, compare};
/// use ensue_grammar::graph::Graph;
///
/// assert_eq!(compare(&Graph::default(), &Graph::default()).verdict, Verdict::None);
/// ```
#[must_use]
pub fn compare(base: &Graph, head: &Graph) -> Diff {
    let moves = moves::find(base, head);
    let renamed = moves::rename(base, &moves);
    let nodes = changes::nodes(base, &renamed, head, &moves);
    let edges = changes::edges(base, &renamed, head);
    let (consequences, consequences_left_out) = consequences::find(base, &renamed, head);
    let mut diff = Diff {
        schema: SCHEMA.to_owned(),
        base: String::new(),
        head: String::new(),
        statements: Statements { base: base.statement.clone(), head: head.statement.clone() },
        verdict: Verdict::None,
        lower_bound: !base.holes.is_empty() || !head.holes.is_empty(),
        nodes,
        edges,
        consequences,
        consequences_left_out,
        findings: breaking::find(&renamed, head),
        holes: changes::holes(base, head),
    };
    diff.verdict = verdict::of(&diff);
    diff
}

impl EdgeId {
    /// The identity of this edge.
    #[must_use]
    pub fn of(edge: &Edge) -> EdgeId {
        EdgeId { from: edge.from.clone(), to: edge.to.clone(), kind: edge.kind, timing: edge.timing }
    }
}

#[cfg(test)]
mod tests;
