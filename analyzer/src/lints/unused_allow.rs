//! An allowance that excuses nothing.

use super::{Example, Facts, Finding, Level, Lint, Place, judge, lint};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

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
    let mut by_rule: BTreeMap<&str, Vec<Finding>> = BTreeMap::new();
    for allow in facts.allows.iter().filter(|allow| facts.node(&allow.about).is_some() && allow.lint != LINT.name) {
        let find = || match (lint(&allow.lint), facts.rules.iter().find(|rule| rule.name == allow.lint)) {
            (Some(lint), _) => Some((lint.find)(facts)),
            (None, rule) => Some(rule?.find(facts)),
        };
        let findings = match by_rule.entry(&allow.lint) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => match find() {
                Some(findings) => new.insert(findings),
                None => continue,
            },
        };
        if !findings.iter().any(|finding| judge::covers(allow, finding)) {
            let message = format!("`{}` finds nothing about `{}`", allow.lint, allow.about);
            let place = Place::word(&allow.file, allow.line, &allow.lint);
            let about = [allow.about.clone(), allow.lint.clone()];
            found.push(
                Finding::new(&LINT, about, message)
                    .at(Some(place), "excuses nothing any more")
                    .remedy("remove the name, and the attribute with the last of them", None),
            );
        }
    }
    found
}
