//! A transition out of a state that is said to be an end.

use super::lifecycle::{last, lives, of_method, of_state};
use super::{Example, Facts, Finding, Level, Lint};

pub(super) static LINT: Lint = Lint {
    name: "terminal_state_left",
    level: Level::Warn,
    finds: "transitions that start from a state which is `#[terminal]`",
    why: "One of the two is wrong: either the life of the resource goes on there, and the mark says that nobody needs to look \
          after it, or the transition is a move that must not be.",
    fix: "Take the state out of `from`, or the mark off the state.",
    example: Example(
        r"
 use ensue::{archiver, controller, Cx, IllegalMove, Resource};

 #[derive(Clone, Copy, Debug, Resource)]
 pub enum BillState {
     #[initial]
     Open,
     #[terminal]
     Paid,
     #[terminal]
     WrittenOff,
 }

 #[derive(Resource)]
 pub struct Bill {
     #[id]
     number: u32,
     #[state]
     state: BillState,
 }

 pub struct Bills;

 #[archiver(resource = Bill)]
 impl Bills {
     #[transition(from = [Open], to = Paid)]
     pub fn pay<C>(&self, bill: &mut Bill, cx: &mut Cx<'_, C>) -> Result<(), IllegalMove> {
         cx.change(bill, BillState::Paid)
     }

-    #[transition(from = [Open, Paid], to = WrittenOff)]
+    #[transition(from = [Open], to = WrittenOff)]
     pub fn write_off<C>(&self, bill: &mut Bill, cx: &mut Cx<'_, C>) -> Result<(), IllegalMove> {
         cx.change(bill, BillState::WrittenOff)
     }
 }

 #[controller]
 fn settle(mut bill: Bill, paid: bool, bills: &Bills, cx: &mut Cx<'_, settle>) -> Result<(), IllegalMove> {
     if paid { bills.pay(&mut bill, cx) } else { bills.write_off(&mut bill, cx) }
 }
",
    ),
    drawbacks: "That the archiver stays in the state, with the same one in `from` and `to`, is found too.",
    find,
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for life in lives(facts) {
        for state in life.states.iter().filter(|state| state.terminal) {
            for method in life.leading_from(&state.name).filter_map(|(.., method)| *method) {
                let message = format!("`{}` starts from `{}`, which is `#[terminal]`", method.method, state.name);
                let about = [life.archiver.id.clone(), method.method.clone(), state.name.clone()];
                let remedy =
                    format!("take `{}` out of `from` of `{}`, or the mark off it", state.name, last(&method.method));
                found.push(
                    Finding::new(&LINT, about, message)
                        .at(Some(of_method(method)), "leads on")
                        .at(Some(of_state(state)), "is said to be an end")
                        .remedy(remedy, None),
                );
            }
        }
    }
    found
}
