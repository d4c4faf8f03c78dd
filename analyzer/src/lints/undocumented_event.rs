//! An event without a doc comment.

use super::facts::of_node;
use super::{Example, Facts, Finding, Level, Lint};
use ensue_grammar::graph::NodeKind;

pub(super) static LINT: Lint = Lint {
    name: "undocumented_event",
    level: Level::Allow,
    finds: "events without a doc comment",
    why: "An event is what teams tell each other. Its comment is what pages and pictures show beside its name.",
    fix: "Write in a sentence what happened, from the view of who listens.",
    example: Example(
        r"
 use ensue::{controller, event, handler, Cx};

+/// A meal is on the table.
 #[event]
 pub struct MealServed;

 #[controller(may_emit = [MealServed])]
 fn serve(cx: &mut Cx<'_, serve>) {
     cx.emit(MealServed);
 }

 #[handler(on = MealServed)]
 fn bill(_: &MealServed) {}
",
    ),
    drawbacks: "Whether a comment says anything is for people to judge.",
    find,
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let bare = facts.nodes(NodeKind::Event).filter(|(_, event)| event.doc.is_none());
    bare.map(|(_, event)| {
        let message = format!("the event `{}` has no doc comment", event.id);
        Finding::new(&LINT, [event.id.clone()], message)
            .at(of_node(event), "what happened?")
            .remedy("say it in a sentence: `/// ..`", None)
    })
    .collect()
}
