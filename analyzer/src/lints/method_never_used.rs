//! A method of an archiver that no emitter goes through.

use super::lifecycle::of_method;
use super::{Example, Facts, Finding, Level, Lint};
use ensue_grammar::graph::NodeKind;

pub(super) static LINT: Lint = Lint {
    name: "method_never_used",
    level: Level::Warn,
    finds: "methods of archivers with `emits` or `transition` that no handler, effect handler or controller goes through",
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
    drawbacks: "A method is not judged where a context is given to what cannot be followed, and which could call it.",
    find,
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for (_, archiver) in facts.nodes(NodeKind::Archiver) {
        for method in archiver.methods.iter().filter(|method| method.used_by.is_empty() && method.doubt.is_none()) {
            let message = format!("nothing goes through `{}`", method.method);
            let about = [archiver.id.clone(), method.method.clone()];
            let mut finding = Finding::new(&LINT, about, message).at(Some(of_method(method)), "never called");
            finding.notes.extend(facts.unseen());
            found.push(finding.remedy("call it where it was meant to be called, or remove it", None));
        }
    }
    found
}
