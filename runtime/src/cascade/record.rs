//! The record while it is written: one log of what happened, in the order in which it did.

use crate::__private::{Codec, EmitterMeta, ItemMeta, Method, Payload};
use crate::Ticket;
use std::sync::Arc;

/// An index that points nowhere.
pub(crate) const NONE: u32 = u32::MAX;

/// What happened, as it is written. Plain data, `Send` and `Sync`, apart from the running call: an error carries it.
#[derive(Clone, Default)]
pub(crate) struct Record {
    pub(crate) acts: Vec<Act>,
    pub(crate) runs: Vec<Run>,
    pub(crate) ways: Vec<Way>,
}

/// One thing that a run did. Small, since a cascade has many.
#[derive(Clone)]
pub(crate) struct Act {
    pub(crate) what: What,
    /// Index of the run that did it; [`NONE`] when it came from a ticket, a program outside or a test.
    pub(crate) by: u32,
    /// Index of the way, or [`NONE`].
    pub(crate) way: u32,
    pub(crate) item: &'static ItemMeta,
    /// The event or effect; of a move the [`Moved`](crate::Moved), of a change the [`Changed`](crate::Changed).
    pub(crate) body: Arc<Payload>,
    pub(crate) order: Option<Box<Order>>,
}

/// What makes an act a ticket when the unit of work ends.
#[derive(Clone)]
pub(crate) struct Order {
    pub(crate) ticket: Ticket,
    pub(crate) codec: Codec,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum What {
    Emitted,
    Scheduled,
    Requested,
    Moved,
    /// A change told to those who listen with `on_change_of`.
    Changed,
    /// The event or effect that the first run got from elsewhere: its other handlers are not meant.
    Given,
}

/// A function that ran, or that was put off.
#[derive(Clone)]
pub(crate) struct Run {
    pub(crate) meta: &'static EmitterMeta,
    /// Index of the act that it handles; [`NONE`] for the controller that started the cascade.
    pub(crate) of: u32,
    /// Number of acts before it started.
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
    pub(crate) fn push_act(&mut self, what: What, by: u32, way: u32, item: &'static ItemMeta, body: Arc<Payload>) {
        self.acts.push(Act { what, by, way, item, body, order: None });
    }

    /// Adds a run and gives its index.
    pub(crate) fn push_run(&mut self, meta: &'static EmitterMeta, of: u32, state: RunState) -> u32 {
        let run = index(self.runs.len());
        self.runs.push(Run { meta, of, at: index(self.acts.len()), state });
        run
    }

    /// The methods on the way, innermost first.
    pub(crate) fn way(&self, way: u32) -> impl Iterator<Item = &'static Method> {
        let at = |way: u32| self.ways.get(way as usize);
        std::iter::successors(at(way), move |step| at(step.from)).map(|step| step.method)
    }

    /// Who led to this run: names of emitters and of what they emitted, in turns, outermost first.
    pub(crate) fn chain(&self, run: u32) -> Vec<&'static str> {
        let mut chain = Vec::new();
        let mut at = self.runs.get(run as usize);
        while let Some(run) = at {
            chain.push(run.meta.name);
            let act = self.acts.get(run.of as usize);
            chain.extend(act.map(|act| act.item.name));
            at = act.and_then(|act| self.runs.get(act.by as usize));
        }
        chain.reverse();
        chain
    }

    /// What happened since there were so many acts and runs, with the controller (run 0) as its root. All that was queued
    /// before must have run before.
    pub(crate) fn since(&self, acts: usize, runs: usize) -> Record {
        let runs = runs.max(1);
        let (skipped_acts, skipped_runs) = (index(acts), index(runs - 1));
        let run = |by: u32| if by == NONE || by == 0 { by } else { by - skipped_runs };
        let act = |of: u32| if of == NONE { NONE } else { of - skipped_acts };
        let acts = self.acts[acts..].iter().map(|act| Act { by: run(act.by), ..act.clone() });
        let later = self.runs[runs..].iter();
        let later = later.map(|run| Run { of: act(run.of), at: run.at - skipped_acts, ..run.clone() });
        let root = self.runs[..1].iter().map(|run| Run { at: 0, ..run.clone() });
        Record { acts: acts.collect(), runs: root.chain(later).collect(), ways: self.ways.clone() }
    }
}

/// Positions in the log are 32 bits wide: a cascade is bounded far below that.
pub(crate) fn index(position: usize) -> u32 {
    u32::try_from(position).expect("a cascade is bounded to fewer than 2^32 steps")
}
