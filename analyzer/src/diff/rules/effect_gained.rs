//! An entry point can newly cause an effect.

use super::{Facts, Found, Rule, effects};
use crate::diff::{Change, Level};
use crate::example::Example;

pub(super) static RULE: Rule = Rule {
    name: "effect-gained",
    level: Level::Warn,
    breaks: false,
    finds: "effects that entry points of both sides can newly cause",
    why: "What happens in the outside world cannot be taken back: mail is sent, money moves.",
    fix: "Read the way, and ask whether each of the entry points should do it.",
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
+thank requests SendReceipt deferred
 SendReceipt performs send deferred
 send emits Sent
",
    ),
    find,
};

fn find(facts: &Facts<'_, '_>) -> Vec<Found> {
    effects::found(facts, Change::Gained, "can now cause the effect")
}
