//! An allowance for a lint that does not exist.

use super::{Edit, Example, Facts, Finding, LINTS, Level, Lint, Place, lint};

pub(super) static LINT: Lint = Lint {
    name: "unknown_lint",
    level: Level::Deny,
    finds: "names in `#[ensue::allow(..)]` that are neither a lint's nor that of a rule in `ensue.toml`",
    why: "The reason that is written there excuses nothing, though its author thinks so.",
    fix: "Write the name as `cargo ensue explain` lists it, or remove it.",
    example: Example(
        r#"
 use ensue::{controller, event, handler, Cx};

 /// A guest gave back the key.
 #[event]
-#[ensue::allow(event_is_never_handled, reason = "the cleaners look themselves")]
 pub struct RoomLeft;

 #[controller(may_emit = [RoomLeft])]
 fn check_out(cx: &mut Cx<'_, check_out>) {
     cx.emit(RoomLeft);
 }

 #[handler(on = RoomLeft)]
 fn clean(_: &RoomLeft) {}
"#,
    ),
    drawbacks: "A lint of a later version is unknown to an earlier one.",
    find,
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let is_known = |name: &str| lint(name).is_some() || facts.rules.iter().any(|rule| rule.name == name);
    let unknown = facts.allows.iter().filter(|allow| !is_known(&allow.lint));
    unknown
        .map(|allow| {
            let place = Place::word(&allow.file, allow.line, &allow.lint);
            let about = [allow.about.clone(), allow.lint.clone()];
            let message = format!("no lint is called `{}`", allow.lint);
            let found = Finding::new(&LINT, about, message).at(Some(place.clone()), "this excuses nothing");
            match nearest(&allow.lint) {
                Some(near) => {
                    let edit = Edit { place, by: near.to_owned() };
                    found.remedy(format!("did you mean `{near}`?"), Some(edit))
                }
                None => found.remedy("`cargo ensue explain` lists all", None),
            }
        })
        .collect()
}

fn nearest(name: &str) -> Option<&'static str> {
    let distance = |known: &&str| strsim::damerau_levenshtein(name, known);
    let near = LINTS.iter().map(|lint| lint.name).min_by_key(distance)?;
    (distance(&near) <= name.len().div_ceil(3)).then_some(near)
}
