//! Events, and who emits and handles them.

use super::{Method, Site, State, Transition};
use serde::{Deserialize, Serialize};

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
    /// Names of the fields that are not the same in all `cfg` variants of the item, sorted: what is told is that of the first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub varies: Vec<String>,
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

/// Identity of a node: id and kind.
pub type NodeKey<'a> = (&'a str, NodeKind);

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

/// Where a controller is called.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Call {
    /// Id of the controller.
    pub controller: String,
    /// Where.
    pub at: Site,
}

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
            varies: Vec::new(),
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

fn yes() -> bool {
    true
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_true(value: &bool) -> bool {
    *value
}
