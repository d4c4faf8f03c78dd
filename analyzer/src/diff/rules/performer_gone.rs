//! The only performer of an effect is gone.

use super::{Facts, Found, Rule};
use crate::diff::Level;
use crate::diff::pair::Side;
use crate::example::Example;
use ensue_grammar::graph::{EdgeKind, NodeKind};
use std::collections::BTreeSet;

pub(super) static RULE: Rule = Rule {
    name: "performer-gone",
    level: Level::Warn,
    breaks: true,
    finds: "effects that are still there and that nobody performs any more",
    why: "An effect is a ticket: those that were requested before the change are still waiting, and nobody takes them.",
    fix: "Keep a handler of the effect until none is waiting, or say in `performed_by` which program performs it now.",
    drawbacks: "An effect that is gone itself is not found: its tickets are left to whoever removed it.",
    example: Example(
        "
 controller buy
 effect Print
 effect_handler print
 event Printed
 buy requests Print deferred
-Print performs print deferred
 print emits Printed
",
    ),
    find,
};

fn find(facts: &Facts<'_, '_>) -> Vec<Found> {
    let performed = |side: &Side<'_>| side.edges_of(EdgeKind::Performs).map(|edge| edge.from.clone()).collect();
    let (old, new): (BTreeSet<String>, BTreeSet<String>) = (performed(facts.before()), performed(facts.after()));
    let gone = old.difference(&new).filter_map(|id| {
        let effect = facts.after().find((id, NodeKind::Effect))?;
        let message = format!("`{}` may be waiting, and nobody performs it any more", effect.name);
        Some(Found::new([id.clone()], message).at(effect))
    });
    gone.collect()
}
