//! Tests of one function, and of a chain up to a point.
#![allow(clippy::unused_async, clippy::unnecessary_wraps, reason = "functions of every form are run")]

mod log;

use ensue::test::{self, NotEmitted};
use ensue::{App, Changed, Cx, Happened, ManualClock, OneOf, controller, effect, effect_handler, event, handler};
use log::Log;
use pollster::block_on;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use std::time::Duration;

trait Mailer: Send + Sync {
    fn send(&self, text: &str);
}

impl Mailer for Log {
    fn send(&self, text: &str) {
        self.note(format!("mail: {text}"));
    }
}

fn app(log: &Arc<Log>) -> App {
    let builder = App::builder().with_shared(Arc::clone(log)).with_shared::<dyn Mailer>(Arc::clone(log) as _);
    builder.clock(ManualClock::default()).build().unwrap()
}

#[derive(Clone, Copy, ensue::Resource)]
struct Payment {
    #[id]
    id: u32,
    #[state]
    state: PaymentState,
}

#[derive(Debug, Clone, Copy)]
enum PaymentState {
    Open,
}

#[event]
struct PaymentCreated {
    payment: u32,
}

#[event]
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct AuthCreated {
    payment: u32,
}

#[event]
struct AuthSucceeded;

#[event]
struct AuthFailed {
    why: String,
}

#[event]
struct NeverEmitted;

#[effect]
#[derive(Serialize, Deserialize)]
struct SendReceipt {
    payment: u32,
}

#[controller(may_emit = [PaymentCreated, NeverEmitted])]
async fn post_payment(payment: u32, log: &Log, cx: &mut Cx<'_, post_payment>) -> Result<String, ensue::CascadeError> {
    log.note("post_payment");
    cx.emit(PaymentCreated { payment });
    let settled = cx.settle().await?;
    cx.touch(&Payment { id: payment, state: PaymentState::Open });
    Ok(format!("{} events", settled.steps().filter(|step| matches!(step.what, Happened::Emitted(_))).count()))
}

#[handler(on = PaymentCreated, may_emit = [AuthCreated, scheduled(AuthCreated)], may_request = [SendReceipt])]
fn create_auth(event: &PaymentCreated, log: &Log, cx: &mut Cx<'_, create_auth>) {
    log.note("create_auth");
    cx.emit(AuthCreated { payment: event.payment });
    cx.schedule(Duration::from_secs(60), AuthCreated { payment: 0 });
    cx.request(SendReceipt { payment: event.payment }).unique("receipt");
}

#[handler(on = PaymentCreated)]
fn tell(_event: &PaymentCreated, log: &Log) {
    log.note("tell");
}

#[handler(on = AuthCreated, may_emit = [AuthSucceeded])]
fn settle(_event: &AuthCreated, log: &Log, cx: &mut Cx<'_, settle>) {
    log.note("settle");
    cx.emit(AuthSucceeded);
}

