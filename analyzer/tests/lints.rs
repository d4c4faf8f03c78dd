//! Every lint runs on every fixture: the examples of all lints, and the workspaces in `lints/`.

#[path = "graphs/support.rs"]
mod graphs;

use ensue_analyzer::lints::{self, Facts, Finding, LINTS, Level, Lint};
use std::collections::BTreeSet;
use std::path::Path;

/// What is found in the files of a fixture, or in one `src/lib.rs`.
fn findings(fixture: &str) -> Vec<Finding> {
    let text = if fixture.starts_with("//- /") { fixture.to_owned() } else { format!("//- /src/lib.rs\n{fixture}") };
    let analysis = graphs::analyze(&text);
    lints::find(&Facts::new(&analysis))
}

/// The rules that are broken, as far as anybody would be told by default; of `own` whatever its level.
fn told(fixture: &str, own: &Lint) -> BTreeSet<String> {
    let is_told = |rule: &str| rule == own.name || lints::lint(rule).is_none_or(|lint| lint.level > Level::Allow);
    findings(fixture).into_iter().map(|it| it.rule).filter(|rule| is_told(rule)).collect()
}

#[test]
fn examples_break_their_rule_and_no_other() {
    for lint in LINTS {
        let (broken, fixed) = (lint.example.before(), lint.example.after());
        assert_eq!(told(&broken, lint), BTreeSet::from([lint.name.to_owned()]), "the example of `{}`", lint.name);
        assert_eq!(told(&fixed, lint), BTreeSet::new(), "the fixed example of `{}`", lint.name);
    }
}

/// A finding begins where its file says `//~ name_of_the_lint`, and nowhere else: of the lints that are named in the fixture.
#[test]
fn fixtures_are_broken_where_they_say() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lints");
    let mut seen = 0;
    for entry in std::fs::read_dir(folder).expect("the fixtures") {
        let path = entry.expect("a fixture").path();
        let text = std::fs::read_to_string(&path).expect("a text");
        let mut marked: Vec<(String, u32, String)> = Vec::new();
        for (file, text) in graphs::files(&text) {
            for (line, text) in (1..).zip(text.lines()) {
                let marks = text.split("//~").nth(1).unwrap_or_default().split_whitespace();
                marked.extend(marks.map(|name| (file.clone(), line, name.to_owned())));
            }
        }
        let rules: BTreeSet<String> = marked.iter().map(|(_, _, rule)| rule.clone()).collect();
        let mut found: Vec<(String, u32, String)> = findings(&text)
            .into_iter()
            .filter(|it| rules.contains(&it.rule))
            .map(|it| {
                let place = &it.labels.first().unwrap_or_else(|| panic!("{it:?} has no place")).place;
                (place.file.clone(), place.line.unwrap_or(0), it.rule)
            })
            .collect();
        marked.sort();
        found.sort();
        assert_eq!(found, marked, "{}", path.display());
        seen += 1;
    }
    assert!(seen > 0, "no fixtures were found");
}

/// Whatever stands in the fixtures of the language: a lint ends, names itself, and is the same again.
#[test]
fn lints_run_on_every_fixture_of_the_language() {
    for (name, text) in graphs::all() {
        let found = findings(&text);
        for finding in &found {
            let lint = lints::lint(&finding.rule).unwrap_or_else(|| panic!("{name}: {finding:?} is of no lint"));
            let is_message = !finding.message.ends_with('.') && !finding.message.contains('\n');
            assert!(is_message && !finding.labels.is_empty() && !finding.about.is_empty(), "{name}: {finding:?}");
            assert_eq!(lint.name, finding.rule);
        }
        assert_eq!(found, findings(&text), "{name}");
        let identities: BTreeSet<_> = found.iter().map(Finding::identity).collect();
        assert_eq!(identities.len(), found.len(), "{name}");
    }
}
