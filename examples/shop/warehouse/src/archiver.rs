//! Who owns the parcels, and how they may change.

use catalogue::{OrderId, ParcelId, parcel};
use derive_more::{Display, Error, From};
use ensue::{Cx, IllegalMove, Resource, archiver};
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What leaves the warehouse, and sometimes comes back.
#[derive(Debug, Clone, PartialEq, Eq, Resource)]
pub struct Parcel {
    /// Its number.
    #[id]
    pub id: ParcelId,
    /// Where it stands.
    #[state]
    pub state: ParcelState,
    /// The order that it belongs to.
    pub order: OrderId,
    /// What is in it.
    pub article: String,
}

/// Where a parcel stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Display, Resource)]
pub enum ParcelState {
    /// At the gate.
    #[initial]
    Packed,
    /// Delivered.
    #[terminal]
    Sent,
    /// Brought back by the carrier.
    #[terminal]
    Returned,
    /// Unpacked again.
    #[terminal]
    Cancelled,
}

/// Why a parcel could not be changed or found.
#[derive(Debug, Clone, PartialEq, Eq, Display, Error, From)]
pub enum ParcelError {
    /// Its state does not allow it.
    IllegalMove(IllegalMove),
    /// There is none of this number.
    #[display("there is no parcel {_0}")]
    #[from(skip)]
    #[error(ignore)]
    Unknown(ParcelId),
}

/// Owns the parcels.
#[derive(Debug, Default)]
pub struct Parcels {
    rows: Mutex<BTreeMap<ParcelId, Parcel>>,
}

/// A parcel is packed, and then delivered, brought back, or unpacked before anybody fetched it.
#[archiver(resource = Parcel)]
impl Parcels {
    /// Packs what was ordered.
    #[transition(to = Packed, emits = [parcel::Packed])]
    pub fn pack<Caller>(&self, order: OrderId, article: String, address: String, cx: &mut Cx<'_, Caller>) {
        let mut rows = self.rows();
        let last = rows.last_key_value().map_or(0, |(id, _)| id.0);
        let id = ParcelId(last + 1);
        rows.insert(id, Parcel { id, state: ParcelState::Packed, order, article });
        cx.emit(parcel::Packed { parcel: id, address });
    }

    /// The carrier has delivered it.
    #[transition(from = [Packed], to = Sent)]
    pub fn send<Caller>(&self, id: ParcelId, cx: &mut Cx<'_, Caller>) -> Result<(), ParcelError> {
        let mut rows = self.rows();
        let parcel = rows.get_mut(&id).ok_or(ParcelError::Unknown(id))?;
        Ok(cx.change(parcel, ParcelState::Sent)?)
    }

    /// The carrier brought it back.
    #[transition(from = [Packed], to = Returned)]
    pub fn take_back<Caller>(&self, id: ParcelId, cx: &mut Cx<'_, Caller>) -> Result<(), ParcelError> {
        let mut rows = self.rows();
        let parcel = rows.get_mut(&id).ok_or(ParcelError::Unknown(id))?;
        Ok(cx.change(parcel, ParcelState::Returned)?)
    }

    /// Unpacks it again.
    #[transition(from = [Packed], to = Cancelled, emits = [parcel::Cancelled])]
    pub fn cancel<Caller>(&self, id: ParcelId, cx: &mut Cx<'_, Caller>) -> Result<(), ParcelError> {
        let mut rows = self.rows();
        let found = rows.get_mut(&id).ok_or(ParcelError::Unknown(id))?;
        cx.change(found, ParcelState::Cancelled)?;
        cx.emit(parcel::Cancelled { parcel: id, order: found.order });
        Ok(())
    }

    /// One parcel.
    pub fn get(&self, id: ParcelId) -> Result<Parcel, ParcelError> {
        self.rows().get(&id).cloned().ok_or(ParcelError::Unknown(id))
    }

    /// The parcels of an order.
    pub fn of(&self, order: OrderId) -> Vec<Parcel> {
        self.rows().values().filter(|parcel| parcel.order == order).cloned().collect()
    }

    /// No code runs while the lock is held that could leave a row half-changed, so a poisoned lock is as good as any.
    fn rows(&self) -> MutexGuard<'_, BTreeMap<ParcelId, Parcel>> {
        self.rows.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
