//! A method of an archiver that no emitter goes through.

use super::facts::of_node;
use super::{Example, Facts, Finding, Level, Lint};
use ensue_grammar::graph::{EdgeKind, NodeKind, Transition};
use std::collections::BTreeSet;

pub(super) static LINT: Lint = Lint {
    name: "method_never_used",
    level: Level::Warn,
    finds: "methods of archivers with `emits` or `transition` that declare an emission and that no emitter goes \
          through",
    why: "What nothing uses is drawn as a state change that could happen, and cannot.",
    fix: "Call it where it was meant to be called, or remove it.",
    example: Example(
        r"
 use ensue::{archiver, controller, event, handler, Cx};

 /// A parcel is on its way.
 #[event]
 pub struct ParcelSent;

 pub struct Parcel;
 pub struct Parcels;

 #[archiver(resource = Parcel)]
 impl Parcels {
     #[emits(ParcelSent)]
     pub fn send<C>(&self, cx: &mut Cx<'_, C>) {
         cx.emit(ParcelSent);
     }
-
-    #[emits(ParcelSent)]
-    pub fn send_again<C>(&self, cx: &mut Cx<'_, C>) {
-        cx.emit(ParcelSent);
-    }
 }

 #[handler(on = ParcelSent)]
 fn track(_: &ParcelSent) {}

 #[controller(may_emit = [ParcelSent])]
 fn send(parcels: &Parcels, cx: &mut Cx<'_, send>) {
     parcels.send(cx);
 }
",
    ),
    drawbacks: "A method that emits, schedules and requests nothing leaves no trace in the graph, and is not judged. \
          Nor is one whose events are emitted where the code cannot be followed.",
    find,
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let used: BTreeSet<&str> = facts.graph.edges.iter().flat_map(|edge| &edge.through).map(String::as_str).collect();
    let doubtful = facts.graph.edges.iter().filter(|edge| edge.doubt.is_some());
    let doubtful: BTreeSet<(bool, &str)> =
        doubtful.map(|edge| (edge.kind == EdgeKind::Requests, edge.to.as_str())).collect();
    let mut found = Vec::new();
    for (_, archiver) in facts.nodes(NodeKind::Archiver) {
        for method in archiver.transitions.iter().flatten() {
            let does = does(method);
            let is_judged = !does.is_empty() && does.is_disjoint(&doubtful);
            if !is_judged || used.contains(method.method.as_str()) {
                continue;
            }
            let message = format!("nothing goes through `{}`", method.method);
            let about = [archiver.id.clone(), method.method.clone()];
            let mut finding = Finding::new(&LINT, about, message).at(of_node(archiver), "a method of this archiver");
            finding.notes.extend(facts.unseen());
            found.push(finding.remedy("call it where it was meant to be called, or remove it", None));
        }
    }
    found
}

/// What a method declares: whether it is a request, and of what.
fn does(method: &Transition) -> BTreeSet<(bool, &str)> {
    let events = method.emits.iter().chain(&method.schedules).map(|id| (false, id.as_str()));
    events.chain(method.requests.iter().map(|id| (true, id.as_str()))).collect()
}
