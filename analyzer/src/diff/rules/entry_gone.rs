//! An entry point is gone.

use super::{Facts, Found, Rule, entries};
use crate::diff::{Change, Level};
use crate::example::Example;

pub(super) static RULE: Rule = Rule {
    name: "entry-gone",
    level: Level::Warn,
    breaks: false,
    finds: "controllers that are gone, with what they could cause",
    why: "Whoever calls it is refused, or nothing happens any more at its time.",
    fix: "Ask who calls it; keep it until nobody does.",
    drawbacks: "A controller whose path changes and that is not recognised is new, and gone.",
    example: Example(
        "
 controller buy
-controller give POST /gifts
 event Bought
 handler pack
 buy emits Bought
-give emits Bought
 Bought handles pack
",
    ),
    find,
};

fn find(facts: &Facts<'_, '_>) -> Vec<Found> {
    entries::found(facts, Change::Lost)
}
