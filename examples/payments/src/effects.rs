//! What the program asks of the outside world, as data.
//!
//! Whoever requests an effect does not wait for it and does not care about retries. How it went comes back as an event.

use crate::events::{InvoiceIssued, InvoiceRejected};
use crate::{Money, PaymentId};
use ensue::effect;
use serde::{Deserialize, Serialize};

/// Send the customer a receipt by mail.
#[effect]
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SendReceipt {
    /// The payment that it is about.
    pub payment: PaymentId,
    /// The customer's address.
    pub to: String,
    /// What was approved.
    pub amount: Money,
}

/// Issue an invoice for money that was captured.
///
/// Another program does that: it reads the request, issues the invoice, and reports back with one of the two events.
#[effect(performed_by = "invoices", completes_with = [InvoiceIssued, InvoiceRejected])]
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct IssueInvoice {
    /// The payment that it is about.
    pub payment: PaymentId,
    /// What was captured.
    pub amount: Money,
}
