//! `Cx::settle`: what follows from a part of a call, before the rest.

use crate::failing::{Refused, Risked};
use crate::{Log, OF_ORDERED, OF_PAID, Ordered, Paid, app};
use ensue::{CascadeError, Cx, Unsettled, controller, event, handler};
use pollster::block_on;
use std::sync::Arc;
use std::task::Poll;

#[controller(may_emit = [Ordered, Paid])]
async fn order_twice(cx: &mut Cx<'_, order_twice>) -> Result<Vec<String>, CascadeError> {
    cx.emit(Ordered { n: 1 });
    let first = cx.settle().await?;
    cx.emit(Ordered { n: 2 });
    cx.emit(Paid);
    let second = cx.settle().await?;
    cx.emit(Paid);
    Ok(vec![first.to_string(), second.to_string()])
}

#[test]
fn settle_drains_a_part_and_gives_its_record() {
    let log = Arc::default();
    let done = block_on(app(&log).call(order_twice {})).unwrap();
    let first = format!("order_twice\n{OF_ORDERED}");
    let second = format!("{first}{OF_PAID}");
    assert_eq!(done.reply, [first, second]);
    assert_eq!(
        log.take(),
        ["a_reserve 1", "z_thank", "pack", "a_reserve 2", "z_thank", "bill", "pack", "bill"],
        "what is emitted after settling runs at the end"
    );
    assert_eq!(done.cascade.emitted::<Ordered>().count(), 2, "the whole record has both parts");
    assert_eq!(done.cascade.emitted::<Paid>().count(), 2);
}

#[controller(may_emit = [Risked])]
async fn settle_and_answer_anyway(cx: &mut Cx<'_, settle_and_answer_anyway>) {
    cx.emit(Risked::Refusal);
    assert!(cx.settle().await.is_err());
}

#[controller(may_emit = [Risked])]
async fn settle_and_tell(cx: &mut Cx<'_, settle_and_tell>) -> Result<(), CascadeError> {
    cx.emit(Risked::Refusal);
    cx.settle().await?;
    Ok(())
}

#[test]
fn a_failed_settle_fails_the_call() {
    let app = app(&Arc::default());
    let error = block_on(app.call(settle_and_tell {})).unwrap_err();
    assert_eq!(error.to_string(), "the bank refused 3 (in settle_and_tell > Risked > risk)");
    assert_eq!(error.downcast_ref::<Refused>(), Some(&Refused(3)), "through `?` the first error stays the error");
    let error = block_on(app.call(settle_and_answer_anyway {})).unwrap_err();
    assert!(error.downcast_ref::<Unsettled>().is_some(), "{error}");
}

/// Gives the thread back once, as a function that waits for the network does.
async fn wait() {
    let mut waited = false;
    std::future::poll_fn(|context| {
        context.waker().wake_by_ref();
        if std::mem::replace(&mut waited, true) { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
}

#[event]
struct Slow;

#[handler(on = Slow)]
async fn take_time(_event: &Slow, log: &Log) {
    wait().await;
    log.note("took time");
}

#[controller(may_emit = [Slow])]
async fn settle_impatiently(patient: bool, cx: &mut Cx<'_, settle_impatiently>) -> Result<(), CascadeError> {
    cx.emit(Slow);
    let mut settling = Box::pin(cx.settle());
    let first = std::future::poll_fn(|context| Poll::Ready(settling.as_mut().poll(context))).await;
    assert!(first.is_pending());
    if patient {
        settling.await?;
    }
    Ok(())
}

#[test]
fn a_settle_that_is_dropped_half_way_fails_the_call() {
    let log = Arc::default();
    let app = app(&log);
    let error = block_on(app.call(settle_impatiently { patient: false })).unwrap_err();
    assert!(error.downcast_ref::<Unsettled>().is_some(), "{error}");
    assert!(log.take().is_empty());
    block_on(app.call(settle_impatiently { patient: true })).unwrap();
    assert_eq!(log.take(), ["took time"]);
}
