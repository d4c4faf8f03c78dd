//! A controller that is called from inside a cascade.

use super::lifecycle::last;
use super::{Example, Facts, Finding, Level, Lint, Place};
use ensue_grammar::graph::NodeKind;

pub(super) static LINT: Lint = Lint {
    name: "controller_called",
    level: Level::Allow,
    finds: "calls of controllers, `app.call(name { .. })`, from handlers, effect handlers, other controllers, and what these call",
    why: "A cascade would begin inside another one, which declares nothing of it; `App::call` refuses it when it runs.",
    fix: "Emit an event, and let a handler do what the controller does.",
    example: Example(
        r"
 use ensue::{controller, event, handler, App, Cx};
 use std::sync::OnceLock;

 static APP: OnceLock<App> = OnceLock::new();

 /// The paper is used up.
 #[event]
 pub struct PaperUsedUp;

 /// Somebody should buy paper.
 #[event]
 pub struct PaperWanted;

 #[handler(on = PaperUsedUp, may_emit = [PaperWanted])]
 async fn refill(_: &PaperUsedUp, cx: &mut Cx<'_, refill>) {
-    let _ = APP.wait().call(order_paper {}).await;
     cx.emit(PaperWanted);
 }

 #[handler(on = PaperWanted)]
 fn buy(_: &PaperWanted) {}

 #[controller(may_emit = [PaperWanted])]
 fn order_paper(cx: &mut Cx<'_, order_paper>) {
     cx.emit(PaperWanted);
 }

 #[controller(may_emit = [PaperUsedUp])]
 fn print(cx: &mut Cx<'_, print>) {
     cx.emit(PaperUsedUp);
 }
",
    ),
    drawbacks: "Only functions that are given the context are looked into, and only calls whose argument is written as the \
          controller's literal are seen. A task that is spawned has no cascade around it, and may call; that is why it is \
          allowed by default.",
    find,
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    let kinds = [NodeKind::Handler, NodeKind::EffectHandler, NodeKind::Controller];
    for (_, emitter) in kinds.into_iter().flat_map(|kind| facts.nodes(kind)) {
        for call in &emitter.calls {
            let message = format!("`{}` calls the controller `{}` inside a cascade", emitter.id, call.controller);
            let place = Place::word(&call.at.file, call.at.line, last(&call.controller));
            found.push(
                Finding::new(&LINT, [emitter.id.clone(), call.controller.clone()], message)
                    .at(Some(place), "begins a cascade inside another")
                    .remedy("emit an event, and let a handler do what the controller does", None),
            );
        }
    }
    found
}
