//! What one program asks of another, as data that waits as a ticket.

use crate::parcel::{Returned, Sent};
use crate::{OrderId, ParcelId};
use ensue::effect;
use serde::{Deserialize, Serialize};

/// Pack what was ordered.
///
/// The web asks for it, the worker does it: the ticket goes from one program to the other.
#[effect]
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PackOrder {
    /// The order.
    pub order: OrderId,
    /// What was ordered.
    pub article: String,
    /// Where it goes.
    pub address: String,
}

/// Do not send what was ordered, if it is not too late.
#[effect]
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct StopOrder {
    /// The order.
    pub order: OrderId,
}

/// Fetch a parcel and deliver it.
///
/// Another company does that, and reports back with one of the two events.
#[effect(performed_by = "carrier", completes_with = [Returned, Sent])]
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct BookCarrier {
    /// The parcel.
    pub parcel: ParcelId,
    /// Where it goes.
    pub address: String,
}
