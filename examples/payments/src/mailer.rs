//! The mail server, through which receipts leave.

use derive_more::{Display, Error};
use ensue::BoxFuture;
use std::future::ready;

/// Sends mail.
pub trait Mailer: Send + Sync {
    /// Hands a mail to the mail server of the address.
    fn send(&self, to: &str, text: &str) -> BoxFuture<'_, Result<(), MailError>>;
}

/// Why a mail did not leave.
#[derive(Debug, Clone, PartialEq, Eq, Display, Error)]
pub enum MailError {
    /// The mail server refused it for good. That is an answer, not a failure of ours.
    #[display("the mail bounced: {reason}")]
    Bounced {
        /// In the mail server's words.
        reason: String,
    },
    /// No mail server could be reached. Another try may do better.
    #[display("no mail server could be reached")]
    Unreachable,
}

/// A mailer without mail: addresses at `nowhere.example` bounce, all others take everything.
#[derive(Debug, Clone, Copy, Default)]
pub struct SimulatedMailer;

impl Mailer for SimulatedMailer {
    fn send(&self, to: &str, _text: &str) -> BoxFuture<'_, Result<(), MailError>> {
        let result = if to.ends_with("@nowhere.example") {
            Err(MailError::Bounced { reason: format!("{to} does not exist") })
        } else {
            Ok(())
        };
        Box::pin(ready(result))
    }
}
