//! An entry point can newly touch a resource.

use super::{Facts, Found, Rule, touched};
use crate::diff::{Change, Level};
use crate::example::Example;

pub(super) static RULE: Rule = Rule {
    name: "resource-gained",
    level: Level::Info,
    breaks: false,
    finds: "resources that entry points of both sides newly touch through an archiver",
    why: "Who touches a resource takes part in what may lock it, change it and break it.",
    fix: "Nothing, if it was meant. Else let an event tell those who own the resource.",
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
-pack emits Packed
+pack emits Packed through Parcels::close
",
    ),
    find,
};

fn find(facts: &Facts<'_, '_>) -> Vec<Found> {
    touched::found(facts, Change::Gained, "can now touch")
}
