//! Something can cause itself that could not.

use super::rounds::{Round, There, rounds};
use super::{Facts, Found, Rule};
use crate::diff::Level;
use crate::example::Example;

pub(super) static RULE: Rule = Rule {
    name: "loop-new",
    level: Level::Warn,
    breaks: false,
    finds: "loops of which no part was a loop before",
    why: "What causes itself may never end. Whether it does depends on data, which no picture shows; inline, it holds its transaction as long as it goes round.",
    fix: "Take the step out that closes the loop, let one of its handlers wait (`timing = deferred`), or say in `loops = \"..\"` why it ends.",
    drawbacks: "Of nodes that can cause each other in several ways one loop is told, a shortest one.",
    example: Example(
        "
 controller buy
 event Failed
 handler retry
 event Retried
 handler request
 buy emits Failed
 Failed handles retry
 retry emits Retried
 Retried handles request
+request emits Failed
",
    ),
    find,
};

fn find(facts: &Facts<'_, '_>) -> Vec<Found> {
    let tell = |round: &Round<'_, '_>| {
        round
            .found(format!("`{}` can now cause itself, {}", round.name(), round.shape()))
            .at(facts.anchor(facts.after(), round.start()))
    };
    rounds(facts.after(), facts.before(), There::Nothing).iter().map(tell).collect()
}
