//! An event of a resource that is emitted without its archiver.

use super::facts::of_node;
use super::{Example, Facts, Finding, Level, Lint};
use ensue_grammar::graph::EdgeKind;

pub(super) static LINT: Lint = Lint {
    name: "emission_around_archiver",
    level: Level::Allow,
    finds: "emissions of events that an archiver emits, where the way does not lead through an archiver that \
          does",
    why: "The archiver emits such an event together with the change that it tells of. Emitted elsewhere, the \
          event may tell of a change that did not happen.",
    fix: "Call the method of the archiver, or give the emitter an event of its own.",
    example: Example(
        r"
 use ensue::{archiver, controller, event, handler, Cx};

 /// An order is placed.
 #[event]
 pub struct OrderPlaced;

 pub struct Order;
 pub struct Orders;

 #[archiver(resource = Order)]
 impl Orders {
     #[emits(OrderPlaced)]
     pub fn place<C>(&self, cx: &mut Cx<'_, C>) {
         cx.emit(OrderPlaced);
     }
 }

 #[handler(on = OrderPlaced)]
 fn pack(_: &OrderPlaced) {}

 #[controller(may_emit = [OrderPlaced])]
 fn order(orders: &Orders, cx: &mut Cx<'_, order>) {
     orders.place(cx);
 }
-
-#[controller(may_emit = [OrderPlaced])]
-fn import(cx: &mut Cx<'_, import>) {
-    cx.emit(OrderPlaced);
-}
",
    ),
    drawbacks: "An emitter that does both, through the archiver and around it, is not found: they are one edge. Some \
          events are rightly emitted by several, which is why it is allowed by default.",
    find,
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let emitting = facts.emitting();
    let mut found = Vec::new();
    let emissions = facts.graph.edges.iter().filter(|edge| edge.kind == EdgeKind::Emits && !edge.sites.is_empty());
    for edge in emissions {
        let Some(owners) = emitting.get(edge.to.as_str()) else { continue };
        let leads_through = |method: &String| owners.iter().any(|(_, owned)| owned.method == *method);
        let Some((archiver, owned)) = owners.first().filter(|_| !edge.through.iter().any(leads_through)) else {
            continue;
        };
        let message = format!("`{}` emits `{}` around its archiver `{}`", edge.from, edge.to, archiver.name);
        found.push(
            Finding::new(&LINT, [edge.from.clone(), edge.to.clone()], message)
                .at(facts.done(edge), "emitted here")
                .at(of_node(archiver), format!("emits it in `{}`", owned.method))
                .remedy(format!("call `{}`", owned.method), None),
        );
    }
    found
}
