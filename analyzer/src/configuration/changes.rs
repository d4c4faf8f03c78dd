//! What a change makes of the files that say how changes are judged.

use super::{ACCEPTED, Configuration, NAME};
use crate::diff::{Finding, Level};
use crate::lints::{Accepted, Demand, LINTS, Selector, fingerprint, listed};
use std::collections::BTreeSet;

/// The rule of a difference that finds what `ensue.toml` says otherwise than before.
pub const POLICY_CHANGED: &str = "policy-changed";

/// The rule of a difference that finds what `ensue-accepted.toml` accepts, or no longer accepts.
pub const ACCEPTANCE_CHANGED: &str = "acceptance-changed";

/// Both, sorted.
pub const RULES_OF_FILES: [&str; 2] = [ACCEPTANCE_CHANGED, POLICY_CHANGED];

/// What two states say of how they are to be judged, and only one of the two: findings for the difference, sorted. They are
/// told, since a change is judged by what counted before it.
#[must_use]
pub fn changes(base: (&Configuration, &[Accepted]), head: (&Configuration, &[Accepted])) -> Vec<Finding> {
    let mut found = Vec::new();
    for (what, before, after) in said(base.0, head.0) {
        let message = match (&before, &after) {
            (None, Some(after)) => format!("`{NAME}` now says {after}"),
            (Some(before), None) => format!("`{NAME}` no longer says {before}"),
            _ => format!("`{NAME}` says another thing of {what}"),
        };
        let about = [what].into_iter().chain(before).chain(after).collect();
        found.push(finding(POLICY_CHANGED, about, message, NAME));
    }
    let identities = |accepted: &[Accepted]| -> BTreeSet<(String, Vec<String>)> {
        accepted.iter().map(|it| (it.rule.clone(), it.about.clone())).collect()
    };
    let (before, after) = (identities(base.1), identities(head.1));
    for entry in head.1.iter().filter(|it| !before.contains(&(it.rule.clone(), it.about.clone()))) {
        let message =
            format!("this change accepts what `{}` finds about {}: {}", entry.rule, listed(&entry.about), entry.reason);
        found.push(finding(ACCEPTANCE_CHANGED, whole(&entry.rule, &entry.about), message, ACCEPTED));
    }
    for (rule, about) in before.difference(&after) {
        let message = format!("what `{rule}` finds about {} is no longer accepted", listed(about));
        found.push(finding(ACCEPTANCE_CHANGED, whole(rule, about), message, ACCEPTED));
    }
    found.sort();
    found
}

/// Each thing that only one of the two says, or that both say in another way: what it is about, and the words of both.
fn said(base: &Configuration, head: &Configuration) -> Vec<(String, Option<String>, Option<String>)> {
    let mut found = Vec::new();
    let quoted = |text: &String| format!("`{text}`");
    found.extend(base.policy.beyond(&head.policy).iter().map(|it| ("[diff]".to_owned(), Some(quoted(it)), None)));
    found.extend(head.policy.beyond(&base.policy).iter().map(|it| ("[diff]".to_owned(), None, Some(quoted(it)))));
    if base.max_holes != head.max_holes {
        let says = |most: Option<usize>| most.map(|most| format!("`max-holes = {most}`"));
        found.push(("`max-holes`".to_owned(), says(base.max_holes), says(head.max_holes)));
    }
    for lint in LINTS {
        let level = |it: &Configuration| format!("`{} = \"{}\"`", lint.name, it.levels.of(lint.name).word());
        if base.levels.of(lint.name) != head.levels.of(lint.name) {
            found.push((format!("the lint `{}`", lint.name), Some(level(base)), Some(level(head))));
        }
    }
    let rule = |it: &Configuration, name: &str| {
        let rule = it.rules.iter().find(|rule| rule.name == name)?;
        Some((rule.kind().key, demanded(&rule.demand), it.levels.of(name)))
    };
    let names: BTreeSet<&String> = base.rules.iter().chain(&head.rules).map(|rule| &rule.name).collect();
    for name in names {
        let (before, after) = (rule(base, name), rule(head, name));
        if before != after {
            let says = |it: Option<_>| it.map(|_| format!("the rule `{name}`"));
            found.push((format!("the rule `{name}`"), says(before), says(after)));
        }
    }
    found
}

/// What a rule asks, wherever it is written: its selectors and its number.
fn demanded(demand: &Demand) -> (Vec<String>, Option<usize>) {
    let words = |selectors: &[&Selector]| selectors.iter().map(|it| format!("{} {}", it.key, it.described())).collect();
    match demand {
        Demand::NoWay { from, to } => (words(&[from, to]), None),
        Demand::Pass { from, to: Some(to), through } => (words(&[from, to, through]), None),
        Demand::Pass { from, to: None, through } => (words(&[from, through]), None),
        Demand::Only { emitters, what, .. } => (words(&[emitters, what]), None),
        Demand::Depth { from, most } | Demand::FanOut { from, most } => (words(&[from]), Some(*most)),
    }
}

fn whole(rule: &str, about: &[String]) -> Vec<String> {
    std::iter::once(rule.to_owned()).chain(about.iter().cloned()).collect()
}

fn finding(rule: &str, about: Vec<String>, message: String, file: &str) -> Finding {
    Finding {
        rule: rule.to_owned(),
        level: Level::Warn,
        fingerprint: fingerprint(rule, &about),
        about,
        witness: Vec::new(),
        message,
        file: Some(file.to_owned()),
        line: None,
    }
}
