//! The proof that nothing is emitted, scheduled or requested that is not declared.
//!
//! Each permission is a pair of traits. The one on the emitter (`C: Emits<E>`) is what macros implement and what people
//! write in bounds. The mirrored one on the event (`E: EmittedBy<C>`) is what [`Cx`](crate::Cx) asks, so that rustc
//! points at the argument. Neither is marked `do_not_recommend`: rustc then also lists what *is* declared.

use crate::__private::Declared;
use crate::{Effect, Event, Stored};

/// The emitter `Self` declares that it emits `E`.
///
/// The attributes implement it from `may_emit`. In a helper function it is the bound that asks it of the caller:
///
/// ```
/// use ensue::{Cx, Emits, Event};
///
/// fn announce<E: Event>(event: E, cx: &mut Cx<'_, impl Emits<E>>) {
///     cx.emit(event);
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` emits `{E}` without declaring it",
    label = "`{E}` is not declared by `{Self}`",
    note = "in a handler or controller, declare it: `may_emit = [.., {E}]`; in an archiver method: `emits = [.., {E}]`",
    note = "in a helper function, ask it of the caller: `cx: &mut Cx<'_, impl Emits<{E}>>`"
)]
pub trait Emits<E: Event> {
    /// Its name is what rustc says to who writes the `impl` by hand.
    #[doc(hidden)]
    const DECLARE_IT_IN_MAY_EMIT: Declared;
}

/// The mirror of [`Emits`], sealed.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{H}` emits `{Self}` without declaring it",
    label = "`{Self}` is not declared by `{H}`",
    note = "in a handler or controller, declare it: `may_emit = [.., {Self}]`; in an archiver method: `emits = [.., {Self}]`",
    note = "in a helper function, ask it of the caller: `cx: &mut Cx<'_, impl Emits<{Self}>>`"
)]
pub trait EmittedBy<H: ?Sized>: sealed::Emitted<H> {}

impl<E: Event, H: Emits<E> + ?Sized> EmittedBy<H> for E {}

/// The emitter `Self` declares that it schedules `E`: emits it at a later time.
#[diagnostic::on_unimplemented(
    message = "`{Self}` schedules `{E}` without declaring it",
    label = "not declared by `{Self}`",
    note = "add `scheduled({E})` to `may_emit` of `{Self}`",
    note = "in a helper function, ask it of the caller: `cx: &mut Cx<'_, impl Schedules<{E}>>`"
)]
pub trait Schedules<E: Event + Stored> {
    /// Its name is what rustc says to who writes the `impl` by hand.
    #[doc(hidden)]
    const DECLARE_IT_AS_SCHEDULED_IN_MAY_EMIT: Declared;
}

/// The mirror of [`Schedules`], sealed.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{H}` schedules `{Self}` without declaring it",
    label = "not declared by `{H}`",
    note = "add `scheduled({Self})` to `may_emit` of `{H}`",
    note = "in a helper function, ask it of the caller: `cx: &mut Cx<'_, impl Schedules<{Self}>>`"
)]
pub trait ScheduledBy<H: ?Sized>: sealed::Scheduled<H> {}

impl<E: Event + Stored, H: Schedules<E> + ?Sized> ScheduledBy<H> for E {}

/// The emitter `Self` declares that it requests the effect `F`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` requests `{F}` without declaring it",
    label = "not declared by `{Self}`",
    note = "add `{F}` to `may_request` of `{Self}`",
    note = "in a helper function, ask it of the caller: `cx: &mut Cx<'_, impl Requests<{F}>>`"
)]
pub trait Requests<F: Effect> {
    /// Its name is what rustc says to who writes the `impl` by hand.
    #[doc(hidden)]
    const DECLARE_IT_IN_MAY_REQUEST: Declared;
}

/// The mirror of [`Requests`], sealed.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{H}` requests `{Self}` without declaring it",
    label = "not declared by `{H}`",
    note = "add `{Self}` to `may_request` of `{H}`",
    note = "in a helper function, ask it of the caller: `cx: &mut Cx<'_, impl Requests<{Self}>>`"
)]
pub trait RequestedBy<H: ?Sized>: sealed::Requested<H> {}

impl<F: Effect, H: Requests<F> + ?Sized> RequestedBy<H> for F {}

/// The external effect `Self` declares that the event `E` completes it, in `completes_with`.
#[diagnostic::on_unimplemented(
    message = "`{E}` does not complete `{Self}`",
    label = "`{Self}` is not declared `completes_with = [.., {E}]`",
    note = "only an effect with `performed_by` is completed from outside, by the events it lists in `completes_with`"
)]
pub trait CompletesWith<E: Event + Stored>: Effect {
    /// Its name is what rustc says to who writes the `impl` by hand.
    #[doc(hidden)]
    const DECLARE_IT_IN_COMPLETES_WITH: Declared;
}

/// The mirror of [`CompletesWith`], sealed.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not complete `{F}`",
    label = "`{F}` is not declared `completes_with = [.., {Self}]`",
    note = "only an effect with `performed_by` is completed from outside, by the events it lists in `completes_with`"
)]
pub trait Completes<F>: sealed::Completed<F> {}

impl<E: Event + Stored, F: CompletesWith<E>> Completes<F> for E {}

mod sealed {
    use super::{CompletesWith, Effect, Emits, Event, Requests, Schedules, Stored};

    pub trait Completed<F> {}
    impl<E: Event + Stored, F: CompletesWith<E>> Completed<F> for E {}

    pub trait Emitted<H: ?Sized> {}
    impl<E: Event, H: Emits<E> + ?Sized> Emitted<H> for E {}

    pub trait Scheduled<H: ?Sized> {}
    impl<E: Event + Stored, H: Schedules<E> + ?Sized> Scheduled<H> for E {}

    pub trait Requested<H: ?Sized> {}
    impl<F: Effect, H: Requests<F> + ?Sized> Requested<H> for F {}
}
