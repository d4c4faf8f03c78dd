//! A name in an annotation that means no event, effect or resource.

use super::facts::of_diagnostic;
use super::{Edit, Example, Facts, Finding, Level, Lint};
use ensue_grammar::graph::Diagnostic;

pub(super) static LINT: Lint = Lint {
    name: "unknown_name",
    level: Level::Deny,
    finds: "names in annotations that mean no event, no effect, or no resource that anything changes",
    why: "What the annotation says cannot be drawn, so every picture of this code lacks an edge. The compiler finds most of \
          these names too, once it gets there; this finds them without building, in code that no feature of yours compiles \
          as well.",
    fix: "Name the event or effect as it is spelt where the annotation stands: import it, or write its path. If it is the \
          type that is wrong, put `#[event]` or `#[effect]` on it.",
    example: Example(
        r"
 use ensue::{controller, event, handler, Cx};

 /// A flight starts later.
 #[event]
 pub struct FlightDelayed;

-#[handler(on = FlightDelaid)]
+#[handler(on = FlightDelayed)]
 fn confirm(_: &FlightDelayed) {}

 #[controller(may_emit = [FlightDelayed])]
 fn delay(cx: &mut Cx<'_, delay>) {
     cx.emit(FlightDelayed);
 }

 #[handler(on = FlightDelayed)]
 fn announce(_: &FlightDelayed) {}
",
    ),
    drawbacks: "A name that may come from where nothing can be seen, such as `use outside::*`, is a hole and no finding.",
    find,
};

/// The codes of the diagnostics that it shows.
pub(super) const CODES: [&str; 4] = ["no_transition", "not_an_effect", "not_an_event", "unknown_name"];

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let all = facts.graph.diagnostics.iter().filter(|it| CODES.contains(&it.code.as_str()));
    all.map(finding).collect()
}

fn finding(of: &Diagnostic) -> Finding {
    let place = of_diagnostic(of);
    let found = Finding::new(&LINT, of.about.clone(), of.message.clone()).at(place.clone(), "what is meant?");
    match of.instead.as_ref().zip(place) {
        Some((name, place)) => found
            .remedy("an event or effect of a similar name can be named here", Some(Edit { place, by: name.clone() })),
        None => found,
    }
}
