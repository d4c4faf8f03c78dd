//! An entry point is new.

use super::{Facts, Found, Rule, entries};
use crate::diff::{Change, Level};
use crate::example::Example;

pub(super) static RULE: Rule = Rule {
    name: "entry-new",
    level: Level::Info,
    breaks: false,
    finds: "new controllers, with what they can cause",
    why: "A new door: who may come in, and what follows when they do, is worth knowing.",
    fix: "Nothing, if it was meant.",
    drawbacks: "A controller whose path changes and that is not recognised is new, and gone.",
    example: Example(
        "
 controller buy
+controller give POST /gifts
 event Bought
 handler pack
 buy emits Bought
+give emits Bought
 Bought handles pack
",
    ),
    find,
};

fn find(facts: &Facts<'_, '_>) -> Vec<Found> {
    entries::found(facts, Change::Gained)
}
