//! A handler that no cascade leads to.

use super::facts::of_node;
use super::{Example, Facts, Finding, Level, Lint};
use crate::analyses::{Direction, search};
use crate::model::NO_COMMON_PROGRAM;
use ensue_grammar::graph::NodeKind;
use std::collections::BTreeSet;

pub(super) static LINT: Lint = Lint {
    name: "unreachable_handler",
    level: Level::Warn,
    finds: "handlers and effect handlers that nothing leads to from any controller, external program or timer",
    why: "It never runs. Its events are emitted, but only by what never runs itself, or under conditions that \
          exclude each other.",
    fix: "Emit one of the events from where the cascade should begin, or remove the handlers.",
    example: Example(
        r#"
-use ensue::{event, handler, Cx};
+use ensue::{controller, event, handler, Cx};
 use serde::{Deserialize, Serialize};

 /// Try.
 #[event]
 #[derive(Serialize, Deserialize)]
 pub struct Retry;

+#[controller(may_emit = [Retry])]
+fn begin(cx: &mut Cx<'_, begin>) {
+    cx.emit(Retry);
+}
+
 #[handler(on = Retry, may_emit = [Retry], timing = deferred, loops = "until it succeeds")]
 fn again(_: &Retry, cx: &mut Cx<'_, again>) {
     cx.emit(Retry);
 }
"#,
    ),
    drawbacks: "What only follows from an event that is never emitted is told there, and not here. Tickets that a \
          program outside of the tree inserts are not seen.",
    find,
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let index = &facts.index;
    let diagnostics = facts.graph.diagnostics.iter().filter(|it| it.code == NO_COMMON_PROGRAM);
    let apart: BTreeSet<&str> = diagnostics.filter_map(|it| it.about.last()).map(String::as_str).collect();
    let begins = |&at: &usize| {
        let is_entry = matches!(index.node(at).kind, NodeKind::Controller | NodeKind::External);
        // What has no cause at all, or none in its program, is told by other lints, and what follows from it is no mistake of
        // its own.
        is_entry || index.has_no_cause(at) || apart.contains(index.node(at).id.as_str())
    };
    let starts: Vec<usize> = (0..facts.graph.nodes.len()).filter(begins).collect();
    let reached = search(index, &starts, Direction::After);
    let handlers = facts.nodes(NodeKind::Handler).chain(facts.nodes(NodeKind::EffectHandler));
    let mut found = Vec::new();
    for (at, handler) in handlers.filter(|(at, _)| !reached.reaches(*at) && !begins(at)) {
        let message = format!("no cascade leads to `{}`", handler.id);
        let mut finding = Finding::new(&LINT, [handler.id.clone()], message).at(of_node(handler), "this never runs");
        for (edge, _) in index.steps(at, Direction::Before) {
            finding = finding.at(facts.declared(index.edge(edge)), "what it listens to is not reached either");
        }
        finding.notes.extend(facts.unseen());
        found.push(finding.remedy("emit what it listens to where the cascade should begin, or remove it", None));
    }
    found
}
