//! A declaration that nothing keeps.

use super::{Edit, Example, Facts, Finding, Level, Lint, Part, Place};
use crate::analyses::{Emission, emission};
use crate::model::Listing;
use crate::parse::Entry;
use ensue_grammar::graph::{EdgeKey, EdgeKind, Timing};

pub(super) static LINT: Lint = Lint {
    name: "declared_never_emitted",
    level: Level::Warn,
    finds: "entries of `may_emit`, `may_request`, `emits` and `#[emits(..)]` that nothing in the function, or in what it calls, \
            does",
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
          there is no finding. Of what is called, methods of archivers and functions with `#[emits(..)]` are judged, as far as no \
          macro writes them. `--fix` leaves an import that only the entry used: rustc \
          tells of it.",
    find,
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let never = facts.graph.edges.iter().filter(|edge| emission(edge) == Some(Emission::Never));
    let emitters = never.map(|edge| {
        let (verb, list) = words(edge.kind, edge.timing);
        let finding = finding([edge.from.as_str()], &edge.to, verb, facts.declared(edge));
        with_remedies(facts, finding, edge.key(), (verb, list), &edge.asked_by)
    });
    let routines = facts.idle.iter().map(|it| {
        let (verb, _) = words(it.kind, it.timing);
        let place = Place::word(&it.at.file, it.entry.path.line, it.entry.path.last());
        let of = it.archiver.iter().chain([&it.routine]).map(String::as_str);
        let finding = finding(of, &it.to, verb, Some(place)).note("whoever calls it has to declare it too");
        let key = (it.routine.as_str(), it.to.as_str(), it.kind, it.timing);
        with_remedies(facts, finding, key, (verb, "its list"), &it.asked_by)
    });
    emitters.chain(routines).collect()
}

/// How it would be done, and the list that says so.
fn words(kind: EdgeKind, timing: Timing) -> (&'static str, &'static str) {
    match (kind, timing) {
        (EdgeKind::Requests, _) => ("requests", "`may_request`"),
        (_, Timing::Scheduled) => ("schedules", "`may_emit`"),
        _ => ("emits", "`may_emit`"),
    }
}

/// About whoever declares, the last of these ids or paths.
fn finding<'a>(of: impl IntoIterator<Item = &'a str>, to: &str, verb: &str, place: Option<Place>) -> Finding {
    let mut about: Vec<String> = of.into_iter().map(str::to_owned).collect();
    let message = format!("`{}` declares `{to}` and never {verb} it", about.last().map_or("", String::as_str));
    // An event may be emitted and scheduled by one function, which are two edges.
    about.extend([to.to_owned(), verb.to_owned()]);
    Finding::new(&LINT, about, message).at(place, format!("nothing {verb} this"))
}

fn with_remedies(
    facts: &Facts<'_>,
    finding: Finding,
    key: EdgeKey<'_>,
    (verb, list): (&str, &str),
    asked_by: &[String],
) -> Finding {
    let asks = |routine| format!("`{routine}`, which it calls, asks for it and never {verb} it either");
    let finding = asked_by.iter().fold(finding, |finding, routine| finding.note(asks(routine)));
    if !asked_by.is_empty() {
        return finding.remedy(format!("remove it there, then from {list}"), None);
    }
    let remove = format!("remove it from {list}");
    let stale = facts.stale.iter().filter(|it| (&*it.from, &*it.to, it.kind, it.timing) == key);
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
