//! An effect that nobody performs.

use super::facts::of_node;
use super::{Example, Facts, Finding, Level, Lint};
use crate::analyses::Direction;
use ensue_grammar::graph::{EdgeKind, NodeKind};

pub(super) static LINT: Lint = Lint {
    name: "effect_not_performed",
    level: Level::Deny,
    finds: "effects that neither an effect handler nor an external program performs",
    why: "A request for it waits as a ticket for ever. A program that links the request without a performer refuses to start.",
    fix: "Write an `#[effect_handler(on = ..)]`; or say which program performs it and what it reports back, with \
          `#[effect(performed_by = \"..\", completes_with = [..])]`.",
    example: Example(
        r"
-use ensue::{controller, effect, Cx};
+use ensue::{controller, effect, effect_handler, Cx};
 use serde::{Deserialize, Serialize};

 /// Send the customer a letter.
 #[effect]
 #[derive(Serialize, Deserialize)]
 pub struct SendLetter;

 #[controller(may_request = [SendLetter])]
 fn write(cx: &mut Cx<'_, write>) {
     cx.request(SendLetter);
 }
+
+#[effect_handler(on = SendLetter)]
+fn send_letter(_: &SendLetter) {}
",
    ),
    drawbacks: "A performer in a crate outside of the tree is not seen.",
    find,
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let nodes = facts.graph.nodes.iter().enumerate();
    let effects = nodes.filter(|(_, node)| node.kind == NodeKind::Effect && node.defined);
    let is_performed =
        |at| facts.index.steps(at, Direction::After).any(|(edge, _)| facts.index.edge(edge).kind == EdgeKind::Performs);
    let mut found = Vec::new();
    for (at, effect) in effects.filter(|(at, _)| !is_performed(*at)) {
        let message = format!("nobody performs the effect `{}`", effect.id);
        let mut finding =
            Finding::new(&LINT, [effect.id.clone()], message).at(of_node(effect), "nothing takes this up");
        for (edge, _) in facts.index.steps(at, Direction::Before) {
            finding = finding.at(facts.done(facts.index.edge(edge)), "requested here");
        }
        finding.notes.extend(facts.unseen());
        found.push(finding.remedy(
            format!(
                "write an `#[effect_handler(on = {})]`, or name the program that performs it: `#[effect(performed_by = \
                 \"..\", completes_with = [..])]`",
                effect.name
            ),
            None,
        ));
    }
    found
}
