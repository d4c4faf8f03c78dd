//! Refunds: money goes back to the customer.

use super::{Payment, table::Table};
use crate::events::{RefundCreated, RefundFailed, RefundSettled, RefundSucceeded};
use crate::{Money, PaymentError, PaymentId, RefundId, SettlementId};
use ensue::{Cx, Resource, archiver};

/// A request to give money back.
#[derive(Debug, Clone, PartialEq, Eq, Resource)]
pub struct Refund {
    /// Its number.
    #[id]
    pub id: RefundId,
    /// Where it stands.
    #[state]
    pub state: RefundState,
    /// The payment that it takes from.
    pub payment: PaymentId,
    /// How much.
    pub amount: Money,
}

/// Where a refund stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Resource)]
pub enum RefundState {
    /// The provider has not answered.
    #[initial]
    Created,
    /// The customer has the money back.
    Succeeded,
    /// The provider could not give it back.
    #[terminal]
    Failed,
    /// A settlement run withheld it.
    #[terminal]
    Settled,
}

/// Owns the refunds.
#[derive(Debug, Default)]
pub struct Refunds {
    table: Table<Refund>,
}

/// What has reached us may go back, in one piece or in several. A settlement run withholds each refund that succeeded,
/// once.
#[archiver(resource = Refund)]
impl Refunds {
    /// Asks for a part of what has reached us, or for all of it. What others have asked for and not been refused is not
    /// there any more, also while the provider has yet to answer them.
    #[transition(to = Created, emits = [RefundCreated])]
    pub fn create<Caller>(
        &self,
        payment: &Payment,
        amount: Money,
        cx: &mut Cx<'_, Caller>,
    ) -> Result<RefundId, PaymentError> {
        let open = |refund: &&Refund| refund.payment == payment.id && refund.state != RefundState::Failed;
        let refund = self.table.add_if(
            |refunds| {
                let asked =
                    refunds.filter(open).try_fold(payment.amount.nothing(), |sum, refund| sum.plus(refund.amount))?;
                amount.must_be_within(payment.id, payment.refundable(asked)?)
            },
            |id| Refund { id, state: RefundState::Created, payment: payment.id, amount },
        )?;
        cx.emit(RefundCreated { refund });
        Ok(refund)
    }

    /// The customer has the money back.
    #[transition(from = [Created], to = Succeeded, emits = [RefundSucceeded])]
    pub fn succeed<Caller>(&self, id: RefundId, cx: &mut Cx<'_, Caller>) -> Result<(), PaymentError> {
        let refund = self.table.change(id, RefundState::Succeeded, cx)?;
        cx.emit(RefundSucceeded { refund: id, payment: refund.payment, amount: refund.amount });
        Ok(())
    }

    /// The provider could not give the money back.
    #[transition(from = [Created], to = Failed, emits = [RefundFailed])]
    pub fn fail<Caller>(&self, id: RefundId, reason: String, cx: &mut Cx<'_, Caller>) -> Result<(), PaymentError> {
        let refund = self.table.change(id, RefundState::Failed, cx)?;
        cx.emit(RefundFailed { refund: id, payment: refund.payment, reason });
        Ok(())
    }

    /// A settlement run withholds it.
    #[transition(from = [Succeeded], to = Settled, emits = [RefundSettled])]
    pub fn settle<Caller>(
        &self,
        id: RefundId,
        settlement: SettlementId,
        cx: &mut Cx<'_, Caller>,
    ) -> Result<(), PaymentError> {
        let refund = self.table.change(id, RefundState::Settled, cx)?;
        cx.emit(RefundSettled { refund: id, settlement, amount: refund.amount });
        Ok(())
    }

    /// One refund.
    pub fn get(&self, id: RefundId) -> Result<Refund, PaymentError> {
        self.table.get(id)
    }

    /// What waits for the next settlement run.
    pub fn unsettled(&self) -> Vec<Refund> {
        self.table.select(|refund| refund.state == RefundState::Succeeded)
    }
}
