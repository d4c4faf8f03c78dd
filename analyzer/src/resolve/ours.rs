//! What Ensue's runtime exports, as far as names of it matter.

use super::names::{Def, Namespace};
use crate::parse::Kind;

/// The namespaces in which a name of the runtime's root means something.
pub(super) fn namespaces(name: &str) -> &'static [Namespace] {
    if Kind::from_name(name).is_some() {
        &[Namespace::Macros]
    } else if Kind::from_derive(name).is_some() {
        // A trait of the same name stands beside the derive.
        &[Namespace::Types, Namespace::Macros]
    } else {
        &[Namespace::Types, Namespace::Values, Namespace::Macros]
    }
}

/// What `use ensue::*` brings that can matter here.
pub(super) fn exported() -> impl Iterator<Item = &'static str> {
    let types = ["App", "CompletesWith", "Cx", "Effect", "Emits", "Event", "Requests", "Schedules"];
    Kind::ALL.into_iter().map(Kind::name).chain(types)
}

/// The annotation that an attribute is, if it is one.
#[must_use]
pub fn annotation(def: &Def) -> Option<Kind> {
    match def {
        Def::Ensue(path) => Kind::from_name(path),
        _ => None,
    }
}
