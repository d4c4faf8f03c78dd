//! Typed events whose consequences the compiler proves.

#[doc(hidden)]
pub mod __private;
mod cascade;
mod cx;
mod emitter;
mod event;
mod outcome;
mod proof;
mod resource;
mod ticket;

pub use cx::Cx;
pub use emitter::{Controller, Emitter, HandledBy, Routed};
pub use ensue_grammar::graph;
pub use event::{Effect, Event, Stored};
pub use outcome::{Outcome, Verdict};
pub use proof::{CompletesWith, Emits, EmittedBy, RequestedBy, Requests, ScheduledBy, Schedules};
pub use resource::{IllegalMove, Moved, Resource};
pub use ticket::{Ticket, When};

use std::{error::Error, pin::Pin};

/// Any error: what the errors of handlers and controllers convert into.
pub type BoxError = Box<dyn Error + Send + Sync>;

/// A future as the runtime holds it.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;
