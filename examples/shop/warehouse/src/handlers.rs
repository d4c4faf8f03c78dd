//! What the warehouse does when it is asked, and what follows from that.

use crate::{ParcelError, ParcelState, Parcels};
use catalogue::{BookCarrier, PackOrder, Packed, ParcelCancelled, Returned, Sent, StopOrder};
use ensue::{Cx, OneOf, effect_handler, handler};

/// Packs what was ordered.
#[effect_handler(on = PackOrder, may_emit = [Packed])]
pub fn pack_order(effect: &PackOrder, parcels: &Parcels, cx: &mut Cx<'_, pack_order>) {
    parcels.pack(effect.order, effect.article.clone(), effect.address.clone(), cx);
}

/// Unpacks what nobody wants any more and nobody has fetched.
#[effect_handler(on = StopOrder, may_emit = [ParcelCancelled])]
pub fn stop_order(effect: &StopOrder, parcels: &Parcels, cx: &mut Cx<'_, stop_order>) -> Result<(), ParcelError> {
    let of_order = parcels.of(effect.order);
    let mut waiting = of_order.iter().filter(|parcel| parcel.state == ParcelState::Packed);
    waiting.try_for_each(|parcel| parcels.cancel(parcel.id, cx))
}

/// Asks the carrier to fetch the parcel, if it still stands at the gate. That is a ticket of its own: whoever cancels in
/// the meantime is heard.
#[handler(on = Packed, timing = deferred, may_request = [BookCarrier])]
pub fn book_carrier(event: &Packed, parcels: &Parcels, cx: &mut Cx<'_, book_carrier>) -> Result<(), ParcelError> {
    if parcels.get(event.parcel)?.state == ParcelState::Packed {
        cx.request(BookCarrier { parcel: event.parcel, address: event.address.clone() });
    }
    Ok(())
}

/// The carrier has reported.
#[derive(OneOf)]
pub enum CarrierReport<'a> {
    /// Delivered.
    Sent(&'a Sent),
    /// Brought back.
    Returned(&'a Returned),
}

/// Writes down what the carrier reports.
#[handler(on = [Sent, Returned])]
pub fn note_report(
    event: CarrierReport<'_>,
    parcels: &Parcels,
    cx: &mut Cx<'_, note_report>,
) -> Result<(), ParcelError> {
    match event {
        CarrierReport::Sent(sent) => parcels.send(sent.parcel, cx),
        CarrierReport::Returned(returned) => parcels.take_back(returned.parcel, cx),
    }
}
