//! *X must not reach Y.*

use super::selector::Role;
use super::{Kind, Rule, Selector, steps};
use crate::analyses::{Direction, EdgeIx, NodeIx, search, search_until};
use crate::lints::{Example, Facts, Finding};
use std::collections::BTreeSet;

pub(super) static KIND: Kind = Kind {
    key: "must-not-reach",
    finds: "ways from what `from` selects to what `must-not-reach` selects",
    means: "Nothing that `from` selects may cause, by however many steps, what `must-not-reach` selects. Each pair is one \
            finding, with a shortest way between the two on which lies no other that either side selects: what is \
            accepted, or put right, for one pair is so for all that lead through it.",
    rule: r#"
[[rule]]
name = "orders_send_no_mail"
from = "app::order"
must-not-reach = { kind = "effect", tag = "mail" }
reason = "mail is sent at night, all at once"
"#,
    example: Example(
        r#"
 use ensue::{controller, effect, effect_handler, event, handler, Cx};
 use serde::{Deserialize, Serialize};

 /// A customer ordered.
 #[event]
 pub struct OrderPlaced;

 #[effect(tag = ["mail"])]
 #[derive(Serialize, Deserialize)]
 pub struct SendReceipt;

 #[controller(may_emit = [OrderPlaced])]
 fn order(cx: &mut Cx<'_, order>) {
     cx.emit(OrderPlaced);
 }

-#[handler(on = OrderPlaced, may_request = [SendReceipt])]
-fn thank(_: &OrderPlaced, cx: &mut Cx<'_, thank>) {
+#[handler(on = OrderPlaced)]
+fn pack(_: &OrderPlaced) {}
+
+#[controller(may_request = [SendReceipt])]
+fn nightly(cx: &mut Cx<'_, nightly>) {
     cx.request(SendReceipt);
 }

 #[effect_handler(on = SendReceipt)]
 fn send_receipt(_: &SendReceipt) {}
"#,
    ),
    drawbacks: "What could happen is found, whether or not the data ever lets it. Archivers are on no way: name who goes \
                through them. A way that a hole hides is not found; `max-holes` bounds these.",
};

pub(super) fn find(facts: &Facts<'_>, rule: &Rule, from: &Selector, to: &Selector) -> Vec<Finding> {
    let pair = |Pair { from, to, way }: Pair| {
        let ids = [from, to].map(|at| facts.index.node(at).id.clone());
        let message = format!("`{}` reaches `{}`, which it must not", ids[0], ids[1]);
        let found = steps::along(facts, &way, Finding::of(&rule.name, ids, message));
        found.remedy("take a step out of the way, or name what may be in `except`", None)
    };
    pairs(facts, from, to, &BTreeSet::new()).into_iter().map(pair).collect()
}

/// A way between two that a rule selects, on which lies no other.
pub(super) struct Pair {
    pub(super) from: NodeIx,
    pub(super) to: NodeIx,
    pub(super) way: Vec<EdgeIx>,
}

/// The pairs between which there is a way past all of `through`.
pub(super) fn pairs(facts: &Facts<'_>, from: &Selector, to: &Selector, through: &BTreeSet<NodeIx>) -> Vec<Pair> {
    let is_open = |node: &NodeIx| !through.contains(node);
    let starts: BTreeSet<NodeIx> = from.nodes(facts, Role::Step).into_iter().filter(is_open).collect();
    let ends: BTreeSet<NodeIx> = to.nodes(facts, Role::Step).into_iter().filter(is_open).collect();
    let goes_on = |node: NodeIx| !starts.contains(&node) && !ends.contains(&node) && !through.contains(&node);
    // One search tells of most rules that nothing breaks them.
    let causes = search(&facts.index, &ends.iter().copied().collect::<Vec<_>>(), Direction::Before);
    let mut found = Vec::new();
    for &from in starts.iter().filter(|start| causes.reaches(**start)) {
        let reached = search_until(&facts.index, from, &goes_on);
        found.extend(ends.iter().filter_map(|&to| Some(Pair { from, to, way: reached.way(to)? })));
    }
    found
}
