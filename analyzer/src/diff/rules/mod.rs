//! What is worth telling of a change: one file a rule, a pure function from [`Facts`] to findings.

mod facts;
mod rounds;
mod rule;
mod table;

mod completion_gone;
mod loop_gone;
mod loop_narrowed;
mod loop_new;
mod loop_widened;
mod payload_incompatible;
mod performer_gone;

pub(super) use facts::Facts;
use rule::Found;
pub use rule::Rule;
pub(super) use table::find;
pub use table::{RULES, rule};
