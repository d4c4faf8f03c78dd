//! An event that says of a resource that it came to one state, or to another.

use super::facts::of_node;
use super::lifecycle::{lives, of_method};
use super::{Example, Facts, Finding, Level, Lint};
use ensue_grammar::graph::Method;
use std::collections::BTreeMap;

pub(super) static LINT: Lint = Lint {
    name: "event_of_several_ends",
    level: Level::Allow,
    finds: "events that transitions of one resource emit which lead to different states",
    why: "Whoever listens cannot tell from the event what became of the resource, and has to look at it, by when it may have \
          moved on.",
    fix: "Give each end an event of its own, or one that says which it was.",
    example: Example(
        r"
 use ensue::{archiver, controller, event, handler, Cx, IllegalMove, Resource};

-/// A bill is settled, in one way or the other.
+/// A bill is paid.
 #[event]
-pub struct BillSettled;
+pub struct BillPaid;
+
+/// A bill is written off.
+#[event]
+pub struct BillWrittenOff;

 #[derive(Clone, Copy, Debug, Resource)]
 pub enum BillState {
     #[initial]
     Open,
     #[terminal]
     Paid,
     #[terminal]
     WrittenOff,
 }

 #[derive(Resource)]
 pub struct Bill {
     #[id]
     number: u32,
     #[state]
     state: BillState,
 }

 pub struct Bills;

 #[archiver(resource = Bill)]
 impl Bills {
-    #[transition(from = [Open], to = Paid, emits = [BillSettled])]
+    #[transition(from = [Open], to = Paid, emits = [BillPaid])]
     pub fn pay<C>(&self, bill: &mut Bill, cx: &mut Cx<'_, C>) -> Result<(), IllegalMove> {
-        cx.emit(BillSettled);
+        cx.emit(BillPaid);
         cx.change(bill, BillState::Paid)
     }

-    #[transition(from = [Open], to = WrittenOff, emits = [BillSettled])]
+    #[transition(from = [Open], to = WrittenOff, emits = [BillWrittenOff])]
     pub fn write_off<C>(&self, bill: &mut Bill, cx: &mut Cx<'_, C>) -> Result<(), IllegalMove> {
-        cx.emit(BillSettled);
+        cx.emit(BillWrittenOff);
         cx.change(bill, BillState::WrittenOff)
     }
 }

-#[controller(may_emit = [BillSettled])]
+#[controller(may_emit = [BillPaid, BillWrittenOff])]
 fn settle(mut bill: Bill, paid: bool, bills: &Bills, cx: &mut Cx<'_, settle>) -> Result<(), IllegalMove> {
     if paid { bills.pay(&mut bill, cx) } else { bills.write_off(&mut bill, cx) }
 }

-#[handler(on = BillSettled)]
-fn note(_: &BillSettled) {}
+#[handler(on = [BillPaid, BillWrittenOff])]
+fn note(_: &dyn std::any::Any) {}
",
    ),
    drawbacks: "An event that carries the new state in a field is found too, which is why it is allowed by default. What is \
                scheduled is not looked at.",
    find,
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for life in lives(facts) {
        let mut ends: BTreeMap<&str, BTreeMap<&str, Vec<&Method>>> = BTreeMap::new();
        for (transition, to, method) in &life.transitions {
            for event in &transition.emits {
                ends.entry(event).or_default().entry(to).or_default().extend(method);
            }
        }
        for (event, ends) in ends.iter().filter(|(_, ends)| ends.len() > 1) {
            let names: Vec<String> = ends.keys().map(|end| format!("`{end}`")).collect();
            let message = format!("`{event}` tells of `{}` that it is {}", life.resource, names.join(" or "));
            let finding = Finding::new(&LINT, [life.archiver.id.clone(), (*event).to_owned()], message)
                .at(facts.node(event).and_then(of_node), "does not say which");
            let methods = ends.iter().flat_map(|(end, methods)| methods.iter().map(move |method| (end, method)));
            let finding = methods.fold(finding, |finding, (end, method)| {
                finding.at(Some(of_method(method)), format!("leads to `{end}`"))
            });
            found.push(finding.remedy("give each end an event of its own, or one that says which it was", None));
        }
    }
    found
}
