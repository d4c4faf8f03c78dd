//! The receipt: requested, sent, noted.

use crate::archivers::{Payments, Receipt};
use crate::effects::SendReceipt;
use crate::events::{PaymentSettled, ReceiptBounced, ReceiptSent};
use crate::{MailError, Mailer, PaymentError, Verdict};
use ensue::{Cx, OneOf, effect_handler, handler};

/// Nobody is thanked for a payment that may still be undone: this runs once everything is committed.
#[handler(on = PaymentSettled, timing = after_commit, may_request = [SendReceipt])]
pub fn thank_customer(
    event: &PaymentSettled,
    payments: &Payments,
    cx: &mut Cx<'_, thank_customer>,
) -> Result<(), PaymentError> {
    if event.verdict == Verdict::Approved {
        let payment = payments.get(event.payment)?;
        cx.request(SendReceipt { payment: payment.id, to: payment.email, amount: payment.amount });
    }
    Ok(())
}

/// Hands the receipt to the mail server. A bounce is an answer; a mail server that cannot be reached is an error, and
/// the request is tried again.
#[effect_handler(on = SendReceipt, may_emit = [ReceiptBounced, ReceiptSent])]
pub async fn send_receipt(
    effect: &SendReceipt,
    mailer: &dyn Mailer,
    cx: &mut Cx<'_, send_receipt>,
) -> Result<(), MailError> {
    let payment = effect.payment;
    match mailer.send(&effect.to, &format!("Thank you for {}.", effect.amount)).await {
        Ok(()) => cx.emit(ReceiptSent { payment }),
        Err(MailError::Bounced { reason }) => cx.emit(ReceiptBounced { payment, reason }),
        Err(error @ MailError::Unreachable) => return Err(error),
    }
    Ok(())
}

/// The mail server has answered.
#[derive(OneOf)]
pub enum ReceiptEnded<'a> {
    /// It took the receipt.
    Sent(&'a ReceiptSent),
    /// It does not want it.
    Bounced(&'a ReceiptBounced),
}

/// Whoever looks at the payment sees whether the customer has the receipt.
#[handler(on = [ReceiptSent, ReceiptBounced])]
pub fn note_receipt(event: ReceiptEnded<'_>, payments: &Payments) -> Result<(), PaymentError> {
    match event {
        ReceiptEnded::Sent(sent) => payments.note_receipt(sent.payment, Receipt::Sent),
        ReceiptEnded::Bounced(bounced) => {
            payments.note_receipt(bounced.payment, Receipt::Bounced(bounced.reason.clone()))
        }
    }
}
