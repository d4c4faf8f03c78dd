//! One function alone.

use crate::__private::{Core, EmitterMeta, Need, Registration, Resources};
use crate::app::{Handler, Shared, guarded, missing_text, run};
use crate::cascade::record::{NONE, What};
use crate::{BoxError, BoxFuture, Cascade, CascadeError, Controller, Done, HandledBy};
use std::any::type_name;
use std::sync::Arc;

/// Runs the handler or effect handler `H` on `event`, and nothing else: what it emits, schedules and requests is told and
/// goes nowhere.
///
/// ```
/// use ensue::{Cx, event, handler};
///
/// #[event]
/// struct PaymentCreated;
/// #[event]
/// struct AuthCreated;
/// struct Bank;
///
/// #[handler(on = PaymentCreated, may_emit = [AuthCreated])]
/// fn create_auth(event: &PaymentCreated, bank: &Bank, cx: &mut Cx<'_, create_auth>) {
///     cx.emit(AuthCreated);
/// }
///
/// # pollster::block_on(async {
/// let seen = ensue::test::handler::<create_auth>(&PaymentCreated).with(Bank).await?;
/// assert_eq!(seen.emitted::<AuthCreated>().count(), 1);
/// # Ok::<(), ensue::CascadeError>(())
/// # }).unwrap();
/// ```
///
/// The handler is named as a type, because the function of the same name says neither its event nor its emitter.
pub fn handler<H>(event: &impl HandledBy<H>) -> HandlerTest<'_, impl HandledBy<H>> {
    HandlerTest { event, reg: registration(event), shared: Shared::default() }
}

/// Runs a controller and nothing else: what it emits is told, and not drained, not even by
/// [`settle`](crate::Cx::settle).
pub fn controller<K: Controller>(controller: K) -> ControllerTest<K> {
    ControllerTest { controller, shared: Shared::default() }
}

/// A test of one handler: give it what it needs, and await it.
#[derive(Debug)]
#[must_use = "a test runs when it is awaited"]
pub struct HandlerTest<'a, E> {
    event: &'a E,
    reg: &'static Registration,
    shared: Shared,
}

/// A test of one controller: give it what it needs, and await it.
#[derive(Debug)]
#[must_use = "a test runs when it is awaited"]
pub struct ControllerTest<K> {
    controller: K,
    shared: Shared,
}

impl<E> HandlerTest<'_, E> {
    /// Gives a shared resource.
    pub fn with<T: Send + Sync + 'static>(self, resource: T) -> Self {
        self.with_shared(Arc::new(resource))
    }

    /// Gives a shared resource that the test holds too, or a trait object: `.with_shared::<dyn Mailer>(Arc::new(log))`.
    pub fn with_shared<T: ?Sized + Send + Sync + 'static>(mut self, resource: Arc<T>) -> Self {
        give(&mut self.shared, resource);
        self
    }
}

impl<K> ControllerTest<K> {
    /// Gives a shared resource.
    pub fn with<T: Send + Sync + 'static>(self, resource: T) -> Self {
        self.with_shared(Arc::new(resource))
    }

    /// Gives a shared resource that the test holds too, or a trait object: `.with_shared::<dyn Mailer>(Arc::new(log))`.
    pub fn with_shared<T: ?Sized + Send + Sync + 'static>(mut self, resource: Arc<T>) -> Self {
        give(&mut self.shared, resource);
        self
    }
}

impl<'a, E: std::any::Any + Send + Sync> IntoFuture for HandlerTest<'a, E> {
    type Output = Result<Cascade, CascadeError>;
    type IntoFuture = BoxFuture<'a, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let HandlerTest { event, reg, shared } = self;
            let mut core = Core::new(None, None);
            let res = resolve(&shared, reg.needs, reg.meta).map_err(|error| core.error(error))?;
            // The record wants to own what it tells; what a test lends is told by its name alone.
            core.record.push_act(What::Given, NONE, NONE, reg.item, Arc::new(()));
            let handler = Handler { reg, res };
            let ran = guarded(run(&mut core, &handler, 0, event)).await;
            finish(core, ran).map(|done| done.cascade)
        })
    }
}

impl<K: Controller + 'static> IntoFuture for ControllerTest<K> {
    type Output = Result<Done<K::Reply>, CascadeError>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let mut core = Core::new(None, None);
            core.start(K::META);
            let res = resolve(&self.shared, K::NEEDS, K::META).map_err(|error| core.error(error))?;
            let ran = guarded(self.controller.run(&res, &mut core)).await;
            finish(core, ran)
        })
    }
}

fn registration<H, E: HandledBy<H>>(_: &E) -> &'static Registration {
    E::REG
}

fn give<T: ?Sized + Send + Sync + 'static>(shared: &mut Shared, resource: Arc<T>) {
    let first = shared.insert(resource);
    assert!(first, "the shared resource `{}` was given twice: keep one", type_name::<T>());
}

fn resolve(shared: &Shared, needs: &[Need], of: &EmitterMeta) -> Result<Resources, BoxError> {
    Resources::resolve(needs, |type_id| shared.find(type_id)).map_err(|missing| missing_text(of.name, &missing).into())
}

fn finish<R>(mut core: Core, ran: Result<R, BoxError>) -> Result<Done<R>, CascadeError> {
    let reply = ran.map_err(|error| core.error(error))?;
    // Nothing is drained, so nobody is told of changes; that they would be told is part of what happened.
    core.record.acts.append(&mut core.changes);
    Ok(Done { reply, cascade: Cascade { record: core.record, after_commit: Vec::new() } })
}
