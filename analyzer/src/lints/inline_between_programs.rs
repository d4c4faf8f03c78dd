//! Work in one process of nodes that no program has together.

use super::facts::of_node;
use super::told::told;
use super::{Example, Facts, Finding, Level, Lint};
use crate::model::NO_COMMON_PROGRAM;
use ensue_grammar::graph::{Diagnostic, EdgeKind};

pub(super) static LINT: Lint = Lint {
    name: "inline_between_programs",
    level: Level::Deny,
    finds: "inline and after-commit edges whose two ends are in no program together",
    why: "What runs inline runs in the process that emits. A handler that this process does not link never runs, silently: \
          the annotations say that it follows, and nothing follows.",
    fix: "Leave the work as a ticket, with `timing = deferred`, so that the other program does it; or put the handler into a \
          crate that the emitting program depends on.",
    example: Example(
        r"
 //- /events/src/lib.rs
 /// A customer ordered.
 #[ensue::event]
 pub struct OrderPlaced;
 //- /shop/src/main.rs, depends on events
 use ensue::{controller, Cx};
 use events::OrderPlaced;

 #[controller(may_emit = [OrderPlaced])]
 fn order(cx: &mut Cx<'_, order>) {
     cx.emit(OrderPlaced);
 }

 fn main() {}
 //- /warehouse/src/main.rs, depends on events
 use ensue::handler;
 use events::OrderPlaced;

-#[handler(on = OrderPlaced)]
+#[handler(on = OrderPlaced, timing = deferred)]
 fn pack(_: &OrderPlaced) {}

 fn main() {}
",
    ),
    drawbacks: "A program that is outside of the tree and links both is not known.",
    find,
};

/// The code of the diagnostics that it shows.
pub(super) const CODE: &str = NO_COMMON_PROGRAM;

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let all = facts.graph.diagnostics.iter().filter(|it| it.code == CODE);
    all.map(|it| finding(facts, it)).collect()
}

fn finding(facts: &Facts<'_>, of: &Diagnostic) -> Finding {
    let found = told(&LINT, of.about.clone(), of);
    let [from, to] = of.about.as_slice() else { return found };
    let edge = facts.between(from, to).find(|edge| !edge.is_durable());
    let Some((edge, (from, to))) = edge.and_then(|edge| Some((edge, facts.ends(edge)?))) else { return found };
    let there = if edge.kind == EdgeKind::Handles { in_programs(&to.programs) } else { "here".to_owned() };
    let found = found.at(facts.declared(edge), format!("declared {there}"));
    if edge.kind != EdgeKind::Handles {
        return found.at(of_node(to), in_programs(&to.programs));
    }
    let emits = facts.graph.edges.iter().filter(|it| it.kind == EdgeKind::Emits && it.to == from.id);
    let emits = emits.filter(|it| !it.is_durable());
    emits.fold(found, |found, edge| {
        let programs = facts.ends(edge).map_or(&[][..], |(emitter, _)| &emitter.programs);
        found.at(facts.done(edge), format!("emitted {}", in_programs(programs)))
    })
}

fn in_programs(programs: &[String]) -> String {
    let names: Vec<String> = programs.iter().map(|name| format!("`{name}`")).collect();
    if names.is_empty() { "here".to_owned() } else { format!("in {}", names.join(", ")) }
}
