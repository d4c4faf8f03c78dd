//! A state without a way on that is not said to be an end.

use super::lifecycle::{lives, of_method, of_state};
use super::{Edit, Example, Facts, Finding, Level, Lint};

pub(super) static LINT: Lint = Lint {
    name: "state_never_left",
    level: Level::Warn,
    finds: "states that are not `#[terminal]` and from which no transition leads on",
    why: "Either the life of the resource ends there, and nobody is told, or the transition that should lead on was \
          forgotten.",
    fix: "Mark the state `#[terminal]`, or add the transition.",
    example: Example(
        r"
 use ensue::{archiver, controller, Cx, IllegalMove, Resource};

 #[derive(Clone, Copy, Debug, Resource)]
 pub enum LoanState {
     #[initial]
     Lent,
+    #[terminal]
     GivenBack,
 }

 #[derive(Resource)]
 pub struct Loan {
     #[id]
     book: String,
     #[state]
     state: LoanState,
 }

 pub struct Loans;

 #[archiver(resource = Loan)]
 impl Loans {
     #[transition(from = [Lent], to = GivenBack)]
     pub fn end<C>(&self, book: String, cx: &mut Cx<'_, C>) -> Result<(), IllegalMove> {
         cx.change(&mut Loan { book, state: LoanState::Lent }, LoanState::GivenBack)
     }
 }

 #[controller]
 fn give_back(book: String, loans: &Loans, cx: &mut Cx<'_, give_back>) -> Result<(), IllegalMove> {
     loans.end(book, cx)
 }
",
    ),
    drawbacks: "A state that can never be entered is told as that alone.",
    find,
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for life in lives(facts) {
        let entered = life.entered();
        let is_end = |name: &str| life.leading_from(name).next().is_none();
        for state in life.states.iter().filter(|state| entered.contains(state.name.as_str()) && !state.terminal) {
            if !is_end(&state.name) {
                continue;
            }
            let message = format!("`{}` never leaves `{}`, which is not `#[terminal]`", life.resource, state.name);
            let about = [life.archiver.id.clone(), state.name.clone()];
            let mut finding = Finding::new(&LINT, about, message).at(Some(of_state(state)), "no transition leads on");
            for method in life.leading_to(&state.name).filter_map(|(.., method)| *method) {
                finding = finding.at(Some(of_method(method)), "leads here");
            }
            let edit = Edit { place: of_state(state), by: format!("#[terminal] {}", state.name) };
            found.push(finding.remedy("mark it, if it ends there; else add a transition that leads on", Some(edit)));
        }
    }
    found
}
