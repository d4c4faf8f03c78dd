//! What is worth telling of a change: one file a rule, a pure function from [`Facts`] to findings.

mod background;
mod effects;
mod entries;
mod facts;
mod rounds;
mod rule;
mod table;
mod touched;

mod completion_gone;
mod effect_gained;
mod effect_lost;
mod entry_gone;
mod entry_new;
mod event_unhandled;
mod handler_unreachable;
mod hole_new;
mod loop_gone;
mod loop_narrowed;
mod loop_new;
mod loop_widened;
mod payload_incompatible;
mod performer_gone;
mod resource_gained;
mod resource_lost;
mod route_changed;
mod schedule_changed;
mod step_to_background;
mod step_to_request;

pub(super) use facts::Facts;
use rule::Found;
pub use rule::Rule;
pub(super) use table::find;
pub use table::{RULES, rule};
