//! Two events, or two effects, with one stable name.

use super::facts::of_node;
use super::{Example, Facts, Finding, Level, Lint};
use crate::analyses::NodeIx;
use ensue_grammar::graph::{Node, NodeKind};
use std::collections::BTreeMap;

pub(super) static LINT: Lint = Lint {
    name: "duplicate_stable_name",
    level: Level::Deny,
    finds: "events, or effects, of one program that share a stable name",
    why: "A ticket finds its event or effect by the stable name, which is the identifier unless `name = \"..\"` says \
          otherwise. Of two with one name a ticket could wake the wrong one, so a program that links both refuses to start.",
    fix: "Give all but one a name of its own: `#[event(name = \"..\")]`. Tickets that wait already know the old name: leave \
          it to the one that they are meant for.",
    example: Example(
        r#"
 use ensue::{controller, handler, Cx};

 mod orders {
     /// An order is closed.
     #[ensue::event]
     pub struct Closed;
 }

 mod returns {
     /// A return is closed.
-    #[ensue::event]
+    #[ensue::event(name = "ReturnClosed")]
     pub struct Closed;
 }

 #[controller(may_emit = [orders::Closed, returns::Closed])]
 fn close(cx: &mut Cx<'_, close>) {
     cx.emit(orders::Closed);
     cx.emit(returns::Closed);
 }

 #[handler(on = orders::Closed)]
 fn archive(_: &orders::Closed) {}

 #[handler(on = returns::Closed)]
 fn refund(_: &returns::Closed) {}
"#,
    ),
    drawbacks: "Two programs that keep their tickets in one store are not compared with each other.",
    find,
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let mut by_name: BTreeMap<(NodeKind, &str), Vec<NodeIx>> = BTreeMap::new();
    for (at, node) in facts.graph.nodes.iter().enumerate().filter(|(_, node)| node.defined) {
        if let Some(name) = &node.stable_name {
            by_name.entry((node.kind, name)).or_default().push(at);
        }
    }
    let mut found = Vec::new();
    for ((kind, name), nodes) in by_name {
        let meets = |one: &NodeIx| nodes.iter().any(|other| one != other && facts.index.can_meet(*one, *other));
        let clashing: Vec<&Node> = nodes.iter().filter(|at| meets(at)).map(|at| facts.index.node(*at)).collect();
        if clashing.is_empty() {
            continue;
        }
        let word = if kind == NodeKind::Event { "event" } else { "effect" };
        let ids: Vec<String> = clashing.iter().map(|node| format!("`{}`", node.id)).collect();
        let message = format!("{} share the stable name `{name}`", ids.join(" and "));
        let about = clashing.iter().map(|node| node.id.clone());
        // A name that was given can be given otherwise; of those that nobody gave any will do.
        let (own, given): (Vec<&Node>, Vec<&Node>) = clashing.iter().rev().partition(|node| node.name == name);
        let places = given.iter().chain(&own).map(|node| (of_node(node), format!("an {word} called `{name}`")));
        let finding = places.fold(Finding::new(&LINT, about, message), |found, (place, text)| found.at(place, text));
        found.push(
            finding
                .note("a ticket finds what it is about by this name")
                .remedy(format!("give one a name of its own: `#[{word}(name = \"..\")]`"), None),
        );
    }
    found
}
