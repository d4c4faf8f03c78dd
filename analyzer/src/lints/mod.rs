//! The rules that a wiring may break: one file each, a pure function from [`Facts`] to [`Finding`]s.
//!
//! A lint finds whatever breaks it; what a finding means is decided afterwards, by configuration and by what the code
//! itself allows. Its documentation is data beside it, and its examples are tests.

mod acceptance;
mod facts;
mod finding;
mod holes;
mod judge;
mod lifecycle;
mod lint;
mod round;
mod rules;
mod snapshot;
mod table;
mod told;

mod ambiguous_name;
mod controller_called;
mod declared_never_emitted;
mod duplicate_stable_name;
mod effect_not_performed;
mod emission_around_archiver;
mod event_never_emitted;
mod event_never_handled;
mod event_of_several_ends;
mod external_without_completion;
mod hand_written_emits;
mod handler_not_linked;
mod inline_between_programs;
mod inline_loop;
mod loop_without_reason;
mod method_never_used;
mod misread_annotation;
mod reason_without_loop;
mod several_resources_inline;
mod state_never_entered;
mod state_never_left;
mod state_waits_forever;
mod terminal_state_left;
mod transition_without_change;
mod undocumented_event;
mod unknown_lint;
mod unknown_name;
mod unknown_state;
mod unreachable_handler;
mod unused_allow;

pub use crate::example::Example;
pub use acceptance::{Accepted, UNUSED_ACCEPTANCE, listed, offered, unused_acceptances, without_accepted};
pub use facts::Facts;
pub use finding::{Edit, Finding, Judged, Label, Order, Part, Place, Remedy, fingerprint};
pub use holes::{MAX_HOLES, holes_above};
pub use judge::{Levels, judge};
pub use lint::{Level, Lint};
pub use rules::{
    Criteria, Criterion, Demand, KINDS, Kind, Rule, Selector, UNMATCHED_SELECTOR, Word, kind, unmatched_selectors,
};
pub use snapshot::{Snapshot, stale};
pub use table::{LINTS, find, lint};
