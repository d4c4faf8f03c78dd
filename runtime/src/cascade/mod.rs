//! The record of a cascade: what was emitted, scheduled, requested and changed, by whom and through what.

pub(crate) mod record;
mod steps;
mod tree;

pub use steps::{Happened, Step};

use crate::__private::Payload;
use crate::{CascadeError, Effect, Event, Moved, Resource, Ticket};
use record::{Act, Record, RunState, What};
use std::any::Any;
use std::fmt;
use std::sync::Arc;

/// What happened: the record of one call, of one ticket, or of a part of a call ([`Cx::settle`](crate::Cx::settle)).
///
/// Everything is in the order in which it happened. Printed (`{}`) it is a tree that people can read.
#[derive(Clone, Default)]
pub struct Cascade {
    pub(crate) record: Record,
    pub(crate) after_commit: Vec<Arc<AfterCommit>>,
}

impl Cascade {
    /// The events of type `E` that were emitted.
    pub fn emitted<E: Event>(&self) -> impl Iterator<Item = &E> {
        self.bodies(What::Emitted)
    }

    /// The events of type `E` that were scheduled, with their tickets.
    pub fn scheduled<E: Event>(&self) -> impl Iterator<Item = (&E, &Ticket)> {
        self.tickets(What::Scheduled)
    }

    /// The effects of type `F` that were requested, with their tickets.
    pub fn requested<F: Effect>(&self) -> impl Iterator<Item = (&F, &Ticket)> {
        self.tickets(What::Requested)
    }

    /// The changes of state.
    pub fn moved(&self) -> impl Iterator<Item = &Moved> {
        self.bodies(What::Moved)
    }

    /// The resources of type `R` whose change was told to handlers with `on_change_of`, by their ids.
    pub fn changed<R: Resource>(&self) -> impl Iterator<Item = &R::Id> {
        self.bodies::<crate::Changed<R>>(What::Changed).map(|changed| &changed.id)
    }

    /// The names of the handlers that ran, or were put off to a later unit of work, in order; a controller comes first.
    pub fn ran(&self) -> impl Iterator<Item = &'static str> {
        let ran = self.record.runs.iter().filter(|run| run.state != RunState::Skipped);
        ran.map(|run| run.meta.name)
    }

    /// Each step: who, through what, and what happened.
    pub fn steps(&self) -> impl Iterator<Item = Step<'_>> {
        steps::steps(&self.record)
    }

    /// What the handlers with `timing = after_commit` did, each in a unit of work of its own. Those that waited for the commit
    /// of such a unit come behind.
    pub fn after_commit(&self) -> impl Iterator<Item = &AfterCommit> {
        self.after_commit.iter().map(AsRef::as_ref)
    }

    fn acts(&self, what: What) -> impl Iterator<Item = &Act> {
        self.record.acts.iter().filter(move |act| act.what == what)
    }

    fn bodies<T: Any>(&self, what: What) -> impl Iterator<Item = &T> {
        self.acts(what).filter_map(|act| body(&*act.body))
    }

    fn tickets<T: Any>(&self, what: What) -> impl Iterator<Item = (&T, &Ticket)> {
        self.acts(what).filter_map(|act| Some((body(&*act.body)?, &act.order.as_ref()?.ticket)))
    }
}

/// What a handler with `timing = after_commit` did. It cannot undo what is committed, so its error is told here.
#[derive(Debug)]
pub struct AfterCommit {
    /// The handler's name.
    pub handler: &'static str,
    /// The record of its own unit of work, or why that failed.
    pub result: Result<Cascade, CascadeError>,
}

fn body<T: Any>(body: &Payload) -> Option<&T> {
    body.downcast_ref()
}

impl fmt::Display for Cascade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        tree::print(self, f)
    }
}

/// As [`Display`](fmt::Display): payloads need no `Debug`.
impl fmt::Debug for Cascade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        tree::print(self, f)
    }
}
