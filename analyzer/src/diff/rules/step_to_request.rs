//! A step moved from the background into the request.

use super::{Facts, Found, Rule, background};
use crate::diff::{Change, Level};
use crate::example::Example;

pub(super) static RULE: Rule = Rule {
    name: "step-to-request",
    level: Level::Warn,
    breaks: false,
    finds: "steps that ran later, as a ticket, and now can run within the call of an entry point",
    why: "The caller waits for it, and fails when it fails; what retried it retries no longer.",
    fix: "Ask how long it takes, and what becomes of the call when it fails.",
    drawbacks: "`after_commit` counts as the request: the same process, before the answer. What follows from a step \
          moves with it and is not told by itself.",
    example: Example(
        "
 controller buy
 event Bought
 handler pack
 event Packed
 handler note
 buy emits Bought
-Bought handles pack deferred
+Bought handles pack inline
 pack emits Packed
 Packed handles note
",
    ),
    find,
};

fn find(facts: &Facts<'_, '_>) -> Vec<Found> {
    background::found(facts, Change::Gained, "moved from the background into the request")
}
