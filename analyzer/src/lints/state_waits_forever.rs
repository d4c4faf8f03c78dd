//! A state that only somebody outside ends, who is not said to.

use super::facts::of_node;
use super::lifecycle::{Life, last, lives, of_method, of_state};
use super::{Example, Facts, Finding, Level, Lint};
use crate::analyses::{Direction, NodeIx, search};
use ensue_grammar::graph::{Method, Node, NodeKind, State};
use std::collections::BTreeSet;

pub(super) static LINT: Lint = Lint {
    name: "state_waits_forever",
    level: Level::Warn,
    finds: "states that only controllers end, where neither a timer is one of them nor one `resumes` what led there",
    why: "What waits for an answer from outside waits for ever if the answer is lost, and no picture shows that it waits.",
    fix: "Say on the controller what it continues, `resumes = E`, or let a timer end the wait: an event that is scheduled, or \
          a controller with `schedule`.",
    example: Example(
        r#"
 use ensue::{archiver, controller, event, handler, Cx, IllegalMove, Resource};

 /// Somebody wants a visa.
 #[event]
 pub struct VisaRequested;

 #[derive(Clone, Copy, Debug, Resource)]
 pub enum VisaState {
     #[initial]
     Requested,
     #[terminal]
     Granted,
 }

 #[derive(Resource)]
 pub struct Visa {
     #[id]
     id: u32,
     #[state]
     state: VisaState,
 }

 pub struct Visas;

 #[archiver(resource = Visa)]
 impl Visas {
     #[transition(to = Requested, emits = [VisaRequested])]
     pub fn request<C>(&self, visa: &mut Visa, cx: &mut Cx<'_, C>) -> Result<(), IllegalMove> {
         cx.emit(VisaRequested);
         cx.change(visa, VisaState::Requested)
     }

     #[transition(from = [Requested], to = Granted)]
     pub fn grant<C>(&self, visa: &mut Visa, cx: &mut Cx<'_, C>) -> Result<(), IllegalMove> {
         cx.change(visa, VisaState::Granted)
     }
 }

 #[handler(on = VisaRequested)]
 fn tell_the_embassy(_: &VisaRequested) {}

 #[controller(route = "POST /visas", may_emit = [VisaRequested])]
 fn post_visa(mut visa: Visa, visas: &Visas, cx: &mut Cx<'_, post_visa>) -> Result<(), IllegalMove> {
     visas.request(&mut visa, cx)
 }

-#[controller(route = "POST /answers")]
+#[controller(route = "POST /answers", resumes = VisaRequested)]
 fn post_answer(mut visa: Visa, visas: &Visas, cx: &mut Cx<'_, post_answer>) -> Result<(), IllegalMove> {
     visas.grant(&mut visa, cx)
 }
"#,
    ),
    drawbacks: "A state that handlers or effect handlers end as well is not judged, nor one of which no transition says how it \
          is entered. Where it is right to stay in the state until somebody wants otherwise, the controller may still say \
          `resumes`, or the archiver allows it.",
    find,
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let lives = lives(facts);
    if lives.is_empty() {
        return Vec::new();
    }
    let of_timers = facts.nodes(NodeKind::Controller).filter(|(_, node)| node.schedule.is_some()).map(|(at, _)| at);
    let timers = of_timers.collect();
    let mut found = Vec::new();
    for life in &lives {
        let entered = life.entered();
        for state in life.states.iter().filter(|state| entered.contains(state.name.as_str()) && !state.terminal) {
            found.extend(waiting(facts, life, state, &timers).map(|waits| finding(life, state, &waits)));
        }
    }
    found
}

/// What is known of a state that waits.
struct Waits<'g> {
    /// Leads to it.
    into: Vec<&'g Method>,
    /// Events that tell of it.
    events: BTreeSet<&'g str>,
    /// Could end it.
    controllers: Vec<&'g Node>,
}

fn waiting<'g>(facts: &Facts<'g>, life: &Life<'g>, state: &State, timers: &BTreeSet<NodeIx>) -> Option<Waits<'g>> {
    let methods = |all: Vec<Option<&'g Method>>| all.into_iter().collect::<Option<Vec<_>>>();
    let into = methods(life.leading_to(&state.name).map(|(.., method)| *method).collect())?;
    let leading_on = methods(life.leading_from(&state.name).map(|(.., method)| *method).collect())?;
    let ending: BTreeSet<&str> = leading_on.iter().flat_map(|method| &method.used_by).map(String::as_str).collect();
    // What cannot be seen may end it, or lead there.
    if into.is_empty() || ending.is_empty() || into.iter().chain(&leading_on).any(|method| method.doubt.is_some()) {
        return None;
    }
    let controllers: Option<Vec<NodeIx>> = ending.iter().map(|id| facts.position(id, NodeKind::Controller)).collect();
    let controllers = controllers?;
    let told =
        life.leading_to(&state.name).flat_map(|(it, ..)| it.emits.iter().chain(&it.schedules).chain(&it.requests));
    let users = into.iter().flat_map(|method| &method.used_by);
    let starts: Vec<NodeIx> = told.chain(users).flat_map(|id| facts.positions(id)).copied().collect();
    let leads = search(&facts.index, &starts, Direction::After);
    let is_announced = |at: &NodeIx| timers.contains(at) || starts.contains(at) || leads.reaches(*at);
    if controllers.iter().any(is_announced) {
        return None;
    }
    let events = life.leading_to(&state.name).flat_map(|(it, ..)| &it.emits).map(String::as_str).collect();
    Some(Waits { into, events, controllers: controllers.iter().map(|at| facts.index.node(*at)).collect() })
}

fn finding(life: &Life<'_>, state: &State, waits: &Waits<'_>) -> Finding {
    let message = format!("`{}` may stay `{}` for ever", life.resource, state.name);
    let about = [life.archiver.id.clone(), state.name.clone()];
    let mut finding = Finding::new(&LINT, about, message).at(Some(of_state(state)), "nothing is said to end this");
    for method in &waits.into {
        finding = finding.at(Some(of_method(method)), "leads here");
    }
    for controller in &waits.controllers {
        finding = finding.at(of_node(controller), "could lead on, if somebody calls it");
    }
    let event = waits.events.first().map_or("E", |event| last(event));
    let emit = if waits.events.is_empty() { "emit an event where it begins, and " } else { "" };
    for controller in waits.controllers.iter().take(1) {
        let text = format!("{emit}say on `{}` that it continues: `resumes = {event}`", controller.name);
        finding = finding.remedy(text, None);
    }
    finding
        .remedy("or let a timer end it: schedule an event where it begins, or add a controller with `schedule`", None)
}
