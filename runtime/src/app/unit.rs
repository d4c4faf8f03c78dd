//! A unit of work: what runs, then its tickets, the commit, and what waits for that.

use super::registry::Handler;
use super::{App, drain, guarded, run};
use crate::__private::{Core, ItemMeta, Payload};
use crate::cascade::record::{NONE, Record, RunState, What};
use crate::store::{Added, Attempt, End, Job, NewTicket, Receipt, TicketId, Work};
use crate::{AfterCommit, BoxError, Cascade, CascadeError, When};
use std::collections::VecDeque;
use std::sync::Arc;
use std::time::SystemTime;

/// What a unit of work belongs to.
#[derive(Clone, Copy, Default)]
pub(crate) struct Line {
    pub(crate) end: Option<Ending>,
    pub(crate) root: Option<TicketId>,
}

/// The ticket that a unit of work ends.
#[derive(Clone, Copy)]
pub(crate) enum Ending {
    Attempt(Attempt),
    Outside(TicketId),
}

/// An event, effect or change from elsewhere.
pub(crate) type Given = (&'static ItemMeta, Arc<Payload>);

/// A handler that waits for the commit of what it handles.
struct PutOff<'a> {
    given: Given,
    handler: &'a Handler,
    root: Option<TicketId>,
}

impl Ending {
    fn with(self, receipt: Receipt) -> End {
        match self {
            Ending::Attempt(attempt) => End::Attempt(attempt, receipt),
            Ending::Outside(id) => End::Outside(id, receipt),
        }
    }
}

impl App {
    pub(crate) fn core(&self) -> Core {
        Core::new(Some(self.clone()), None)
    }

    /// A unit of work that begins with something given, and what waits for its commit.
    pub(crate) async fn unit_of(
        &self,
        core: Core,
        given: Given,
        handler: Option<&Handler>,
        line: Line,
    ) -> Result<Cascade, CascadeError> {
        let (core, ran) = self.run_given(core, given, handler).await;
        self.end(core, ran.map(|orders| ((), orders)), line).await.map(|((), cascade)| cascade)
    }

    /// Dispatches what is given to all its handlers, or to the one named, and runs all that follows.
    async fn run_given(
        &self,
        mut core: Core,
        (item, body): Given,
        handler: Option<&Handler>,
    ) -> (Core, Result<Vec<NewTicket>, BoxError>) {
        let what = if handler.is_some() { What::Given } else { What::Emitted };
        core.record.push_act(what, NONE, NONE, item, Arc::clone(&body));
        let ran = guarded(async {
            if let Some(handler) = handler {
                run(&mut core, handler, 0, &*body).await?;
            }
            self.settle_up(&mut core).await
        });
        let ran = ran.await;
        (core, ran)
    }

    /// Drains, and reads off what is to be stored. Part of what is guarded: serializing is the application's code.
    pub(crate) async fn settle_up(&self, core: &mut Core) -> Result<Vec<NewTicket>, BoxError> {
        core.check_settled()?;
        drain(self, core).await?;
        self.orders(core)
    }

    /// Commits what ran, and runs what waited for that; or tells the error with all that led to it.
    pub(crate) async fn end<R>(
        &self,
        core: Core,
        ran: Result<(R, Vec<NewTicket>), BoxError>,
        line: Line,
    ) -> Result<(R, Cascade), CascadeError> {
        let (reply, core, root) = self.commit(core, ran, line).await?;
        let after_commit = self.after_commit(&core, root).await;
        Ok((reply, Cascade { record: core.record, after_commit }))
    }

    /// Gives, beside what it was given, the ticket at the root of all that follows.
    async fn commit<R>(
        &self,
        mut core: Core,
        ran: Result<(R, Vec<NewTicket>), BoxError>,
        line: Line,
    ) -> Result<(R, Core, Option<TicketId>), CascadeError> {
        let (reply, add) = match ran {
            Ok(ran) => ran,
            Err(error) => return Err(core.error(error)),
        };
        let mut root = line.root;
        if !add.is_empty() || line.end.is_some() {
            let work = Work { add, end: line.end.map(|end| end.with(receipt(&core.record))), root };
            match self.store().commit(work, self.now()).await {
                Ok(added) => {
                    let first = added.iter().find(|added| !added.coalesced);
                    root = root.or(first.map(|added| added.id));
                    note(&mut core, &added);
                }
                Err(error) => return Err(core.error(error.into())),
            }
        }
        Ok((reply, core, root))
    }

