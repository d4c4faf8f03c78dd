//! What ends a call early: errors, panics, calls inside of a call, loops.

use crate::{Paid, app, order};
use ensue::{App, CalledInside, Cx, Panicked, TooLong, WorkError, controller, event, handler};
use pollster::block_on;
use std::fmt;
use std::sync::{Arc, OnceLock};

#[derive(Debug, PartialEq)]
pub(crate) struct Refused(pub(crate) u32);

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the bank refused {}", self.0)
    }
}

impl std::error::Error for Refused {}

#[event]
pub(crate) enum Risked {
    Refusal,
    Panic,
    Call,
    Loop,
}

#[event]
struct Pinged;

#[event]
struct Ponged;

static APP: OnceLock<App> = OnceLock::new();

#[controller(may_emit = [Paid, Risked])]
fn take_risk(risk: Risked, cx: &mut Cx<'_, take_risk>) {
    cx.emit(Paid);
    cx.emit(risk);
    cx.emit(Paid);
}

#[handler(on = Risked, may_emit = [Pinged])]
async fn risk(event: &Risked, cx: &mut Cx<'_, risk>) -> Result<(), ensue::BoxError> {
    match event {
        Risked::Refusal => Err(Refused(3).into()),
        Risked::Panic => panic!("no {}", "luck"),
        Risked::Call => {
            let app = APP.get().unwrap();
            assert!(matches!(app.run_due().await, Err(WorkError::Inside(_))));
            Err(app.call(order { n: 1 }).await.unwrap_err().into())
        }
        Risked::Loop => {
            cx.emit(Pinged);
            Ok(())
        }
    }
}

#[handler(on = Pinged, may_emit = [Ponged], loops = "for this test")]
fn pong(_event: &Pinged, cx: &mut Cx<'_, pong>) {
    cx.emit(Ponged);
}

#[handler(on = Ponged, may_emit = [Pinged])]
fn ping(_event: &Ponged, cx: &mut Cx<'_, ping>) {
    cx.emit(Pinged);
}

#[test]
fn an_error_tells_the_chain_and_what_happened_until_then() {
    let log = Arc::default();
    let error = block_on(app(&log).call(take_risk { risk: Risked::Refusal })).unwrap_err();
    assert_eq!(error.to_string(), "the bank refused 3 (in take_risk > Risked > risk)");
    assert_eq!(error.chain(), ["take_risk", "Risked", "risk"]);
    assert_eq!(error.downcast_ref::<Refused>(), Some(&Refused(3)));
    assert_eq!(error.cascade().ran().collect::<Vec<_>>(), ["take_risk", "bill", "risk"]);
    assert_eq!(log.take(), ["bill"], "what was queued behind does not run");
    let boxed: Box<dyn std::error::Error + Send + Sync> = error.into();
    assert_eq!(boxed.source().unwrap().to_string(), "the bank refused 3");
}

#[test]
fn a_panic_is_an_error_of_the_cascade() {
    let app = app(&Arc::default());
    let error = block_on(app.call(take_risk { risk: Risked::Panic })).unwrap_err();
    assert_eq!(error.to_string(), "panicked: no luck (in take_risk > Risked > risk)");
    assert_eq!(error.downcast_ref(), Some(&Panicked { message: "no luck".into() }));
    assert_eq!(error.cascade().emitted::<Risked>().count(), 1, "the event that was handled is in the record");
    assert_eq!(block_on(app.call(order { n: 2 })).unwrap().reply, 2, "the application goes on");
}

#[test]
fn a_call_inside_a_cascade_is_refused() {
    let app = app(&Arc::default());
    let app = APP.get_or_init(|| app);
    let error = block_on(app.call(take_risk { risk: Risked::Call })).unwrap_err();
    assert!(error.downcast_ref::<CalledInside>().is_some());
    let text = "`App::call` inside a cascade: emit an event instead (in order) (in take_risk > Risked > risk)";
    assert_eq!(error.to_string(), text);
    assert_eq!(block_on(app.call(order { n: 2 })).unwrap().reply, 2, "and outside it is allowed again");
}

#[test]
fn a_loop_is_ended_and_its_error_shows_what_repeats() {
    let error = block_on(app(&Arc::default()).call(take_risk { risk: Risked::Loop })).unwrap_err();
    let too_long = error.downcast_ref::<TooLong>().unwrap();
    assert_eq!(too_long.limit, 100);
    assert_eq!(too_long.repeating, ["Ponged", "ping", "Pinged", "pong", "Ponged"]);
    assert_eq!(error.cascade().emitted::<Pinged>().count() + error.cascade().emitted::<Ponged>().count(), 98);
    let text = error.to_string();
    let start = "the cascade is longer than 100 events: `Ponged > ping > Pinged > pong > Ponged` repeats; end the loop, or \
                 raise `App::builder().limit(..)` (in take_risk > Risked > risk > Pinged > pong > ";
    assert!(text.starts_with(start), "{text}");
    assert!(text.contains(" more .. > "), "a long chain is told by its ends: {text}");
    assert!(error.cascade().to_string().contains("more, deeper"), "a loop of thousands is no tree");
}
