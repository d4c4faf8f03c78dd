//! The declarations of an archiver's method, two crates away, are asked of the caller.

use archiver::{Auths, PaymentError};
use ensue::{Cx, handler};
use events::{AuthCreated, AuthFailed, PaymentCreated};

#[handler(on = AuthCreated, may_emit = [AuthFailed])]
//                                      ^^^^^^^^^^ help: but trait `Emits<AuthFailed>` is implemented for it
pub async fn settle(event: &AuthCreated, auths: &Auths, cx: &mut Cx<'_, settle>) -> Result<(), PaymentError> {
    auths.succeed(event.auth, cx)
    //                        ^^ error[E0277]: `settle` emits `AuthSucceeded` without declaring it
    //= label: `AuthSucceeded` is not declared by `settle`
    //= note: declare it: `may_emit = [.., AuthSucceeded]`
    //= note: required by a bound in `Auths::succeed`
}

#[handler(on = AuthCreated, may_emit = [AuthFailed])]
pub fn remind(event: &AuthCreated, auths: &Auths, cx: &mut Cx<'_, remind>) {
    auths.remind(event.auth, cx);
    //                       ^^ error[E0277]: `remind` schedules `AuthExpired` without declaring it
    //                       ^^ error[E0277]: `remind` requests `SendReceipt` without declaring it
}

/// An async callee.
#[handler(on = PaymentCreated)]
pub async fn create_auth(event: &PaymentCreated, auths: &Auths, cx: &mut Cx<'_, create_auth>) -> Result<(), PaymentError> {
    auths.create(event.payment, cx).await?;
    //                          ^^ error[E0277]: `create_auth` emits `AuthCreated` without declaring it
    Ok(())
}
