//! Shipments: goods wait for their payment.

use super::table::Table;
use crate::events::{ShipmentCancelled, ShipmentReleased};
use crate::{PaymentError, PaymentId, ShipmentId};
use ensue::{Cx, Resource, archiver};

/// Goods that a customer pays for.
#[derive(Debug, Clone, PartialEq, Eq, Resource)]
pub struct Shipment {
    /// Its number.
    #[id]
    pub id: ShipmentId,
    /// Where it stands.
    #[state]
    pub state: ShipmentState,
    /// The payment that it waits for.
    pub payment: PaymentId,
}

/// Where a shipment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Resource)]
pub enum ShipmentState {
    /// It waits for the payment.
    #[initial]
    Waiting,
    /// The warehouse may send it.
    Released,
    /// It stays in the warehouse.
    #[terminal]
    Cancelled,
}

/// Owns the shipments.
#[derive(Debug, Default)]
pub struct Shipments {
    table: Table<Shipment>,
}

/// Goods are packed when the customer orders. They leave when the payment is good, and stay here when it is not.
#[archiver(resource = Shipment)]
impl Shipments {
    /// Packs the goods and lets them wait. That is news to nobody.
    #[transition(to = Waiting)]
    pub fn create<Caller>(&self, payment: PaymentId, _cx: &mut Cx<'_, Caller>) -> ShipmentId {
        self.table.add(|id| Shipment { id, state: ShipmentState::Waiting, payment })
    }

    /// The warehouse may send the goods.
    #[transition(from = [Waiting], to = Released, emits = [ShipmentReleased])]
    pub fn release<Caller>(&self, id: ShipmentId, cx: &mut Cx<'_, Caller>) -> Result<(), PaymentError> {
        let shipment = self.table.change(id, ShipmentState::Released, cx)?;
        cx.emit(ShipmentReleased { shipment: id, payment: shipment.payment });
        Ok(())
    }

    /// The goods stay in the warehouse, or come back to it.
    #[transition(from = [Waiting, Released], to = Cancelled, emits = [ShipmentCancelled])]
    pub fn cancel<Caller>(&self, id: ShipmentId, cx: &mut Cx<'_, Caller>) -> Result<(), PaymentError> {
        let shipment = self.table.change(id, ShipmentState::Cancelled, cx)?;
        cx.emit(ShipmentCancelled { shipment: id, payment: shipment.payment });
        Ok(())
    }

    /// The shipment that waits, or waited, for a payment.
    pub fn of(&self, payment: PaymentId) -> Result<Shipment, PaymentError> {
        let found = self.table.select(|shipment| shipment.payment == payment).pop();
        found.ok_or_else(|| PaymentError::Unknown { what: "shipment of payment", id: payment.to_string() })
    }
}
