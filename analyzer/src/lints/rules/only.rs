//! *Only A may emit B.*

use super::selector::Role;
use super::{Kind, Rule, Selector};
use crate::lints::facts::of_node;
use crate::lints::{Example, Facts, Finding};
use ensue_grammar::graph::{Edge, EdgeKind, NodeKind};
use std::collections::BTreeSet;

pub(super) static MAY_EMIT: Kind = Kind {
    key: "may-emit",
    finds: "emissions of what `may-emit` selects by others than `only` selects",
    means: "Whoever emits or schedules an event that `may-emit` selects must be selected by `only`, or do it through a \
            method of an archiver that is.",
    rule: r#"
[[rule]]
name = "midnight_closes_the_day"
only = "app::close_day"
may-emit = "DayClosed"
"#,
    example: Example(
        r#"
 use ensue::{controller, event, handler, Cx};

 /// Somebody counted what is in the till.
 #[event]
 pub struct TillCounted;

 /// No sale belongs to this day any more.
 #[event]
 pub struct DayClosed;

 #[controller(may_emit = [TillCounted])]
 fn count(cx: &mut Cx<'_, count>) {
     cx.emit(TillCounted);
 }

-#[handler(on = TillCounted, may_emit = [DayClosed])]
-fn note_difference(_: &TillCounted, cx: &mut Cx<'_, note_difference>) {
-    cx.emit(DayClosed);
-}
+#[handler(on = TillCounted)]
+fn note_difference(_: &TillCounted) {}

 #[controller(schedule = "0 0 * * *", may_emit = [DayClosed])]
 fn close_day(cx: &mut Cx<'_, close_day>) {
     cx.emit(DayClosed);
 }

 #[handler(on = DayClosed)]
 fn book_sales(_: &DayClosed) {}
"#,
    ),
    drawbacks: "What is declared counts, whether or not the code does it. An emitter that does both, through the archiver \
                and around it, is not found: they are one edge.",
};

pub(super) static MAY_REQUEST: Kind = Kind {
    key: "may-request",
    finds: "requests of what `may-request` selects by others than `only` selects",
    means: "As `may-emit`, of effects: whoever requests an effect that `may-request` selects must be selected by `only`, or do \
            it through a method of an archiver that is.",
    rule: r#"
[[rule]]
name = "receipts_follow_orders"
only = { kind = "handler" }
may-request = "SendReceipt"
"#,
    example: Example(
        r"
 use ensue::{controller, effect, effect_handler, event, handler, Cx};
 use serde::{Deserialize, Serialize};

 /// A customer ordered.
 #[event]
 pub struct OrderPlaced;

 #[effect]
 #[derive(Serialize, Deserialize)]
 pub struct SendReceipt;

-#[controller(may_emit = [OrderPlaced], may_request = [SendReceipt])]
+#[controller(may_emit = [OrderPlaced])]
 fn order(cx: &mut Cx<'_, order>) {
     cx.emit(OrderPlaced);
-    cx.request(SendReceipt);
 }

 #[handler(on = OrderPlaced, may_request = [SendReceipt])]
 fn thank(_: &OrderPlaced, cx: &mut Cx<'_, thank>) {
     cx.request(SendReceipt);
 }

 #[effect_handler(on = SendReceipt)]
 fn send_receipt(_: &SendReceipt) {}
",
    ),
    drawbacks: "As of `may-emit`.",
};

pub(super) fn find(
    facts: &Facts<'_>,
    rule: &Rule,
    emitters: &Selector,
    kind: EdgeKind,
    what: &Selector,
) -> Vec<Finding> {
    let (emitted, verb, may) = match kind {
        EdgeKind::Requests => (Role::Effect, "requests", "request"),
        _ => (Role::Event, "emits", "emit"),
    };
    let guarded: BTreeSet<usize> = what.nodes(facts, emitted).into_iter().collect();
    let allowed: BTreeSet<usize> = emitters.nodes(facts, Role::Emitter).into_iter().collect();
    let archivers: BTreeSet<&str> = allowed
        .iter()
        .map(|&at| facts.index.node(at))
        .filter(|node| node.kind == NodeKind::Archiver)
        .map(|node| node.id.as_str())
        .collect();
    let is_through = |edge: &Edge| {
        let owners = edge.through.iter().filter_map(|method| facts.archiver_of(method));
        owners.into_iter().any(|archiver| archivers.contains(archiver.id.as_str()))
    };
    let mut found = Vec::new();
    for (at, edge) in facts.graph.edges.iter().enumerate().filter(|(_, edge)| edge.kind == kind) {
        let Some((from, to)) = facts.index.ends(at).filter(|(_, to)| guarded.contains(to)) else { continue };
        if allowed.contains(&from) || is_through(edge) || !facts.index.can_happen(at) {
            continue;
        }
        let who = emitters.described();
        let message = format!("`{}` {verb} `{}`, which only {who} may {may}", edge.from, edge.to);
        let place = facts.done(edge).or_else(|| of_node(facts.index.node(to)));
        found.push(
            Finding::of(&rule.name, [edge.from.clone(), edge.to.clone()], message)
                .at(place, format!("`{}` {verb} it", facts.index.node(from).name))
                .remedy(format!("leave that to {who}"), None),
        );
    }
    // Timings are edges of their own, and one finding.
    found.dedup_by(|later, earlier| later.identity() == earlier.identity());
    found
}
