//! The settlement run: what it collects, and what that adds up to.

use crate::archivers::{Captures, Refunds, Settlements};
use crate::events::{CaptureSettled, RefundSettled, SettlementCreated};
use crate::{Money, PaymentError, SettlementId};
use ensue::{Cx, handler};

/// Pays out every capture that no run has paid out yet.
#[handler(on = SettlementCreated, may_emit = [CaptureSettled])]
pub fn settle_captures(
    event: &SettlementCreated,
    captures: &Captures,
    cx: &mut Cx<'_, settle_captures>,
) -> Result<(), PaymentError> {
    captures.unsettled().iter().try_for_each(|capture| captures.settle(capture.id, event.settlement, cx))
}

/// Withholds every refund that no run has withheld yet.
#[handler(on = SettlementCreated, may_emit = [RefundSettled])]
pub fn settle_refunds(
    event: &SettlementCreated,
    refunds: &Refunds,
    cx: &mut Cx<'_, settle_refunds>,
) -> Result<(), PaymentError> {
    refunds.unsettled().iter().try_for_each(|refund| refunds.settle(refund.id, event.settlement, cx))
}

/// A line of a settlement run: what its events have in common.
pub trait Line {
    /// The run.
    fn settlement(&self) -> SettlementId;

    /// What it adds to the pay-out; less than nothing when it is withheld.
    fn amount(&self) -> Result<Money, PaymentError>;
}

impl Line for CaptureSettled {
    fn settlement(&self) -> SettlementId {
        self.settlement
    }

    fn amount(&self) -> Result<Money, PaymentError> {
        Ok(self.amount)
    }
}

impl Line for RefundSettled {
    fn settlement(&self) -> SettlementId {
        self.settlement
    }

    fn amount(&self) -> Result<Money, PaymentError> {
        self.amount.negated()
    }
}

/// Adds a line to the totals of its run.
#[handler(on = [CaptureSettled, RefundSettled])]
pub fn add_line(event: &impl Line, settlements: &Settlements) -> Result<(), PaymentError> {
    settlements.add(event.settlement(), event.amount()?)
}
