//! What findings mean: levels, by default and as configured.

use super::{Finding, Judged, Level, lint};
use crate::model::Allow;
use std::collections::BTreeMap;

/// The levels that somebody set, by the name of the rule.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Levels {
    set: BTreeMap<String, Level>,
}

impl Levels {
    /// Sets the level of a rule.
    pub fn set(&mut self, rule: &str, level: Level) {
        self.set.insert(rule.to_owned(), level);
    }

    /// The level of a rule: as set, else its default; what is no lint is denied.
    #[must_use]
    pub fn of(&self, rule: &str) -> Level {
        self.set.get(rule).copied().unwrap_or_else(|| lint(rule).map_or(Level::Deny, |lint| lint.level))
    }

    /// Whether somebody set the level of a rule.
    #[must_use]
    pub fn is_set(&self, rule: &str) -> bool {
        self.set.contains_key(rule)
    }
}

/// What findings mean by these levels, those that are allowed left out: denied ones first, then by place. What the code
/// itself allows stands on an item that the finding is about.
#[must_use]
pub fn judge(findings: Vec<Finding>, levels: &Levels, allows: &[Allow]) -> Vec<Judged> {
    let is_allowed = |finding: &Finding| allows.iter().any(|allow| covers(allow, finding));
    let judged = findings.into_iter().filter(|finding| !is_allowed(finding));
    let judged = judged.map(|finding| Judged { level: levels.of(&finding.rule), finding });
    let mut shown: Vec<Judged> = judged.filter(|it| it.level != Level::Allow).collect();
    let order = |it: &Judged| {
        let place = it.finding.labels.first().map(|label| (label.place.file.clone(), label.place.line));
        (std::cmp::Reverse(it.level), place)
    };
    shown.sort_by(|a, b| order(a).cmp(&order(b)).then_with(|| a.finding.cmp(&b.finding)));
    shown
}

/// Whether an attribute is about a finding.
pub(super) fn covers(allow: &Allow, finding: &Finding) -> bool {
    allow.lint == finding.rule && finding.about.contains(&allow.about)
}
