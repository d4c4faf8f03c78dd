//! What an annotation stands on, as messages speak of it.

use super::Kind;
use proc_macro2::Ident;
use std::fmt;

/// An attribute and the item below it: printed, `` `#[handler]` on `settle` ``.
#[derive(Debug, Clone)]
pub(super) struct Subject {
    pub(super) kind: Kind,
    /// `settle`, or `Auths::succeed` for a method.
    pub(super) item: String,
    /// Where a mistake is shown that no token of the attribute made.
    pub(super) name: Ident,
}

impl Subject {
    pub(super) fn new(kind: Kind, name: &Ident) -> Self {
        Subject { kind, item: name.to_string(), name: name.clone() }
    }

    pub(super) fn method(kind: Kind, owner: &str, name: &Ident) -> Self {
        Subject { kind, item: format!("{owner}::{name}"), name: name.clone() }
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` on `{}`", self.kind, self.item)
    }
}
