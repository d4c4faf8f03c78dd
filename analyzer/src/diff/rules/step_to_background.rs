//! A step moved from the request into the background.

use super::{Facts, Found, Rule, background};
use crate::diff::{Change, Level};
use crate::example::Example;

pub(super) static RULE: Rule = Rule {
    name: "step-to-background",
    level: Level::Warn,
    breaks: false,
    finds: "steps that ran within the call of an entry point and now only run later, as a ticket",
    why: "The caller is answered before it happens, and does not learn of its errors; it happens at least once \
          rather than once.",
    fix: "Ask whether the caller relies on it being done, and whether doing it twice does harm.",
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
-Bought handles pack inline
+Bought handles pack deferred
 pack emits Packed
 Packed handles note
",
    ),
    find,
};

fn find(facts: &Facts<'_, '_>) -> Vec<Found> {
    background::found(facts, Change::Lost, "moved from the request into the background")
}
