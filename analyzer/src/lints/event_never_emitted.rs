//! An event that never happens.

use super::facts::of_node;
use super::{Example, Facts, Finding, Level, Lint};
use crate::analyses::Direction;
use ensue_grammar::graph::NodeKind;

pub(super) static LINT: Lint = Lint {
    name: "event_never_emitted",
    level: Level::Warn,
    finds: "events that nothing emits or schedules, and no external program completes with",
    why: "Its handlers never run. Most often the emission was lost in a change, or the event outlived it.",
    fix: "Emit it where it happens, or remove it with its handlers.",
    example: Example(
        r"
 use ensue::{controller, event, handler, Cx};

 /// A price is another.
 #[event]
 pub struct PriceChanged;

+#[controller(may_emit = [PriceChanged])]
+fn set_price(cx: &mut Cx<'_, set_price>) {
+    cx.emit(PriceChanged);
+}
+
 #[handler(on = PriceChanged)]
 fn print_label(_: &PriceChanged) {}
",
    ),
    drawbacks: "An event that a crate outside of the tree emits is found too, as is one that only tests emit.",
    find,
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for (at, event) in facts.nodes(NodeKind::Event) {
        if !facts.index.has_no_cause(at) {
            continue;
        }
        let message = format!("nothing emits the event `{}`", event.id);
        let mut finding = Finding::new(&LINT, [event.id.clone()], message).at(of_node(event), "this never happens");
        for (edge, to) in facts.index.steps(at, Direction::After) {
            let label = format!("so `{}` never runs because of it", facts.index.node(to).name);
            finding = finding.at(facts.declared(facts.index.edge(edge)), label);
        }
        finding.notes.extend(facts.unseen());
        found.push(finding.remedy("emit it where it happens, or remove it", None));
    }
    found
}
