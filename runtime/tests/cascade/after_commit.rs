//! Handlers after the commit: each runs alone, and cannot fail the call.

use crate::failing::Refused;
use crate::{Log, Paid, app};
use ensue::{Cx, controller, event, handler};
use pollster::block_on;
use std::sync::Arc;

#[event]
struct Shipped {
    fail: bool,
}

#[controller(may_emit = [Shipped])]
fn ship(fail: bool, cx: &mut Cx<'_, ship>) {
    cx.emit(Shipped { fail });
}

#[handler(on = Shipped)]
fn z_check(event: &Shipped) -> Result<(), Refused> {
    if event.fail { Err(Refused(9)) } else { Ok(()) }
}

#[handler(on = Shipped, timing = after_commit, may_emit = [Paid])]
async fn a_tell(_event: &Shipped, log: &Log, cx: &mut Cx<'_, a_tell>) {
    log.note("a_tell");
    cx.emit(Paid);
}

#[handler(on = Shipped, timing = after_commit)]
fn b_stumble(_event: &Shipped) -> Result<(), Refused> {
    Err(Refused(4))
}

#[test]
fn after_the_commit_each_runs_alone_and_cannot_fail_the_call() {
    let log = Arc::default();
    let done = block_on(app(&log).call(ship { fail: false })).unwrap();
    assert_eq!(log.take(), ["a_tell", "bill"], "with what follows from it");
    let tree = "\
ship
  emits Shipped
    a_tell (after the commit)
    b_stumble (after the commit)
    z_check
after the commit, `a_tell`:
on Shipped
  a_tell
    emits Paid
      bill
after the commit, `b_stumble`:
  failed: the bank refused 4 (in Shipped > b_stumble)
";
    assert_eq!(done.cascade.to_string(), tree);
    let after: Vec<_> = done.cascade.after_commit().map(|after| (after.handler, after.result.is_ok())).collect();
    assert_eq!(after, [("a_tell", true), ("b_stumble", false)]);
    assert_eq!(done.cascade.emitted::<Paid>().count(), 0, "what they emit is in their own records");
}

#[test]
fn without_a_commit_nothing_runs_after_it() {
    let log = Arc::default();
    block_on(app(&log).call(ship { fail: true })).unwrap_err();
    assert!(log.take().is_empty());
}
