//! Changes of state: what is declared is made and told, everything else refused.

use crate::{Log, app};
use ensue::{App, Changed, Cx, Emits, Happened, IllegalMove, archiver, controller, emits, event, handler};
use pollster::block_on;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

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
pub(crate) struct Auths(Mutex<BTreeMap<u32, Auth>>);

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
