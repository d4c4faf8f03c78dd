//! The payment provider: another company's program, which speaks with the banks.

use crate::{AuthId, CaptureId, Money, RefundId, Verdict};
use derive_more::{Display, From};
use ensue::BoxFuture;
use serde::{Deserialize, Serialize};
use std::future::ready;

/// What stands for a customer's card. The number itself is known to the provider alone.
#[derive(Debug, Clone, PartialEq, Eq, Display, From, Serialize, Deserialize)]
#[from(forward)]
pub struct Card(String);

/// What the provider says when asked to authorise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AuthAnswer {
    /// The answer is known at once.
    Now(Verdict),
    /// `pending_fraud_check`: somebody looks at it first. The answer comes later, to `POST /provider/answers`.
    PendingFraudCheck,
}

/// What we ask of a payment provider.
pub trait Provider: Send + Sync {
    /// Asks the bank to hold money of a card for us.
    fn authorize(&self, auth: AuthId, card: &Card, amount: Money) -> BoxFuture<'_, AuthAnswer>;

    /// Takes money that the bank holds.
    fn capture(&self, capture: CaptureId, auth: AuthId, amount: Money) -> BoxFuture<'_, Verdict>;

    /// Gives money back.
    fn refund(&self, refund: RefundId, card: &Card, amount: Money) -> BoxFuture<'_, Verdict>;
}

/// A provider without banks: the card says what happens.
///
/// `tok_no_funds` is refused, `tok_strange` needs a fraud check, `tok_closed` pays but takes no money back, and every
/// other card is good for anything.
#[derive(Debug, Clone, Copy, Default)]
pub struct SimulatedProvider;

impl Provider for SimulatedProvider {
    fn authorize(&self, _auth: AuthId, card: &Card, _amount: Money) -> BoxFuture<'_, AuthAnswer> {
        let answer = match card.0.as_str() {
            "tok_no_funds" => AuthAnswer::Now(Verdict::Refused("not enough money".to_owned())),
            "tok_strange" => AuthAnswer::PendingFraudCheck,
            _ => AuthAnswer::Now(Verdict::Approved),
        };
        Box::pin(ready(answer))
    }

    fn capture(&self, _capture: CaptureId, _auth: AuthId, _amount: Money) -> BoxFuture<'_, Verdict> {
        Box::pin(ready(Verdict::Approved))
    }

    fn refund(&self, _refund: RefundId, card: &Card, _amount: Money) -> BoxFuture<'_, Verdict> {
        let verdict = match card.0.as_str() {
            "tok_closed" => Verdict::Refused("the account is closed".to_owned()),
            _ => Verdict::Approved,
        };
        Box::pin(ready(verdict))
    }
}
