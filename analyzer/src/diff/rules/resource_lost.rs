//! An entry point can no longer touch a resource.

use super::{Facts, Found, Rule, touched};
use crate::diff::{Change, Level};
use crate::example::Example;

pub(super) static RULE: Rule = Rule {
    name: "resource-lost",
    level: Level::Info,
    breaks: false,
    finds: "resources that entry points of both sides no longer touch through an archiver",
    why: "What was kept or changed for somebody is not any more.",
    fix: "Nothing, if it was meant.",
    drawbacks: "Only what emits or requests goes through an archiver in the data: a method that tells nobody is not \
          seen.",
    example: Example(
        "
 controller buy
 event Bought
 handler pack
 event Packed
 archiver Parcels
 archiver Orders
 buy emits Bought through Orders::create
 Bought handles pack
-pack emits Packed through Parcels::close
+pack emits Packed
",
    ),
    find,
};

fn find(facts: &Facts<'_, '_>) -> Vec<Found> {
    touched::found(facts, Change::Lost, "can no longer touch")
}
