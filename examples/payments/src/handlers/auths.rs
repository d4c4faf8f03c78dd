//! The authorisation: opened, asked for, watched until it lapses.

use crate::archivers::{Auths, Captures, Payments};
use crate::events::{
    AuthCreated, AuthExpired, AuthFailed, AuthLapsed, AuthPendingFraud, AuthSucceeded, PaymentCreated,
};
use crate::{AuthAnswer, PaymentError, Provider, record_verdict};
use ensue::{Cx, handler};

/// Every payment begins with an authorisation for its whole amount.
#[handler(on = PaymentCreated, may_emit = [AuthCreated])]
pub fn create_auth(event: &PaymentCreated, auths: &Auths, cx: &mut Cx<'_, create_auth>) {
    auths.create(event.payment, cx);
}

/// Asks the provider, who approves, refuses, or wants a fraud check first.
#[handler(on = AuthCreated, may_emit = [AuthFailed, AuthPendingFraud, AuthSucceeded])]
pub async fn request_auth(
    event: &AuthCreated,
    payments: &Payments,
    auths: &Auths,
    provider: &dyn Provider,
    cx: &mut Cx<'_, request_auth>,
) -> Result<(), PaymentError> {
    let payment = payments.get(event.payment)?;
    match provider.authorize(event.auth, &payment.card, payment.amount).await {
        AuthAnswer::Now(verdict) => record_verdict(event.auth, verdict, auths, cx),
        AuthAnswer::PendingFraudCheck => auths.hold(event.auth, cx),
    }
}

/// The bank holds the money for seven days: have us told when they are over.
#[handler(on = AuthSucceeded, may_emit = [scheduled(AuthLapsed)])]
pub fn watch_auth(event: &AuthSucceeded, auths: &Auths, cx: &mut Cx<'_, watch_auth>) {
    auths.watch(event.auth, cx);
}

/// Nothing was captured in seven days, so the authorisation is worth nothing any more. One that was captured from has
/// done its work.
#[handler(on = AuthLapsed, may_emit = [AuthExpired])]
pub fn expire_auth(
    event: &AuthLapsed,
    auths: &Auths,
    captures: &Captures,
    cx: &mut Cx<'_, expire_auth>,
) -> Result<(), PaymentError> {
    if captures.of(event.auth).is_empty() { auths.expire(event.auth, cx) } else { Ok(()) }
}
