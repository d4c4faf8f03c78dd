//! Payments: the whole of it, and how it stands in one word.

use super::table::Table;
use crate::events::{PaymentCaptured, PaymentCreated, PaymentExpired, PaymentRefunded, PaymentSettled};
use crate::{Card, Money, PaymentError, PaymentId, Verdict};
use ensue::{Cx, Resource, archiver};

/// What a customer asks for.
#[derive(Debug, Clone)]
pub struct NewPayment {
    /// How much.
    pub amount: Money,
    /// Which card pays.
    pub card: Card,
    /// Where the receipt goes.
    pub email: String,
}

/// A customer's payment, with the sum of what happened to it.
#[derive(Debug, Clone, PartialEq, Eq, Resource)]
pub struct Payment {
    /// Its number.
    #[id]
    pub id: PaymentId,
    /// How it stands, whatever its authorisation, captures and refunds did.
    #[state]
    pub status: PaymentStatus,
    /// What the customer owes.
    pub amount: Money,
    /// Which card pays.
    pub card: Card,
    /// Where the receipt goes.
    pub email: String,
    /// What has reached us, refunds not counted.
    pub captured: Money,
    /// What has gone back.
    pub refunded: Money,
    /// What became of the receipt.
    pub receipt: Receipt,
    /// What became of the invoices, one for each capture.
    pub invoices: Vec<Invoice>,
}

/// How a payment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Resource)]
pub enum PaymentStatus {
    /// Nobody has answered yet.
    #[initial]
    Created,
    /// The provider is looking at it.
    UnderReview,
    /// The bank holds the money.
    Authorized,
    /// The provider refused.
    #[terminal]
    Refused,
    /// At least a part of the money has reached us.
    Captured,
    /// At least a part of the money has gone back.
    Refunded,
    /// The bank held the money and nobody captured it.
    #[terminal]
    Expired,
}

/// What became of a receipt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Receipt {
    /// Nothing yet.
    NotSent,
    /// The customer's mail server has it.
    Sent,
    /// The customer's mail server does not want it.
    Bounced(String),
}

/// What became of an invoice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Invoice {
    /// It has this number.
    Issued(String),
    /// The invoice program gave this reason.
    Rejected(String),
}

impl Payment {
    /// What may be captured beside what was asked for already: nothing unless the bank holds the money for us.
    pub fn capturable(&self, asked: Money) -> Result<Money, PaymentError> {
        match self.status {
            PaymentStatus::Authorized | PaymentStatus::Captured => self.amount.minus(asked),
            _ => Ok(Money::zero(self.amount.currency())),
        }
    }

    /// What may go back beside what was asked for already: nothing that has not reached us.
    pub fn refundable(&self, asked: Money) -> Result<Money, PaymentError> {
        self.captured.minus(asked)
    }
}

/// Owns the payments.
#[derive(Debug, Default)]
pub struct Payments {
    table: Table<Payment>,
}

/// A payment is what the customer sees of it all: one status, whatever authorisation, captures and refunds did behind
/// it.
#[archiver(resource = Payment)]
impl Payments {
    /// Takes a payment in.
    #[transition(to = Created, emits = [PaymentCreated])]
    pub fn create<Caller>(&self, new: NewPayment, cx: &mut Cx<'_, Caller>) -> Result<PaymentId, PaymentError> {
        new.amount.must_be_positive()?;
        let nothing = Money::zero(new.amount.currency());
        let payment = self.table.add(|id| Payment {
            id,
            status: PaymentStatus::Created,
            amount: new.amount,
            card: new.card,
            email: new.email,
            captured: nothing,
            refunded: nothing,
            receipt: Receipt::NotSent,
            invoices: Vec::new(),
        });
        cx.emit(PaymentCreated { payment });
        Ok(payment)
    }

    /// The provider takes its time, and the customer is told so.
    #[transition(from = [Created], to = UnderReview)]
    pub fn review<Caller>(&self, id: PaymentId, cx: &mut Cx<'_, Caller>) -> Result<(), PaymentError> {
        self.table.change(id, PaymentStatus::UnderReview, cx)?;
        Ok(())
    }

    /// The card is good for the money.
    #[transition(from = [Created, UnderReview], to = Authorized, emits = [PaymentSettled])]
    pub fn authorize<Caller>(&self, id: PaymentId, cx: &mut Cx<'_, Caller>) -> Result<(), PaymentError> {
        self.table.change(id, PaymentStatus::Authorized, cx)?;
        cx.emit(PaymentSettled { payment: id, verdict: Verdict::Approved });
        Ok(())
    }

    /// The card is not good for the money.
    #[transition(from = [Created, UnderReview], to = Refused, emits = [PaymentSettled])]
    pub fn refuse<Caller>(&self, id: PaymentId, reason: &str, cx: &mut Cx<'_, Caller>) -> Result<(), PaymentError> {
        self.table.change(id, PaymentStatus::Refused, cx)?;
        cx.emit(PaymentSettled { payment: id, verdict: Verdict::Refused(reason.to_owned()) });
        Ok(())
    }

    /// Money has reached us.
    #[transition(from = [Authorized, Captured], to = Captured, emits = [PaymentCaptured])]
    pub fn capture<Caller>(&self, id: PaymentId, amount: Money, cx: &mut Cx<'_, Caller>) -> Result<(), PaymentError> {
        self.table.update(id, |payment| {
            cx.change(payment, PaymentStatus::Captured)?;
            payment.captured = payment.captured.plus(amount)?;
            Ok(())
        })?;
        cx.emit(PaymentCaptured { payment: id, amount });
        Ok(())
    }

    /// Money has gone back.
    #[transition(from = [Captured, Refunded], to = Refunded, emits = [PaymentRefunded])]
    pub fn refund<Caller>(&self, id: PaymentId, amount: Money, cx: &mut Cx<'_, Caller>) -> Result<(), PaymentError> {
        self.table.update(id, |payment| {
            cx.change(payment, PaymentStatus::Refunded)?;
            payment.refunded = payment.refunded.plus(amount)?;
            Ok(())
        })?;
        cx.emit(PaymentRefunded { payment: id, amount });
        Ok(())
    }

    /// The bank held the money and nobody captured it.
    #[transition(from = [Authorized], to = Expired, emits = [PaymentExpired])]
    pub fn expire<Caller>(&self, id: PaymentId, cx: &mut Cx<'_, Caller>) -> Result<(), PaymentError> {
        self.table.change(id, PaymentStatus::Expired, cx)?;
        cx.emit(PaymentExpired { payment: id });
        Ok(())
    }

    /// Notes what became of the receipt.
    pub fn note_receipt(&self, id: PaymentId, receipt: Receipt) -> Result<(), PaymentError> {
        self.table.update(id, |payment| {
            payment.receipt = receipt;
            Ok(())
        })?;
        Ok(())
    }

    /// Notes what became of an invoice.
    pub fn note_invoice(&self, id: PaymentId, invoice: Invoice) -> Result<(), PaymentError> {
        self.table.update(id, |payment| {
            payment.invoices.push(invoice);
            Ok(())
        })?;
        Ok(())
    }

    /// One payment.
    pub fn get(&self, id: PaymentId) -> Result<Payment, PaymentError> {
        self.table.get(id)
    }
}