    /// Runs what waits for the commit, and then what waits for the commits of that. One after the other, however long the
    /// chain, and against one limit: a loop through the commit is a loop.
    async fn after_commit(&self, core: &Core, root: Option<TicketId>) -> Vec<Arc<AfterCommit>> {
        let mut done = Vec::new();
        let mut length = core.length;
        let mut waiting = VecDeque::from(self.put_off(&core.record, root));
        while let Some(PutOff { given, handler, root }) = waiting.pop_front() {
            let mut core = self.core();
            core.length = length;
            let (core, ran) = self.run_given(core, given, Some(handler)).await;
            let committed = self.commit(core, ran.map(|orders| ((), orders)), Line { end: None, root }).await;
            let result = committed.map(|((), core, root)| {
                length = core.length;
                waiting.extend(self.put_off(&core.record, root));
                Cascade { record: core.record, after_commit: Vec::new() }
            });
            done.push(Arc::new(AfterCommit { handler: handler.reg.meta.name, result }));
        }
        done
    }

    /// The handlers that wait for the commit of what is recorded, in order.
    fn put_off(&self, record: &Record, root: Option<TicketId>) -> Vec<PutOff<'_>> {
        let waiting = record.runs.iter().filter(|run| run.state == RunState::AfterCommit);
        let put_off = waiting.filter_map(|run| {
            let act = &record.acts[run.of as usize];
            let mut handlers = self.handlers((*act.body).type_id()).iter();
            let handler = handlers.find(|handler| std::ptr::eq(handler.reg.meta, run.meta))?;
            Some(PutOff { given: (act.item, Arc::clone(&act.body)), handler, root })
        });
        put_off.collect()
    }

    /// What is ordered for later, in order: scheduled events and effects, then deferred handlers.
    fn orders(&self, core: &mut Core) -> Result<Vec<NewTicket>, BoxError> {
        let now = self.now();
        let mut orders = Vec::new();
        for act in core.record.acts.iter().filter(|act| act.order.is_some()) {
            let Some(order) = &act.order else { continue };
            core.running = act.by;
            let by = core.record.runs.get(act.by as usize).map(|run| run.meta.id()).unwrap_or_default();
            let (job, exclusive) = self.job(act.what, act.item, &*act.body);
            orders.push(NewTicket {
                job,
                payload: (order.codec.encode)(&*act.body)?,
                version: act.item.version,
                earliest: earliest(order.ticket.when(), now),
                unique: order.ticket.key().map(str::to_owned),
                exclusive,
                by,
            });
        }
        for deferred in core.record.runs.iter().filter(|run| run.state == RunState::Deferred) {
            let act = &core.record.acts[deferred.of as usize];
            core.running = act.by;
            let handlers = self.handlers((*act.body).type_id());
            let reg = handlers.iter().map(|handler| handler.reg).find(|reg| std::ptr::eq(reg.meta, deferred.meta));
            let Some((reg, codec)) = reg.and_then(|reg| Some((reg, reg.codec?))) else {
                return Err(format!("`{}` is deferred but cannot keep its event", deferred.meta.id()).into());
            };
            orders.push(NewTicket {
                job: Job::Handle { handler: reg.meta.id(), event: act.item.stable_name.to_owned() },
                payload: (codec.encode)(&*act.body)?,
                version: act.item.version,
                earliest: now,
                unique: None,
                exclusive: reg.exclusive.map(|key| key(&*act.body)),
                by: core.record.runs.get(act.by as usize).map(|run| run.meta.id()).unwrap_or_default(),
            });
        }
        // What fails from here on is nobody's doing in particular.
        core.running = 0;
        Ok(orders)
    }

    fn job(&self, what: What, item: &ItemMeta, body: &Payload) -> (Job, Option<String>) {
        let name = item.stable_name.to_owned();
        if what == What::Scheduled {
            return (Job::Emit { event: name }, None);
        }
        if let Some(by) = item.performed_by {
            return (Job::Outside { effect: name, by: by.to_owned() }, None);
        }
        let exclusive = self.0.registry.performers.get(item.stable_name).and_then(|handler| handler.reg.exclusive);
        (Job::Perform { effect: name }, exclusive.map(|key| key(body)))
    }
}

/// Skipped is what was given to one handler whose precondition refused it.
pub(crate) fn receipt(record: &Record) -> Receipt {
    let given = record.acts.first().is_some_and(|act| act.what == What::Given);
    let skipped = record.runs.first().is_some_and(|run| run.state == RunState::Skipped);
    if given && skipped { Receipt::Skipped } else { Receipt::Done }
}

fn earliest(when: When, now: SystemTime) -> SystemTime {
    match when {
        When::Now => now,
        // A time that no clock will show is as good as the last one that can be told.
        When::After(duration) => now.checked_add(duration).unwrap_or(now + std::time::Duration::from_secs(1 << 33)),
        When::At(time) => time,
    }
}

/// Writes into the record what became of the orders, which stand there in the same order.
fn note(core: &mut Core, added: &[Added]) {
    let orders = core.record.acts.iter_mut().filter_map(|act| act.order.as_deref_mut());
    for (order, added) in orders.zip(added) {
        order.ticket.set_added(added.id, added.coalesced);
    }
}
