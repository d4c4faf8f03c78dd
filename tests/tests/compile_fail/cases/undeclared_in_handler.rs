//! What a handler does not declare it cannot emit, schedule or request.

use ensue::{Cx, handler};
use events::{AuthCreated, AuthExpired, AuthFailed, AuthId, PaymentCreated, SendReceipt};
use std::time::Duration;

#[handler(on = PaymentCreated, may_emit = [AuthCreated])]
//                                         ^^^^^^^^^^^ help: but trait `Emits<AuthCreated>` is implemented for it
pub fn create_auth(event: &PaymentCreated, cx: &mut Cx<'_, create_auth>) {
    let auth = AuthId(event.payment);
    cx.emit(AuthCreated { auth });
    cx.emit(AuthFailed { auth });
    //      ^^^^^^^^^^^^^^^^^^^ error[E0277]: `create_auth` emits `AuthFailed` without declaring it
    //= label: `AuthFailed` is not declared by `create_auth`
    //= note: in a handler or controller, declare it: `may_emit = [.., AuthFailed]`
    //= note: in a helper function, ask it of the caller: `cx: &mut Cx<'_, impl Emits<AuthFailed>>`
    cx.schedule(Duration::from_secs(60), AuthExpired { auth });
    //                                   ^^^^^^^^^^^^^^^^^^^^ error[E0277]: `create_auth` schedules `AuthExpired` without declaring it
    //= note: add `scheduled(AuthExpired)` to `may_emit` of `create_auth`
    cx.request(SendReceipt { auth });
    //         ^^^^^^^^^^^^^^^^^^^^ error[E0277]: `create_auth` requests `SendReceipt` without declaring it
    //= note: add `SendReceipt` to `may_request` of `create_auth`
}

/// What is declared as scheduled may not be emitted at once, and the other way round.
#[handler(on = PaymentCreated, may_emit = [scheduled(AuthExpired), AuthCreated])]
pub fn other_timing(event: &PaymentCreated, cx: &mut Cx<'_, other_timing>) {
    cx.emit(AuthExpired { auth: AuthId(event.payment) });
    //      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error[E0277]: `other_timing` emits `AuthExpired` without declaring it
}
