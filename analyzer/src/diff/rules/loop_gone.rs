//! Something cannot cause itself any more.

use super::rounds::{Round, There, rounds};
use super::{Facts, Found, Rule};
use crate::diff::Level;
use crate::example::Example;

pub(super) static RULE: Rule = Rule {
    name: "loop-gone",
    level: Level::Info,
    breaks: false,
    finds: "loops of which no part is a loop any more",
    why: "What went round, retries for instance, goes round no longer.",
    fix: "Nothing, if it was meant. Else bring back the step that closed the loop.",
    drawbacks: "Of nodes that could cause each other in several ways one loop is told, a shortest one.",
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
-request emits Failed
",
    ),
    find,
};

fn find(facts: &Facts<'_, '_>) -> Vec<Found> {
    let tell = |round: &Round<'_, '_>| {
        round
            .found(format!("`{}` can no longer cause itself; it was a loop {}", round.name(), round.shape()))
            .at(facts.anchor(facts.before(), round.start()))
    };
    rounds(facts.before(), facts.after(), There::Nothing).iter().map(tell).collect()
}
