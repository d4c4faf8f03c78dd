//! The refund: asked for.

use crate::archivers::{Payments, Refunds};
use crate::events::{RefundCreated, RefundFailed, RefundSucceeded};
use crate::{PaymentError, Provider, Verdict};
use ensue::{Cx, handler};

/// Asks the provider to give the money back to the card that paid.
#[handler(on = RefundCreated, may_emit = [RefundFailed, RefundSucceeded])]
pub async fn request_refund(
    event: &RefundCreated,
    payments: &Payments,
    refunds: &Refunds,
    provider: &dyn Provider,
    cx: &mut Cx<'_, request_refund>,
) -> Result<(), PaymentError> {
    let refund = refunds.get(event.refund)?;
    let payment = payments.get(refund.payment)?;
    match provider.refund(refund.id, &payment.card, refund.amount).await {
        Verdict::Approved => refunds.succeed(refund.id, cx),
        Verdict::Refused(reason) => refunds.fail(refund.id, reason, cx),
    }
}
