//! Work that waits as tickets, run when the program asks for it.

use super::unit::{Ending, Line, receipt};
use super::{App, guarded, outside};
use crate::__private::{Core, ItemMeta, Payload};
use crate::app::registry::Handler;
use crate::error::CalledInside;
use crate::store::{Job, Receipt, StoreError, Ticket, TicketId};
use crate::{BoxError, Cascade, CascadeError};
use std::error::Error;
use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

/// What [`App::run_due`] did.
#[derive(Debug)]
pub struct Report {
    /// The tickets that ran, in order.
    pub ran: Vec<Ran>,
    /// Whether tickets were still due at the end: one that orders itself anew is due for ever, so a bound ended the work.
    pub more: bool,
}

/// What became of one ticket.
#[derive(Debug)]
pub struct Ran {
    /// The ticket as it was handed out.
    pub ticket: Ticket,
    /// How it ended.
    pub ended: Ended,
}

/// How an attempt ended.
#[derive(Debug)]
pub enum Ended {
    /// It is done; this is what happened.
    Done(Cascade),
    /// Its precondition said that it need not run.
    Skipped,
    /// It failed.
    Failed {
        /// Why.
        error: CascadeError,
        /// When it is tried again; never when it has failed for good.
        retry: Option<SystemTime>,
    },
    /// It took longer than the lease, and another attempt holds the ticket: what this one ordered is not kept.
    Lost,
}

/// Why waiting work could not be run. That a ticket failed is no such reason: [`Ended::Failed`] tells it.
#[derive(Debug)]
pub enum WorkError {
    /// It was asked for inside a cascade.
    Inside(CalledInside),
    /// The store did not answer.
    Store(StoreError),
}

impl App {
    /// Runs what is due, one ticket after the other, until nothing is; each in a unit of work of its own. Receipts that
    /// were kept long enough are cleaned up.
    ///
    /// A program calls it in a loop and sleeps until [`App::next_due`]; a test calls it when it wants to see what was put
    /// off.
    pub async fn run_due(&self) -> Result<Report, WorkError> {
        let mut report = Report { ran: Vec::new(), more: false };
        while let Some(ran) = self.run_next().await? {
            report.ran.push(ran);
            if report.ran.len() >= self.0.settings.limit {
                report.more = true;
                break;
            }
        }
        if let Some(before) = self.now().checked_sub(self.0.settings.keep_receipts) {
            self.store().clean(before).await.map_err(WorkError::Store)?;
        }
        Ok(report)
    }

    /// Runs the ticket that is due for the longest time, if there is one.
    pub async fn run_next(&self) -> Result<Option<Ran>, WorkError> {
        outside("run_next").map_err(WorkError::Inside)?;
        let now = self.now();
        let until = now.checked_add(self.0.settings.lease).unwrap_or(now);
        let Some(ticket) = self.store().take(now, until).await.map_err(WorkError::Store)? else { return Ok(None) };
        let ended = match self.attempt(&ticket).await {
            Ok(cascade) if receipt(&cascade.record) == Receipt::Skipped => Ended::Skipped,
            Ok(cascade) => Ended::Done(cascade),
            Err(error) => self.failed(&ticket, error).await?,
        };
        Ok(Some(Ran { ticket, ended }))
    }

    /// The earliest time at which more work will be due; none when nothing waits.
    pub async fn next_due(&self) -> Result<Option<SystemTime>, WorkError> {
        self.store().next_due().await.map_err(WorkError::Store)
    }

    /// Lets a ticket that has failed for good wait again, due at once.
    pub async fn retry(&self, ticket: TicketId) -> Result<(), WorkError> {
        self.store().retry(ticket, self.now()).await.map_err(WorkError::Store)
    }

    async fn attempt(&self, ticket: &Ticket) -> Result<Cascade, CascadeError> {
        let refuse = |error: BoxError| Core::new(None, None).error(error);
        if ticket.attempts > self.0.settings.retry.attempts.max(1) {
            return Err(refuse(format!("attempt {} did not come back", ticket.attempts - 1).into()));
        }
        // To read a payload is the application's code too.
        let (item, body, handler) = guarded(async { self.read(ticket) }).await.map_err(refuse)?;
        let line = Line { end: Some(Ending::Attempt(ticket.attempt())), root: Some(ticket.root) };
        self.unit_of(self.core(), (item, body), handler, line).await
    }

