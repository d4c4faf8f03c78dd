//! The route of a controller differs.

use super::{Facts, Found, Rule};
use crate::diff::Level;
use crate::example::Example;
use ensue_grammar::graph::NodeKind;

pub(super) static RULE: Rule = Rule {
    name: "route-changed",
    level: Level::Warn,
    breaks: false,
    finds: "controllers that are reached by another route",
    why: "Who calls the old route is refused.",
    fix: "Keep the old route until nobody calls it.",
    drawbacks: "A route that only looks different is found: texts are compared.",
    example: Example(
        "
-controller buy POST /orders
+controller buy POST /v2/orders
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
    let found = controllers.filter(|it| it.before.route != it.after.route).map(|it| {
        let told = |of: &Option<String>| of.as_ref().map_or_else(|| "none".to_owned(), |route| format!("`{route}`"));
        let message =
            format!("the route of `{}` was {} and is {}", it.after.name, told(&it.before.route), told(&it.after.route));
        Found::new([it.id.clone()], message).at(&it.after)
    });
    found.collect()
}
