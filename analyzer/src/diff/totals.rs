//! How much there is on each side.

use super::pair::{Pair, Side};
use super::{Total, Totals};
use crate::analyses::loops;

/// Of both sides.
pub(super) fn of(pair: &Pair<'_>) -> Totals {
    Totals { base: total(&pair.before), head: total(&pair.after) }
}

fn total(side: &Side<'_>) -> Total {
    Total {
        nodes: side.nodes().len(),
        edges: side.edges().len(),
        loops: loops(&side.index).len(),
        holes: side.index.graph().holes.len(),
    }
}
