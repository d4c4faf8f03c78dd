//! Work on many things of one kind, stretch by stretch.

use crate::parse::on_all_cores;
use std::ops::Range;

/// Things of one stretch: enough to be worth a thread, and few enough to keep all cores busy.
const LENGTH: usize = 2048;

/// Who works on the stretches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Workers {
    /// All cores.
    Many,
    /// One, from the first to the last, where what is found depends on what was asked before.
    InTurn,
}

/// What work gives for each stretch of so many things, in their order. It must not depend on the stretches before.
pub(super) fn on_stretches<T: Send>(count: usize, workers: Workers, work: impl Fn(Range<usize>) -> T + Sync) -> Vec<T> {
    let stretches = count.div_ceil(LENGTH);
    let stretch = |at: usize| work(at * LENGTH..count.min((at + 1) * LENGTH));
    if workers == Workers::InTurn || stretches < 2 {
        return (0..stretches).map(stretch).collect();
    }
    // What a panic took is tried again here, so that it is seen.
    on_all_cores(stretches, stretch)
        .into_iter()
        .enumerate()
        .map(|(at, made)| made.unwrap_or_else(|| stretch(at)))
        .collect()
}
