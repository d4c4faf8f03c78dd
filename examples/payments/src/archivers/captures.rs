//! Captures: money that the bank holds becomes ours.

use super::{Payment, table::Table};
use crate::events::{CaptureCreated, CaptureFailed, CaptureSettled, CaptureSucceeded};
use crate::{AuthId, CaptureId, Money, PaymentError, PaymentId, SettlementId};
use ensue::{Cx, Resource, archiver};

/// A request for money that the bank holds.
#[derive(Debug, Clone, PartialEq, Eq, Resource)]
pub struct Capture {
    /// Its number.
    #[id]
    pub id: CaptureId,
    /// Where it stands.
    #[state]
    pub state: CaptureState,
    /// The payment that it is a part of.
    pub payment: PaymentId,
    /// The authorisation that it draws on.
    pub auth: AuthId,
    /// How much.
    pub amount: Money,
}

/// Where a capture stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Resource)]
pub enum CaptureState {
    /// The provider has not answered.
    #[initial]
    Created,
    /// The money is ours.
    Succeeded,
    /// The provider did not hand it out.
    #[terminal]
    Failed,
    /// A settlement run paid it out.
    #[terminal]
    Settled,
}

/// Owns the captures.
#[derive(Debug, Default)]
pub struct Captures {
    table: Table<Capture>,
}

/// The shop captures once the goods are sent, in one piece or in several, and never more than the bank holds. A
/// settlement run pays out each capture that succeeded, once.
#[archiver(resource = Capture)]
impl Captures {
    /// Asks for a part of what is left of a payment, or for all of it. What others have asked for and not been refused is
    /// not left, also while the provider has yet to answer them.
    #[transition(to = Created, emits = [CaptureCreated])]
    pub fn create<Caller>(
        &self,
        payment: &Payment,
        auth: AuthId,
        amount: Money,
        cx: &mut Cx<'_, Caller>,
    ) -> Result<CaptureId, PaymentError> {
        let open = |capture: &&Capture| capture.payment == payment.id && capture.state != CaptureState::Failed;
        let capture = self.table.add_if(
            |captures| {
                let asked = captures
                    .filter(open)
                    .try_fold(payment.amount.nothing(), |sum, capture| sum.plus(capture.amount))?;
                amount.must_be_within(payment.id, payment.capturable(asked)?)
            },
            |id| Capture { id, state: CaptureState::Created, payment: payment.id, auth, amount },
        )?;
        cx.emit(CaptureCreated { capture });
        Ok(capture)
    }

    /// The money is ours.
    #[transition(from = [Created], to = Succeeded, emits = [CaptureSucceeded])]
    pub fn succeed<Caller>(&self, id: CaptureId, cx: &mut Cx<'_, Caller>) -> Result<(), PaymentError> {
        let capture = self.table.change(id, CaptureState::Succeeded, cx)?;
        cx.emit(CaptureSucceeded { capture: id, payment: capture.payment, amount: capture.amount });
        Ok(())
    }

    /// The provider did not hand out the money.
    #[transition(from = [Created], to = Failed, emits = [CaptureFailed])]
    pub fn fail<Caller>(&self, id: CaptureId, reason: String, cx: &mut Cx<'_, Caller>) -> Result<(), PaymentError> {
        let capture = self.table.change(id, CaptureState::Failed, cx)?;
        cx.emit(CaptureFailed { capture: id, payment: capture.payment, reason });
        Ok(())
    }

    /// A settlement run pays it out.
    #[transition(from = [Succeeded], to = Settled, emits = [CaptureSettled])]
    pub fn settle<Caller>(
        &self,
        id: CaptureId,
        settlement: SettlementId,
        cx: &mut Cx<'_, Caller>,
    ) -> Result<(), PaymentError> {
        let capture = self.table.change(id, CaptureState::Settled, cx)?;
        cx.emit(CaptureSettled { capture: id, settlement, amount: capture.amount });
        Ok(())
    }

    /// One capture.
    pub fn get(&self, id: CaptureId) -> Result<Capture, PaymentError> {
        self.table.get(id)
    }

    /// The captures of an authorisation that brought money, or still may.
    pub fn of(&self, auth: AuthId) -> Vec<Capture> {
        self.table.select(|capture| capture.auth == auth && capture.state != CaptureState::Failed)
    }

    /// What waits for the next settlement run.
    pub fn unsettled(&self) -> Vec<Capture> {
        self.table.select(|capture| capture.state == CaptureState::Succeeded)
    }
}
