//! The types that the attributes make for functions.

use crate::__private::{Core, EmitterMeta, Need, Registration, Resources};
use crate::{BoxError, BoxFuture};
use std::any::Any;

/// The type that an attribute makes for a handler, controller or effect handler. It has the function's name.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a handler, controller or effect handler",
    label = "put `#[handler(..)]`, `#[controller(..)]` or `#[effect_handler(..)]` on the function"
)]
pub trait Emitter: 'static {
    const META: &'static EmitterMeta;
}

/// The event, effect or change `Self` is handled by `H`.
#[diagnostic::on_unimplemented(
    message = "`{H}` does not handle `{Self}`",
    label = "`{H}` is not declared `on = {Self}`"
)]
pub trait HandledBy<H>: Any + Send + Sync {
    #[doc(hidden)]
    const REG: &'static Registration;
}

/// An entry point. The struct that [`#[controller]`](macro@crate::controller) makes holds the by-value arguments, so that a
/// call is a struct literal: `app.call(post_payment { payment })`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a controller",
    label = "`call` takes the arguments of a controller: `app.call(name {{ argument, .. }})`"
)]
pub trait Controller: Emitter + Sized + Send {
    /// What the controller answers.
    type Reply: Send;
    #[doc(hidden)]
    const NEEDS: &'static [Need];
    #[doc(hidden)]
    fn run<'a>(self, res: &'a Resources, core: &'a mut Core) -> BoxFuture<'a, Result<Self::Reply, BoxError>>;
}

/// A controller with a `route`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no route",
    label = "not mounted",
    note = "add `route = \"POST /..\"` to `#[controller]` on `{Self}`"
)]
pub trait Routed: Controller {
    /// `GET`, `POST` and so on.
    const METHOD: &'static str;
    /// The path, as in the annotation.
    const PATH: &'static str;
}

/// Who may call [`Cx::settle`](crate::Cx::settle): controllers.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot settle its cascade: only a controller can",
    label = "`settle` is for controllers",
    note = "what a handler emits is drained when it has returned: put what follows into a handler of that event"
)]
pub trait MaySettle {}

#[diagnostic::do_not_recommend]
impl<K: Controller> MaySettle for K {}
