//! Selectors that select nothing.

use super::Rule;
use crate::lints::{Facts, Finding};

/// The name of the rule that they break. It is no lint: it can be neither allowed nor accepted.
pub const UNMATCHED_SELECTOR: &str = "unmatched-selector";

/// A finding for each part of a selector that matches nothing: a rule that guards nothing is worse than none. The facts must
/// be about all that the rules speak of.
#[must_use]
pub fn unmatched_selectors(facts: &Facts<'_>) -> Vec<Finding> {
    facts.rules.iter().flat_map(|rule| of_rule(facts, rule)).collect()
}

fn of_rule(facts: &Facts<'_>, rule: &Rule) -> Vec<Finding> {
    let mut found = Vec::new();
    for (selector, role) in rule.selectors() {
        for (place, what) in selector.unmatched(facts, role) {
            let message = format!("{what} of `{}` matches no {}", rule.name, role.word());
            let about = [rule.name.clone(), selector.key.clone(), what];
            found.push(
                Finding::of(UNMATCHED_SELECTOR, about, message)
                    .at(Some(place.clone()), "matches nothing")
                    .note("a rule that speaks of nothing guards nothing, though it looks as if it did")
                    .remedy("`cargo ensue graph --format json` lists ids, kinds, tags, owners and programs", None),
            );
        }
    }
    found
}
