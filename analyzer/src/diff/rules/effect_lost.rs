//! An entry point can no longer cause an effect.

use super::{Facts, Found, Rule, effects};
use crate::diff::{Change, Level};
use crate::example::Example;

pub(super) static RULE: Rule = Rule {
    name: "effect-lost",
    level: Level::Warn,
    breaks: false,
    finds: "effects that entry points of both sides can no longer cause",
    why: "Somebody outside waits for what was done for them, a receipt or an order, and it is not asked for \
          any more.",
    fix: "Ask whether each of the entry points should have stopped doing it.",
    drawbacks: "New entry points, and those that are gone, are told by rules of their own. Of a very large \
          difference only the nearest consequences are known.",
    example: Example(
        "
 controller buy
 controller give
 event Bought
 handler thank
 effect SendReceipt
 effect_handler send
 event Sent
 buy emits Bought
 Bought handles thank
 give requests SendReceipt deferred
-thank requests SendReceipt deferred
 SendReceipt performs send deferred
 send emits Sent
",
    ),
    find,
};

fn find(facts: &Facts<'_, '_>) -> Vec<Found> {
    effects::found(facts, Change::Lost, "can no longer cause the effect")
}
