//! The shipment: packed at once, sent when the payment is good.

use crate::archivers::Shipments;
use crate::events::{PaymentCreated, PaymentExpired, PaymentSettled, ShipmentCancelled, ShipmentReleased};
use crate::{PaymentError, Verdict};
use ensue::{Cx, handler};

/// The warehouse packs while the bank thinks.
#[handler(on = PaymentCreated)]
pub fn prepare_shipment(event: &PaymentCreated, shipments: &Shipments, cx: &mut Cx<'_, prepare_shipment>) {
    shipments.create(event.payment, cx);
}

/// The shipment waited for the payment's answer. The warehouse has its own pace, so this runs as a ticket: the customer
/// does not wait for it, and a failure here does not undo the payment.
#[handler(on = PaymentSettled, timing = deferred, may_emit = [ShipmentCancelled, ShipmentReleased])]
pub fn release_shipment(
    event: &PaymentSettled,
    shipments: &Shipments,
    cx: &mut Cx<'_, release_shipment>,
) -> Result<(), PaymentError> {
    let shipment = shipments.of(event.payment)?;
    match event.verdict {
        Verdict::Approved => shipments.release(shipment.id, cx),
        Verdict::Refused(_) => shipments.cancel(shipment.id, cx),
    }
}

/// Goods of an expired payment stay here.
#[handler(on = PaymentExpired, may_emit = [ShipmentCancelled])]
pub fn cancel_shipment(
    event: &PaymentExpired,
    shipments: &Shipments,
    cx: &mut Cx<'_, cancel_shipment>,
) -> Result<(), PaymentError> {
    let shipment = shipments.of(event.payment)?;
    shipments.cancel(shipment.id, cx)
}
