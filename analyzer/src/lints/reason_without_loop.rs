//! A reason for a loop that is not there.

use super::facts::of_node;
use super::{Example, Facts, Finding, Level, Lint, round};
use crate::analyses::loops;
use std::collections::BTreeSet;

pub(super) static LINT: Lint = Lint {
    name: "reason_without_loop",
    level: Level::Warn,
    finds: "reasons for a loop, `loops = \"..\"`, on handlers that are in no loop",
    why: "The reason speaks of code that is gone, and would excuse the next loop before anybody has looked at \
          it.",
    fix: "Remove `loops`.",
    example: Example(
        r#"
 use ensue::{controller, event, handler, Cx};

 /// Somebody wants to ride.
 #[event]
 pub struct TaxiCalled;

 #[controller(may_emit = [TaxiCalled])]
 fn call(cx: &mut Cx<'_, call>) {
     cx.emit(TaxiCalled);
 }

-#[handler(on = TaxiCalled, loops = "twice at most")]
+#[handler(on = TaxiCalled)]
 fn drive(_: &TaxiCalled) {}
"#,
    ),
    drawbacks: "A loop that leads through what cannot be seen is none here.",
    find,
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let in_loops = round::ask(facts, |index| {
        let groups = loops(index);
        let ids = groups.iter().flatten().map(|&at| index.node(at).id.clone());
        ids.collect::<BTreeSet<String>>()
    });
    let with_reason = facts.graph.nodes.iter().filter(|node| node.loops.is_some());
    let mut found = Vec::new();
    for node in with_reason.filter(|node| !in_loops.contains(&node.id)) {
        let message = format!("`{}` gives a reason for a loop, and is in none", node.id);
        let mut finding =
            Finding::new(&LINT, [node.id.clone()], message).at(of_node(node), "nothing leads from here back to here");
        finding.notes.extend(facts.unseen());
        found.push(finding.remedy("remove `loops`", None));
    }
    found
}
