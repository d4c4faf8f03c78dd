//! What is read from source is what is linked: on random workspaces, the same each time.

use differential::{Workshop, mutate};
use ensue_analyzer::rules::Rule;

/// How many; `cargo xtask fuzz graph` compares as many more as one likes.
const CASES: u64 = 200;

/// A seed that needs each rule, as `cargo xtask fuzz mutate` finds it: without the rule its workspace is read differently.
const NEEDED: &[(Rule, u64)] = &[
    (Rule::Exclude, 0),
    (Rule::MemberPatterns, 0),
    (Rule::RenamedDependencies, 0),
    (Rule::SetNames, 0),
    (Rule::TargetClash, 0),
    (Rule::OwnLibrary, 0),
    (Rule::PathAttribute, 0),
    (Rule::ModRs, 0),
    (Rule::ModuleFolders, 0),
    (Rule::InlineFolders, 0),
    (Rule::RawIdentifiers, 0),
    (Rule::ExternCrate, 0),
    (Rule::Super, 0),
    (Rule::SelfInBodies, 0),
    (Rule::AroundBodies, 0),
    (Rule::ExplicitBeforeGlobs, 0),
    (Rule::ImportsOfImports, 0),
    (Rule::Aliases, 0),
    (Rule::AttributeNames, 0),
    (Rule::CfgAttr, 0),
    (Rule::MacroUse, 0),
    (Rule::MacroPaths, 0),
    (Rule::DollarCrate, 0),
    (Rule::Include, 0),
    (Rule::OldStd, 1),
    (Rule::OldPaths, 1),
    (Rule::PackageClash, 2),
    (Rule::OldImports, 2),
    (Rule::GlobPrivacy, 2),
    (Rule::MacroUseOfCrates, 2),
    (Rule::LibraryNames, 5),
    (Rule::NewPaths, 5),
    (Rule::GlobsOfGlobs, 6),
    (Rule::Features, 7),
    (Rule::InheritedDependencies, 8),
    (Rule::RequiredFeatures, 13),
    (Rule::Patch, 16),
    (Rule::NotItself, 19),
    (Rule::ScopeBeforeCrates, 23),
    (Rule::ImportPrivacy, 27),
    (Rule::ShadowedInGlobs, 30),
    (Rule::GlobReach, 50),
];

#[test]
fn what_is_read_is_what_is_linked() {
    let workshop = Workshop::new("suite");
    let verdict = workshop.judge(0..CASES);
    let smaller = verdict.differing.first().map(|seed| workshop.shrunk(*seed)).unwrap_or_default();
    assert!(verdict.failures.is_empty(), "{verdict}\n{smaller}");
    assert!(verdict.whole * 100 >= verdict.cases * 95, "most workspaces leave no hole: {}", verdict.counts());
    assert!(verdict.whole < verdict.cases, "some are expected to leave holes: {}", verdict.counts());
    assert!(verdict.methods > verdict.cases, "there are archivers: {}", verdict.counts());
    assert!(verdict.edges > verdict.cases * 10, "the workspaces are large enough: {}", verdict.counts());
}

#[test]
fn each_rule_is_needed_by_a_workspace_that_is_compared() {
    let workshop = Workshop::new("rules");
    for (rule, seed) in NEEDED {
        assert!(*seed < CASES, "seed {seed} is among those that are compared");
        assert!(mutate::needs(&workshop.source(*seed), *rule), "seed {seed} is read the same without {rule:?}");
    }
    let is_known = |rule: &Rule| NEEDED.iter().any(|(needed, _)| needed == rule);
    assert!(Rule::ALL.iter().all(is_known), "`cargo xtask fuzz mutate` finds the seeds of new rules");
}
