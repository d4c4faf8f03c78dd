//! A loop leads through more.

use super::rounds::{Round, There, rounds};
use super::{Facts, Found, Rule};
use crate::diff::Level;
use crate::example::Example;

pub(super) static RULE: Rule = Rule {
    name: "loop-widened",
    level: Level::Warn,
    breaks: false,
    finds: "loops that lead through nodes that were in no loop before, or that join several loops",
    why: "Each time round does more, and what ended the loop may not end the longer way.",
    fix: "Read the way round, and whether the reason given in `loops = \"..\"` still holds.",
    drawbacks: "Nodes count that can be in the loop: whether each time round leads through them is for data to say.",
    example: Example(
        "
 controller buy
 event Failed
 handler retry
 event Noted
 handler note
 buy emits Failed
 buy emits Noted
 Failed handles retry deferred
 Noted handles note
 retry emits Failed
+retry emits Noted
+note emits Failed
",
    ),
    find,
};

fn find(facts: &Facts<'_, '_>) -> Vec<Found> {
    let tell = |round: &Round<'_, '_>| {
        round
            .found(format!("the loop of `{}` now also leads {}, {}", round.name(), round.more(), round.shape()))
            .at(facts.anchor(facts.after(), round.start()))
    };
    rounds(facts.after(), facts.before(), There::Parts).iter().map(tell).collect()
}
