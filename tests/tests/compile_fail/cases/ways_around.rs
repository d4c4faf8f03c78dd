//! Ways around the proof that safe code might try: each ends at rustc.

use ensue::{Cx, Emits, handler};
use events::{AuthCreated, AuthFailed, AuthId, PaymentCreated};

#[handler(on = PaymentCreated, may_emit = [AuthFailed])]
pub fn settle(_event: &PaymentCreated, _cx: &mut Cx<'_, settle>) {}

/// An alias is what it names.
pub type Mine<'a> = Cx<'a, settle>;

#[handler(on = PaymentCreated, may_emit = [AuthCreated])]
pub fn by_alias(event: &PaymentCreated, cx: &mut Mine<'_>) {
    //                                      ^ error[E0308]: mismatched types
    cx.emit(AuthFailed { auth: AuthId(event.payment) });
}

/// A bound that rustc takes for granted inside must be proved where the application calls.
#[handler(on = PaymentCreated, may_emit = [AuthCreated])]
pub fn by_bound(event: &PaymentCreated, cx: &mut Cx<'_, by_bound>)
//                                          ^ error[E0277]: `by_bound` emits `AuthFailed` without declaring it
where
    for<'any> by_bound: Emits<AuthFailed>,
{
    cx.emit(AuthFailed { auth: AuthId(event.payment) });
}

/// Another event of the same name is another event.
mod own {
    #[ensue::event]
    pub struct AuthCreated;
}

#[handler(on = PaymentCreated, may_emit = [AuthCreated])]
pub fn by_name(_event: &PaymentCreated, cx: &mut Cx<'_, by_name>) {
    use own::AuthCreated;
    cx.emit(AuthCreated);
    //      ^^^^^^^^^^^ error[E0277]: `by_name` emits `own::AuthCreated` without declaring it
}

/// The proof is no trait object.
#[handler(on = PaymentCreated, may_emit = [AuthCreated])]
pub fn by_object(_event: &PaymentCreated, cx: &mut Cx<'_, by_object>) {
    let _cx: &mut Cx<'_, dyn Emits<AuthFailed>> = cx;
    //                       ^^^^^^^^^^^^^^^^^ error[E0038]: the trait `ensue::Emits` is not dyn compatible
}
