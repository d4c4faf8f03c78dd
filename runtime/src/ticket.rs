//! What is ordered for later: scheduled events and requested effects.

use crate::store::TicketId;
use std::time::{Duration, SystemTime};

/// The earliest time at which a ticket runs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum When {
    /// As soon as possible.
    #[default]
    Now,
    /// That much after the unit of work ended; relative until then, so that a test's clock decides.
    After(Duration),
    /// At a point in time.
    At(SystemTime),
}

impl From<Duration> for When {
    fn from(after: Duration) -> Self {
        When::After(after)
    }
}

impl From<SystemTime> for When {
    fn from(at: SystemTime) -> Self {
        When::At(at)
    }
}

/// A scheduled event or a requested effect. It is queued already: what is set here only refines it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ticket {
    when: When,
    unique: Option<String>,
    added: Option<Added>,
}

/// What became of the order when the unit of work ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Added {
    id: TicketId,
    coalesced: bool,
}

impl Ticket {
    pub(crate) fn new(when: When) -> Ticket {
        Ticket { when, ..Ticket::default() }
    }

    pub(crate) fn set_added(&mut self, id: TicketId, coalesced: bool) {
        self.added = Some(Added { id, coalesced });
    }

    /// Runs no earlier than this.
    pub fn not_before(&mut self, when: impl Into<When>) -> &mut Self {
        self.when = when.into();
        self
    }

    /// While a ticket of the same event or effect with this key waits, another is not added: the two are one.
    pub fn unique(&mut self, key: impl Into<String>) -> &mut Self {
        self.unique = Some(key.into());
        self
    }

    /// The earliest time.
    #[must_use]
    pub fn when(&self) -> When {
        self.when
    }

    /// The key, where one was given.
    #[must_use]
    pub fn key(&self) -> Option<&str> {
        self.unique.as_deref()
    }

    /// Its number in the store; none before the unit of work has ended.
    #[must_use]
    pub fn id(&self) -> Option<TicketId> {
        self.added.map(|added| added.id)
    }

    /// Whether one with the same key was waiting, so that [`id`](Ticket::id) is that one's.
    #[must_use]
    pub fn was_coalesced(&self) -> bool {
        self.added.is_some_and(|added| added.coalesced)
    }
}
