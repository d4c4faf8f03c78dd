//! The record step by step, in the order of time.

use super::record::{Act, Record, Run, RunState, What};
use crate::{Moved, Ticket};

/// One step of a [`Cascade`](crate::Cascade).
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Step<'a> {
    /// The name of the handler, effect handler or controller; `None` when it came from a ticket, a program outside or a
    /// test.
    pub who: Option<&'static str>,
    /// The archiver's methods and helpers on the way, outermost first, as in `Auths::create`.
    pub through: Vec<&'static str>,
    /// What happened.
    pub what: Happened<'a>,
}

/// What happened in a [`Step`]. Events and effects are named by their identifiers.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum Happened<'a> {
    /// It started to run, on this event, effect or changed resource; a controller on nothing.
    Ran(Option<&'static str>),
    /// Its precondition said that it need not run on this event.
    Skipped(&'static str),
    /// It waits for the commit of this unit of work.
    AwaitsCommit(&'static str),
    /// It waits as a ticket.
    Deferred(&'static str),
    /// An event was emitted.
    Emitted(&'static str),
    /// An event was scheduled.
    Scheduled(&'static str, &'a Ticket),
    /// An effect was requested.
    Requested(&'static str, &'a Ticket),
    /// A resource changed its state.
    Moved(&'a Moved),
    /// A change of this resource is told to the handlers with `on_change_of`.
    Changed(&'static str),
    /// The event or effect that this unit of work is about.
    Given(&'static str),
}

pub(super) fn steps(record: &Record) -> impl Iterator<Item = Step<'_>> {
    let mut runs = record.runs.iter().peekable();
    let mut acts = record.acts.iter().enumerate().peekable();
    std::iter::from_fn(move || {
        let next_act = acts.peek().map(|(position, _)| *position);
        // A run comes before what it did: it started when there were as many acts as its `at` says.
        let run = runs.next_if(|run| next_act.is_none_or(|position| run.at as usize <= position));
        match run {
            Some(run) => Some(run_step(record, run)),
            None => acts.next().map(|(_, act)| act_step(record, act)),
        }
    })
}

fn run_step<'a>(record: &'a Record, run: &Run) -> Step<'a> {
    let of = record.acts.get(run.of as usize).map(|act| act.item.name);
    let what = match (run.state, of) {
        (RunState::Ran, of) => Happened::Ran(of),
        (_, None) => Happened::Ran(None),
        (RunState::Skipped, Some(of)) => Happened::Skipped(of),
        (RunState::AfterCommit, Some(of)) => Happened::AwaitsCommit(of),
        (RunState::Deferred, Some(of)) => Happened::Deferred(of),
    };
    Step { who: Some(run.meta.name), through: Vec::new(), what }
}

fn act_step<'a>(record: &'a Record, act: &'a Act) -> Step<'a> {
    let who = record.runs.get(act.by as usize).map(|run| run.meta.name);
    Step { who, through: through(record, act), what: happened(act) }
}

pub(super) fn happened(act: &Act) -> Happened<'_> {
    let name = act.item.name;
    let ticket = act.order.as_ref().map(|order| &order.ticket);
    match act.what {
        What::Scheduled => ticket.map_or(Happened::Emitted(name), |ticket| Happened::Scheduled(name, ticket)),
        What::Requested => ticket.map_or(Happened::Emitted(name), |ticket| Happened::Requested(name, ticket)),
        What::Emitted => Happened::Emitted(name),
        What::Moved => super::body(&*act.body).map_or(Happened::Changed(name), Happened::Moved),
        What::Changed => Happened::Changed(name),
        What::Given => Happened::Given(name),
    }
}

pub(super) fn through(record: &Record, act: &Act) -> Vec<&'static str> {
    let mut names: Vec<_> = record.way(act.way).map(|method| method.name).collect();
    names.reverse();
    names
}
