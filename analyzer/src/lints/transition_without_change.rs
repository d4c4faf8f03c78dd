//! A transition that changes no state.

use super::lifecycle::{last, method, of_method};
use super::{Example, Facts, Finding, Level, Lint};
use ensue_grammar::graph::NodeKind;

pub(super) static LINT: Lint = Lint {
    name: "transition_without_change",
    level: Level::Warn,
    finds: "methods with `transition` that never call `cx.change`, nor call what does",
    why: "The state stays what it was: nothing checks that the move is allowed, records it, or tells those that listen with \
          `on_change_of`, and the picture of the lifecycle shows a move that does not happen.",
    fix: "Call `cx.change` with the resource and its new state, or declare what the method emits with `emits` instead.",
    example: Example(
        r"
 use ensue::{archiver, controller, Cx, IllegalMove, Resource};

 #[derive(Clone, Copy, Debug, Resource)]
 pub enum LampState {
     #[initial]
     Off,
     #[terminal]
     Broken,
 }

 #[derive(Resource)]
 pub struct Lamp {
     #[id]
     room: String,
     #[state]
     state: LampState,
 }

 pub struct Lamps;

 #[archiver(resource = Lamp)]
 impl Lamps {
     #[transition(from = [Off], to = Broken)]
     pub fn write_off<C>(&self, lamp: &mut Lamp, cx: &mut Cx<'_, C>) -> Result<(), IllegalMove> {
-        lamp.state = LampState::Broken;
-        Ok(())
+        cx.change(lamp, LampState::Broken)
     }
 }

 #[controller]
 fn report(mut lamp: Lamp, lamps: &Lamps, cx: &mut Cx<'_, report>) -> Result<(), IllegalMove> {
     lamps.write_off(&mut lamp, cx)
 }
",
    ),
    drawbacks: "A transition that creates its resource, without `from`, may do so without a change. One that nothing uses, or \
          that gives its context to what cannot be followed, is not judged.",
    find,
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for (_, archiver) in facts.nodes(NodeKind::Archiver) {
        for transition in archiver.transitions.iter().flatten().filter(|it| !it.from.is_empty()) {
            let (Some(to), Some(method)) = (&transition.to, method(archiver, &transition.method)) else { continue };
            if !method.never_changes {
                continue;
            }
            let message = format!("`{}` leads to `{to}` and never calls `cx.change`", method.method);
            let finding = Finding::new(&LINT, [archiver.id.clone(), method.method.clone()], message)
                .at(Some(of_method(method)), "leaves the state as it was");
            let by = format!("in `{}`, call `cx.change` with the resource and the state `{to}`", last(&method.method));
            found.push(finding.remedy(by, None));
        }
    }
    found
}
