//! The graph as data: `ensue/graph/1`.
//!
//! The analyzer derives it from source, a linked program from what is registered, and `ensue.json` holds it without
//! places in files (the *snapshot*). It is canonical: nodes and edges are sorted by their identity, paths use `/` and are
//! relative to the workspace root, and there is no clock in it.

mod canonical;

pub use canonical::json_line;

use serde::{Deserialize, Serialize};

/// The value of `schema` in every graph of this version.
pub const SCHEMA: &str = "ensue/graph/1";

/// All that is known of a program's events, or of a part of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Graph {
    /// Always [`SCHEMA`].
    pub schema: String,
    /// What was read to derive this graph; absent in a snapshot and in what a program says of itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statement: Option<Statement>,
    /// The binaries and what each links; only in a snapshot.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub programs: Vec<Program>,
    /// Sorted by [`Node::key`].
    pub nodes: Vec<Node>,
    /// Sorted by [`Edge::key`].
    pub edges: Vec<Edge>,
    /// Where the analyzer could not see. A graph without holes is complete.
    pub holes: Vec<Hole>,
    /// What is wrong in the annotations themselves.
    pub diagnostics: Vec<Diagnostic>,
}

/// What an analysis read, so that a reader knows what the graph speaks of.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Statement {
    /// Names of the packages.
    pub packages: Vec<String>,
    /// Targets as `package/kind/name`, for example `payments/lib/payments`.
    pub targets: Vec<String>,
    /// The configuration that the graph holds for; `any` is the union of all.
    pub cfg: String,
    /// Number of source files that were read.
    pub files_read: usize,
    /// Files that were left out, with the reason.
    pub skipped: Vec<Skipped>,
    /// Build scripts, relative to the workspace root. They are never run: what they generate is not seen.
    #[serde(default)]
    pub build_scripts: Vec<String>,
    /// Targets that are procedural macros, as in `targets`. They are never run: what they make is not seen.
    #[serde(default)]
    pub proc_macros: Vec<String>,
    /// Features that `default` does not turn on, as `package/feature`. What needs one of them is in the graph as far as `cfg`
    /// allows it.
    #[serde(default)]
    pub features: Vec<String>,
}

/// A file that was not read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Skipped {
    /// Relative to the workspace root.
    pub file: String,
    /// Why.
    pub reason: String,
}

/// A binary and the crates whose code it contains.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Program {
    /// Name of the binary.
    pub name: String,
    /// Library names, sorted, of the crates inside the tree that it links.
    pub crates: Vec<String>,
}

/// What a node is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum NodeKind {
    /// A fact that happened.
    Event,
    /// Listens to events and decides what to do.
    Handler,
    /// An entry point.
    Controller,
    /// Owns a resource.
    Archiver,
    /// A request for a change in the outside world.
    Effect,
    /// Performs an effect.
    EffectHandler,
    /// A program outside that performs effects.
    External,
}

/// How an edge follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum EdgeKind {
    /// From an event to its handler.
    Handles,
    /// From a handler, controller, effect handler or external to an event.
    Emits,
    /// To an effect.
    Requests,
    /// From an effect to who performs it.
    Performs,
    /// From an event to the controller that continues what it left waiting.
    Resumes,
}

/// When the target of an edge runs, seen from its source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Timing {
    /// In the same unit of work.
    Inline,
    /// In the same process, once the unit of work is committed.
    AfterCommit,
    /// By a ticket, as soon as possible.
    Deferred,
    /// By a ticket with a time.
    Scheduled,
}

/// An event, handler, controller, archiver, effect, effect handler or external.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Node {
    /// Path of the definition, `external:<name>` for an external.
    pub id: String,
    /// Part of the identity: an event and a handler may share a path.
    pub kind: NodeKind,
    /// The Rust identifier.
    pub name: String,
    /// Events and effects: the name that survives a rename of the type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stable_name: Option<String>,
    /// Events and effects: version of the payload.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<u32>,
    /// Library name of the crate; empty for an external.
    #[serde(rename = "crate")]
    pub krate: String,
    /// Name of the package with underscores, where that of the crate does not say it; see [`package_named`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub package: Option<String>,
    /// Path of the module; empty for an external.
    pub module: String,
    /// Absent in a snapshot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// Line of the item's name, from 1. Absent in a snapshot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// The doc comment as Markdown. Absent in a snapshot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doc: Option<String>,
    /// Events and effects: the payload.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fields: Option<Vec<Field>>,
    /// The `cfg` predicate under which the item exists; `null` is always. A predicate that can differ between packages,
    /// such as a feature, is of the node's own package, or names another: `mail/feature = "smtp"`.
    pub condition: Option<String>,
    /// Names of the binaries that can contain it.
    pub programs: Vec<String>,
    /// From CODEOWNERS.
    pub owners: Vec<String>,
    /// From `tag = [..]`.
    pub tags: Vec<String>,
    /// False for an event of a crate outside the tree.
    #[serde(default = "yes", skip_serializing_if = "is_true")]
    pub defined: bool,
    /// Controllers: method and path.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub route: Option<String>,
    /// Controllers: when it runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schedule: Option<String>,
    /// Controllers: id of the event whose waiting work it continues.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resumes: Option<String>,
    /// Archivers: path of the resource's type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resource: Option<String>,
    /// Archivers: what its methods do, sorted by method.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transitions: Option<Vec<Transition>>,
    /// Archivers: the states of the resource in the order of the source, where they can be told. Absent in a snapshot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub states: Option<Vec<State>>,
    /// Archivers: what is known of the methods of `transitions` beyond what they declare, sorted by method. Absent in a
    /// snapshot.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub methods: Vec<Method>,
    /// Effects: the external program.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub performed_by: Option<String>,
    /// Effects: ids of the events by which the external program reports back on this one, sorted. Absent in a snapshot.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub completes_with: Vec<String>,
    /// Handlers, controllers and effect handlers: where a controller is called by `App::call`, sorted. Absent in a snapshot.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub calls: Vec<Call>,
    /// The expression of `exclusive`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exclusive: Option<String>,
    /// The path of `precondition`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub precondition: Option<String>,
    /// The reason given for a loop.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub loops: Option<String>,
    /// The id it had before, from `moved = ".."`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved: Option<String>,
    /// Digest of the tokens of a body (16 hexadecimal digits): tells that code changed though the wiring did not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
}

