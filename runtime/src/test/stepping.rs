//! A chain up to a point: the state before a step is prepared by the steps before it, and the step does not run.

use crate::app::{App, Start};
use crate::cascade::record::{Record, What};
use crate::{BoxFuture, Cascade, CascadeError, Controller, Done, Event};
use std::any::TypeId;
use std::error::Error;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Poll;

/// Calls a controller of an application: awaited, to the end; with [`Run::until`], up to an event.
///
/// ```standalone_crate
/// use ensue::{App, Cx, controller, event, handler};
///
/// #[event]
/// struct PaymentCreated;
/// #[event]
/// struct AuthCreated;
///
/// #[controller(may_emit = [PaymentCreated])]
/// fn post_payment(cx: &mut Cx<'_, post_payment>) {
///     cx.emit(PaymentCreated);
/// }
///
/// #[handler(on = PaymentCreated, may_emit = [AuthCreated])]
/// fn create_auth(event: &PaymentCreated, cx: &mut Cx<'_, create_auth>) {
///     cx.emit(AuthCreated);
/// }
///
/// #[handler(on = AuthCreated)]
/// fn ask_bank(event: &AuthCreated) {}
///
/// # pollster::block_on(async {
/// let app = App::builder().build().unwrap();
/// let paused = ensue::test::call(&app, post_payment {}).until::<AuthCreated>().await?;
/// // Here the auth is there, and nobody has asked the bank.
/// assert_eq!(paused.queued(), [("AuthCreated", "ask_bank")]);
/// let done = paused.resume().await?;
/// assert_eq!(done.cascade.ran().last(), Some("ask_bank"));
/// # Ok::<(), ensue::CascadeError>(())
/// # }).unwrap();
/// ```
pub fn call<K: Controller + 'static>(app: &App, controller: K) -> Run<'_, K::Reply> {
    Run { start: Box::new(|gate| Box::pin(app.call_with(controller, gate))) }
}

/// Emits an event into an application, as if from nowhere: awaited, all that follows from it runs; with [`Run::until`], up
/// to another event.
pub fn emit<E: Event>(app: &App, event: E) -> Run<'_, ()> {
    Run { start: Box::new(|gate| Box::pin(app.emit_with(event, gate))) }
}

/// A run that has not begun.
#[must_use = "a run begins when it is awaited"]
pub struct Run<'a, R> {
    start: Start<'a, R>,
}

impl<'a, R: Send + 'a> Run<'a, R> {
    /// Runs until an event of type `E` has been emitted and its emitter has returned, and stops there. It is an error if
    /// the cascade ends before.
    pub async fn until<E: Event>(self) -> Result<Paused<'a, R>, CascadeError> {
        let gate = Arc::new(Gate::new(TypeId::of::<E>()));
        let mut future = (self.start)(Some(Arc::clone(&gate)));
        let ended = std::future::poll_fn(|context| match future.as_mut().poll(context) {
            Poll::Ready(ended) => Poll::Ready(Some(ended)),
            Poll::Pending if gate.lock().reached.is_some() => Poll::Ready(None),
            Poll::Pending => Poll::Pending,
        });
        if let Some(ended) = ended.await {
            let not_emitted = NotEmitted { event: E::NAME };
            return Err(CascadeError::new(not_emitted.into(), Vec::new(), ended?.cascade));
        }
        let reached = gate.lock().reached.take().unwrap_or_default();
        let cascade = Cascade { record: reached.record, after_commit: Vec::new() };
        Ok(Paused { future, gate, cascade, queued: reached.queued })
    }
}

impl<'a, R> IntoFuture for Run<'a, R> {
    type Output = Result<Done<R>, CascadeError>;
    type IntoFuture = BoxFuture<'a, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        (self.start)(None)
    }
}

impl<R> fmt::Debug for Run<'_, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Run")
    }
}

/// A run that stands still before the handlers of an event. Dropped, it never goes on: nothing is committed, and what
/// in-memory archivers did stays done.
#[must_use = "a paused run that is dropped commits nothing: `resume` or `keep` it"]
pub struct Paused<'a, R> {
    future: BoxFuture<'a, Result<Done<R>, CascadeError>>,
    gate: Arc<Gate>,
    cascade: Cascade,
    queued: Vec<(&'static str, &'static str)>,
}

impl<R> Paused<'_, R> {
    /// What has happened until now.
    #[must_use]
    pub fn cascade(&self) -> &Cascade {
        &self.cascade
    }

    /// What would run next, in order: each event with each of its handlers.
    #[must_use]
    pub fn queued(&self) -> &[(&'static str, &'static str)] {
        &self.queued
    }

    /// Goes on to the end.
    pub async fn resume(self) -> Result<Done<R>, CascadeError> {
        self.future.await
    }

    /// Ends the unit of work here, as if what is queued were nothing: what has happened is committed, with its tickets.
    pub async fn keep(self) -> Result<Done<R>, CascadeError> {
        self.gate.lock().go_on = Step::Stop;
        self.future.await
    }
}

impl<R> fmt::Debug for Paused<'_, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Paused").field("cascade", &self.cascade).field("queued", &self.queued).finish_non_exhaustive()
    }
}

/// The cascade ended before the event of [`Run::until`] was emitted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotEmitted {
    /// The event's stable name.
    pub event: &'static str,
}

impl fmt::Display for NotEmitted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` was not emitted: the cascade ran to its end", self.event)
    }
}

impl Error for NotEmitted {}

/// What the drain does next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    Go,
    Stop,
}

/// Where a drain stands still, once.
pub(crate) struct Gate {
    event: TypeId,
    state: Mutex<GateState>,
}

struct GateState {
    /// How many acts were looked at.
    seen: usize,
    reached: Option<Reached>,
    open: bool,
    /// What to do when the run goes on.
    go_on: Step,
}

#[derive(Default)]
struct Reached {
    record: Record,
    queued: Vec<(&'static str, &'static str)>,
}

impl Gate {
    fn new(event: TypeId) -> Gate {
        Gate { event, state: Mutex::new(GateState { seen: 0, reached: None, open: false, go_on: Step::Go }) }
    }

    fn lock(&self) -> MutexGuard<'_, GateState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Stands still if the event has been emitted since it was asked last.
    pub(crate) async fn pass(&self, record: &Record, queued: Vec<(&'static str, &'static str)>) -> Step {
        if !self.reach(record, queued) {
            return Step::Go;
        }
        let mut polled = false;
        std::future::poll_fn(|_| if std::mem::replace(&mut polled, true) { Poll::Ready(()) } else { Poll::Pending })
            .await;
        self.lock().go_on
    }

    fn reach(&self, record: &Record, queued: Vec<(&'static str, &'static str)>) -> bool {
        let mut state = self.lock();
        let new = &record.acts[state.seen..];
        let emitted = new.iter().any(|act| act.what == What::Emitted && (*act.body).type_id() == self.event);
        state.seen = record.acts.len();
        if state.open || !emitted {
            return false;
        }
        state.open = true;
        state.reached = Some(Reached { record: record.clone(), queued });
        true
    }
}
