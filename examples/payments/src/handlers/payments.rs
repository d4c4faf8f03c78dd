//! The payment as a whole: what its authorisation, captures and refunds add up to.

use crate::PaymentError;
use crate::archivers::Payments;
use crate::events::{
    AuthExpired, AuthFailed, AuthPendingFraud, AuthSucceeded, CaptureSucceeded, PaymentCaptured, PaymentExpired,
    PaymentRefunded, PaymentSettled, RefundSucceeded,
};
use ensue::{Cx, OneOf, handler};

/// The provider has decided, at once or after a fraud check.
#[derive(OneOf)]
pub enum AuthEnded<'a> {
    /// Yes.
    Succeeded(&'a AuthSucceeded),
    /// No.
    Failed(&'a AuthFailed),
}

/// A payment is as good as its authorisation. Whoever waits for the payment is told so.
#[handler(on = [AuthSucceeded, AuthFailed], may_emit = [PaymentSettled])]
pub fn settle_payment(
    event: AuthEnded<'_>,
    payments: &Payments,
    cx: &mut Cx<'_, settle_payment>,
) -> Result<(), PaymentError> {
    match event {
        AuthEnded::Succeeded(auth) => payments.authorize(auth.payment, cx),
        AuthEnded::Failed(auth) => payments.refuse(auth.payment, &auth.reason, cx),
    }
}

/// Until the provider has looked at it, a payment is under review.
#[handler(on = AuthPendingFraud)]
pub fn review_payment(
    event: &AuthPendingFraud,
    payments: &Payments,
    cx: &mut Cx<'_, review_payment>,
) -> Result<(), PaymentError> {
    payments.review(event.payment, cx)
}

/// Money that the bank no longer holds will not come, so the payment is over.
#[handler(on = AuthExpired, may_emit = [PaymentExpired])]
pub fn expire_payment(
    event: &AuthExpired,
    payments: &Payments,
    cx: &mut Cx<'_, expire_payment>,
) -> Result<(), PaymentError> {
    payments.expire(event.payment, cx)
}

/// What was captured counts for the payment.
#[handler(on = CaptureSucceeded, may_emit = [PaymentCaptured])]
pub fn book_capture(
    event: &CaptureSucceeded,
    payments: &Payments,
    cx: &mut Cx<'_, book_capture>,
) -> Result<(), PaymentError> {
    payments.capture(event.payment, event.amount, cx)
}

/// What went back counts for the payment.
#[handler(on = RefundSucceeded, may_emit = [PaymentRefunded])]
pub fn book_refund(
    event: &RefundSucceeded,
    payments: &Payments,
    cx: &mut Cx<'_, book_refund>,
) -> Result<(), PaymentError> {
    payments.refund(event.payment, event.amount, cx)
}
