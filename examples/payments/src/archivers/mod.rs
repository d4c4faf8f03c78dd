//! Who owns what, how it may change, and which events a change emits.
//!
//! An archiver is the only one to touch its resource. It keeps it (here in memory, elsewhere in a database, and then
//! its methods are `async`), allows only the changes that its transitions declare, and emits what happened. Events
//! about a resource come from here and from nowhere else.

mod auths;
mod captures;
mod payments;
mod refunds;
mod settlements;
mod shipments;
mod table;

pub use auths::{Auth, AuthState, Auths};
pub use captures::{Capture, CaptureState, Captures};
pub use payments::{Invoice, NewPayment, Payment, PaymentStatus, Payments, Receipt};
pub use refunds::{Refund, RefundState, Refunds};
pub use settlements::{Settlement, SettlementState, Settlements};
pub use shipments::{Shipment, ShipmentState, Shipments};
