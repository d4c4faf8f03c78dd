//! The store of an application that names no other.

use super::{Added, Attempt, End, Job, NewTicket, State, Store, StoreError, Ticket, TicketId, Work};
use crate::BoxFuture;
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

/// Keeps tickets in memory: they end with the process.
#[derive(Debug, Default)]
pub struct Memory {
    tickets: Mutex<Tickets>,
}

#[derive(Debug, Default)]
struct Tickets {
    by_id: BTreeMap<TicketId, Ticket>,
    last: u64,
}

impl Memory {
    /// An empty store.
    #[must_use]
    pub fn new() -> Memory {
        Memory::default()
    }

    /// No step below panics half-way, so a poisoned lock guards whole data.
    fn lock(&self) -> MutexGuard<'_, Tickets> {
        self.tickets.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Store for Memory {
    fn commit(&self, work: Work, now: SystemTime) -> BoxFuture<'_, Result<Vec<Added>, StoreError>> {
        ready(self.lock().commit(work, now))
    }

    fn take(&self, now: SystemTime, until: SystemTime) -> BoxFuture<'_, Result<Option<Ticket>, StoreError>> {
        ready(Ok(self.lock().take(now, until)))
    }

    fn fail(
        &self,
        attempt: Attempt,
        error: String,
        retry: Option<SystemTime>,
        now: SystemTime,
    ) -> BoxFuture<'_, Result<(), StoreError>> {
        let state = retry.map_or(State::Failed { at: now }, |due| State::Waiting { due });
        ready(self.lock().held(attempt).map(|ticket| {
            ticket.error = Some(error);
            ticket.state = state;
        }))
    }

    fn retry(&self, id: TicketId, now: SystemTime) -> BoxFuture<'_, Result<(), StoreError>> {
        ready(self.lock().get(id).and_then(|ticket| match ticket.state {
            State::Failed { .. } => {
                ticket.state = State::Waiting { due: now };
                ticket.attempts = 0;
                Ok(())
            }
            State::Waiting { .. } | State::Taken { .. } | State::Done { .. } => Err(StoreError::NotWaiting(id)),
        }))
    }

    fn tickets(&self) -> BoxFuture<'_, Result<Vec<Ticket>, StoreError>> {
        ready(Ok(self.lock().by_id.values().cloned().collect()))
    }

    fn ticket(&self, id: TicketId) -> BoxFuture<'_, Result<Option<Ticket>, StoreError>> {
        ready(Ok(self.lock().by_id.get(&id).cloned()))
    }

    fn next_due(&self) -> BoxFuture<'_, Result<Option<SystemTime>, StoreError>> {
        ready(Ok(self.lock().next_due()))
    }

    fn clean(&self, done_before: SystemTime) -> BoxFuture<'_, Result<usize, StoreError>> {
        ready(Ok(self.lock().clean(done_before)))
    }
}

impl Tickets {
    fn get(&mut self, id: TicketId) -> Result<&mut Ticket, StoreError> {
        self.by_id.get_mut(&id).ok_or(StoreError::Unknown(id))
    }

    fn held(&mut self, attempt: Attempt) -> Result<&mut Ticket, StoreError> {
        let ticket = self.get(attempt.id)?;
        let held = matches!(ticket.state, State::Taken { .. }) && ticket.attempts == attempt.number;
        if held { Ok(ticket) } else { Err(StoreError::Lost(attempt.id)) }
    }

    fn commit(&mut self, work: Work, now: SystemTime) -> Result<Vec<Added>, StoreError> {
        // The end comes first: it alone can fail, and then nothing is added.
        if let Some(end) = work.end {
            self.end(end, now)?;
        }
        let mut root = work.root;
        let added = work.add.into_iter().map(|order| {
            let added = self.add(order, root, now);
            root = root.or(Some(added.id).filter(|_| !added.coalesced));
            added
        });
        Ok(added.collect())
    }

    fn end(&mut self, end: End, now: SystemTime) -> Result<(), StoreError> {
        let (ticket, receipt) = match end {
            End::Attempt(attempt, receipt) => (self.held(attempt)?, receipt),
            End::Outside(id, receipt) => (self.outside(id)?, receipt),
        };
        ticket.error = None;
        ticket.state = State::Done { at: now, receipt };
        Ok(())
    }

