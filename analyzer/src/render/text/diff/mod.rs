//! A difference in sentences: first what a reviewer must know, then each finding with the shortest way to see it and
//! where it is. Every sentence follows from the two graphs by a rule.

mod changed;
mod finding;
mod possible;
mod ruled;
mod sides;
mod summary;

use super::line::{Line, with_places, wrapped};
use crate::diff::{Diff, Verdict};
pub(in crate::render) use finding::{Finding, Words};
use sides::Sides;

/// Columns before a finding's sentence.
const INDENT: usize = 10;

/// Columns before what explains a finding.
const DEEPER: usize = 12;

/// Tells a difference. Nothing is said when nothing differs.
#[must_use]
pub fn diff(diff: &Diff, width: Option<usize>) -> String {
    if diff.verdict == Verdict::None {
        return String::new();
    }
    let told = diff.sides();
    let sides = Sides::new(diff, &told);
    let findings = findings(&sides);
    let mut out = with_places(summary::headline(&sides, width), width);
    out.push('\n');
    out.push_str(&with_places(findings.into_iter().flat_map(|finding| lines(finding, width)).collect(), width));
    out.push('\n');
    out.push_str(&with_places(summary::footer(&sides, width), width));
    out
}

/// A difference as sentences, for who sets them in another form.
pub(in crate::render) struct Told {
    /// The verdict: `review`, `safe as far as can be seen`.
    pub(in crate::render) verdict: &'static str,
    /// What a reviewer must know first.
    pub(in crate::render) sentence: String,
    /// What the change is compared with, short.
    pub(in crate::render) base: String,
    /// What is judged, short.
    pub(in crate::render) head: String,
    /// The gravest first.
    pub(in crate::render) findings: Vec<Finding>,
    /// How far to trust it.
    pub(in crate::render) remarks: Vec<String>,
}

/// The sentences of a difference.
pub(in crate::render) fn told(diff: &Diff) -> Told {
    let told = diff.sides();
    let sides = Sides::new(diff, &told);
    Told {
        verdict: summary::verdict(diff).0,
        sentence: summary::claims(&sides).join(", "),
        base: summary::short(&diff.base).to_owned(),
        head: summary::short(&diff.head).to_owned(),
        findings: findings(&sides),
        remarks: summary::trust(&sides),
    }
}

fn findings(sides: &Sides<'_>) -> Vec<Finding> {
    let mut findings = ruled::broken(sides);
    findings.extend(ruled::judging(sides));
    findings.extend(changed::holes(sides));
    findings.extend(possible::findings(sides));
    findings.extend(ruled::findings(sides));
    findings.extend(changed::findings(sides));
    findings
}

fn lines(finding: Finding, width: Option<usize>) -> Vec<(Line, String)> {
    let label = format!("  {:<width$}", finding.label, width = INDENT - 2);
    let first = Line::new().with(finding.role, &label);
    let mut lines: Vec<(Line, String)> =
        wrapped(first, &finding.sentence, INDENT, width).into_iter().map(|line| (line, String::new())).collect();
    if let Some(last) = lines.last_mut() {
        last.1 = finding.place;
    }
    for (words, place) in finding.details {
        let first = Line::new().with(super::line::Role::Plain, &" ".repeat(DEEPER));
        lines.extend(wrapped(first, &words, DEEPER, width).into_iter().map(|line| (line, String::new())));
        if let Some(last) = lines.last_mut() {
            last.1 = place;
        }
    }
    lines
}
