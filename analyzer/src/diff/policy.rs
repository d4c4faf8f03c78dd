//! What a team says of findings about changes: how serious they are, and which it lives with.

use super::{Diff, Finding, Level, Verdict};
use crate::pattern::{name_matches, path_matches};
use std::fmt;

/// `[diff]` of `ensue.toml`.
///
/// ```
/// use ensue_analyzer::diff::{Level, Policy};
///
/// let mut policy = Policy::default();
/// policy.set("loop-new", &[], Some(Level::Deny));
/// assert_eq!(policy.to_string(), "loop-new = \"deny\"\n");
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Policy {
    /// In the order of the file: of those that fit a finding the last one counts.
    clauses: Vec<Clause>,
}

/// How serious the findings of a rule are.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Clause {
    rule: String,
    /// Patterns, of which one must fit an id that a finding is about; none, where all are meant.
    paths: Vec<String>,
    /// Nothing where they are not shown.
    level: Option<Level>,
}

impl Level {
    /// All of them, gravest first.
    pub const ALL: [Level; 3] = [Level::Deny, Level::Warn, Level::Info];

    /// The word in data and in `ensue.toml`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Level::Deny => "deny",
            Level::Warn => "warn",
            Level::Info => "info",
        }
    }
}

/// The word in `ensue.toml` for what is not shown.
pub const ALLOW: &str = "allow";

impl Policy {
    /// Sets how serious findings of a rule are: those about an id that one of the patterns fits, or all where there is no
    /// pattern; with `None` they are not shown. What was said before counts where this does not fit.
    pub fn set(&mut self, rule: &str, paths: &[String], level: Option<Level>) {
        self.clauses.push(Clause { rule: rule.to_owned(), paths: paths.to_vec(), level });
    }

    /// How serious a finding is; `None` where it is not to be shown.
    #[must_use]
    pub fn level(&self, finding: &Finding) -> Option<Level> {
        self.clauses.iter().rev().find(|it| it.fits(finding)).map_or(Some(finding.level), |it| it.level)
    }

    /// What only this policy says, and not the other, a sentence each.
    #[must_use]
    pub fn beyond(&self, other: &Policy) -> Vec<String> {
        self.clauses.iter().filter(|it| !other.clauses.contains(it)).map(Clause::to_string).collect()
    }
}

impl Clause {
    fn fits(&self, finding: &Finding) -> bool {
        let matches = |id: &String| self.paths.is_empty() || self.paths.iter().any(|path| is_called(path, id));
        self.rule == finding.rule && finding.about.iter().any(matches)
    }
}

/// Whether a pattern fits an id; one without `::` its last name.
fn is_called(pattern: &str, id: &str) -> bool {
    let names: Vec<&str> = id.split("::").collect();
    if pattern.contains("::") {
        return path_matches(&pattern.split("::").collect::<Vec<_>>(), &names);
    }
    names.last().is_some_and(|name| name_matches(pattern, name))
}

impl fmt::Display for Policy {
    /// A clause a line, in their order.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.clauses.iter().try_for_each(|clause| writeln!(f, "{clause}"))
    }
}

impl fmt::Display for Clause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} = \"{}\"", self.rule, self.level.map_or(ALLOW, Level::word))?;
        if self.paths.is_empty() { Ok(()) } else { write!(f, " for `{}`", self.paths.join("`, `")) }
    }
}

impl Diff {
    /// With what the change makes of the files by which changes are judged. Whoever changes these asks for a review.
    #[must_use]
    pub fn with(mut self, of_files: Vec<Finding>) -> Diff {
        if !of_files.is_empty() {
            self.verdict = self.verdict.max(Verdict::Review);
        }
        self.findings.extend(of_files);
        self.findings.sort_by(|a, b| (&a.rule, &a.about).cmp(&(&b.rule, &b.about)));
        self
    }

    /// With the levels of a policy, without what is allowed, and without what is accepted, which is counted. The verdict
    /// stays: it says what a change is, and not what a team makes of it.
    #[must_use]
    pub fn under(mut self, policy: &Policy, is_accepted: impl Fn(&Finding) -> bool) -> Diff {
        let found = std::mem::take(&mut self.findings);
        let (accepted, open): (Vec<Finding>, Vec<Finding>) = found.into_iter().partition(|it| is_accepted(it));
        self.accepted += accepted.len();
        let judged = open.into_iter().filter_map(|it| Some(Finding { level: policy.level(&it)?, ..it }));
        self.findings = judged.collect();
        self
    }

    /// Whether something was found that is denied.
    #[must_use]
    pub fn is_denied(&self) -> bool {
        self.findings.iter().any(|finding| finding.level == Level::Deny)
    }
}

#[cfg(test)]
mod tests {
    use super::Policy;
    use crate::diff::{Diff, Finding, Level, compare};
    use ensue_grammar::graph::Graph;

    fn found(rule: &str, about: &[&str]) -> Finding {
        Finding {
            rule: rule.to_owned(),
            level: Level::Warn,
            fingerprint: String::new(),
            about: about.iter().map(|id| (*id).to_owned()).collect(),
            witness: Vec::new(),
            message: String::new(),
            file: None,
            line: None,
        }
    }

    /// Each with what is said, and what becomes of a finding of `loop-new` about `shop::web::order` and `shop::Paid`.
    #[test]
    fn the_last_clause_that_fits_counts() {
        type Said<'a> = &'a [(&'a str, &'a [&'a str], Option<Level>)];
        let cases: &[(Said<'_>, Option<Level>)] = &[
            (&[], Some(Level::Warn)),
            (&[("loop-new", &[], Some(Level::Deny))], Some(Level::Deny)),
            (&[("loop-gone", &[], Some(Level::Deny))], Some(Level::Warn)),
            (&[("loop-new", &["shop::web::**"], None)], None),
            (&[("loop-new", &["shop::mail::**"], None)], Some(Level::Warn)),
            (&[("loop-new", &["shop::mail::**", "Paid"], None)], None),
            (&[("loop-new", &[], Some(Level::Deny)), ("loop-new", &["P*"], Some(Level::Info))], Some(Level::Info)),
            (&[("loop-new", &["P*"], Some(Level::Info)), ("loop-new", &[], Some(Level::Deny))], Some(Level::Deny)),
        ];
        for (said, expected) in cases {
            let mut policy = Policy::default();
            for (rule, paths, level) in *said {
                let paths: Vec<String> = paths.iter().map(|path| (*path).to_owned()).collect();
                policy.set(rule, &paths, *level);
            }
            assert_eq!(policy.level(&found("loop-new", &["shop::web::order", "shop::Paid"])), *expected, "{policy}");
        }
    }

    #[test]
    fn what_is_accepted_is_counted_and_what_is_allowed_is_not() {
        let findings = ["a", "b", "c"].map(|id| found("loop-new", &[id])).to_vec();
        let diff = Diff { findings, ..compare(&Graph::default(), &Graph::default()) };
        let mut policy = Policy::default();
        policy.set("loop-new", &["a".to_owned(), "c".to_owned()], None);
        policy.set("loop-new", &["b".to_owned()], Some(Level::Deny));
        let judged = diff.clone().under(&policy, |it| it.about == ["c"]);
        let told: Vec<_> = judged.findings.iter().map(|it| (it.about[0].as_str(), it.level)).collect();
        assert_eq!((told, judged.accepted, judged.is_denied()), (vec![("b", Level::Deny)], 1, true));
        assert!(!diff.under(&policy, |it| it.about == ["b"]).is_denied());
    }
}
