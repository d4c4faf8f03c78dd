//! A running call.

use crate::__private::{Codec, EmitterMeta, ItemMeta, Payload};
use crate::app::{App, drain};
use crate::cascade::record::{Act, NONE, Order, Record, RunState, What};
use crate::error::Unsettled;
use crate::test::Gate;
use crate::{BoxError, Cascade, CascadeError, Stored, Ticket, When};
use std::any::{Any, TypeId};
use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

/// A running call: the record, the queue, and what it needs to drain. Apart from the record, since what will be held here
/// (a transaction) is not `Sync`, and errors carry the record.
pub struct Core {
    pub(crate) record: Record,
    /// Index of the run that holds the context.
    pub(crate) running: u32,
    /// Index of the act that is next to be looked at: the queue is the part of the log from here on.
    pub(crate) next: usize,
    /// How many events were emitted and changes told, against the limit.
    pub(crate) length: usize,
    /// Changes that handlers with `on_change_of` are to be told when the queue is empty.
    pub(crate) changes: Vec<Act>,
    /// Those told or waiting in [`Core::changes`], by type and id.
    seen: BTreeSet<ChangeKey>,
    /// None in a test of one function: then nothing is drained.
    pub(crate) app: Option<App>,
    /// Where a test wants to stop.
    pub(crate) gate: Option<Arc<Gate>>,
    settled: Settled,
}

/// The type of the change and the id of the resource.
type ChangeKey = (TypeId, String);

/// How far `settle` has come.
#[derive(Default)]
struct Settled {
    acts: usize,
    runs: usize,
    /// Set while it runs, so that it stays set where it failed or was dropped half-way.
    open: bool,
}

impl Core {
    pub(crate) fn new(app: Option<App>, gate: Option<Arc<Gate>>) -> Core {
        Core {
            record: Record::default(),
            running: NONE,
            next: 0,
            length: 0,
            changes: Vec::new(),
            seen: BTreeSet::new(),
            app,
            gate,
            settled: Settled::default(),
        }
    }

    /// The first run, on nothing: a controller.
    pub(crate) fn start(&mut self, meta: &'static EmitterMeta) {
        self.running = self.record.push_run(meta, NONE, RunState::Ran);
    }

    pub(crate) fn put(&mut self, what: What, way: u32, item: &'static ItemMeta, body: Arc<Payload>) {
        self.record.push_act(what, self.running, way, item, body);
    }

    pub(crate) fn order<T: Stored + Any + Send + Sync>(
        &mut self,
        what: What,
        way: u32,
        when: When,
        body: T,
        item: &'static ItemMeta,
    ) -> &mut Ticket {
        let at = self.record.acts.len();
        self.put(what, way, item, Arc::new(body));
        let order = Order { ticket: Ticket::new(when), codec: Codec::of::<T>() };
        &mut self.record.acts[at].order.insert(Box::new(order)).ticket
    }

    pub(crate) fn changed(
        &mut self,
        key: ChangeKey,
        way: u32,
        item: &'static ItemMeta,
        body: impl FnOnce() -> Arc<Payload>,
    ) {
        let heard = self.app.as_ref().is_none_or(|app| app.hears(key.0));
        if heard && self.seen.insert(key) {
            self.changes.push(Act { what: What::Changed, by: self.running, way, item, body: body(), order: None });
        }
    }

    pub(crate) async fn settle(&mut self) -> Result<Cascade, CascadeError> {
        let controller = self.running;
        if let Some(app) = self.app.clone() {
            self.settled.open = true;
            if let Err(error) = drain(&app, self).await {
                return Err(self.error(error));
            }
            self.settled.open = false;
            // What changes from now on is a change that nobody was told of.
            self.seen.clear();
        }
        self.running = controller;
        let record = self.record.since(self.settled.acts, self.settled.runs);
        self.settled = Settled { acts: self.record.acts.len(), runs: self.record.runs.len(), open: false };
        Ok(Cascade { record, after_commit: Vec::new() })
    }

    /// What must hold when a controller has answered.
    pub(crate) fn check_settled(&self) -> Result<(), BoxError> {
        if self.settled.open { Err(Unsettled.into()) } else { Ok(()) }
    }

    /// An error with what led to it and what has happened until now.
    pub(crate) fn error(&self, source: BoxError) -> CascadeError {
        let cascade = Cascade { record: self.record.clone(), after_commit: Vec::new() };
        CascadeError::new(source, self.record.chain(self.running), cascade)
    }
}

impl fmt::Debug for Core {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Core")
    }
}
