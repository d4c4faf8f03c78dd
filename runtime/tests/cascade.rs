//! A call and all that follows from it: order, settling, changes, errors.
#![allow(clippy::unused_async, clippy::unnecessary_wraps, reason = "functions of every form are run")]

use ensue::{
    App, CalledInside, Cascade, CascadeError, Changed, Cx, Done, Emits, Happened, IllegalMove, Panicked, TooLong,
    Unsettled, WorkError, archiver, controller, emits, event, handler,
};
use pollster::block_on;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, OnceLock};
use std::task::Poll;

/// What ran, in order.
#[derive(Default)]
struct Log(Mutex<Vec<String>>);

impl Log {
    fn note(&self, text: impl Into<String>) {
        self.0.lock().unwrap().push(text.into());
    }

    fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

fn app(log: &Arc<Log>) -> App {
    App::builder().with_shared(Arc::clone(log)).with(Auths::default()).limit(100).build().unwrap()
}

// ---- order

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
    let tree = "\
order
  emits Ordered
    a_reserve
      emits Reserved
        pack
    z_thank
  emits Paid
    bill
";
    assert_eq!(done.cascade.to_string(), tree);
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

// ---- settle

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
    let first = "\
order_twice
  emits Ordered
    a_reserve
      emits Reserved
        pack
    z_thank
";
    let second = "\
order_twice
  emits Ordered
    a_reserve
      emits Reserved
        pack
    z_thank
  emits Paid
    bill
";
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

// ---- errors

#[derive(Debug, PartialEq)]
struct Refused(u32);

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the bank refused {}", self.0)
    }
}

impl std::error::Error for Refused {}

#[event]
enum Risked {
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

// ---- changes of state

#[derive(Debug, Clone, PartialEq)]
enum AuthState {
    Created,
    Pending,
    Failed(String),
    Succeeded,
}

#[derive(Clone, ensue::Resource)]
struct Auth {
    #[id]
    id: u32,
    #[state]
    state: AuthState,
}

#[event]
struct AuthSucceeded;

#[event]
struct AuthFailed;

#[derive(Default)]
struct Auths(Mutex<BTreeMap<u32, Auth>>);

impl Auths {
    fn state(&self, id: u32) -> AuthState {
        self.0.lock().unwrap()[&id].state.clone()
    }
}

#[archiver(resource = Auth)]
impl Auths {
    #[transition(to = Created)]
    fn create<C>(&self, id: u32, cx: &mut Cx<'_, C>) -> Result<(), IllegalMove> {
        let mut auth = Auth { id, state: AuthState::Pending };
        cx.change(&mut auth, AuthState::Created)?;
        self.0.lock().unwrap().insert(id, auth);
        Ok(())
    }

    #[transition(from = [Created, Pending], to = Succeeded, emits = [AuthSucceeded])]
    async fn succeed<C>(&self, id: u32, cx: &mut Cx<'_, C>) -> Result<(), IllegalMove> {
        self.change(id, AuthState::Succeeded, cx)?;
        cx.emit(AuthSucceeded);
        Ok(())
    }

    #[transition(from = [Created, Pending, Failed], to = Failed, emits = [AuthFailed])]
    fn fail<C>(&self, id: u32, why: &str, cx: &mut Cx<'_, C>) -> Result<(), IllegalMove> {
        self.change(id, AuthState::Failed(why.into()), cx)?;
        cx.emit(AuthFailed);
        Ok(())
    }

    /// Does not do what it declares.
    #[transition(from = [Created], to = Pending)]
    fn hold<C>(&self, id: u32, cx: &mut Cx<'_, C>) -> Result<(), IllegalMove> {
        self.change(id, AuthState::Succeeded, cx)
    }

