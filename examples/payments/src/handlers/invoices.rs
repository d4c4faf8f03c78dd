//! The invoice: requested here, issued elsewhere, noted here.

use crate::PaymentError;
use crate::archivers::{Invoice, Payments};
use crate::effects::IssueInvoice;
use crate::events::{InvoiceIssued, InvoiceRejected, PaymentCaptured};
use ensue::{Cx, OneOf, handler};

/// Money that reached us needs an invoice.
#[handler(on = PaymentCaptured, may_request = [IssueInvoice])]
pub fn request_invoice(event: &PaymentCaptured, cx: &mut Cx<'_, request_invoice>) {
    cx.request(IssueInvoice { payment: event.payment, amount: event.amount });
}

/// The invoice program has reported back.
#[derive(OneOf)]
pub enum InvoiceEnded<'a> {
    /// There is an invoice.
    Issued(&'a InvoiceIssued),
    /// There will be none.
    Rejected(&'a InvoiceRejected),
}

/// Whoever looks at the payment sees its invoices, and which are missing.
#[handler(on = [InvoiceIssued, InvoiceRejected])]
pub fn note_invoice(event: InvoiceEnded<'_>, payments: &Payments) -> Result<(), PaymentError> {
    match event {
        InvoiceEnded::Issued(issued) => payments.note_invoice(issued.payment, Invoice::Issued(issued.number.clone())),
        InvoiceEnded::Rejected(rejected) => {
            payments.note_invoice(rejected.payment, Invoice::Rejected(rejected.reason.clone()))
        }
    }
}