/// Listens to several events by an enum of references.
#[derive(OneOf)]
enum AuthEnded<'a> {
    Succeeded(&'a AuthSucceeded),
    Failed(&'a AuthFailed),
}

#[handler(on = [AuthSucceeded, AuthFailed])]
fn write(event: AuthEnded<'_>, mailer: &dyn Mailer) {
    match event {
        AuthEnded::Succeeded(AuthSucceeded) => mailer.send("thank you"),
        AuthEnded::Failed(AuthFailed { why }) => mailer.send(why),
    }
}

#[handler(on_change_of = [Payment], may_emit = [AuthFailed])]
fn watch(change: &Changed<Payment>, log: &Log, cx: &mut Cx<'_, watch>) {
    log.note(format!("watch {}", change.id));
    cx.emit(AuthFailed { why: format!("{} changed", change.id) });
}

#[effect_handler(on = SendReceipt, precondition = not_zero)]
fn send_receipt(effect: &SendReceipt, mailer: &dyn Mailer) {
    mailer.send(&format!("receipt {}", effect.payment));
}

fn not_zero(effect: &SendReceipt, _mailer: &dyn Mailer) -> Result<bool, String> {
    if effect.payment == 13 { Err("13".into()) } else { Ok(effect.payment != 0) }
}

// ---- one handler

#[test]
fn one_handler_tells_what_it_asked_for_and_nothing_else_runs() {
    let log = Arc::<Log>::default();
    let event = PaymentCreated { payment: 7 };
    let seen = block_on(test::handler::<create_auth>(&event).with_shared(Arc::clone(&log)).into_future()).unwrap();
    assert_eq!(seen.emitted::<AuthCreated>().collect::<Vec<_>>(), [&AuthCreated { payment: 7 }]);
    assert_eq!(seen.scheduled::<AuthCreated>().map(|(event, _)| event.payment).collect::<Vec<_>>(), [0]);
    assert_eq!(seen.requested::<SendReceipt>().map(|(_, ticket)| ticket.key()).collect::<Vec<_>>(), [Some("receipt")]);
    let tree = "\
on PaymentCreated
  create_auth
    emits AuthCreated
    schedules AuthCreated in 60s
    requests SendReceipt, unique `receipt`
";
    assert_eq!(seen.to_string(), tree);
    assert_eq!(log.take(), ["create_auth"]);
}

#[test]
fn a_test_names_what_a_function_lacks() {
    let error = block_on(test::handler::<settle>(&AuthCreated { payment: 7 }).into_future()).unwrap_err();
    assert_eq!(error.to_string(), "`settle` needs `one_step::log::Log`: add it with `.with(..)`");
    let error = block_on(test::controller(post_payment { payment: 7 }).into_future()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`post_payment` needs `one_step::log::Log`: add it with `.with(..)` (in post_payment)"
    );
}

#[test]
fn several_events_changes_and_effects_are_tested_alike() {
    let log = Arc::<Log>::default();
    let mailer = || Arc::clone(&log) as Arc<dyn Mailer>;
    let event = AuthFailed { why: "no money".into() };
    block_on(test::handler::<write>(&event).with_shared(mailer()).into_future()).unwrap();
    block_on(test::handler::<write>(&AuthSucceeded).with_shared(mailer()).into_future()).unwrap();
    let change = Changed::<Payment>::new(7);
    let seen = block_on(test::handler::<watch>(&change).with_shared(Arc::clone(&log)).into_future()).unwrap();
    assert_eq!(seen.emitted::<AuthFailed>().count(), 1);
    let effect = SendReceipt { payment: 7 };
    block_on(test::handler::<send_receipt>(&effect).with_shared(mailer()).into_future()).unwrap();
    assert_eq!(log.take(), ["mail: no money", "mail: thank you", "watch 7", "mail: receipt 7"]);
}

#[test]
fn a_precondition_is_part_of_the_handler() {
    let log = Arc::<Log>::default();
    let mailer = || Arc::clone(&log) as Arc<dyn Mailer>;
    let seen = block_on(test::handler::<send_receipt>(&SendReceipt { payment: 0 }).with_shared(mailer()).into_future());
    assert_eq!(seen.unwrap().ran().count(), 0);
    let error =
        block_on(test::handler::<send_receipt>(&SendReceipt { payment: 13 }).with_shared(mailer()).into_future());
    assert_eq!(error.unwrap_err().to_string(), "13 (in SendReceipt > send_receipt)");
    assert!(log.take().is_empty());
}

#[test]
fn a_controller_alone_drains_nothing() {
    let log = Arc::<Log>::default();
    let done =
        block_on(test::controller(post_payment { payment: 7 }).with_shared(Arc::clone(&log)).into_future()).unwrap();
    assert_eq!(done.reply, "1 events", "settling gives what it has emitted itself");
    assert_eq!(log.take(), ["post_payment"]);
    assert_eq!(done.cascade.changed::<Payment>().collect::<Vec<_>>(), [&7], "and what others would be told");
}

// ---- up to a point

#[test]
fn a_run_stops_when_the_event_has_been_emitted() {
    let log = Arc::<Log>::default();
    let app = app(&log);
    let paused = block_on(test::call(&app, post_payment { payment: 7 }).until::<AuthCreated>()).unwrap();
    assert_eq!(
        log.take(),
        ["post_payment", "create_auth"],
        "in the middle of the handlers of an event, and of `settle`"
    );
    assert_eq!(paused.queued(), [("PaymentCreated", "tell"), ("AuthCreated", "settle")]);
    assert_eq!(paused.cascade().emitted::<AuthCreated>().count(), 1);
    assert!(block_on(app.store().tickets()).unwrap().is_empty(), "nothing is committed");

    let done = block_on(paused.resume()).unwrap();
    assert_eq!(done.reply, "3 events");
    assert_eq!(log.take(), ["tell", "settle", "mail: thank you", "watch 7", "mail: 7 changed"]);
    assert_eq!(block_on(app.store().tickets()).unwrap().len(), 2);
}

#[test]
fn what_happened_until_the_stop_can_be_kept() {
    let log = Arc::<Log>::default();
    let app = app(&log);
    let run = test::emit(&app, PaymentCreated { payment: 7 });
    let paused = block_on(run.until::<AuthCreated>()).unwrap();
    let done = block_on(paused.keep()).unwrap();
    assert_eq!(log.take(), ["create_auth"], "what was queued does not run");
    assert_eq!(done.cascade.ran().collect::<Vec<_>>(), ["create_auth"]);
    let report = block_on(app.run_due()).unwrap();
    assert_eq!(log.take(), ["mail: receipt 7"], "its tickets are kept: {report}");
}

#[test]
fn a_dropped_run_commits_nothing() {
    let app = app(&Arc::default());
    drop(block_on(test::emit(&app, PaymentCreated { payment: 7 }).until::<AuthCreated>()).unwrap());
    assert!(block_on(app.store().tickets()).unwrap().is_empty());
}

#[test]
fn an_event_that_never_comes_is_an_error() {
    let app = app(&Arc::default());
    let error = block_on(test::call(&app, post_payment { payment: 7 }).until::<NeverEmitted>()).unwrap_err();
    assert_eq!(error.to_string(), "`NeverEmitted` was not emitted: the cascade ran to its end");
    assert!(error.downcast_ref::<NotEmitted>().is_some());
    assert_eq!(error.cascade().emitted::<AuthSucceeded>().count(), 1, "with the record, to see what did happen");
}

#[test]
fn a_run_without_a_stop_is_a_call() {
    let log = Arc::<Log>::default();
    let app = app(&log);
    let done = block_on(test::emit(&app, AuthCreated { payment: 7 }).into_future()).unwrap();
    assert_eq!(log.take(), ["settle", "mail: thank you"]);
    assert_eq!(done.cascade.to_string(), "emits AuthCreated\n  settle\n    emits AuthSucceeded\n      write\n");
}
