//! How functions are found and called.

use super::{Codec, Core, EmitterMeta, ItemMeta, Need, Payload, ResourceRef, Resources};
use crate::{App, BoxError, BoxFuture, Cascade, CascadeError, Emitter};
use std::any::TypeId;

/// One handler of one event, effect or change.
#[derive(Debug)]
pub struct Registration {
    /// The function.
    pub meta: &'static EmitterMeta,
    /// `<E as Event>::META`, `<F as Effect>::META` or `change::<R>()`.
    pub item: &'static ItemMeta,
    /// `TypeId::of::<E>`, where `E` is the event, the effect or `Changed<R>`.
    pub payload: fn() -> TypeId,
    /// `on_change_of`: the resource.
    pub because: Option<ResourceRef>,
    /// The shared resources, in the order of the parameters: `res.get(i)` is the i-th.
    pub needs: &'static [Need],
    /// Runs it.
    pub run: Run,
    /// `precondition = ..`
    pub precondition: Option<Check>,
    /// `exclusive = ..`: the expression over the payload, by `ToString`.
    pub exclusive: Option<fn(&Payload) -> String>,
    /// Deferred handlers and effect handlers: `Some(Codec::of::<E>())`.
    pub codec: Option<Codec>,
}

/// Runs a handler: `Outcome::outcome(h(payload::<E>(payload), res.get(0), &mut Cx::<h>::__new(core)).await)`.
pub type Run = for<'a> fn(&'a Payload, &'a Resources, &'a mut Core) -> BoxFuture<'a, Result<(), BoxError>>;

/// Asks a precondition: as [`Run`], with `Verdict::verdict`.
pub type Check = for<'a> fn(&'a Payload, &'a Resources, &'a mut Core) -> BoxFuture<'a, Result<bool, BoxError>>;

/// A controller.
#[derive(Debug)]
pub struct ControllerRegistration {
    /// `TypeId::of::<post_payment>`
    pub type_id: fn() -> TypeId,
    /// The function.
    pub meta: &'static EmitterMeta,
    /// As `Controller::NEEDS`.
    pub needs: &'static [Need],
    /// Where it has a `schedule`: how it is called.
    pub timer: Option<TimerCall>,
}

impl ControllerRegistration {
    /// `static REG: ControllerRegistration = ControllerRegistration::of::<post_payment>();`
    #[must_use]
    pub const fn of<K: crate::Controller>() -> ControllerRegistration {
        ControllerRegistration { type_id: TypeId::of::<K>, meta: <K as Emitter>::META, needs: K::NEEDS, timer: None }
    }

    /// The same for a controller with a `schedule`.
    #[must_use]
    pub const fn timed<K: Timed>() -> ControllerRegistration {
        let timer: TimerCall = |app| Box::pin(async { app.call(K::start()).await.map(|done| done.cascade) });
        ControllerRegistration { timer: Some(timer), ..ControllerRegistration::of::<K>() }
    }
}

/// Calls a controller that takes no arguments.
pub type TimerCall = for<'a> fn(&'a App) -> BoxFuture<'a, Result<Cascade, CascadeError>>;

/// A controller with a `schedule`: it takes no arguments, so anyone can make the call.
pub trait Timed: crate::Controller {
    /// `nightly {}`
    fn start() -> Self;
}