/// A field of an event or effect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Field {
    /// The field's name; of a tuple struct its position; of an enum `Variant`, `Variant.field`.
    pub name: String,
    /// As written in source.
    #[serde(rename = "type")]
    pub ty: String,
}

/// A method of an archiver that emits, requests or changes a state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Transition {
    /// Path of the method, as in [`Edge::through`].
    pub method: String,
    /// States it may start from; empty when it creates, or changes no state.
    pub from: Vec<String>,
    /// State it leads to; `null` when it changes none.
    pub to: Option<String>,
    /// Ids of the events it emits at once.
    pub emits: Vec<String>,
    /// Ids of the events it schedules.
    pub schedules: Vec<String>,
    /// Ids of the effects it requests.
    pub requests: Vec<String>,
    /// The `cfg` predicate under which the archiver has the method, when there is one; as [`Node::condition`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub condition: Option<String>,
}

/// A state of a resource.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct State {
    /// Name of the variant.
    pub name: String,
    /// `#[initial]`: a resource may begin here.
    pub initial: bool,
    /// `#[terminal]`: a resource never leaves it.
    pub terminal: bool,
    /// Where its name is.
    pub declared_at: Site,
}

/// What is known of a method of an archiver beyond what it declares.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Method {
    /// Its path, as in [`Transition::method`].
    pub method: String,
    /// Where its name is.
    pub declared_at: Site,
    /// Ids of the handlers, controllers and effect handlers that go through it, or may, sorted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub used_by: Vec<String>,
    /// Why it cannot be told whether others use it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doubt: Option<Doubt>,
    /// Whether it is used, and certainly neither it nor what it calls changes a state.
    #[serde(default, skip_serializing_if = "is_false")]
    pub never_changes: bool,
}

/// Where a controller is called.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Call {
    /// Id of the controller.
    pub controller: String,
    /// Where.
    pub at: Site,
}

/// What can follow from what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Edge {
    /// Id of a node.
    pub from: String,
    /// Id of a node.
    pub to: String,
    /// Part of the identity.
    pub kind: EdgeKind,
    /// Part of the identity.
    pub timing: Timing,
    /// The `cfg` predicate under which the edge exists; `null` is always. Where it names no package, that of
    /// [`Edge::home`] is meant.
    pub condition: Option<String>,
    /// `emits` and `requests`: paths of the archiver methods and helpers on the way, sorted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub through: Vec<String>,
    /// `emits` and `requests`: the places in the emitter that do it, or that lead to where it is done. With `doubt` they may
    /// do it. None, and no `doubt`: nothing that the emitter calls does it. Absent in a snapshot.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sites: Vec<Site>,
    /// Where it is done at last, in the routines of `through`. Absent in a snapshot.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub done_at: Vec<Site>,
    /// Why it cannot be told whether anything does it. Absent in a snapshot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doubt: Option<Doubt>,
    /// When nothing does it: paths of the routines that the emitter calls and that make it declare it, sorted. Absent in a
    /// snapshot.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub asked_by: Vec<String>,
    /// Where the annotation says it; of several `cfg` variants the first place. Absent in a snapshot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub declared_at: Option<Site>,
    /// `handles` by `on_change_of`: the resource whose change is meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub because: Option<String>,
}

/// A place in a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Site {
    /// Relative to the workspace root.
    pub file: String,
    /// From 1.
    pub line: u32,
}

/// Why it cannot be told whether something is done.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Doubt {
    /// Understandable alone.
    pub why: String,
    /// Where, relative to the workspace root.
    pub file: String,
    /// From 1.
    pub line: u32,
}

