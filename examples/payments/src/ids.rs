//! The numbers by which people name things.

use derive_more::{Display, From};
use serde::{Deserialize, Serialize};

/// Number of a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Display, From, Serialize, Deserialize)]
pub struct PaymentId(pub u32);

/// Number of an authorisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Display, From, Serialize, Deserialize)]
pub struct AuthId(pub u32);

/// Number of a capture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Display, From, Serialize, Deserialize)]
pub struct CaptureId(pub u32);

/// Number of a refund.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Display, From, Serialize, Deserialize)]
pub struct RefundId(pub u32);

/// Number of a shipment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Display, From, Serialize, Deserialize)]
pub struct ShipmentId(pub u32);

/// Number of a settlement run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Display, From, Serialize, Deserialize)]
pub struct SettlementId(pub u32);