    #[emits(AuthFailed)]
    fn note<C>(&self, id: u32, cx: &mut Cx<'_, C>) {
        cx.touch(&self.0.lock().unwrap()[&id]);
        cx.emit(AuthFailed);
    }
}

impl Auths {
    fn change<C>(&self, id: u32, to: AuthState, cx: &mut Cx<'_, C>) -> Result<(), IllegalMove> {
        cx.change(self.0.lock().unwrap().get_mut(&id).unwrap(), to)
    }
}

enum Step {
    Create(u32),
    Succeed(u32),
    Fail(u32, &'static str),
    Hold(u32),
    Force(u32),
    Note(u32),
    Settle,
}

#[controller(may_emit = [AuthSucceeded, AuthFailed])]
async fn walk(steps: Vec<Step>, auths: &Auths, cx: &mut Cx<'_, walk>) -> Result<(), ensue::BoxError> {
    for step in steps {
        match step {
            Step::Create(id) => auths.create(id, cx)?,
            Step::Succeed(id) => auths.succeed(id, cx).await?,
            Step::Fail(id, why) => auths.fail(id, why, cx)?,
            Step::Hold(id) => auths.hold(id, cx)?,
            Step::Force(id) => auths.change(id, AuthState::Pending, cx)?,
            Step::Note(id) => note_twice(auths, id, cx),
            Step::Settle => drop(cx.settle().await?),
        }
    }
    Ok(())
}

/// A helper: a step of *through*.
#[emits(AuthFailed)]
fn note_twice(auths: &Auths, id: u32, cx: &mut Cx<'_, impl Emits<AuthFailed>>) {
    auths.note(id, cx);
    auths.note(id, cx);
}

#[handler(on_change_of = [Auth])]
fn recalculate(change: &Changed<Auth>, log: &Log) {
    log.note(format!("recalculate {}", change.id));
}

#[handler(on = AuthSucceeded)]
fn z_celebrate(_event: &AuthSucceeded, log: &Log) {
    log.note("celebrate");
}

#[test]
fn declared_moves_are_made_and_recorded() {
    let log = Arc::default();
    let steps = vec![Step::Create(15), Step::Fail(15, "card 4111 1111"), Step::Fail(15, "again")];
    let done = block_on(app(&log).call(walk { steps })).unwrap();
    let moved: Vec<_> = done.cascade.moved().map(|moved| (moved.by, moved.to_string())).collect();
    let expected = [
        ("Auths::create", "Auth 15 goes from Pending to Created"),
        ("Auths::fail", "Auth 15 goes from Created to Failed"),
        ("Auths::fail", "Auth 15 goes from Failed to Failed"),
    ];
    assert_eq!(moved, expected.map(|(by, text)| (by, text.to_owned())), "without the data of a state");
}

#[test]
fn other_moves_are_refused_and_change_nothing() {
    let auths: Arc<Auths> = Arc::default();
    let app = App::builder().with_shared(Arc::clone(&auths)).with(Log::default()).build().unwrap();
    let steps = vec![Step::Create(15), Step::Succeed(15), Step::Succeed(15)];
    let error = block_on(app.call(walk { steps })).unwrap_err();
    let refused = error.downcast_ref::<IllegalMove>().unwrap();
    assert_eq!(
        refused.to_string(),
        "Auth 15 cannot go from Succeeded to Succeeded: Auths::succeed declares Created | Pending -> Succeeded"
    );
    let error = block_on(app.call(walk { steps: vec![Step::Fail(15, "late")] })).unwrap_err();
    assert_eq!(
        error.downcast_ref::<IllegalMove>().unwrap().to_string(),
        "Auth 15 cannot go from Succeeded to Failed: Auths::fail declares Created | Pending | Failed -> Failed"
    );
    let error = block_on(app.call(walk { steps: vec![Step::Force(15)] })).unwrap_err();
    assert_eq!(
        error.downcast_ref::<IllegalMove>().unwrap().to_string(),
        "Auth 15 cannot go from Succeeded to Pending: code outside a `#[transition]` declares nothing"
    );
    assert_eq!(auths.state(15), AuthState::Succeeded);
    let error = block_on(app.call(walk { steps: vec![Step::Create(16), Step::Hold(16)] })).unwrap_err();
    assert_eq!(
        error.downcast_ref::<IllegalMove>().unwrap().to_string(),
        "Auth 16 cannot go from Created to Succeeded: Auths::hold declares Created -> Pending"
    );
    assert_eq!(auths.state(16), AuthState::Created);
}

#[test]
fn a_change_is_told_once_when_all_else_is_done() {
    let log = Arc::default();
    let steps = vec![Step::Create(1), Step::Create(2), Step::Succeed(2), Step::Fail(1, "x")];
    let done = block_on(app(&log).call(walk { steps })).unwrap();
    assert_eq!(log.take(), ["celebrate", "recalculate 1", "recalculate 2"]);
    assert_eq!(done.cascade.changed::<Auth>().collect::<Vec<_>>(), [&1, &2]);
}

#[test]
fn a_change_after_settling_is_told_again() {
    let log = Arc::default();
    let steps = vec![Step::Create(1), Step::Settle, Step::Fail(1, "x"), Step::Fail(1, "y")];
    block_on(app(&log).call(walk { steps })).unwrap();
    assert_eq!(log.take(), ["recalculate 1", "recalculate 1"]);
}

#[test]
fn through_tells_the_methods_on_the_way() {
    let log = Arc::default();
    let done = block_on(app(&log).call(walk { steps: vec![Step::Create(1), Step::Settle, Step::Note(1)] })).unwrap();
    let emitted = done.cascade.steps().filter(|step| matches!(step.what, Happened::Emitted(_)));
    let through: Vec<_> = emitted.map(|step| step.through).collect();
    assert_eq!(through, [["note_twice", "Auths::note"]; 2]);
    assert_eq!(log.take(), ["recalculate 1", "recalculate 1"], "a change without a move is told, once");
}

// ---- after the commit

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
