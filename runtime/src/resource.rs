//! Resources and the changes of their states.

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::{any::Any, error::Error, fmt};

/// A domain object with a state, owned by an archiver. Derived: `#[derive(ensue::Resource)]` with `#[id]` and `#[state]` on
/// the fields.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a resource",
    label = "not a resource",
    note = "derive it: `#[derive(ensue::Resource)]`, with `#[id]` and `#[state]` on two of the fields of `{Self}`"
)]
pub trait Resource: 'static {
    /// What tells one from another.
    type Id: fmt::Display + Clone + Send + Sync + 'static;
    /// An enum; its variants may carry data.
    type State: fmt::Debug + Any;
    /// The identifier of the type.
    const NAME: &'static str;
    /// The value of the field marked `#[id]`.
    fn id(&self) -> &Self::Id;
    /// The value of the field marked `#[state]`.
    fn state(&self) -> &Self::State;
    #[doc(hidden)]
    fn set_state(&mut self, to: Self::State);
}

/// A change of a resource's state, as recorded in the cascade.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// The resource's type, by its identifier.
    pub resource: &'static str,
    /// Which one.
    pub id: String,
    /// The archiver's method, for example `Auths::succeed`.
    pub by: &'static str,
    /// The variant it was in, without the data it carried.
    pub from: String,
    /// The variant it is in.
    pub to: String,
}

impl fmt::Display for Moved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Moved { resource, id, from, to, .. } = self;
        write!(f, "{resource} {id} goes from {from} to {to}")
    }
}

/// What a handler with `on_change_of = [R]` takes: that the resource with this id has changed.
///
/// The runtime tells it once per id, when all that was emitted has been handled, however often the resource changed; after
/// [`settle`](crate::Cx::settle) once more, if it changed again.
#[derive(Serialize, Deserialize)]
#[serde(bound(serialize = "R::Id: Serialize", deserialize = "R::Id: DeserializeOwned"))]
#[non_exhaustive]
pub struct Changed<R: Resource> {
    /// Which one.
    pub id: R::Id,
}

impl<R: Resource> Changed<R> {
    /// As the runtime makes it; for tests of one handler.
    pub fn new(id: R::Id) -> Self {
        Changed { id }
    }
}

impl<R: Resource> fmt::Debug for Changed<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Changed({} {})", R::NAME, self.id)
    }
}

/// A change of state that no `#[transition]` around it declares. Nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IllegalMove {
    /// What was asked for.
    pub moved: Moved,
    /// What is declared, for example `Created | PendingFraud -> Succeeded`.
    pub declared: &'static str,
}

impl fmt::Display for IllegalMove {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Moved { resource, id, by, from, to } = &self.moved;
        write!(f, "{resource} {id} cannot go from {from} to {to}: {by} declares {}", self.declared)
    }
}

impl Error for IllegalMove {}
