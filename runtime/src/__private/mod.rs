//! What the attributes expand to. Not for hand-written code: it changes without notice.
//!
//! Every `static` here is written with `..X::EMPTY`, so that a field can be added without touching the macros.

mod archiver;
mod emitter;
mod item;
mod registration;
mod resources;

pub use crate::running::Core;
pub use crate::snapshot::{Asked, assert_snapshot};
pub use archiver::{ArchiverMeta, Method, MethodMeta, ResourceRef, Rule};
pub use emitter::{EmitterKind, EmitterMeta, Timing};
pub use inventory;
pub use item::{Codec, ItemKind, ItemMeta, Kept, change};
pub use registration::{Check, ControllerRegistration, Registration, Run, Timed, TimerCall};
pub(crate) use resources::Slot;
pub use resources::{Need, Resources};

use std::any::Any;
use std::borrow::Cow;

/// An event, effect or change on its way.
pub type Payload = dyn Any + Send + Sync;

/// Gives a payload its type back. The registration was found by that type.
#[must_use]
pub fn payload<E: Any>(payload: &Payload) -> &E {
    payload.downcast_ref().expect("a payload is dispatched by its type")
}

/// The value of the required constants of the proof. Only attributes name it.
#[derive(Debug, Clone, Copy)]
pub struct Declared;

/// What attributes hand in with `inventory::submit!`.
#[derive(Debug)]
pub enum Entry {
    /// An event or an effect.
    Item(&'static ItemMeta),
    /// One handler of one event, effect or change.
    Handler(&'static Registration),
    /// A controller.
    Controller(&'static ControllerRegistration),
    /// An archiver.
    Archiver(&'static ArchiverMeta),
}

inventory::collect!(Entry);

/// A path as ids have it: with the label instead of the name of the crate.
pub(crate) fn labelled<'p>(path: &'p str, label: &str) -> Cow<'p, str> {
    if label.is_empty() {
        return Cow::Borrowed(path);
    }
    Cow::Owned(path.split_once("::").map_or_else(|| label.to_owned(), |(_, rest)| format!("{label}::{rest}")))
}
