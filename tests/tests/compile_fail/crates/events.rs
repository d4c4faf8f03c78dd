//! The events and effects of the cases.

use ensue::{effect, event};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuthId(pub u32);

impl std::fmt::Display for AuthId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0)
    }
}

#[event]
pub struct PaymentCreated {
    pub payment: u32,
}

/// An event that is not serializable: it is never kept as a ticket.
#[event]
pub struct AuthCreated {
    pub auth: AuthId,
}

#[event]
pub struct AuthSucceeded {
    pub auth: AuthId,
}

#[event]
pub struct AuthFailed {
    pub auth: AuthId,
}

#[event]
#[derive(Serialize, Deserialize)]
pub struct AuthExpired {
    pub auth: AuthId,
}

#[effect]
#[derive(Serialize, Deserialize)]
pub struct SendReceipt {
    pub auth: AuthId,
}