    fn outside(&mut self, id: TicketId) -> Result<&mut Ticket, StoreError> {
        let ticket = self.get(id)?;
        let waits = matches!(ticket.state, State::Waiting { .. }) && matches!(ticket.order.job, Job::Outside { .. });
        if waits { Ok(ticket) } else { Err(StoreError::NotWaiting(id)) }
    }

    fn add(&mut self, order: NewTicket, root: Option<TicketId>, now: SystemTime) -> Added {
        if let Some((waiting, waits_until)) = self.waiting_alike(&order) {
            waiting.order.earliest = waiting.order.earliest.min(order.earliest);
            // One that waits for its next attempt goes on waiting: who asks again does not make the outside any better.
            let due = if waiting.attempts == 0 { waits_until.min(order.earliest) } else { waits_until };
            waiting.state = State::Waiting { due };
            return Added { id: waiting.id, coalesced: true };
        }
        self.last += 1;
        let id = TicketId(self.last);
        let state = State::Waiting { due: order.earliest };
        let root = root.unwrap_or(id);
        self.by_id.insert(id, Ticket { id, root, order, created: now, attempts: 0, error: None, state });
        Added { id, coalesced: false }
    }

    fn waiting_alike(&mut self, order: &NewTicket) -> Option<(&mut Ticket, SystemTime)> {
        order.unique.as_ref()?;
        self.by_id.values_mut().find_map(|ticket| match ticket.state {
            State::Waiting { due } if ticket.order.unique == order.unique && ticket.order.job == order.job => {
                Some((ticket, due))
            }
            _ => None,
        })
    }

    fn take(&mut self, now: SystemTime, until: SystemTime) -> Option<Ticket> {
        let busy = |ticket: &&Ticket| matches!(ticket.state, State::Taken { until } if until > now);
        let locked: Vec<_> = self.by_id.values().filter(busy).filter_map(|held| held.order.exclusive.clone()).collect();
        let free = |ticket: &&Ticket| ticket.order.exclusive.as_ref().is_none_or(|key| !locked.contains(key));
        let due = self.by_id.values().filter(free).filter_map(|ticket| Some((due(ticket)?, ticket.id)));
        let (_, id) = due.filter(|(due, _)| *due <= now).min()?;
        let ticket = self.by_id.get_mut(&id)?;
        ticket.state = State::Taken { until };
        ticket.attempts += 1;
        Some(ticket.clone())
    }

    fn next_due(&self) -> Option<SystemTime> {
        let next =
            self.by_id.values().filter_map(|ticket| due(ticket).map(|due| self.locked_until(ticket).max(Some(due))));
        next.min().flatten()
    }

    /// When the exclusive key of a ticket is free, if another holds it.
    fn locked_until(&self, ticket: &Ticket) -> Option<SystemTime> {
        let key = ticket.order.exclusive.as_ref()?;
        let others =
            self.by_id.values().filter(|other| other.id != ticket.id && other.order.exclusive.as_ref() == Some(key));
        let held = others.filter_map(|other| match other.state {
            State::Taken { until } => Some(until),
            State::Waiting { .. } | State::Done { .. } | State::Failed { .. } => None,
        });
        held.max()
    }

    fn clean(&mut self, done_before: SystemTime) -> usize {
        let before = self.by_id.len();
        self.by_id.retain(|_, ticket| !matches!(ticket.state, State::Done { at, .. } if at < done_before));
        before - self.by_id.len()
    }
}

/// When the ticket can be handed out, if ever.
fn due(ticket: &Ticket) -> Option<SystemTime> {
    match ticket.state {
        State::Waiting { .. } if matches!(ticket.order.job, Job::Outside { .. }) => None,
        State::Waiting { due } => Some(due),
        State::Taken { until } => Some(until),
        State::Done { .. } | State::Failed { .. } => None,
    }
}

fn ready<'a, T: Send + 'a>(value: T) -> BoxFuture<'a, T> {
    Box::pin(std::future::ready(value))
}
