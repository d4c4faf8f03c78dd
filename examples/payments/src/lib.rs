//! A shop takes payments by card: the running example of Ensue.
//!
//! Nothing in this program calls the next step by name. A controller or a handler asks an archiver to change something;
//! the archiver changes it and says what happened; whoever listens does the next step. What can follow from what is
//! declared beside each function, proved by the compiler, and drawn by `cargo ensue`.
//!
//! Read it in this order:
//!
//! 1. [`events`]: what can happen, in the words of the people who run the shop.
//! 2. [`archivers`]: who owns a payment, an authorisation, a capture, a refund, a shipment and a settlement run, how each
//!    may change, and which events those changes emit.
//! 3. [`handlers`]: what follows from an event.
//! 4. [`controllers`]: where it all starts.
//! 5. [`effects`]: what the program asks of the outside world.
//!
//! Two words that are easily confused: a payment is *settled* when its caller has the answer, approved or refused. A
//! *settlement run* comes at night and pays out to the shop what was captured.

pub mod archivers;
pub mod controllers;
pub mod effects;
pub mod events;
pub mod handlers;

mod application;
mod error;
mod ids;
mod mailer;
mod money;
mod provider;
mod verdict;

pub use application::application;
pub use error::PaymentError;
pub use ids::{AuthId, CaptureId, PaymentId, RefundId, SettlementId, ShipmentId};
pub use mailer::{MailError, Mailer, SimulatedMailer};
pub use money::{Currency, Money};
pub use provider::{AuthAnswer, Card, Provider, SimulatedProvider};
pub use verdict::{Verdict, record_verdict};
