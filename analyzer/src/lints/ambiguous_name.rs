//! A name in an annotation that can mean several events.

use super::facts::of_diagnostic;
use super::told::told;
use super::{Example, Facts, Finding, Level, Lint};

pub(super) static LINT: Lint = Lint {
    name: "ambiguous_name",
    level: Level::Deny,
    finds: "names in annotations that can mean several events or effects",
    why: "Nothing can be drawn for such a name without guessing. The compiler refuses it too.",
    fix: "Write as much of the path as it takes to mean one.",
    example: Example(
        r#"
 use ensue::{controller, handler, Cx};
-use cars::*;
-use boats::*;

 mod cars {
     /// A car was sold.
     #[ensue::event]
     pub struct Sold;
 }

 mod boats {
     /// A boat was sold.
     #[ensue::event(name = "BoatSold")]
     pub struct Sold;
 }

 #[controller(may_emit = [cars::Sold, boats::Sold])]
 fn sell(cx: &mut Cx<'_, sell>) {
     cx.emit(cars::Sold);
     cx.emit(boats::Sold);
 }

-#[handler(on = Sold)]
+#[handler(on = cars::Sold)]
 fn wash(_: &cars::Sold) {}

 #[handler(on = [cars::Sold, boats::Sold])]
 fn count(_: &dyn std::any::Any) {}
"#,
    ),
    drawbacks: "Names whose meanings exclude each other by `cfg` are not ambiguous: each gives an edge with its condition.",
    find,
};

/// The code of the diagnostics that it shows.
pub(super) const CODE: &str = "ambiguous_name";

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let all = facts.graph.diagnostics.iter().filter(|it| it.code == CODE);
    all.map(|it| told(&LINT, it.about.clone(), it).at(of_diagnostic(it), "which one?")).collect()
}
