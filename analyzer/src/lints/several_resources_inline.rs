//! A handler that changes several resources in one unit of work.

use super::facts::of_node;
use super::{Example, Facts, Finding, Level, Lint};
use crate::analyses::Direction;
use ensue_grammar::graph::{NodeKind, Timing};
use std::collections::BTreeMap;

pub(super) static LINT: Lint = Lint {
    name: "several_resources_inline",
    level: Level::Allow,
    finds: "inline handlers that emit through archivers of several resources",
    why: "Whatever they change is locked together and fails together, and the two resources can no longer be \
          kept apart.",
    fix: "Give each resource a handler of its own, or let one wait: `timing = deferred`.",
    example: Example(
        r"
 use ensue::{archiver, controller, event, handler, Cx};

 /// An order is placed.
 #[event]
 pub struct OrderPlaced;

 /// A parcel waits.
 #[event]
 pub struct ParcelWaits;

 /// A bill is open.
 #[event]
 pub struct BillOpened;

 pub struct Parcel;
 pub struct Parcels;

 #[archiver(resource = Parcel)]
 impl Parcels {
     #[emits(ParcelWaits)]
     pub fn add<C>(&self, cx: &mut Cx<'_, C>) {
         cx.emit(ParcelWaits);
     }
 }

 pub struct Bill;
 pub struct Bills;

 #[archiver(resource = Bill)]
 impl Bills {
     #[emits(BillOpened)]
     pub fn open<C>(&self, cx: &mut Cx<'_, C>) {
         cx.emit(BillOpened);
     }
 }

 #[controller(may_emit = [OrderPlaced])]
 fn order(cx: &mut Cx<'_, order>) {
     cx.emit(OrderPlaced);
 }

 #[handler(on = [ParcelWaits, BillOpened])]
 fn report(_: &dyn std::any::Any) {}

-#[handler(on = OrderPlaced, may_emit = [ParcelWaits, BillOpened])]
-fn accept(_: &OrderPlaced, parcels: &Parcels, bills: &Bills, cx: &mut Cx<'_, accept>) {
+#[handler(on = OrderPlaced, may_emit = [ParcelWaits])]
+fn pack(_: &OrderPlaced, parcels: &Parcels, cx: &mut Cx<'_, pack>) {
     parcels.add(cx);
+}
+
+#[handler(on = OrderPlaced, may_emit = [BillOpened])]
+fn charge(_: &OrderPlaced, bills: &Bills, cx: &mut Cx<'_, charge>) {
     bills.open(cx);
 }
",
    ),
    drawbacks: "Only methods that emit, schedule or request are seen. In one database a common unit of work is often \
          what is wanted, which is why it is allowed by default.",
    find,
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for (at, handler) in facts.nodes(NodeKind::Handler) {
        let is_inline = |(edge, _)| facts.index.edge(edge).timing == Timing::Inline;
        if !facts.index.steps(at, Direction::Before).any(is_inline) {
            continue;
        }
        let mut by_resource = BTreeMap::new();
        for (edge, _) in facts.index.steps(at, Direction::After) {
            let edge = facts.index.edge(edge);
            let resources = edge.through.iter().filter_map(|method| facts.archiver_of(method)?.resource.as_deref());
            for resource in resources {
                by_resource.entry(resource).or_insert(edge);
            }
        }
        if by_resource.len() < 2 {
            continue;
        }
        let names: Vec<String> = by_resource.keys().map(|resource| format!("`{resource}`")).collect();
        let message = format!("`{}` changes {} in one unit of work", handler.id, names.join(" and "));
        let finding = Finding::new(&LINT, [handler.id.clone()], message).at(of_node(handler), "runs inline");
        let places = by_resource.iter().map(|(resource, edge)| (facts.done(edge), format!("changes `{resource}`")));
        let finding = places.fold(finding, |found, (place, text)| found.at(place, text));
        found.push(
            finding.remedy("give each resource a handler of its own, or let one wait: `timing = deferred`", None),
        );
    }
    found
}
