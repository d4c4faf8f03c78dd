//! The record while it is written: one log of what happened, in the order in which it did.

use crate::__private::{EmitterMeta, ItemMeta, Method, Payload};
use crate::Ticket;
use std::sync::Arc;

/// An index that points nowhere.
pub(crate) const NONE: u32 = u32::MAX;

/// What happened, as it is written. Plain data, `Send` and `Sync`, apart from the running call: an error carries it.
#[derive(Clone, Default)]
pub(crate) struct Record {
    pub(crate) log: Vec<Entry>,
    pub(crate) runs: Vec<Run>,
    pub(crate) ways: Vec<Way>,
}

/// One thing that a run did. Small, since a cascade has many.
#[derive(Clone)]
pub(crate) struct Entry {
    pub(crate) what: What,
    /// Index of the run that did it.
    pub(crate) by: u32,
    /// Index of the way, or [`NONE`].
    pub(crate) way: u32,
    pub(crate) item: &'static ItemMeta,
    /// The event or effect; of a move the [`Moved`](crate::Moved).
    pub(crate) body: Arc<Payload>,
    pub(crate) ticket: Option<Box<Ticket>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum What {
    Emitted,
    Scheduled,
    Requested,
    Moved,
    /// A change told to those who listen with `on_change_of`.
    Changed,
}

/// A function that ran, or that was put off.
#[derive(Clone)]
pub(crate) struct Run {
    pub(crate) meta: &'static EmitterMeta,
    /// Index in the log of what it handles; [`NONE`] for the one that started the cascade.
    pub(crate) of: u32,
    /// Length of the log when it started.
    pub(crate) at: u32,
    pub(crate) state: RunState,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RunState {
    Ran,
    /// Its precondition said no.
    Skipped,
    /// Waits for the commit.
    AfterCommit,
    /// Waits as a ticket.
    Deferred,
}

/// A step of *through*: a method, called from another one or from the run itself.
#[derive(Clone)]
pub(crate) struct Way {
    pub(crate) method: &'static Method,
    /// Index of the way that called it, or [`NONE`].
    pub(crate) from: u32,
}

impl Record {
    /// The methods on the way, outermost first.
    pub(crate) fn way(&self, mut way: u32) -> Vec<&'static Method> {
        let mut methods = Vec::new();
        while let Some(step) = self.ways.get(way as usize) {
            methods.push(step.method);
            way = step.from;
        }
        methods.reverse();
        methods
    }
}

/// Positions in the log are 32 bits wide: a cascade is bounded far below that.
pub(crate) fn index(position: usize) -> u32 {
    u32::try_from(position).expect("a cascade is bounded to fewer than 2^32 steps")
}
