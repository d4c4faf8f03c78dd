//! What archivers do to their resources.

use super::{Doubt, Site};
use serde::{Deserialize, Serialize};

/// A method of an archiver that emits, requests or changes a state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Transition {
    /// Path of the method, as in `through` of an edge.
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
    /// Those of these ids that count under a condition alone, sorted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conditional: Vec<Conditional>,
    /// The `cfg` predicate under which the archiver has the method, when there is one; as that of a node.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub condition: Option<String>,
}

/// An entry of a list of a [`Transition`] that counts under a condition alone: its name means this there.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Conditional {
    /// The list that it stands in.
    pub list: Listed,
    /// As in that list.
    pub id: String,
    /// The `cfg` predicate under which it counts where the method exists; as [`Node::condition`](super::Node::condition).
    pub condition: String,
}

/// A list of a [`Transition`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Listed {
    /// [`Transition::emits`].
    Emits,
    /// [`Transition::schedules`].
    Schedules,
    /// [`Transition::requests`].
    Requests,
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

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_false(value: &bool) -> bool {
    !*value
}