    async fn failed(&self, ticket: &Ticket, error: CascadeError) -> Result<Ended, WorkError> {
        let now = self.now();
        let retry = self.0.settings.retry.after(ticket.attempts, now);
        match self.store().fail(ticket.attempt(), error.to_string(), retry, now).await {
            Ok(()) => Ok(Ended::Failed { error, retry }),
            Err(StoreError::Lost(_)) => Ok(Ended::Lost),
            Err(error) => Err(WorkError::Store(error)),
        }
    }

    /// Finds who is meant by a ticket, and gives the payload its type back.
    fn read(&self, ticket: &Ticket) -> Result<(&'static ItemMeta, Arc<Payload>, Option<&Handler>), BoxError> {
        let (item, codec, handler) = match &ticket.order.job {
            Job::Emit { event } => {
                let kept = self.0.registry.kept.get(event.as_str());
                let kept = kept.ok_or_else(|| format!("nobody declares `scheduled({event})` any more"))?;
                (kept.item, kept.codec, None)
            }
            Job::Handle { handler, event } => {
                let found = self.deferred(handler, event);
                let found = found.ok_or_else(|| format!("no deferred handler `{handler}` of `{event}` is linked; if it was moved, say so with `moved = \"{handler}\"`"))?;
                (found.reg.item, found.reg.codec.ok_or("a deferred handler keeps its event")?, Some(found))
            }
            Job::Perform { effect } => {
                let found = self.0.registry.performers.get(effect.as_str());
                let found = found.ok_or_else(|| format!("no effect handler of `{effect}` is linked"))?;
                (found.reg.item, found.reg.codec.ok_or("an effect handler keeps its effect")?, Some(found))
            }
            Job::Outside { by, .. } => return Err(format!("this is for `{by}` to do").into()),
        };
        let body = (codec.decode)(&ticket.order.payload).map_err(|error| {
            let (name, was, is) = (item.name, ticket.order.version, item.version);
            format!("`{name}`, stored in version {was}, cannot be read in version {is}: {error}")
        })?;
        Ok((item, body, handler))
    }

    fn deferred(&self, id: &str, event: &str) -> Option<&Handler> {
        let all = self.0.registry.handlers.values().flatten();
        let mut all = all.filter(|handler| handler.reg.item.stable_name == event);
        all.find(|handler| handler.reg.meta.id() == id || handler.reg.meta.moved == Some(id))
    }
}

impl Report {
    /// The tickets that failed, with why.
    pub fn failed(&self) -> impl Iterator<Item = (&Ticket, &CascadeError)> {
        self.ran.iter().filter_map(|ran| match &ran.ended {
            Ended::Failed { error, .. } => Some((&ran.ticket, error)),
            Ended::Done(_) | Ended::Skipped | Ended::Lost => None,
        })
    }

    /// What happened, ticket by ticket.
    pub fn cascades(&self) -> impl Iterator<Item = &Cascade> {
        self.ran.iter().filter_map(|ran| match &ran.ended {
            Ended::Done(cascade) => Some(cascade),
            Ended::Skipped | Ended::Lost | Ended::Failed { .. } => None,
        })
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for ran in &self.ran {
            write!(f, "{ran}")?;
        }
        if self.more { writeln!(f, "(more is due)") } else { Ok(()) }
    }
}

impl fmt::Display for Ran {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ticket {}, ", self.ticket.id)?;
        match &self.ticket.order.job {
            Job::Emit { event } => write!(f, "emit {event}")?,
            Job::Handle { handler, event } => write!(f, "run {handler} on {event}")?,
            Job::Perform { effect } => write!(f, "perform {effect}")?,
            Job::Outside { effect, by } => write!(f, "{effect} for {by}")?,
        }
        match &self.ended {
            Ended::Done(cascade) => write!(f, ":\n{cascade}"),
            Ended::Skipped => writeln!(f, ": skipped by its precondition"),
            Ended::Lost => writeln!(f, ": lost, since it took longer than the lease"),
            Ended::Failed { error, retry: Some(_) } => writeln!(f, ": failed, to be tried again: {error}"),
            Ended::Failed { error, retry: None } => writeln!(f, ": failed for good: {error}"),
        }
    }
}

impl fmt::Display for WorkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            WorkError::Inside(error) => error.fmt(f),
            WorkError::Store(error) => error.fmt(f),
        }
    }
}

impl Error for WorkError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            WorkError::Inside(error) => Some(error),
            WorkError::Store(error) => Some(error),
        }
    }
}
