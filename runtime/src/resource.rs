//! Resources and the changes of their states.

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
