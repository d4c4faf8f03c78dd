//! An archiver and helpers, in a crate between the events and the handlers.

use ensue::{Cx, Emits, IllegalMove, Resource, Schedules, archiver, emits};
use events::{AuthCreated, AuthExpired, AuthFailed, AuthId, AuthSucceeded, SendReceipt};
use std::fmt;
use std::time::Duration;

#[derive(Debug)]
pub enum PaymentError {
    IllegalMove(IllegalMove),
}

impl fmt::Display for PaymentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let PaymentError::IllegalMove(illegal) = self;
        illegal.fmt(f)
    }
}

impl std::error::Error for PaymentError {}

impl From<IllegalMove> for PaymentError {
    fn from(illegal: IllegalMove) -> PaymentError {
        PaymentError::IllegalMove(illegal)
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Resource)]
pub enum AuthState {
    #[initial]
    Created,
    #[terminal]
    Succeeded,
}

#[derive(Resource)]
pub struct Auth {
    #[id]
    pub id: AuthId,
    #[state]
    pub state: AuthState,
}

#[derive(Default)]
pub struct Auths;

#[archiver(resource = Auth)]
impl Auths {
    #[emits(AuthCreated)]
    pub async fn create<Caller>(&self, payment: u32, cx: &mut Cx<'_, Caller>) -> Result<AuthId, PaymentError> {
        cx.emit(AuthCreated { auth: AuthId(payment) });
        Ok(AuthId(payment))
    }

    #[transition(from = [Created], to = Succeeded, emits = [AuthSucceeded])]
    pub fn succeed<Caller>(&self, auth: AuthId, cx: &mut Cx<'_, Caller>) -> Result<(), PaymentError> {
        let mut stored = Auth { id: auth, state: AuthState::Created };
        cx.change(&mut stored, AuthState::Succeeded)?;
        cx.emit(AuthSucceeded { auth });
        Ok(())
    }

    #[emits(scheduled(AuthExpired), requests(SendReceipt))]
    pub fn remind<Caller>(&self, auth: AuthId, cx: &mut Cx<'_, Caller>) {
        cx.schedule(Duration::from_secs(60), AuthExpired { auth });
        cx.request(SendReceipt { auth });
    }
}

/// A helper with its bounds written by hand.
pub fn expire(auth: AuthId, cx: &mut Cx<'_, impl Emits<AuthFailed> + Schedules<AuthExpired>>) {
    cx.emit(AuthFailed { auth });
    cx.schedule(Duration::from_secs(60), AuthExpired { auth });
}

/// A helper that gets its bounds from the attribute.
#[emits(AuthFailed)]
pub fn give_up<Caller>(auth: AuthId, cx: &mut Cx<'_, Caller>) {
    cx.emit(AuthFailed { auth });
}
