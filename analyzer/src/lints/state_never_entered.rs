//! A state that no resource can be in.

use super::lifecycle::{lives, of_state};
use super::{Example, Facts, Finding, Level, Lint};

pub(super) static LINT: Lint = Lint {
    name: "state_never_entered",
    level: Level::Warn,
    finds: "states to which no way of transitions leads from an `#[initial]` one",
    why: "Code that asks for the state is never reached, and the picture of the lifecycle promises what cannot be.",
    fix: "Add the transition that is missing, mark the state `#[initial]` if a resource can begin there, or remove it.",
    example: Example(
        r"
 use ensue::{archiver, controller, Cx, IllegalMove, Resource};

 #[derive(Clone, Copy, Debug, Resource)]
 pub enum DoorState {
     #[initial]
     Open,
     #[terminal]
     Locked,
-    #[terminal]
-    Bricked,
 }

 #[derive(Resource)]
 pub struct Door {
     #[id]
     id: u32,
     #[state]
     state: DoorState,
 }

 pub struct Doors;

 #[archiver(resource = Door)]
 impl Doors {
     #[transition(from = [Open], to = Locked)]
     pub fn lock<C>(&self, id: u32, cx: &mut Cx<'_, C>) -> Result<(), IllegalMove> {
         cx.change(&mut Door { id, state: DoorState::Open }, DoorState::Locked)
     }
 }

 #[controller]
 fn lock(id: u32, doors: &Doors, cx: &mut Cx<'_, lock>) -> Result<(), IllegalMove> {
     doors.lock(id, cx)
 }
",
    ),
    drawbacks: "Whether anything uses a transition is asked elsewhere. A resource that only other programs bring into the \
          state is not seen: allow it on the archiver.",
    find,
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for life in lives(facts) {
        let entered = life.entered();
        if entered.is_empty() {
            continue;
        }
        for state in life.states.iter().filter(|state| !entered.contains(state.name.as_str())) {
            let message = format!("`{}` can never be `{}`", life.resource, state.name);
            let why = if life.leading_to(&state.name).next().is_none() {
                "no transition leads here"
            } else {
                "all that leads here starts where it can never be"
            };
            let about = [life.archiver.id.clone(), state.name.clone()];
            let finding = Finding::new(&LINT, about, message).at(Some(of_state(state)), why);
            found.push(finding.remedy("add the transition that is missing, or remove the state", None));
        }
    }
    found
}
