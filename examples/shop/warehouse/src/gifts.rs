//! Parcels in paper with stars: what the feature `gifts` adds.

use catalogue::{Packed, ParcelId};
use ensue::{Cx, event, handler};

/// The parcel looks like a present.
#[event]
#[ensue::allow(event_never_handled, reason = "the story ends here: the parcel is ready")]
#[derive(Debug, Clone)]
pub struct Wrapped {
    /// The parcel.
    pub parcel: ParcelId,
}

/// Wraps what is packed, while it stands at the gate.
#[handler(on = Packed, may_emit = [Wrapped])]
pub fn wrap(event: &Packed, cx: &mut Cx<'_, wrap>) {
    cx.emit(Wrapped { parcel: event.parcel });
}
