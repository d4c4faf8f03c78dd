//! A name in a transition that is no state of its resource.

use super::facts::of_diagnostic;
use super::{Edit, Example, Facts, Finding, Level, Lint};
use crate::model::UNKNOWN_STATE;
use ensue_grammar::graph::Diagnostic;

pub(super) static LINT: Lint = Lint {
    name: "unknown_state",
    level: Level::Warn,
    finds: "names in `transition` that are no variants of the enum of states",
    why: "The compiler refuses it as an \"ambiguous associated type\", and cannot say which state was meant.",
    fix: "Write the name of a variant.",
    example: Example(
        r"
 use ensue::{archiver, controller, Cx, IllegalMove, Resource};

 #[derive(Clone, Copy, Debug, Resource)]
 pub enum TicketState {
     #[initial]
     Valid,
     #[terminal]
     Stamped,
 }

 #[derive(Resource)]
 pub struct Ticket {
     #[id]
     seat: u32,
     #[state]
     state: TicketState,
 }

 pub struct Tickets;

 #[archiver(resource = Ticket)]
 impl Tickets {
-    #[transition(from = [Valid], to = Stampt)]
+    #[transition(from = [Valid], to = Stamped)]
     pub fn stamp<C>(&self, ticket: &mut Ticket, cx: &mut Cx<'_, C>) -> Result<(), IllegalMove> {
         cx.change(ticket, TicketState::Stamped)
     }
 }

 #[controller]
 fn enter(mut ticket: Ticket, tickets: &Tickets, cx: &mut Cx<'_, enter>) -> Result<(), IllegalMove> {
     tickets.stamp(&mut ticket, cx)
 }
",
    ),
    drawbacks: "States are only known where `#[derive(Resource)]` stands on a struct in the tree whose `#[state]` field names \
          an enum in the tree.",
    find,
};

/// The code of the diagnostics that it shows.
pub(super) const CODE: &str = UNKNOWN_STATE;

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let all = facts.graph.diagnostics.iter().filter(|it| it.code == CODE);
    all.map(finding).collect()
}

fn finding(of: &Diagnostic) -> Finding {
    let place = of_diagnostic(of);
    let found = Finding::new(&LINT, of.about.clone(), of.message.clone()).at(place.clone(), "no state of this name");
    match (&of.instead, place) {
        (Some(instead), Some(place)) => {
            found.remedy("write the name of the state", Some(Edit { place, by: instead.clone() }))
        }
        _ => found,
    }
}
