//! An annotation that says something else than its grammar allows.

use super::facts::of_diagnostic;
use super::told::told;
use super::{
    Example, Facts, Finding, Level, Lint, ambiguous_name, external_without_completion, hand_written_emits,
    inline_between_programs, unknown_name, unknown_state,
};

pub(super) static LINT: Lint = Lint {
    name: "misread_annotation",
    level: Level::Deny,
    finds: "annotations that are not understood: unknown or repeated arguments, wrong values, on the wrong item",
    why: "What such an annotation means to say is in no picture. The compiler refuses it with the same words, once it gets \
          there.",
    fix: "Write the annotation as the message says.",
    example: Example(
        r"
 use ensue::{controller, event, handler, Cx};

 /// A book is back.
 #[event]
 pub struct BookReturned;

 #[controller(may_emit = [BookReturned])]
 fn give_back(cx: &mut Cx<'_, give_back>) {
     cx.emit(BookReturned);
 }

-#[handler(on = BookReturned, timming = deferred)]
+#[handler(on = BookReturned, timing = deferred)]
 fn shelve(_: &BookReturned) {}
",
    ),
    drawbacks: "Attributes that have the name of an annotation and come from elsewhere are not judged.",
    find,
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let others = [
        ambiguous_name::CODE,
        external_without_completion::CODE,
        hand_written_emits::CODE,
        inline_between_programs::CODE,
        unknown_state::CODE,
    ];
    let is_own = |code: &str| !others.contains(&code) && !unknown_name::CODES.contains(&code);
    let all = facts.graph.diagnostics.iter().filter(|it| is_own(&it.code));
    all.map(|it| {
        // One item may be wrong in several ways.
        let about = it.about.iter().chain([&it.code]).cloned();
        told(&LINT, about, it).at(of_diagnostic(it), "")
    })
    .collect()
}
