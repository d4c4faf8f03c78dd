//! The numbers by which people name things.

use derive_more::{Display, From};
use serde::{Deserialize, Serialize};

/// Number of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Display, From, Serialize, Deserialize)]
pub struct OrderId(pub u32);

/// Number of a parcel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Display, From, Serialize, Deserialize)]
pub struct ParcelId(pub u32);
