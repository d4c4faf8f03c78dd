//! The queue of a running call: first in, first out, handlers of one event in the order of their ids.

use super::App;
use super::registry::Handler;
use crate::__private::{Core, Payload, Timing};
use crate::BoxError;
use crate::cascade::record::{NONE, RunState, What, index};
use crate::error::TooLong;
use crate::test::Step;
use std::sync::Arc;

/// Runs what is queued and all that follows from it.
pub(crate) async fn drain(app: &App, core: &mut Core) -> Result<(), BoxError> {
    if stop(app, core, &[]).await {
        return Ok(());
    }
    loop {
        while core.next < core.record.acts.len() {
            let at = core.next;
            core.next += 1;
            if dispatch(app, core, at).await? == Step::Stop {
                return Ok(());
            }
        }
        // Changes are told when nothing else is left to do, so that many changes of one resource are told once.
        if core.changes.is_empty() {
            return Ok(());
        }
        core.record.acts.append(&mut core.changes);
    }
}

/// Runs the inline handlers of one event or change, and takes note of those that run later.
async fn dispatch(app: &App, core: &mut Core, at: usize) -> Result<Step, BoxError> {
    let act = &core.record.acts[at];
    match act.what {
        What::Emitted | What::Changed => {
            core.length += 1;
            if core.length > app.0.settings.limit {
                return Err(too_long(app, core, at).into());
            }
        }
        What::Scheduled | What::Requested | What::Moved | What::Given => return Ok(Step::Go),
    }
    let handlers = app.handlers((*act.body).type_id());
    if handlers.is_empty() {
        return Ok(Step::Go);
    }
    let body = Arc::clone(&act.body);
    for (position, handler) in handlers.iter().enumerate() {
        let put_off = match handler.reg.meta.timing {
            Timing::Inline => {
                run(core, handler, at, &*body).await?;
                if core.gate.is_some() && stop(app, core, &handlers[position + 1..]).await {
                    return Ok(Step::Stop);
                }
                continue;
            }
            Timing::AfterCommit => RunState::AfterCommit,
            Timing::Deferred => RunState::Deferred,
        };
        core.record.push_run(handler.reg.meta, index(at), put_off);
    }
    Ok(Step::Go)
}

/// Runs one handler, if its precondition has nothing against it.
pub(crate) async fn run(core: &mut Core, handler: &Handler, at: usize, body: &Payload) -> Result<(), BoxError> {
    let Handler { reg, res } = handler;
    core.running = core.record.push_run(reg.meta, index(at), RunState::Ran);
    if let Some(precondition) = reg.precondition {
        if !precondition(body, res, core).await? {
            core.record.runs[core.running as usize].state = RunState::Skipped;
            return Ok(());
        }
    }
    (reg.run)(body, res, core).await
}

fn too_long(app: &App, core: &mut Core, at: usize) -> TooLong {
    let act = &core.record.acts[at];
    core.running = act.by;
    let mut chain = core.record.chain(act.by);
    chain.push(act.item.name);
    TooLong::of(app.0.settings.limit, &chain)
}

/// Asks the gate of a test, where there is one. `rest` are the handlers of the current event that have not run.
async fn stop(app: &App, core: &mut Core, rest: &[Handler]) -> bool {
    let Some(gate) = core.gate.clone() else { return false };
    let current = core.next.checked_sub(1).map(|at| &core.record.acts[at]);
    let rest = rest.iter().filter_map(|handler| Some((current?.item.name, handler.reg.meta.name)));
    let later = core.record.acts[core.next..].iter().filter(|act| matches!(act.what, What::Emitted | What::Changed));
    let later = later.flat_map(|act| {
        let handlers = app.handlers((*act.body).type_id());
        handlers.iter().map(|handler| (act.item.name, handler.reg.meta.name))
    });
    let queued = rest.chain(later).collect();
    if gate.pass(&core.record, queued).await == Step::Go {
        return false;
    }
    core.next = core.record.acts.len();
    core.changes.clear();
    core.running = core.record.runs.first().map_or(NONE, |_| 0);
    true
}
