//! The schedule of a controller differs.

use super::{Facts, Found, Rule};
use crate::diff::Level;
use crate::example::Example;
use ensue_grammar::graph::NodeKind;

pub(super) static RULE: Rule = Rule {
    name: "schedule-changed",
    level: Level::Info,
    breaks: false,
    finds: "controllers that run at other times",
    why: "What relies on it being done by a certain time may come too early.",
    fix: "Ask who relies on the old times.",
    drawbacks: "A schedule that only looks different is found: texts are compared.",
    example: Example(
        "
-controller buy schedule every 1h
+controller buy schedule every 24h
 event Bought
 handler pack
 buy emits Bought
 Bought handles pack
",
    ),
    find,
};

fn find(facts: &Facts<'_, '_>) -> Vec<Found> {
    let controllers = facts.diff.nodes.changed.iter().filter(|it| it.kind == NodeKind::Controller);
    let found = controllers.filter(|it| it.before.schedule != it.after.schedule).map(|it| {
        let told =
            |of: &Option<String>| of.as_ref().map_or_else(|| "none".to_owned(), |schedule| format!("`{schedule}`"));
        let message = format!(
            "the schedule of `{}` was {} and is {}",
            it.after.name,
            told(&it.before.schedule),
            told(&it.after.schedule)
        );
        Found::new([it.id.clone()], message).at(&it.after)
    });
    found.collect()
}
