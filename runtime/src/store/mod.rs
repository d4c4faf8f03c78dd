//! Where tickets wait: work to be done later, as data.
//!
//! [`Memory`] is the store of an application that names no other. A durable store implements [`Store`] and is held to
//! [`test::check_store`](crate::test::check_store).

mod memory;

pub use memory::Memory;

use crate::{BoxError, BoxFuture};
use serde::{Deserialize, Serialize};
use std::error::Error;
use std::fmt;
use std::time::SystemTime;

/// Keeps tickets. All times are the application's: a store has no clock.
///
/// Handing out is at least once: who takes a ticket and does not come back before `until` loses it to the next. What a
/// ticket's own unit of work did is kept at most once, since [`commit`](Store::commit) refuses who has lost the ticket.
pub trait Store: Send + Sync {
    /// Ends a unit of work: adds its tickets and ends the one it ran, all of it or nothing. Gives one answer per new
    /// ticket, in order.
    fn commit(&self, work: Work, now: SystemTime) -> BoxFuture<'_, Result<Vec<Added>, StoreError>>;

    /// Hands out the ticket that is due for the longest time (of several the one with the smallest id), and counts an
    /// attempt. It belongs to the caller until `until`; one that was handed out and whose time has passed counts as due.
    ///
    /// Never handed out: a ticket for a program outside, and one whose `exclusive` key is that of a ticket that is handed
    /// out.
    fn take(&self, now: SystemTime, until: SystemTime) -> BoxFuture<'_, Result<Option<Ticket>, StoreError>>;

    /// Takes note of a failed attempt: the ticket waits until `retry`, or has failed for good without one.
    fn fail(
        &self,
        attempt: Attempt,
        error: String,
        retry: Option<SystemTime>,
        now: SystemTime,
    ) -> BoxFuture<'_, Result<(), StoreError>>;

    /// Lets a ticket that has failed for good wait again, from `now` on and with no attempt counted.
    fn retry(&self, id: TicketId, now: SystemTime) -> BoxFuture<'_, Result<(), StoreError>>;

    /// All tickets that are kept, in the order of their ids.
    fn tickets(&self) -> BoxFuture<'_, Result<Vec<Ticket>, StoreError>>;

    /// The ticket with this number.
    fn ticket(&self, id: TicketId) -> BoxFuture<'_, Result<Option<Ticket>, StoreError>>;

    /// The earliest time at which [`take`](Store::take) could hand out a ticket, which is past when one is due. One whose
    /// `exclusive` key is held counts from the end of that lease, so that nobody who sleeps until then wakes in vain.
    fn next_due(&self) -> BoxFuture<'_, Result<Option<SystemTime>, StoreError>>;

    /// Forgets the receipts of tickets that were done before this time; gives their number. A ticket that has failed for
    /// good is kept: it is work that somebody still expects.
    fn clean(&self, done_before: SystemTime) -> BoxFuture<'_, Result<usize, StoreError>>;
}

/// What a unit of work leaves to its store.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Work {
    /// The tickets that it ordered.
    pub add: Vec<NewTicket>,
    /// The ticket that it ran.
    pub end: Option<End>,
    /// The ticket at the root of all this; none when it began with a controller.
    pub root: Option<TicketId>,
}

/// A ticket to be added. It is data, so that one program can hand it to another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NewTicket {
    /// What is to be done.
    pub job: Job,
    /// The payload as data.
    pub payload: serde_json::Value,
    /// Version of the payload.
    pub version: u32,
    /// Runs no earlier.
    pub earliest: SystemTime,
    /// While a ticket with the same job and key waits, another is not added; the one that waits takes the earlier time of
    /// the two.
    pub unique: Option<String>,
    /// Tickets with the same key never run at the same time.
    pub exclusive: Option<String>,
    /// Id of the handler or controller that ordered it.
    pub by: String,
}

/// What a ticket is for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Job {
    /// Emits a scheduled event.
    Emit {
        /// Its stable name.
        event: String,
    },
    /// Runs a deferred handler.
    Handle {
        /// Id of the handler.
        handler: String,
        /// Stable name of the event, or of the resource whose change is told.
        event: String,
    },
    /// Performs an effect.
    Perform {
        /// Its stable name.
        effect: String,
    },
    /// Waits for a program outside to perform an effect.
    Outside {
        /// Its stable name.
        effect: String,
        /// The program, as in `performed_by`.
        by: String,
    },
}

/// The end of a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// This attempt succeeded.
    Attempt(Attempt, Receipt),
    /// A program outside reported; the ticket waits for it.
    Outside(TicketId, Receipt),
}

/// One handing out of a ticket: who holds it holds the ticket, until the time is over or it is handed out again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attempt {
    /// The ticket.
    pub id: TicketId,
    /// Its count of attempts, this one included.
    pub number: u32,
}

/// How a ticket ended well.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Receipt {
    /// It ran.
    Done,
    /// Its precondition said that it need not run.
    Skipped,
}

/// The number of a ticket in its store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct TicketId(pub u64);

impl fmt::Display for TicketId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// What became of a [`NewTicket`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Added {
    /// Its number, or that of the one that waited already.
    pub id: TicketId,
    /// Whether one with the same job and key waited.
    pub coalesced: bool,
}

/// A ticket as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Ticket {
    /// Its number.
    pub id: TicketId,
    /// The first ticket of the line that it is in; its own number where it began one.
    pub root: TicketId,
    /// What was ordered.
    pub order: NewTicket,
    /// When it was ordered.
    pub created: SystemTime,
    /// How often it was handed out.
    pub attempts: u32,
    /// Text of the last error.
    pub error: Option<String>,
    /// How far it is.
    pub state: State,
}

impl Ticket {
    /// The attempt of who was just handed the ticket.
    #[must_use]
    pub fn attempt(&self) -> Attempt {
        Attempt { id: self.id, number: self.attempts }
    }
}

/// How far a ticket is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// For its time, or for the program outside.
    Waiting {
        /// `earliest`, or the time of the next attempt.
        due: SystemTime,
    },
    /// Handed out.
    Taken {
        /// After this it may be handed out again.
        until: SystemTime,
    },
    /// It ended well.
    Done {
        /// When.
        at: SystemTime,
        /// How.
        receipt: Receipt,
    },
    /// It failed for good.
    Failed {
        /// When.
        at: SystemTime,
    },
}

/// Why a store did not do as it was asked.
#[derive(Debug)]
pub enum StoreError {
    /// There is no such ticket.
    Unknown(TicketId),
    /// The ticket is not held by who says so: its time was over and another has it, or it has ended.
    Lost(TicketId),
    /// The ticket does not wait for what was reported.
    NotWaiting(TicketId),
    /// The store itself failed.
    Failed(BoxError),
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            StoreError::Unknown(id) => write!(f, "there is no ticket {id}; its receipt may have been cleaned up"),
            StoreError::Lost(id) => {
                write!(f, "ticket {id} is not held any more: it took longer than the lease, so another attempt may run")
            }
            StoreError::NotWaiting(id) => write!(f, "ticket {id} does not wait: it has ended or runs now"),
            StoreError::Failed(error) => write!(f, "the store failed: {error}"),
        }
    }
}

impl Error for StoreError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            StoreError::Failed(error) => Some(&**error),
            StoreError::Unknown(_) | StoreError::Lost(_) | StoreError::NotWaiting(_) => None,
        }
    }
}
