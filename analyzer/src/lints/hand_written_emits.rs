//! `impl Emits<..> for ..` by hand.

use super::facts::of_diagnostic;
use super::told::told;
use super::{Example, Facts, Finding, Level, Lint};

pub(super) static LINT: Lint = Lint {
    name: "hand_written_emits",
    level: Level::Deny,
    finds: "impl blocks of the traits that prove emissions, such as `Emits`, written by hand",
    why: "These impls are the proof that an emitter declares what it emits. One that no annotation wrote lets an emission \
          compile that no picture shows.",
    fix: "Remove the impl, and declare what is emitted: `may_emit = [..]` on a handler or controller, `emits = [..]` on a \
          method of an archiver, `#[emits(..)]` on any other function.",
    example: Example(
        r"
 use ensue::{controller, event, handler, Cx};

 /// A seat is taken.
 #[event]
 pub struct SeatBooked;

 #[controller(may_emit = [SeatBooked])]
 fn book(cx: &mut Cx<'_, book>) {
     cx.emit(SeatBooked);
 }

 #[handler(on = SeatBooked)]
 fn print_ticket(_: &SeatBooked) {}
-
-impl ensue::Emits<SeatBooked> for print_ticket {}
",
    ),
    drawbacks: "An impl that a procedural macro writes is not seen.",
    find,
};

/// The code of the diagnostics that it shows.
pub(super) const CODE: &str = "hand_written_emits";

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let all = facts.graph.diagnostics.iter().filter(|it| it.code == CODE);
    all.map(|it| {
        told(&LINT, it.about.clone(), it)
            .at(of_diagnostic(it), "only an annotation may write this")
            .note("what compiles because of this impl is in no picture")
    })
    .collect()
}
