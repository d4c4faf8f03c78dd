//! All lints, in the order of their names.

use super::{Facts, Finding, Lint};

/// All lints, sorted by name.
pub static LINTS: &[&Lint] = &[
    &super::ambiguous_name::LINT,
    &super::controller_called::LINT,
    &super::declared_never_emitted::LINT,
    &super::duplicate_stable_name::LINT,
    &super::effect_not_performed::LINT,
    &super::emission_around_archiver::LINT,
    &super::event_never_emitted::LINT,
    &super::event_never_handled::LINT,
    &super::event_of_several_ends::LINT,
    &super::external_without_completion::LINT,
    &super::hand_written_emits::LINT,
    &super::handler_not_linked::LINT,
    &super::inline_between_programs::LINT,
    &super::inline_loop::LINT,
    &super::loop_without_reason::LINT,
    &super::method_never_used::LINT,
    &super::misread_annotation::LINT,
    &super::reason_without_loop::LINT,
    &super::several_resources_inline::LINT,
    &super::state_never_entered::LINT,
    &super::state_never_left::LINT,
    &super::state_waits_forever::LINT,
    &super::terminal_state_left::LINT,
    &super::transition_without_change::LINT,
    &super::undocumented_event::LINT,
    &super::unknown_lint::LINT,
    &super::unknown_name::LINT,
    &super::unknown_state::LINT,
    &super::unreachable_handler::LINT,
    &super::unused_allow::LINT,
];

/// The lint of a name.
#[must_use]
pub fn lint(name: &str) -> Option<&'static Lint> {
    LINTS.binary_search_by(|lint| lint.name.cmp(name)).ok().map(|at| LINTS[at])
}

/// What breaks any of the lints, or of the rules of the facts, whatever their level: sorted, each identity once.
#[must_use]
pub fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let of_lints = LINTS.iter().flat_map(|lint| (lint.find)(facts));
    let mut findings: Vec<Finding> = of_lints.chain(facts.rules.iter().flat_map(|rule| rule.find(facts))).collect();
    findings.sort();
    findings.dedup_by(|later, earlier| later.identity() == earlier.identity());
    findings
}

#[cfg(test)]
mod tests {
    use super::super::KINDS;
    use super::{LINTS, lint};

    #[test]
    fn lints_are_sorted_and_found_by_their_names() {
        for pair in LINTS.windows(2) {
            assert!(pair[0].name < pair[1].name, "`{}` stands before `{}`", pair[0].name, pair[1].name);
        }
        for it in LINTS {
            assert!(std::ptr::eq(lint(it.name).expect(it.name), *it), "{}", it.name);
        }
        assert!(lint("no_such_lint").is_none());
    }

    /// The name of a lint is that of its file, and every file is in the table.
    #[test]
    fn each_file_is_a_lint() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lints");
        let frame = [
            "acceptance",
            "facts",
            "finding",
            "holes",
            "judge",
            "lifecycle",
            "lint",
            "mod",
            "round",
            "rules",
            "snapshot",
            "table",
            "told",
        ];
        let files = std::fs::read_dir(folder).expect("the lints").map(|file| {
            let name = file.expect("a file").file_name().into_string().expect("our own names are text");
            name.trim_end_matches(".rs").to_owned()
        });
        let mut names: Vec<String> = files.filter(|name| !frame.contains(&name.as_str())).collect();
        names.sort();
        assert_eq!(names, LINTS.iter().map(|lint| lint.name).collect::<Vec<_>>());
    }

    #[test]
    fn each_example_is_a_change() {
        let of_lints = LINTS.iter().map(|lint| (lint.name, &lint.example));
        for (name, example) in of_lints.chain(KINDS.iter().map(|kind| (kind.key, &kind.example))) {
            assert!(example.is_change(), "the example of `{name}`");
        }
    }

    #[test]
    fn each_lint_says_all_there_is_to_say() {
        for it in LINTS {
            for (what, text) in [("why", it.why), ("fix", it.fix), ("drawbacks", it.drawbacks)] {
                assert!(text.ends_with('.') && text.trim() == text, "`{}`: {what} is whole sentences", it.name);
            }
            let is_clause = it.finds.starts_with(char::is_lowercase) && !it.finds.ends_with('.');
            assert!(is_clause, "`{}`: `finds` continues a sentence", it.name);
            assert!(it.name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'), "{}", it.name);
        }
    }
}
