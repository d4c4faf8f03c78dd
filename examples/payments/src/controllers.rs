//! Where it all starts: the customer, the shop, the provider, the clock.
//!
//! A controller asks archivers to do something, and `cx.settle()` lets everything follow that follows at once. So the
//! caller gets the final answer in one call, and the steps in between are nobody's business but their own.

use crate::archivers::{
    Auths, Capture, Captures, NewPayment, Payment, Payments, Refund, Refunds, Settlement, Settlements,
};
use crate::events::{
    AuthFailed, AuthPendingFraud, AuthSucceeded, CaptureCreated, PaymentCreated, RefundCreated, SettlementClosed,
    SettlementCreated,
};
use crate::{AuthId, Money, PaymentError, PaymentId, Verdict, record_verdict};
use ensue::{BoxError, Cx, controller};

/// A customer pays. The answer is the payment as it stands when everything that follows at once has followed: approved,
/// refused, or under review.
#[controller(route = "POST /payments", may_emit = [PaymentCreated])]
pub async fn post_payment(
    new: NewPayment,
    payments: &Payments,
    cx: &mut Cx<'_, post_payment>,
) -> Result<Payment, BoxError> {
    let payment = payments.create(new, cx)?;
    cx.settle().await?;
    Ok(payments.get(payment)?)
}

/// Anybody looks at a payment.
#[controller(route = "GET /payments/{payment}")]
pub fn get_payment(payment: PaymentId, payments: &Payments) -> Result<Payment, PaymentError> {
    payments.get(payment)
}

/// The provider answers after a fraud check. What follows is the same as if the answer had come at once.
#[controller(route = "POST /provider/answers", resumes = AuthPendingFraud, may_emit = [AuthFailed, AuthSucceeded])]
pub fn post_answer(
    auth: AuthId,
    verdict: Verdict,
    auths: &Auths,
    cx: &mut Cx<'_, post_answer>,
) -> Result<(), PaymentError> {
    record_verdict(auth, verdict, auths, cx)
}

/// The shop has sent the goods and wants the money, all of it or a part.
#[controller(route = "POST /payments/{payment}/captures", may_emit = [CaptureCreated])]
pub async fn post_capture(
    payment: PaymentId,
    amount: Money,
    payments: &Payments,
    auths: &Auths,
    captures: &Captures,
    cx: &mut Cx<'_, post_capture>,
) -> Result<Capture, BoxError> {
    let auth = auths.of(payment)?;
    let capture = captures.create(&payments.get(payment)?, auth.id, amount, cx)?;
    cx.settle().await?;
    Ok(captures.get(capture)?)
}

/// The shop gives money back, all that reached it or a part.
#[controller(route = "POST /payments/{payment}/refunds", may_emit = [RefundCreated])]
pub async fn post_refund(
    payment: PaymentId,
    amount: Money,
    payments: &Payments,
    refunds: &Refunds,
    cx: &mut Cx<'_, post_refund>,
) -> Result<Refund, BoxError> {
    let refund = refunds.create(&payments.get(payment)?, amount, cx)?;
    cx.settle().await?;
    Ok(refunds.get(refund)?)
}

/// Every night, what was captured is paid out to the shop. The run is a resource: to open it is enough, the collecting
/// follows; when everything has followed, it is closed.
#[controller(schedule = "0 2 * * *", may_emit = [SettlementClosed, SettlementCreated])]
pub async fn settle_nightly(
    settlements: &Settlements,
    cx: &mut Cx<'_, settle_nightly>,
) -> Result<Settlement, BoxError> {
    let settlement = settlements.create(cx);
    cx.settle().await?;
    settlements.close(settlement, cx)?;
    Ok(settlements.get(settlement)?)
}
