//! The rules that a wiring may break: one file each, a pure function from [`Facts`] to [`Finding`]s.
//!
//! A lint finds whatever breaks it; what a finding means is decided afterwards, by configuration and by what the code
//! itself allows. Its documentation is data beside it, and its examples are tests.

mod facts;
mod finding;
mod holes;
mod judge;
mod lint;
mod table;

mod ambiguous_name;
mod duplicate_stable_name;
mod effect_not_performed;
mod hand_written_emits;
mod inline_between_programs;
mod inline_loop;
mod misread_annotation;
mod unknown_name;

pub use facts::Facts;
pub use finding::{Edit, Finding, Judged, Label, Part, Place, Remedy};
pub use holes::holes_above;
pub use judge::{Levels, judge};
pub use lint::{Level, Lint};
pub use table::{LINTS, find, lint};
