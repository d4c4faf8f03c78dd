//! What an annotation means: the model of every attribute, its reader and its rules.
//!
//! The macros read annotations inside rustc, the analyzer reads them in source that it never runs; both ask here, so that
//! an annotation has one meaning. Reading never fails: it gives what could be read, and all mistakes at once.

mod arguments;
mod error;
mod kind;
mod messages;
mod model;
mod nearest;
mod read;
mod subject;
mod text;

pub use error::Error;
pub use kind::Kind;
pub use messages::CODES;
pub use model::{
    Allow, Annotation, Archiver, Context, Controller, Effect, Emissions, Emits, Event, Handler, Mark, Member, Method,
    On, OneOf, Parameter, Parameters, Resource, Role, Route, State, States, Timing, Transition, Variant,
};
pub use read::{
    Names, allow, archiver, arguments, controller, effect, effect_handler, emits, event, handler, last_segment, one_of,
    other_role, read, resource, states, wrong_item,
};
pub use text::source;
