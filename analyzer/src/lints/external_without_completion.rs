//! An effect performed outside that nothing follows from.

use super::facts::of_diagnostic;
use super::told::told;
use super::{Example, Facts, Finding, Level, Lint};

pub(super) static LINT: Lint = Lint {
    name: "external_without_completion",
    level: Level::Warn,
    finds: "effects with `performed_by` and without `completes_with`",
    why: "Nobody here learns whether the program outside did it. A request that is lost looks like one that is done.",
    fix: "Declare the events by which the other program reports: `completes_with = [..]`.",
    example: Example(
        r#"
 use ensue::{controller, effect, event, handler, Cx};
 use serde::{Deserialize, Serialize};

 /// The printer has the poster ready.
 #[event]
 #[derive(Serialize, Deserialize)]
 pub struct PosterPrinted;

 /// Print a poster.
-#[effect(performed_by = "printer")]
+#[effect(performed_by = "printer", completes_with = [PosterPrinted])]
 #[derive(Serialize, Deserialize)]
 pub struct PrintPoster;

-#[controller(may_request = [PrintPoster], may_emit = [PosterPrinted])]
+#[controller(may_request = [PrintPoster])]
 fn print(cx: &mut Cx<'_, print>) {
     cx.request(PrintPoster);
-    cx.emit(PosterPrinted);
 }

 #[handler(on = PosterPrinted)]
 fn hang_up(_: &PosterPrinted) {}
"#,
    ),
    drawbacks: "The attribute refuses it too. Where it is right not to care, as for a line in somebody else's log, an event that \
          nobody handles has to be named all the same.",
    find,
};

/// The code of the diagnostics that it shows.
pub(super) const CODE: &str = "no_completes_with";

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let all = facts.graph.diagnostics.iter().filter(|it| it.code == CODE);
    all.map(|it| told(&LINT, it.about.clone(), it).at(of_diagnostic(it), "nobody learns whether it was done")).collect()
}
