//! What goes wrong in an application and must not take the program with it: loops of every kind, payloads that panic.

use ensue::{App, Changed, Cx, Ended, Panicked, Resource, TooLong, controller, event, handler};
use pollster::block_on;
use serde::{Deserialize, Deserializer, Serialize};
use std::time::Duration;

#[event]
struct Ping;

#[controller(may_emit = [Ping])]
fn start(cx: &mut Cx<'_, start>) {
    cx.emit(Ping);
}

#[handler(on = Ping, may_emit = [Ping], timing = after_commit)]
fn again(_event: &Ping, cx: &mut Cx<'_, again>) {
    cx.emit(Ping);
}

/// With the limit that holds where nothing is said, since a chain as long as that must not need a stack as deep.
#[test]
fn a_loop_through_the_commit_is_ended_like_any_other() {
    let done = block_on(App::builder().build().unwrap().call(start {})).unwrap();
    let after: Vec<_> = done.cascade.after_commit().collect();
    assert_eq!(after.len(), 10_000, "one for each event that was allowed");
    let (last, before) = after.split_last().unwrap();
    assert!(before.iter().all(|after| after.result.is_ok()));
    let error = last.result.as_ref().unwrap_err();
    let too_long = error.downcast_ref::<TooLong>().unwrap();
    assert_eq!(too_long.repeating, ["Ping", "again", "Ping"]);
}

#[derive(Resource)]
struct Shelf {
    #[id]
    id: u32,
    #[state]
    state: Fill,
}

#[derive(Debug, Resource)]
enum Fill {
    #[initial]
    Empty,
}

#[controller]
fn put(cx: &mut Cx<'_, put>) {
    cx.touch(&Shelf { id: 0, state: Fill::Empty });
}

#[handler(on_change_of = [Shelf])]
fn push_on(changed: &Changed<Shelf>, cx: &mut Cx<'_, push_on>) {
    cx.touch(&Shelf { id: changed.id + 1, state: Fill::Empty });
}

#[test]
fn a_loop_through_changes_is_ended_like_any_other() {
    let error = block_on(App::builder().limit(50).build().unwrap().call(put {})).unwrap_err();
    let too_long = error.downcast_ref::<TooLong>().unwrap();
    assert_eq!((too_long.limit, &too_long.repeating[..]), (50, &["Shelf", "push_on", "Shelf"][..]));
}

#[event]
#[derive(Serialize)]
struct Unreadable;

impl<'de> Deserialize<'de> for Unreadable {
    fn deserialize<D: Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
        panic!("no way back")
    }
}

#[controller(may_emit = [scheduled(Unreadable)])]
fn plan(cx: &mut Cx<'_, plan>) {
    cx.schedule(Duration::ZERO, Unreadable);
}

#[test]
fn a_payload_that_panics_when_it_is_read_fails_its_ticket() {
    let app = App::builder().build().unwrap();
    block_on(app.call(plan {})).unwrap();
    let report = block_on(app.run_due()).unwrap();
    let [ran] = &report.ran[..] else { panic!("one ticket") };
    let Ended::Failed { error, retry: Some(_) } = &ran.ended else { panic!("it is tried again: {ran}") };
    assert_eq!(error.downcast_ref::<Panicked>().unwrap().message, "no way back");
}
