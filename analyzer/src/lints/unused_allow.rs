//! An allowance that excuses nothing.

use super::{Example, Facts, Finding, Level, Lint, Place, judge, lint};
use std::collections::BTreeMap;

pub(super) static LINT: Lint = Lint {
    name: "unused_allow",
    level: Level::Warn,
    finds: "names in `#[ensue::allow(..)]` of lints that find nothing there",
    why: "An excuse that outlives what it excused hides the next mistake of its kind.",
    fix: "Remove the name, and the attribute with the last of them.",
    example: Example(
        r#"
 use ensue::{controller, event, handler, Cx};

 /// A guest is at the door.
 #[event]
-#[ensue::allow(duplicate_stable_name, reason = "the hotel next door has one too")]
 pub struct GuestArrived;

 #[controller(may_emit = [GuestArrived])]
 fn check_in(cx: &mut Cx<'_, check_in>) {
     cx.emit(GuestArrived);
 }

 #[handler(on = GuestArrived)]
 fn greet(_: &GuestArrived) {}
"#,
    ),
    drawbacks: "What is excused in one configuration may be found only in another: without `--features` and the like all are \
                looked at together.",
    find,
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut by_lint: BTreeMap<&str, Vec<Finding>> = BTreeMap::new();
    for allow in facts.allows.iter().filter(|allow| facts.node(&allow.about).is_some() && allow.lint != LINT.name) {
        let Some(lint) = lint(&allow.lint) else { continue };
        let findings = by_lint.entry(lint.name).or_insert_with(|| (lint.find)(facts));
        if !findings.iter().any(|finding| judge::covers(allow, finding)) {
            let message = format!("`{}` finds nothing about `{}`", allow.lint, allow.about);
            let place = Place::word(&allow.file, allow.line, &allow.lint);
            let about = [allow.about.clone(), allow.lint.clone()];
            found.push(Finding::new(&LINT, about, message).at(Some(place), "excuses nothing any more"));
        }
    }
    found
}
