//! What can happen to a parcel.

use crate::{OrderId, ParcelId};
use ensue::event;
use serde::{Deserialize, Serialize};

/// The parcel stands at the gate.
#[event]
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Packed {
    /// The parcel.
    pub parcel: ParcelId,
    /// Where it goes.
    pub address: String,
}

/// The carrier has delivered it.
#[event]
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Sent {
    /// The parcel.
    pub parcel: ParcelId,
    /// The carrier's number.
    pub tracking: String,
}

/// The carrier brought it back.
#[event]
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Returned {
    /// The parcel.
    pub parcel: ParcelId,
    /// In the carrier's words.
    pub reason: String,
}

/// The parcel is unpacked again, since its order was cancelled in time.
#[event(name = "ParcelCancelled")]
#[ensue::allow(event_never_handled, reason = "the story ends here: the parcel is unpacked")]
#[derive(Debug, Clone)]
pub struct Cancelled {
    /// The parcel.
    pub parcel: ParcelId,
    /// Its order.
    pub order: OrderId,
}
