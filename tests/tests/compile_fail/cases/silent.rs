//! What is written as it should be compiles without a word, under lints that people turn on.
#![deny(warnings, missing_docs, missing_debug_implementations, unreachable_pub, unnameable_types, unused_qualifications)]
#![forbid(unsafe_code)]

use archiver::{Auths, PaymentError, expire};
use ensue::{Cx, controller, effect_handler, handler};
use events::{AuthCreated, AuthExpired, AuthFailed, AuthSucceeded, PaymentCreated, SendReceipt};

/// Private, never named, emits nothing.
#[handler(on = PaymentCreated)]
fn note(_event: &PaymentCreated) {}

/// Async, and through an archiver.
#[handler(on = PaymentCreated, may_emit = [AuthCreated])]
pub async fn create_auth(event: &PaymentCreated, auths: &Auths, cx: &mut Cx<'_, create_auth>) -> Result<(), PaymentError> {
    auths.create(event.payment, cx).await.map(drop)
}

/// Declares more than it emits: that is a lint of the analyzer, not an error.
#[handler(on = AuthCreated, may_emit = [AuthSucceeded, AuthFailed, scheduled(AuthExpired)], may_request = [SendReceipt])]
pub(crate) fn settle(event: &AuthCreated, auths: &Auths, cx: &mut Cx<'_, settle>) -> Result<(), PaymentError> {
    expire(event.auth, cx);
    auths.remind(event.auth, cx);
    auths.succeed(event.auth, cx)
}

/// An event that waits, and one that is taken later.
#[handler(on = AuthExpired, timing = deferred)]
pub fn forget(_event: &AuthExpired) {}

/// What the events of a list have in common.
#[handler(on = [AuthSucceeded, AuthFailed])]
pub fn count(_event: &impl Sized) {}

/// Performs.
#[effect_handler(on = SendReceipt, may_emit = [AuthFailed])]
pub async fn send_receipt(effect: &SendReceipt, cx: &mut Cx<'_, send_receipt>) {
    cx.emit(AuthFailed { auth: effect.auth });
}

/// Answers.
#[controller(route = "POST /payments", may_emit = [PaymentCreated])]
pub async fn post_payment(payment: u32, cx: &mut Cx<'_, post_payment>) -> Result<u32, PaymentError> {
    cx.emit(PaymentCreated { payment });
    Ok(payment)
}
