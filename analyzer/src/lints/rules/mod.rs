//! What a team demands of its wiring: the `[[rule]]`s of `ensue.toml`, a file for each kind.
//!
//! A finding of a rule is one like that of a lint: it can be allowed and accepted, and its identity is the name of the rule
//! with ids. What follows from what is the answer of [`analyses`](crate::analyses), so that a rule and
//! `cargo ensue path` agree.

mod kind;
mod only;
mod rule;
mod selector;
mod steps;
mod too_deep;
mod too_wide;
mod unmatched;
mod way_past;
mod way_to;

#[cfg(test)]
mod tests;

pub use kind::{KINDS, Kind, kind};
pub use rule::{Demand, Rule};
pub use selector::{Criteria, Criterion, Selector, Word};
pub use unmatched::{UNMATCHED_SELECTOR, unmatched_selectors};

pub(super) use steps::step;
