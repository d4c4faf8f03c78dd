//! A loop leads through more.

use super::rounds::{Round, There, rounds};
use super::{Facts, Found, Rule};
use crate::diff::Level;

pub(super) static RULE: Rule = Rule {
    name: "loop-widened",
    level: Level::Warn,
    breaks: false,
    finds: "loops that lead through nodes that were in no loop before, or that join several loops",
    why: "Each time round does more, and what ended the loop may not end the longer way.",
    fix: "Read the way round, and whether the reason given in `loops = \"..\"` still holds.",
    find,
};

fn find(facts: &Facts<'_, '_>) -> Vec<Found> {
    let tell = |round: &Round<'_, '_>| {
        round
            .found(format!("the loop of `{}` now leads {}, {}", round.name(), round.more(), round.shape()))
            .at(facts.anchor(facts.after(), round.start()))
    };
    rounds(facts.after(), facts.before(), There::Parts).iter().map(tell).collect()
}
