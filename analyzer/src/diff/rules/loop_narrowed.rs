//! A loop leads through less.

use super::rounds::{Round, There, rounds};
use super::{Facts, Found, Rule};
use crate::diff::Level;
use crate::example::Example;

pub(super) static RULE: Rule = Rule {
    name: "loop-narrowed",
    level: Level::Info,
    breaks: false,
    finds: "loops that led through nodes that are in no loop any more, or that have become several loops",
    why: "A part of what happened each time round happens once, or no longer.",
    fix: "Nothing, if it was meant.",
    drawbacks: "Nodes count that could be in the loop: whether each time round led through them was for data to say.",
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
-retry emits Noted
-note emits Failed
",
    ),
    find,
};

fn find(facts: &Facts<'_, '_>) -> Vec<Found> {
    let tell = |round: &Round<'_, '_>| {
        round
            .found(format!(
                "the loop of `{}` no longer leads {}; it was one {}",
                round.name(),
                round.more(),
                round.shape()
            ))
            .at(facts.anchor(facts.before(), round.start()))
    };
    rounds(facts.before(), facts.after(), There::Parts).iter().map(tell).collect()
}
