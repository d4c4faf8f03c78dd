//! All rules, in the order of their names.

use super::{Facts, Rule};
use crate::diff::Finding;

/// All rules, sorted by name.
pub static RULES: &[&Rule] = &[
    &super::completion_gone::RULE,
    &super::effect_gained::RULE,
    &super::effect_lost::RULE,
    &super::entry_gone::RULE,
    &super::entry_new::RULE,
    &super::event_unhandled::RULE,
    &super::handler_unreachable::RULE,
    &super::hole_new::RULE,
    &super::loop_gone::RULE,
    &super::loop_narrowed::RULE,
    &super::loop_new::RULE,
    &super::loop_widened::RULE,
    &super::payload_incompatible::RULE,
    &super::performer_gone::RULE,
    &super::resource_gained::RULE,
    &super::resource_lost::RULE,
    &super::route_changed::RULE,
    &super::schedule_changed::RULE,
    &super::step_to_background::RULE,
    &super::step_to_request::RULE,
];

/// The rule of a name.
#[must_use]
pub fn rule(name: &str) -> Option<&'static Rule> {
    RULES.binary_search_by(|rule| rule.name.cmp(name)).ok().map(|at| RULES[at])
}

/// What all rules find, sorted.
pub(in crate::diff) fn find(facts: &Facts<'_, '_>) -> Vec<Finding> {
    RULES.iter().flat_map(|rule| rule.findings(facts)).collect()
}

#[cfg(test)]
mod tests {
    use super::{RULES, rule};

    #[test]
    fn rules_are_sorted_and_found_by_their_names() {
        for pair in RULES.windows(2) {
            assert!(pair[0].name < pair[1].name, "`{}` stands before `{}`", pair[0].name, pair[1].name);
        }
        for it in RULES {
            assert!(std::ptr::eq(rule(it.name).expect(it.name), *it), "{}", it.name);
        }
        assert!(rule("no-such-rule").is_none());
    }

    /// The name of a rule is that of its file, and every file is in the table.
    #[test]
    fn each_file_is_a_rule() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/diff/rules");
        let frame = ["background", "effects", "entries", "facts", "mod", "rounds", "rule", "table", "touched"];
        let files = std::fs::read_dir(folder).expect("the rules").map(|file| {
            let name = file.expect("a file").file_name().into_string().expect("our own names are text");
            name.trim_end_matches(".rs").to_owned()
        });
        let mut names: Vec<String> = files.filter(|name| !frame.contains(&name.as_str())).collect();
        names.sort();
        assert_eq!(names, RULES.iter().map(|rule| rule.name.replace('-', "_")).collect::<Vec<_>>());
    }

    #[test]
    fn each_rule_says_all_there_is_to_say() {
        for it in RULES {
            for (what, text) in [("why", it.why), ("fix", it.fix), ("drawbacks", it.drawbacks)] {
                assert!(text.ends_with('.') && text.trim() == text, "`{}`: {what} is whole sentences", it.name);
            }
            assert!(it.example.is_change(), "the example of `{}`", it.name);
            let is_clause = it.finds.starts_with(char::is_lowercase) && !it.finds.ends_with('.');
            assert!(is_clause, "`{}`: `finds` continues a sentence", it.name);
            assert!(it.name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{}", it.name);
        }
    }
}
