//! A declaration that nothing keeps.

use super::{Edit, Example, Facts, Finding, Level, Lint, Part, Place};
use crate::analyses::{Emission, emission};
use crate::model::Listing;
use crate::parse::Entry;
use ensue_grammar::graph::{Edge, EdgeKind, Timing};

pub(super) static LINT: Lint = Lint {
    name: "declared_never_emitted",
    level: Level::Warn,
    finds: "entries of `may_emit` and `may_request` that nothing in the function, or in what it calls, does",
    why: "Pictures show what the entry declares, so they show a consequence that cannot be.",
    fix: "Remove the entry, or do what it says. Where something that is called asks for it and never does it, \
          begin there.",
    example: Example(
        r"
 use ensue::{controller, event, handler, Cx};

 /// A customer ordered.
 #[event]
 pub struct OrderPlaced;

+#[controller(may_emit = [OrderPlaced])]
+fn order(cx: &mut Cx<'_, order>) {
+    cx.emit(OrderPlaced);
+}
+
 #[handler(on = OrderPlaced)]
 fn pack(_: &OrderPlaced) {}
-
-#[controller(may_emit = [OrderPlaced])]
-fn order(cx: &mut Cx<'_, order>) {
-    let _ = cx;
-}
",
    ),
    drawbacks: "Only what certainly never happens is found; where that cannot be told the edge has a `doubt` and \
          there is no finding. `--fix` leaves an import that only the entry used: rustc \
          tells of it.",
    find,
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let never = facts.graph.edges.iter().filter(|edge| emission(edge) == Some(Emission::Never));
    never.map(|edge| finding(facts, edge)).collect()
}

fn finding(facts: &Facts<'_>, edge: &Edge) -> Finding {
    let (verb, list) = match (edge.kind, edge.timing) {
        (EdgeKind::Requests, _) => ("requests", "may_request"),
        (_, Timing::Scheduled) => ("schedules", "may_emit"),
        _ => ("emits", "may_emit"),
    };
    let Edge { from, to, .. } = edge;
    let message = format!("`{from}` declares `{to}` and never {verb} it");
    // An event may be emitted and scheduled by one function, which are two edges.
    let about = [from.clone(), to.clone(), verb.to_owned()];
    let mut finding = Finding::new(&LINT, about, message).at(facts.declared(edge), format!("nothing {verb} this"));
    for routine in &edge.asked_by {
        finding = finding.note(format!("`{routine}`, which it calls, asks for it and never {verb} it either"));
    }
    if !edge.asked_by.is_empty() {
        return finding.remedy(format!("remove it there, then from `{list}`"), None);
    }
    let remove = format!("remove it from `{list}`");
    let stale = facts.stale.iter().filter(|it| (&*it.from, &*it.to, it.kind, it.timing) == edge.key());
    // Variants under conditions have a list each.
    let mut edits = stale.map(|it| edit(&it.at, &it.entry)).peekable();
    if edits.peek().is_none() {
        return finding.remedy(remove, None);
    }
    edits.fold(finding, |finding, edit| finding.remedy(remove.clone(), Some(edit)))
}

fn edit(Listing { file, spot }: &Listing, entry: &Entry) -> Edit {
    let part = Part::Entry(*spot, entry.clone());
    Edit { place: Place { file: file.clone(), line: Some(entry.path.line), part }, by: String::new() }
}