/// A place where the analyzer cannot see.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Hole {
    /// What kind of blindness.
    pub reason: HoleReason,
    /// Absent in a snapshot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// From 1. Absent in a snapshot, and when the whole file is meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// What exactly, understandable alone.
    pub detail: String,
}

/// Why the analyzer cannot see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum HoleReason {
    /// A macro makes items that could hold annotations.
    MacroGenerated,
    /// A file does not parse.
    SyntaxError,
    /// A file, or a manifest, cannot be read or is missing.
    Unreadable,
    /// A path leads out of the reading boundary.
    OutsideTheTree,
    /// A name belongs to a crate whose source is not in the tree.
    ExternalCrate,
    /// A name in an annotation leads nowhere.
    UnresolvedName,
    /// A name in an annotation can mean several items.
    AmbiguousName,
    /// An annotation is not understood.
    Annotation,
    /// `impl Emits<..> for ..` written by hand.
    HandWrittenEmits,
    /// Two items share one id.
    DuplicateId,
}

/// Something wrong in the analysed code, found on the way.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Diagnostic {
    /// The rule.
    pub code: String,
    /// What it is about, wherever that stands: ids, and last the name in question as written if there is one. With `code` it
    /// tells one diagnostic from another.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub about: Vec<String>,
    /// What can be written in place of the last of `about`, and then means something.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instead: Option<String>,
    /// The problem and then the remedy, understandable alone.
    pub message: String,
    /// Relative to the workspace root.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// From 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
}

/// Identity of a node: id and kind.
pub type NodeKey<'a> = (&'a str, NodeKind);

/// Identity of an edge: from, to, kind and timing.
pub type EdgeKey<'a> = (&'a str, &'a str, EdgeKind, Timing);

impl Node {
    /// A node that says nothing but its identity and name.
    #[must_use]
    pub fn new(id: impl Into<String>, kind: NodeKind, name: impl Into<String>) -> Node {
        Node {
            id: id.into(),
            kind,
            name: name.into(),
            stable_name: None,
            version: None,
            krate: String::new(),
            package: None,
            module: String::new(),
            file: None,
            line: None,
            doc: None,
            fields: None,
            condition: None,
            programs: Vec::new(),
            owners: Vec::new(),
            tags: Vec::new(),
            defined: true,
            route: None,
            schedule: None,
            resumes: None,
            resource: None,
            transitions: None,
            states: None,
            methods: Vec::new(),
            performed_by: None,
            completes_with: Vec::new(),
            calls: Vec::new(),
            exclusive: None,
            precondition: None,
            loops: None,
            moved: None,
            body: None,
        }
    }

    /// The identity, which is also the order of nodes.
    #[must_use]
    pub fn key(&self) -> NodeKey<'_> {
        (&self.id, self.kind)
    }
}

/// The package that the name of a crate speaks of, unless [`Node::package`] says another: `shop` for `shop`,
/// `shop(bin)` and `shop/server`.
///
/// ```
/// # use ensue_grammar::graph::package_named;
/// assert_eq!(["shop", "shop(bin)", "shop/server(bin)"].map(package_named), ["shop"; 3]);
/// ```
#[must_use]
pub fn package_named(krate: &str) -> &str {
    krate.split(['/', '(']).next().unwrap_or(krate)
}

impl Edge {
    /// An edge of which only the identity is known.
    #[must_use]
    pub fn new(from: impl Into<String>, to: impl Into<String>, kind: EdgeKind, timing: Timing) -> Edge {
        Edge {
            from: from.into(),
            to: to.into(),
            kind,
            timing,
            condition: None,
            through: Vec::new(),
            sites: Vec::new(),
            done_at: Vec::new(),
            doubt: None,
            asked_by: Vec::new(),
            declared_at: None,
            because: None,
        }
    }

    /// Whether its target waits as a ticket, so that another process, of another program, may do it.
    #[must_use]
    pub fn is_durable(&self) -> bool {
        matches!(self.timing, Timing::Deferred | Timing::Scheduled)
    }

    /// The node in whose crate its condition is written: who emits or listens; an external is in none, so then the other.
    #[must_use]
    pub fn home(&self) -> &str {
        let (first, second) = match self.kind {
            EdgeKind::Emits | EdgeKind::Requests => (&self.from, &self.to),
            EdgeKind::Handles | EdgeKind::Performs | EdgeKind::Resumes => (&self.to, &self.from),
        };
        if first.starts_with("external:") { second } else { first }
    }

    /// The identity, which is also the order of edges.
    #[must_use]
    pub fn key(&self) -> EdgeKey<'_> {
        (&self.from, &self.to, self.kind, self.timing)
    }
}

impl Default for Graph {
    fn default() -> Self {
        Graph {
            schema: SCHEMA.to_owned(),
            statement: None,
            programs: Vec::new(),
            nodes: Vec::new(),
            edges: Vec::new(),
            holes: Vec::new(),
            diagnostics: Vec::new(),
        }
    }
}

fn yes() -> bool {
    true
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_true(value: &bool) -> bool {
    *value
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_false(value: &bool) -> bool {
    !*value
}
