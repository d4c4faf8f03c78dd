//! The record as a tree that people read: what led to what.

use super::Cascade;
use super::record::{NONE, Record, RunState};
use super::steps::{Happened, happened, through};
use crate::{Ticket, When};
use std::fmt::{self, Formatter};
use std::time::Duration;

/// Deeper than this, only the number of what follows is told: a loop of thousands is no tree.
const DEEPEST: usize = 30;

/// What is still to print, with how deep it stands.
#[derive(Clone, Copy)]
enum Node {
    Act(usize),
    Run(usize),
}

pub(super) fn print(cascade: &Cascade, f: &mut Formatter<'_>) -> fmt::Result {
    let record = &cascade.record;
    let children = Children::of(record);
    let mut hidden = 0;
    let mut open: Vec<(usize, Node)> = children.roots.iter().rev().map(|node| (0, *node)).collect();
    while let Some((depth, node)) = open.pop() {
        let below = children.below(node);
        open.extend(below.iter().rev().map(|child| (depth + 1, *child)));
        if depth < DEEPEST {
            write!(f, "{:indent$}", "", indent = depth * 2)?;
            line(record, node, f)?;
        } else {
            hidden += 1;
        }
    }
    if hidden > 0 {
        writeln!(f, "(and {hidden} more, deeper)")?;
    }
    for after in cascade.after_commit() {
        writeln!(f, "after the commit, `{}`:", after.handler)?;
        match &after.result {
            Ok(cascade) => print(cascade, f)?,
            Err(error) => writeln!(f, "  failed: {error}")?,
        }
    }
    Ok(())
}

fn line(record: &Record, node: Node, f: &mut Formatter<'_>) -> fmt::Result {
    match node {
        Node::Run(run) => {
            let run = &record.runs[run];
            let state = match run.state {
                RunState::Ran => "",
                RunState::Skipped => " (skipped by its precondition)",
                RunState::AfterCommit => " (after the commit)",
                RunState::Deferred => " (deferred)",
            };
            writeln!(f, "{}{state}", run.meta.name)
        }
        Node::Act(act) => {
            let act = &record.acts[act];
            match happened(act) {
                Happened::Emitted(name) => write!(f, "emits {name}")?,
                Happened::Scheduled(name, ticket) => write!(f, "schedules {name}{}", Order(ticket))?,
                Happened::Requested(name, ticket) => write!(f, "requests {name}{}", Order(ticket))?,
                Happened::Moved(moved) => write!(f, "{moved}")?,
                Happened::Changed(name) => write!(f, "tells a change of {name}")?,
                Happened::Given(name) => write!(f, "on {name}")?,
                Happened::Ran(_) | Happened::Skipped(_) | Happened::AwaitsCommit(_) | Happened::Deferred(_) => {}
            }
            let through = through(record, act);
            if !through.is_empty() {
                write!(f, ", through {}", through.join(" > "))?;
            }
            writeln!(f)
        }
    }
}

struct Order<'a>(&'a Ticket);

impl fmt::Display for Order<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.0.when() {
            When::Now => {}
            When::After(duration) => write!(f, " in {}", Span(duration))?,
            When::At(time) => match time.duration_since(std::time::UNIX_EPOCH) {
                Ok(since) => write!(f, " at {} s after 1970", since.as_secs())?,
                Err(_) => write!(f, " at a time before 1970")?,
            },
        }
        if let Some(key) = self.0.key() {
            write!(f, ", unique `{key}`")?;
        }
        if self.0.was_coalesced() { write!(f, ", one with a ticket that waits already") } else { Ok(()) }
    }
}

/// A duration in the largest unit that tells it exactly.
struct Span(Duration);

impl fmt::Display for Span {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let seconds = self.0.as_secs();
        let units = [(24 * 60 * 60, "days"), (60 * 60, "hours"), (60, "minutes")];
        let unit = units.iter().find(|(unit, _)| seconds > *unit && seconds % unit == 0);
        match unit {
            Some((unit, name)) if self.0.subsec_nanos() == 0 => write!(f, "{} {name}", seconds / unit),
            _ => write!(f, "{:?}", self.0),
        }
    }
}

/// Who stands below whom, in the order of time.
struct Children {
    roots: Vec<Node>,
    of_runs: Vec<Vec<Node>>,
    of_acts: Vec<Vec<Node>>,
}

impl Children {
    fn of(record: &Record) -> Children {
        let mut children = Children { roots: Vec::new(), of_runs: Vec::new(), of_acts: Vec::new() };
        children.of_runs.resize_with(record.runs.len(), Vec::new);
        children.of_acts.resize_with(record.acts.len(), Vec::new);
        for (position, run) in record.runs.iter().enumerate() {
            let parent = if run.of == NONE { &mut children.roots } else { &mut children.of_acts[run.of as usize] };
            parent.push(Node::Run(position));
        }
        for (position, act) in record.acts.iter().enumerate() {
            let parent = if act.by == NONE { &mut children.roots } else { &mut children.of_runs[act.by as usize] };
            parent.push(Node::Act(position));
        }
        children
    }

    fn below(&self, node: Node) -> &[Node] {
        match node {
            Node::Act(act) => &self.of_acts[act],
            Node::Run(run) => &self.of_runs[run],
        }
    }
}
