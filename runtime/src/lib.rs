#![doc = include_str!("../README.md")]
//!
//! ## Where to start
//!
//! [`App::builder`] and [`App::call`] run an application; [`Cx`] is what its functions do it with; [`Cascade`] tells what
//! happened, and [`CascadeError`] why it did not. [`App::run_due`] runs what waits as tickets in a [`store`]. [`mod@test`]
//! has the tests of one step, and [`fn@linked`] the graph of what is linked, which [`assert_snapshot!`] holds against the snapshot.

// The attributes expand to `::ensue::..`, in this crate's own tests too.
extern crate self as ensue;

mod app;
mod cascade;
mod clock;
mod cx;
mod emitter;
mod error;
mod event;
mod linked;
mod outcome;
mod proof;
mod resource;
mod running;
mod snapshot;
pub mod store;
pub mod test;
mod ticket;

#[doc(hidden)]
pub mod __private;

pub use app::{
    App, BuildError, Builder, Done, Ended, Outstanding, Place, Problem, Ran, Report, Retry, Timer, WorkError,
};
pub use cascade::{AfterCommit, Cascade, Happened, Step};
pub use clock::{Clock, ManualClock, SystemClock};
pub use cx::Cx;
pub use emitter::{Controller, Emitter, HandledBy, MaySettle, Routed};
pub use ensue_grammar::graph;
pub use ensue_macros::{
    OneOf, Resource, allow, archiver, controller, effect, effect_handler, emits, event, handler, transition,
};
pub use error::{CalledInside, CascadeError, Panicked, TooLong, Unsettled};
pub use event::{Effect, Event, Stored};
pub use linked::linked;
pub use outcome::{Outcome, Verdict};
pub use proof::{Completes, CompletesWith, Emits, EmittedBy, RequestedBy, Requests, ScheduledBy, Schedules};
pub use resource::{Changed, IllegalMove, Moved, Resource};
pub use ticket::{Ticket, When};

use std::{error::Error, pin::Pin};

/// Any error: what the errors of handlers and controllers convert into.
pub type BoxError = Box<dyn Error + Send + Sync>;

/// A future as the runtime holds it.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;
