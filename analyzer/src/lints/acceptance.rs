//! Findings that a team has accepted: known by their identity, so that neither moved lines nor other words lose them.

use super::{Finding, Judged, Place, Rule, lint};
use std::collections::BTreeSet;

/// The name of the rule that needless acceptances break. It is no lint: it can be neither allowed nor accepted.
pub const UNUSED_ACCEPTANCE: &str = "unused-acceptance";

/// An entry of the acceptance file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Accepted {
    /// The rule that is broken.
    pub rule: String,
    /// What the finding is about: with the rule its identity.
    pub about: Vec<String>,
    /// Why it is accepted.
    pub reason: String,
    /// Where the entry stands: all of it.
    pub place: Place,
}

impl Accepted {
    /// That of the finding.
    #[must_use]
    pub fn identity(&self) -> (&str, &[String]) {
        (&self.rule, &self.about)
    }
}

/// What is left to be shown, and how much of it is accepted.
#[must_use]
pub fn without_accepted(judged: Vec<Judged>, accepted: &[Accepted]) -> (Vec<Judged>, usize) {
    let all = judged.len();
    let identities: BTreeSet<_> = accepted.iter().map(Accepted::identity).collect();
    let open: Vec<Judged> = judged.into_iter().filter(|it| !identities.contains(&it.finding.identity())).collect();
    let silent = all - open.len();
    (open, silent)
}

/// A finding for each entry that matches none of these, which must be all there are, whatever their levels. Lints and rules of
/// teams are named with `_`: what has a `-` in its name is found by others, such as the difference, and is theirs to judge.
#[must_use]
pub fn unused_acceptances(findings: &[Finding], accepted: &[Accepted]) -> Vec<Finding> {
    let found: BTreeSet<_> = findings.iter().map(Finding::identity).collect();
    let own = accepted.iter().filter(|entry| !entry.rule.contains('-'));
    let unused = own.filter(|entry| !found.contains(&entry.identity()));
    let finding = |entry: &Accepted| {
        let message = format!("`{}` finds nothing about {} any more", entry.rule, listed(&entry.about));
        let about = std::iter::once(&entry.rule).chain(&entry.about).cloned();
        Finding::of(UNUSED_ACCEPTANCE, about, message)
            .at(Some(entry.place.clone()), "accepts nothing")
            .note("an entry that outlives what it accepted would hide the next finding of its kind")
            .remedy("remove this line", None)
    };
    unused.map(finding).collect()
}

/// Ids in a sentence.
#[must_use]
pub fn listed(about: &[String]) -> String {
    about.iter().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ")
}

/// With the command that accepts it, where that is possible: the finding of a lint or of a team's rule. Of others a number, or
/// a file, is to be changed instead.
#[must_use]
pub fn offered(Judged { level, finding }: Judged, rules: &[Rule]) -> Judged {
    if lint(&finding.rule).is_none() && !rules.iter().any(|rule| rule.name == finding.rule) {
        return Judged { level, finding };
    }
    let command = format!("to accept it: `cargo ensue accept {} --reason \"..\"`", finding.fingerprint());
    Judged { level, finding: finding.remedy(command, None) }
}

#[cfg(test)]
mod tests {
    use super::{Accepted, unused_acceptances};
    use crate::lints::{Finding, Part, Place};

    #[test]
    fn what_others_find_is_theirs_to_judge() {
        let entry = |rule: &str, about: &str| {
            let place = Place { file: "ensue-accepted.toml".to_owned(), line: Some(1), part: Part::Line };
            Accepted { rule: rule.to_owned(), about: vec![about.to_owned()], reason: "x".to_owned(), place }
        };
        let found = [Finding::of("inline_loop", ["a".to_owned()], String::new())];
        let entries = [
            entry("inline_loop", "a"),
            entry("inline_loop", "b"),
            entry("a_rule_that_went", "a"),
            entry("of-others", "a"),
        ];
        let unused: Vec<Vec<String>> = unused_acceptances(&found, &entries).into_iter().map(|it| it.about).collect();
        assert_eq!(unused, [["inline_loop", "b"], ["a_rule_that_went", "a"]]);
    }
}
