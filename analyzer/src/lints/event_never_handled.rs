//! An event that happens and that nobody listens to.

use super::facts::of_node;
use super::{Example, Facts, Finding, Level, Lint};
use crate::analyses::Direction;
use ensue_grammar::graph::NodeKind;

pub(super) static LINT: Lint = Lint {
    name: "event_never_handled",
    level: Level::Warn,
    finds: "events that are emitted and that no handler handles and no controller resumes",
    why: "Either somebody forgot to listen, or nobody needs the event and its emission can go.",
    fix: "Write the handler that is missing, or remove the event. Where the end of a cascade is meant, say so: \
          `#[ensue::allow(event_never_handled, reason = \"..\")]`.",
    example: Example(
        r"
 use ensue::{controller, event, handler, Cx};

 /// The stock was counted.
 #[event]
 pub struct StockCounted;

 #[controller(may_emit = [StockCounted])]
 fn count(cx: &mut Cx<'_, count>) {
     cx.emit(StockCounted);
 }
+
+#[handler(on = StockCounted)]
+fn compare(_: &StockCounted) {}
",
    ),
    drawbacks: "Who reads events from the record of a cascade, or from outside the tree, does so unseen.",
    find,
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for (at, event) in facts.nodes(NodeKind::Event) {
        let is_handled = facts.index.steps(at, Direction::After).next().is_some();
        let emissions: Vec<_> = facts.index.steps(at, Direction::Before).collect();
        // What is never emitted either is told by another lint.
        if is_handled || emissions.is_empty() {
            continue;
        }
        let message = format!("nobody handles the event `{}`", event.id);
        let mut finding =
            Finding::new(&LINT, [event.id.clone()], message).at(of_node(event), "nothing follows from it");
        for (edge, from) in emissions {
            let label = format!("`{}` emits it", facts.index.node(from).name);
            finding = finding.at(facts.done(facts.index.edge(edge)), label);
        }
        finding.notes.extend(facts.unseen());
        let handler = format!("write a `#[handler(on = {})]`, or say why a cascade ends here:", event.name);
        found.push(finding.remedy(format!("{handler} `#[ensue::allow(event_never_handled, reason = \"..\")]`"), None));
    }
    found
}
