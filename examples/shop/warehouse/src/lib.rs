//! The warehouse of the shop: parcels are packed, handed over to a carrier, or stopped.

mod archiver;
#[cfg(feature = "gifts")]
pub mod gifts;
pub mod handlers;

pub use archiver::{Parcel, ParcelError, ParcelState, Parcels};
