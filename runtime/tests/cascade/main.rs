//! A call and all that follows from it: order, settling, changes, errors.
#![allow(clippy::unused_async, clippy::unnecessary_wraps, reason = "functions of every form are run")]

mod after_commit;
mod failing;
#[path = "../log/mod.rs"]
mod log;
mod moves;
mod settle;

use ensue::{App, Cascade, CascadeError, Cx, Done, Happened, controller, event, handler};
use failing::Refused;
use log::Log;
use moves::Auths;
use pollster::block_on;
use std::sync::Arc;

fn app(log: &Arc<Log>) -> App {
    App::builder().with_shared(Arc::clone(log)).with(Auths::default()).limit(100).build().unwrap()
}

#[event]
struct Ordered {
    n: u32,
}

#[event]
struct Paid;

#[event]
struct Reserved;

#[controller(may_emit = [Ordered, Paid])]
fn order(n: u32, cx: &mut Cx<'_, order>) -> Result<u32, Refused> {
    cx.emit(Ordered { n });
    cx.emit(Paid);
    Ok(n)
}

/// Declared before, and registered in no particular order; its id comes after that of `a_reserve`.
#[handler(on = Ordered)]
fn z_thank(_event: &Ordered, log: &Log) {
    log.note("z_thank");
}

#[handler(on = Ordered, may_emit = [Reserved])]
async fn a_reserve(event: &Ordered, log: &Log, cx: &mut Cx<'_, a_reserve>) {
    log.note(format!("a_reserve {}", event.n));
    cx.emit(Reserved);
}

#[handler(on = Paid)]
fn bill(_event: &Paid, log: &Log) {
    log.note("bill");
}

#[handler(on = Reserved)]
fn pack(_event: &Reserved, log: &Log) {
    log.note("pack");
}

/// What follows from an [`Ordered`], as the record shows it.
const OF_ORDERED: &str = "  emits Ordered
    a_reserve
      emits Reserved
        pack
    z_thank
";

/// What follows from a [`Paid`].
const OF_PAID: &str = "  emits Paid
    bill
";

#[test]
fn events_run_first_in_first_out_and_handlers_by_id() {
    let log = Arc::default();
    let done = block_on(app(&log).call(order { n: 7 })).unwrap();
    assert_eq!(done.reply, 7);
    assert_eq!(log.take(), ["a_reserve 7", "z_thank", "bill", "pack"]);
    assert_eq!(done.cascade.ran().collect::<Vec<_>>(), ["order", "a_reserve", "z_thank", "bill", "pack"]);
    assert_eq!(done.cascade.emitted::<Ordered>().map(|event| event.n).collect::<Vec<_>>(), [7]);
    assert_eq!(done.cascade.emitted::<Reserved>().count(), 1);
}

#[test]
fn the_record_reads_as_a_tree() {
    let done = block_on(app(&Arc::default()).call(order { n: 7 })).unwrap();
    assert_eq!(done.cascade.to_string(), format!("order\n{OF_ORDERED}{OF_PAID}"));
}

#[test]
fn the_record_tells_each_step_in_order() {
    let done = block_on(app(&Arc::default()).call(order { n: 7 })).unwrap();
    let steps: Vec<_> = done.cascade.steps().map(|step| (step.who.unwrap(), step.what)).collect();
    let expected = [
        ("order", Happened::Ran(None)),
        ("order", Happened::Emitted("Ordered")),
        ("order", Happened::Emitted("Paid")),
        ("a_reserve", Happened::Ran(Some("Ordered"))),
        ("a_reserve", Happened::Emitted("Reserved")),
        ("z_thank", Happened::Ran(Some("Ordered"))),
        ("bill", Happened::Ran(Some("Paid"))),
        ("pack", Happened::Ran(Some("Reserved"))),
    ];
    assert_eq!(steps, expected);
}

#[test]
fn calls_and_what_they_give_go_between_threads() {
    fn assert_send<T: Send>(value: T) -> T {
        value
    }
    fn assert_send_sync<T: Send + Sync>() {}
    assert_send_sync::<(App, Cascade, CascadeError, Done<u32>)>();
    let log: Arc<Log> = Arc::default();
    let app = app(&log);
    let thread = std::thread::spawn(move || block_on(assert_send(app.call(order { n: 1 }))).unwrap().reply);
    assert_eq!(thread.join().unwrap(), 1);
}
