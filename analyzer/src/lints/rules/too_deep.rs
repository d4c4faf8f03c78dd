//! Limits on how far causes reach.

use super::selector::Role;
use super::{Kind, Rule, Selector, steps};
use crate::analyses::{Direction, NodeIx, search};
use crate::lints::{Example, Facts, Finding};

pub(super) static KIND: Kind = Kind {
    key: "max-depth",
    finds: "consequences of what `from` selects that are more than `max-depth` steps away",
    means: "Everything that what `from` selects can cause must be at most so many steps away, by a shortest way. A step is an \
            edge, as in `cargo ensue after --depth`: from event to event there are two.",
    rule: r#"
[[rule]]
name = "orders_are_simple"
from = { kind = "controller" }
max-depth = 3
"#,
    example: Example(
        r"
 use ensue::{controller, event, handler, Cx};

 /// A customer ordered.
 #[event]
 pub struct OrderPlaced;

-/// The order is in its box.
-#[event]
-pub struct OrderPacked;
-
 #[controller(may_emit = [OrderPlaced])]
 fn order(cx: &mut Cx<'_, order>) {
     cx.emit(OrderPlaced);
 }

-#[handler(on = OrderPlaced, may_emit = [OrderPacked])]
-fn pack(_: &OrderPlaced, cx: &mut Cx<'_, pack>) {
-    cx.emit(OrderPacked);
-}
-
-#[handler(on = OrderPacked)]
+#[handler(on = OrderPlaced)]
-fn ship(_: &OrderPacked) {}
+fn pack_and_ship(_: &OrderPlaced) {}
",
    ),
    drawbacks: "A loop has no depth: each of its nodes is as far away as by its shortest way.",
};

pub(super) fn find(facts: &Facts<'_>, rule: &Rule, from: &Selector, most: usize) -> Vec<Finding> {
    let finding = |&start: &NodeIx| {
        let search = search(&facts.index, &[start], Direction::After);
        // Of those that are farthest away the first that is reached: states come in the order of their distance.
        let farthest = search.beyond(most).max_by_key(|&node| (search.way_length(node), std::cmp::Reverse(node)))?;
        let (steps, way) = (search.way_length(farthest), search.way(farthest)?);
        let [start, end] = [start, farthest].map(|at| facts.index.node(at).id.clone());
        let message = format!("`{start}` reaches `{end}` in {steps} steps, and at most {most} are allowed");
        let found = steps::along(facts, &way, Finding::of(&rule.name, [start], message));
        Some(found.remedy(format!("take steps out of the way, or raise the limit: `max-depth = {steps}`"), None))
    };
    from.nodes(facts, Role::Step).iter().filter_map(finding).collect()
}
