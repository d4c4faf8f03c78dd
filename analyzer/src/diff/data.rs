//! The difference as data: what any format needs to tell it.

use ensue_grammar::graph::{Edge, EdgeKey, EdgeKind, Hole, Node, NodeKind, Statement, Timing};
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
    /// Where the workspace of head lies in its repository, to which the files of everything else are relative; empty for the
    /// root, and where nobody knows.
    #[serde(default)]
    pub root: String,
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
    /// What is responsible for the consequences that are told, each once with all that it affects: everything gained, then
    /// everything lost, what affects the outside world first.
    pub causes: Vec<Cause>,
    /// The events and effects that anything can cause at all on one side only.
    pub caused: CausedChanges,
    /// What rules say of the change.
    pub findings: Vec<Finding>,
    /// Number of findings that the team has accepted, which are not among these.
    #[serde(default)]
    pub accepted: usize,
    /// Where the analyzer newly cannot, or newly can, see.
    pub holes: HoleChanges,
    /// How much there is on each side, what did not change included.
    pub totals: Totals,
    /// What did not change, as far as it is needed to tell or draw the rest.
    pub context: Context,
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
    /// The whole node of base. That of head is in the context or, where more than its id differs, among the changed.
    pub before: Node,
}

/// A node with another content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NodeChange {
    /// Its id in head.
    pub id: String,
    /// Its kind.
    pub kind: NodeKind,
    /// The fields of [`Node`] that differ, in the order of the type.
    pub what: Vec<String>,
    /// The controllers of head that lead to it, the nearest first; a controller does not lead to itself.
    pub reached_from: Nearest,
    /// The whole node of base.
    pub before: Node,
    /// The whole node of head.
    pub after: Node,
}

/// The nearest of many nodes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Nearest {
    /// Ids, the nearest first.
    pub nearest: Vec<String>,
    /// Number of those that are farther away.
    pub left_out: usize,
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EdgeChange {
    /// As in head.
    #[serde(flatten)]
    pub edge: EdgeId,
    /// The fields of [`Edge`] that differ, in the order of the type.
    pub what: Vec<String>,
    /// The whole edge of base.
    pub before: Edge,
    /// The whole edge of head.
    pub after: Edge,
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

/// A difference that is responsible for consequences, and what it affects.
///
/// A consequence has one cause: the first edge of its witness that the other graph lacks. Where the cascade begins at a node
/// that the other graph lacks it is that node, and where no edge is new it is what differs in its condition or programs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Cause {
    /// What is responsible.
    pub root: Root,
    /// Whether what it affects is gained or lost.
    pub change: Change,
    /// The controllers of which something is gained or lost by it, the nearest first.
    pub entries: Vec<String>,
    /// What is gained or lost by it, whoever causes it: effects, then events, then the rest, of each the nearest first.
    pub reached: Vec<NodeId>,
    /// The edges of a shortest way from an entry point, or from where else a cascade begins, to the first of `reached`.
    pub witness: Vec<EdgeId>,
    /// Who owns what is reached, and what leads there.
    pub owners: CauseOwners,
    /// False when the other graph has holes.
    pub certain: bool,
}

/// What is responsible for consequences.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Root {
    /// An edge: in head when something is gained, in base when it is lost.
    Edge(EdgeId),
    /// A node: in head when something is gained, in base when it is lost.
    Node(NodeId),
}

/// Owners, from CODEOWNERS; sorted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CauseOwners {
    /// Of what is gained or lost.
    pub reached: Vec<String>,
    /// Of the entry points of which it is gained or lost, as far as they do not own what is reached.
    pub affected: Vec<String>,
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

/// The events and effects that can be caused on one side only, whoever causes them there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CausedChanges {
    /// In head only.
    pub gained: Vec<NodeId>,
    /// In base only.
    pub lost: Vec<NodeId>,
}

/// The identity of a node.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NodeId {
    /// Its id.
    pub id: String,
    /// Part of the identity: an event and a handler may share a path.
    pub kind: NodeKind,
}

/// What a rule says of the change.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Finding {
    /// Name of the rule.
    pub rule: String,
    /// `deny`, `warn` or `info`.
    pub level: Level,
    /// Stays the same while lines move.
    pub fingerprint: String,
    /// Ids of the nodes that it is about, the most telling first; of what is gone as in base.
    pub about: Vec<String>,
    /// The edges of a shortest way that shows it, where there is one: in head, or in base for what is gone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub witness: Vec<EdgeId>,
    /// Understandable alone.
    pub message: String,
    /// Relative to the workspace root; a place in head.
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

/// How much there is on each side.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Totals {
    /// Of base.
    pub base: Total,
    /// Of head.
    pub head: Total,
}

/// How much there is in a graph.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Total {
    /// Number of nodes.
    pub nodes: usize,
    /// Number of edges.
    pub edges: usize,
    /// Number of groups of nodes that can cause each other.
    pub loops: usize,
    /// Number of holes.
    pub holes: usize,
}

/// What is in both graphs and did not change but, perhaps, its id: as in head.
///
/// It holds every node that another part of the difference names, and what is around the change as far as there is room,
/// the nearest first. Every edge that did not change is in it whose two ends are in some part of the difference.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Context {
    /// Nodes of head.
    pub nodes: Vec<Node>,
    /// Edges of head.
    pub edges: Vec<Edge>,
    /// Number of nodes that did not change and are left out.
    pub left_out: usize,
}

impl CausedChanges {
    /// Those of one side.
    #[must_use]
    pub fn of(&self, change: Change) -> &[NodeId] {
        match change {
            Change::Gained => &self.gained,
            Change::Lost => &self.lost,
        }
    }
}

impl NodeId {
    /// The identity of this node.
    #[must_use]
    pub fn of(node: &Node) -> NodeId {
        NodeId { id: node.id.clone(), kind: node.kind }
    }
}

impl EdgeId {
    /// The identity of this edge.
    #[must_use]
    pub fn of(edge: &Edge) -> EdgeId {
        EdgeId { from: edge.from.clone(), to: edge.to.clone(), kind: edge.kind, timing: edge.timing }
    }

    /// As the edge itself has it.
    #[must_use]
    pub fn key(&self) -> EdgeKey<'_> {
        (&self.from, &self.to, self.kind, self.timing)
    }
}
