//! What can happen, in the words of the people who run the shop.
//!
//! An event is a fact: it is named in the past tense, carries what its listeners need to know, and cannot be refused.
//! What waits as a ticket (a scheduled event, or one with a deferred handler) is kept as data and therefore derives
//! serde; the others live only as long as their cascade.

use crate::{AuthId, CaptureId, Money, PaymentId, RefundId, SettlementId, ShipmentId, Verdict};
use ensue::event;
use serde::{Deserialize, Serialize};

// The payment as a whole.

/// A customer asked us to take a payment.
#[event]
#[derive(Debug, Clone)]
pub struct PaymentCreated {
    /// The new payment.
    pub payment: PaymentId,
}

/// The payment has its answer: the card is good for the money, or it is not.
///
/// It may come at once or days later, after a fraud check. Whoever waits for the answer (the warehouse, the customer)
/// hears it here and need not know how it came about.
#[event]
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PaymentSettled {
    /// The payment.
    pub payment: PaymentId,
    /// Approved, or refused and why.
    pub verdict: Verdict,
}

/// Money of the payment has reached us.
#[event]
#[derive(Debug, Clone)]
pub struct PaymentCaptured {
    /// The payment.
    pub payment: PaymentId,
    /// What was captured this time.
    pub amount: Money,
}

/// Money of the payment has gone back to the customer.
#[event]
#[ensue::allow(event_never_handled, reason = "the story ends here: the money is back")]
#[derive(Debug, Clone)]
pub struct PaymentRefunded {
    /// The payment.
    pub payment: PaymentId,
    /// What was refunded this time.
    pub amount: Money,
}

/// Nothing was captured while the bank held the money, so the payment is over.
#[event]
#[derive(Debug, Clone)]
pub struct PaymentExpired {
    /// The payment.
    pub payment: PaymentId,
}

// Its authorisation: the bank holds the money for us.

/// An authorisation for the whole amount of a payment was opened, and nobody has been asked yet.
#[event]
#[derive(Debug, Clone)]
pub struct AuthCreated {
    /// The new authorisation.
    pub auth: AuthId,
    /// The payment that it is for.
    pub payment: PaymentId,
}

/// The provider approved: the bank holds the money for us.
#[event]
#[derive(Debug, Clone)]
pub struct AuthSucceeded {
    /// The authorisation.
    pub auth: AuthId,
    /// Its payment.
    pub payment: PaymentId,
}

/// The provider refused.
#[event]
#[derive(Debug, Clone)]
pub struct AuthFailed {
    /// The authorisation.
    pub auth: AuthId,
    /// Its payment.
    pub payment: PaymentId,
    /// Why, in the provider's words.
    pub reason: String,
}

/// The provider wants somebody to look at the payment first, and will answer later.
#[event]
#[derive(Debug, Clone)]
pub struct AuthPendingFraud {
    /// The authorisation.
    pub auth: AuthId,
    /// Its payment.
    pub payment: PaymentId,
}

/// The seven days are over in which the bank holds the money.
#[event]
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AuthLapsed {
    /// The authorisation.
    pub auth: AuthId,
}

/// The bank has let go of money that we never captured.
#[event]
#[derive(Debug, Clone)]
pub struct AuthExpired {
    /// The authorisation.
    pub auth: AuthId,
    /// Its payment.
    pub payment: PaymentId,
}

// Its captures: the money comes to us.

/// The shop wants money that the bank holds.
#[event]
#[derive(Debug, Clone)]
pub struct CaptureCreated {
    /// The new capture.
    pub capture: CaptureId,
}

/// The money is ours.
#[event]
#[derive(Debug, Clone)]
pub struct CaptureSucceeded {
    /// The capture.
    pub capture: CaptureId,
    /// Its payment.
    pub payment: PaymentId,
    /// How much.
    pub amount: Money,
}

