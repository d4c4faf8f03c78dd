//! *Every cascade from T passes H.*

use super::selector::Role;
use super::way_to::{Pair, pairs};
use super::{Kind, Rule, Selector, steps};
use crate::analyses::{Guard, Missed, NodeIx};
use crate::lints::facts::of_node;
use crate::lints::{Example, Facts, Finding};

pub(super) static KIND: Kind = Kind {
    key: "must-pass",
    finds: "cascades from what `from` selects that do not pass what `must-pass` selects",
    means: "Every cascade that begins with what `from` selects must pass one of what `must-pass` selects, in each program \
            that can contain it. It is taken to go on as far as it can: all handlers of an event run, and of what a handler \
            may emit or request, one thing happens. With `to` ways are meant instead: each that ends at what `to` selects \
            must have passed, whatever else happens beside it.",
    rule: r#"
[[rule]]
name = "orders_are_checked"
from = "POST /orders"
must-pass = "app::check_*"
"#,
    example: Example(
        r#"
 use ensue::{controller, event, handler, Cx};

 /// A customer ordered.
 #[event]
 pub struct OrderPlaced;

 /// The order is fine.
 #[event]
 pub struct OrderAccepted;

-#[controller(route = "POST /orders", may_emit = [OrderPlaced, OrderAccepted])]
+#[controller(route = "POST /orders", may_emit = [OrderPlaced])]
-fn order(is_small: bool, cx: &mut Cx<'_, order>) {
+fn order(cx: &mut Cx<'_, order>) {
-    if is_small {
-        cx.emit(OrderAccepted);
-    } else {
-        cx.emit(OrderPlaced);
+    cx.emit(OrderPlaced);
-    }
 }

 #[handler(on = OrderPlaced, may_emit = [OrderAccepted])]
 fn check_stock(_: &OrderPlaced, cx: &mut Cx<'_, check_stock>) {
     cx.emit(OrderAccepted);
 }

 #[handler(on = OrderAccepted)]
 fn pack(_: &OrderAccepted) {}
"#,
    ),
    drawbacks: "That a handler may emit nothing at all is not held against it. A loop that can be left towards what must be \
                passed is taken to be left.",
};

/// Cascades, wherever they end.
pub(super) fn find(facts: &Facts<'_>, rule: &Rule, from: &Selector, through: &Selector) -> Vec<Finding> {
    let guard = Guard::new(facts.graph, through.nodes(facts, Role::Step).into_iter().collect());
    let finding = |&start: &NodeIx| {
        let missed = guard.missed(start)?;
        let (id, passed) = (facts.index.node(start).id.clone(), through.described());
        let message = format!("not every cascade from `{id}` passes {passed}");
        let found = steps::along(facts, &missed.way, Finding::of(&rule.name, [id], message));
        // A way of no steps has no place of its own.
        let begin = of_node(facts.index.node(start)).filter(|_| missed.way.is_empty());
        let found = found.at(begin, "from here on").note(end(facts, &missed, &passed));
        Some(found.remedy(format!("let the way lead through {passed}, or take it out"), None))
    };
    from.nodes(facts, Role::Step).iter().filter_map(finding).collect()
}

/// Why a way has passed by.
fn end(facts: &Facts<'_>, missed: &Missed, passed: &str) -> String {
    let end = &facts.index.node(missed.end).name;
    match &missed.program {
        _ if !missed.is_possible_elsewhere => format!("from `{end}` on, {passed} cannot follow any more"),
        Some(program) => format!("from `{end}` on, {passed} cannot follow in every configuration of `{program}`"),
        None => format!("from `{end}` on, {passed} cannot follow in every configuration"),
    }
}

/// Ways to what `to` selects.
pub(super) fn find_to(
    facts: &Facts<'_>,
    rule: &Rule,
    from: &Selector,
    to: &Selector,
    through: &Selector,
) -> Vec<Finding> {
    let guards = through.nodes(facts, Role::Step).into_iter().collect();
    let pair = |Pair { from, to, way }: Pair| {
        let ids = [from, to].map(|at| facts.index.node(at).id.clone());
        let passed = through.described();
        let message = format!("`{}` reaches `{}` without passing {passed}", ids[0], ids[1]);
        let found = steps::along(facts, &way, Finding::of(&rule.name, ids, message));
        found.remedy(format!("let the way lead through {passed}, or take it out"), None)
    };
    pairs(facts, from, to, &guards).into_iter().map(pair).collect()
}
