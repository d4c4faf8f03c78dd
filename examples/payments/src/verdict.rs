//! Yes or no, and what follows from it.

use crate::archivers::Auths;
use crate::events::{AuthFailed, AuthSucceeded};
use crate::{AuthId, PaymentError};
use derive_more::Display;
use ensue::{Cx, emits};
use serde::{Deserialize, Serialize};

/// What the provider says in the end.
#[derive(Debug, Clone, PartialEq, Eq, Display, Serialize, Deserialize)]
pub enum Verdict {
    /// Yes.
    #[display("approved")]
    Approved,
    /// No, and why in the provider's words.
    #[display("refused: {_0}")]
    Refused(String),
}

/// Writes down what the provider decided about an authorisation.
///
/// The answer at once and the answer after a fraud check both come through here, so whoever listens cannot tell them
/// apart.
#[emits(AuthFailed, AuthSucceeded)]
pub fn record_verdict<Caller>(
    auth: AuthId,
    verdict: Verdict,
    auths: &Auths,
    cx: &mut Cx<'_, Caller>,
) -> Result<(), PaymentError> {
    match verdict {
        Verdict::Approved => auths.succeed(auth, cx),
        Verdict::Refused(reason) => auths.fail(auth, reason, cx),
    }
}