/// The provider did not hand out the money.
#[event]
#[ensue::allow(event_never_handled, reason = "the story ends here: the capture keeps the reason")]
#[derive(Debug, Clone)]
pub struct CaptureFailed {
    /// The capture.
    pub capture: CaptureId,
    /// Its payment.
    pub payment: PaymentId,
    /// Why, in the provider's words.
    pub reason: String,
}

/// A settlement run pays this capture out to the shop.
#[event]
#[derive(Debug, Clone)]
pub struct CaptureSettled {
    /// The capture.
    pub capture: CaptureId,
    /// The run that pays it out.
    pub settlement: SettlementId,
    /// How much.
    pub amount: Money,
}

// Its refunds: money goes back.

/// The shop wants to give money back.
#[event]
#[derive(Debug, Clone)]
pub struct RefundCreated {
    /// The new refund.
    pub refund: RefundId,
}

/// The customer has the money back.
#[event]
#[derive(Debug, Clone)]
pub struct RefundSucceeded {
    /// The refund.
    pub refund: RefundId,
    /// Its payment.
    pub payment: PaymentId,
    /// How much.
    pub amount: Money,
}

/// The provider could not give the money back.
#[event]
#[ensue::allow(event_never_handled, reason = "the story ends here: the refund keeps the reason")]
#[derive(Debug, Clone)]
pub struct RefundFailed {
    /// The refund.
    pub refund: RefundId,
    /// Its payment.
    pub payment: PaymentId,
    /// Why, in the provider's words.
    pub reason: String,
}

/// A settlement run withholds this refund from what it pays out.
#[event]
#[derive(Debug, Clone)]
pub struct RefundSettled {
    /// The refund.
    pub refund: RefundId,
    /// The run that withholds it.
    pub settlement: SettlementId,
    /// How much.
    pub amount: Money,
}

// The shipment, which waits for the payment.

/// The warehouse may send the goods.
#[event]
#[ensue::allow(event_never_handled, reason = "the story ends here: the warehouse reads the shipments")]
#[derive(Debug, Clone)]
pub struct ShipmentReleased {
    /// The shipment.
    pub shipment: ShipmentId,
    /// The payment that it waited for.
    pub payment: PaymentId,
}

/// The goods stay in the warehouse.
#[event]
#[ensue::allow(event_never_handled, reason = "the story ends here: the warehouse reads the shipments")]
#[derive(Debug, Clone)]
pub struct ShipmentCancelled {
    /// The shipment.
    pub shipment: ShipmentId,
    /// The payment that it waited for.
    pub payment: PaymentId,
}

// The receipt, sent by mail.

/// The customer's mail server took the receipt.
#[event]
#[derive(Debug, Clone)]
pub struct ReceiptSent {
    /// The payment that it is about.
    pub payment: PaymentId,
}

/// The customer's mail server does not want the receipt, and will not.
#[event]
#[derive(Debug, Clone)]
pub struct ReceiptBounced {
    /// The payment that it is about.
    pub payment: PaymentId,
    /// Why, in the mail server's words.
    pub reason: String,
}

// The invoice, issued by another program.

/// The invoice program issued an invoice.
#[event]
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct InvoiceIssued {
    /// The payment that it is about.
    pub payment: PaymentId,
    /// Number of the invoice.
    pub number: String,
}

/// The invoice program cannot issue the invoice.
#[event]
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct InvoiceRejected {
    /// The payment that it is about.
    pub payment: PaymentId,
    /// Why, in the invoice program's words.
    pub reason: String,
}

// The settlement run, every night.

/// A settlement run was opened: it is time to collect what it pays out.
#[event]
#[derive(Debug, Clone)]
pub struct SettlementCreated {
    /// The new run.
    pub settlement: SettlementId,
}

/// A settlement run is complete: its totals are what the shop is paid.
#[event]
#[ensue::allow(event_never_handled, reason = "the story ends here: the settlement holds its totals")]
#[derive(Debug, Clone)]
pub struct SettlementClosed {
    /// The run.
    pub settlement: SettlementId,
}
