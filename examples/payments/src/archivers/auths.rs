//! Authorisations: the bank holds money for us.

use super::table::Table;
use crate::events::{AuthCreated, AuthExpired, AuthFailed, AuthLapsed, AuthPendingFraud, AuthSucceeded};
use crate::{AuthId, PaymentError, PaymentId};
use ensue::{Cx, Resource, archiver};
use std::time::Duration;

/// For how long a bank holds money that nobody captures.
const HOLD: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// A request to a bank to hold the whole amount of a payment.
#[derive(Debug, Clone, Resource)]
pub struct Auth {
    /// Its number.
    #[id]
    pub id: AuthId,
    /// Where it stands.
    #[state]
    pub state: AuthState,
    /// The payment that it is for.
    pub payment: PaymentId,
}

/// Where an authorisation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Resource)]
pub enum AuthState {
    /// The provider has not answered.
    #[initial]
    Created,
    /// The provider is looking at it.
    PendingFraud,
    /// The bank holds the money.
    Succeeded,
    /// The provider refused.
    #[terminal]
    Failed,
    /// The bank has let go of the money.
    #[terminal]
    Expired,
}

/// Owns the authorisations.
#[derive(Debug, Default)]
pub struct Auths {
    table: Table<Auth>,
}

/// A bank is asked once for each payment. It holds the money, at once or after a fraud check, or it refuses; money that
/// it holds and nobody captures it lets go of after seven days.
#[archiver(resource = Auth)]
impl Auths {
    /// Opens an authorisation for the whole amount of a payment.
    #[transition(to = Created, emits = [AuthCreated])]
    pub fn create<Caller>(&self, payment: PaymentId, cx: &mut Cx<'_, Caller>) -> AuthId {
        let auth = self.table.add(|id| Auth { id, state: AuthState::Created, payment });
        cx.emit(AuthCreated { auth, payment });
        auth
    }

    /// The bank holds the money.
    #[transition(from = [Created, PendingFraud], to = Succeeded, emits = [AuthSucceeded])]
    pub fn succeed<Caller>(&self, id: AuthId, cx: &mut Cx<'_, Caller>) -> Result<(), PaymentError> {
        let auth = self.table.change(id, AuthState::Succeeded, cx)?;
        cx.emit(AuthSucceeded { auth: id, payment: auth.payment });
        Ok(())
    }

    /// The provider refused.
    #[transition(from = [Created, PendingFraud], to = Failed, emits = [AuthFailed])]
    pub fn fail<Caller>(&self, id: AuthId, reason: String, cx: &mut Cx<'_, Caller>) -> Result<(), PaymentError> {
        let auth = self.table.change(id, AuthState::Failed, cx)?;
        cx.emit(AuthFailed { auth: id, payment: auth.payment, reason });
        Ok(())
    }

    /// The provider wants a fraud check first.
    #[transition(from = [Created], to = PendingFraud, emits = [AuthPendingFraud])]
    pub fn hold<Caller>(&self, id: AuthId, cx: &mut Cx<'_, Caller>) -> Result<(), PaymentError> {
        let auth = self.table.change(id, AuthState::PendingFraud, cx)?;
        cx.emit(AuthPendingFraud { auth: id, payment: auth.payment });
        Ok(())
    }

    /// Has us told when the bank stops holding the money.
    #[emits(scheduled(AuthLapsed))]
    pub fn watch<Caller>(&self, id: AuthId, cx: &mut Cx<'_, Caller>) {
        cx.schedule(HOLD, AuthLapsed { auth: id }).unique(format!("lapse of authorisation {id}"));
    }

    /// The bank has let go of the money.
    #[transition(from = [Succeeded], to = Expired, emits = [AuthExpired])]
    pub fn expire<Caller>(&self, id: AuthId, cx: &mut Cx<'_, Caller>) -> Result<(), PaymentError> {
        let auth = self.table.change(id, AuthState::Expired, cx)?;
        cx.emit(AuthExpired { auth: id, payment: auth.payment });
        Ok(())
    }

    /// One authorisation.
    pub fn get(&self, id: AuthId) -> Result<Auth, PaymentError> {
        self.table.get(id)
    }

    /// The authorisation of a payment.
    pub fn of(&self, payment: PaymentId) -> Result<Auth, PaymentError> {
        let found = self.table.select(|auth| auth.payment == payment).pop();
        found.ok_or_else(|| PaymentError::Unknown { what: "authorisation of payment", id: payment.to_string() })
    }
}
