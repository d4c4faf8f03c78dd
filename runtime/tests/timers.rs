//! Controllers with a schedule: listed, and run when the program says that their time has come.
#![allow(clippy::unused_async, reason = "functions of every form are run")]

use ensue::{App, CalledInside, Cx, controller, event, handler};
use pollster::block_on;
use std::sync::{Arc, OnceLock};

#[event]
struct Opened;

#[event]
struct Counted;

#[controller(schedule = "every evening", may_emit = [Counted])]
async fn count(cx: &mut Cx<'_, count>) -> Result<u32, String> {
    cx.emit(Counted);
    Ok(7)
}

#[controller(schedule = "0 9 * * *", may_emit = [Opened])]
fn begin(cx: &mut Cx<'_, begin>) {
    cx.emit(Opened);
}

/// Without a schedule it is no timer.
#[controller(may_emit = [Opened])]
fn open(cx: &mut Cx<'_, open>) {
    cx.emit(Opened);
}

/// The application itself, where a test puts it; a shared resource it cannot be.
#[derive(Default)]
struct Apps(OnceLock<App>);

#[handler(on = Counted)]
async fn run_timers(_event: &Counted, apps: &Apps) -> Result<(), ensue::BoxError> {
    if let Some(app) = apps.0.get() {
        for timer in app.timers() {
            timer.run().await?;
        }
    }
    Ok(())
}

#[test]
fn timers_are_listed_by_id_and_run_whole_cascades() {
    let app = App::builder().with(Apps::default()).build().unwrap();
    let timers: Vec<_> = app.timers().collect();
    let told: Vec<_> = timers.iter().map(|timer| (timer.id(), timer.schedule())).collect();
    assert_eq!(told, [("timers::begin".to_owned(), "0 9 * * *"), ("timers::count".to_owned(), "every evening")]);
    let ran: Vec<Vec<_>> = timers.iter().map(|timer| block_on(timer.run()).unwrap().ran().collect()).collect();
    assert_eq!(ran, [vec!["begin"], vec!["count", "run_timers"]]);
}

#[test]
fn a_timer_does_not_run_inside_a_cascade() {
    let apps = Arc::new(Apps::default());
    let app = App::builder().with_shared(Arc::clone(&apps)).build().unwrap();
    apps.0.set(app.clone()).unwrap();
    let error = block_on(app.call(count {})).unwrap_err();
    assert!(error.downcast_ref::<CalledInside>().is_some(), "{error}");
}
