//! How much a difference asks of a reviewer.

use super::{Diff, Verdict};

/// What may differ while the same things still follow from the same causes, in the same way.
const HARMLESS: [&str; 5] = ["programs", "owners", "tags", "loops", "body"];

/// The verdict on a difference by its lists. `breaking` needs to know who else relies on an event, which this rule does
/// not.
pub(super) fn of(diff: &Diff) -> Verdict {
    let (nodes, edges, holes) = (&diff.nodes, &diff.edges, &diff.holes);
    let contents =
        nodes.changed.iter().map(|change| &change.what).chain(edges.changed.iter().map(|change| &change.what));
    let matters = contents.clone().flatten().any(|what| !HARMLESS.contains(&what.as_str()));
    let sets_differ =
        !(nodes.added.is_empty() && nodes.removed.is_empty() && edges.added.is_empty() && edges.removed.is_empty());
    if sets_differ || matters || !holes.added.is_empty() || !diff.consequences.is_empty() {
        Verdict::Review
    } else if contents.count() > 0 || !nodes.moved.is_empty() || !edges.moved.is_empty() || !holes.removed.is_empty() {
        Verdict::Safe
    } else {
        Verdict::None
    }
}
