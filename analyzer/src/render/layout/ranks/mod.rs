//! A layered layout of our own that cannot fail: plainer than the engine's, and with nothing in it to go wrong.
//!
//! Boxes get a rank, each below whatever leads to it. A link passes each rank between its ends in a slot of its own, and
//! between two ranks lies a channel in which every level stretch has its own track. Hence, by construction, lines meet
//! boxes and labels nowhere. Links over very many ranks run beside the picture, so that the work stays linear in its size.

mod channels;
mod columns;
mod order;
mod slots;

use super::{Layout, Placement, Plan};

/// The engine.
#[derive(Debug, Clone, Copy)]
pub struct Ranks;

impl Layout for Ranks {
    fn place(&self, plan: &Plan) -> Option<Placement> {
        Some(place(plan))
    }
}

/// As [`Layout::place`], which cannot fail here. The parts of the plan need not be connected.
#[must_use]
pub fn place(plan: &Plan) -> Placement {
    let mut slots = slots::of(plan);
    order::untangle(&mut slots);
    columns::settle(&mut slots);
    let mut placement = channels::route(plan, &mut slots);
    placement.trim();
    placement
}
