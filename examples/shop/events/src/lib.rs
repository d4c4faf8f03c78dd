//! What can happen in the shop, and what its programs ask of each other: the words that all crates share.
//!
//! An order and a parcel can both be cancelled, so there are two events of that name, told apart by their modules:
//! [`order::Cancelled`] and [`parcel::Cancelled`]. Tickets find events by stable names, which have no modules, so each of the
//! two gives one of its own. Who needs both at once takes the names under which they stand here.

pub mod order;
pub mod parcel;

mod ids;
mod requests;

pub use ids::{OrderId, ParcelId};
pub use order::{Cancelled as OrderCancelled, Placed as OrderPlaced};
pub use parcel::{Cancelled as ParcelCancelled, Packed, Returned, Sent};
pub use requests::{BookCarrier, PackOrder, StopOrder};
