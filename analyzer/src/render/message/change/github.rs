//! Annotations of a GitHub workflow for a change.

use super::anchor::Places;
use super::word;
use crate::diff::{Diff, Finding, Level, rule};
use crate::render::message::github::{Annotation, annotations};

/// A workflow command for each finding, the gravest first, as far as they are shown; nothing where nothing is found. Paths are
/// relative to the root of the repository, as far as the difference knows it.
#[must_use]
pub fn github(diff: &Diff) -> String {
    let sides = diff.sides();
    let places = Places::new(diff, &sides);
    let of = |level: Level| diff.findings.iter().filter(move |it| it.level == level);
    let annotation = |finding: &Finding| {
        let place = places.of(finding);
        let fix = rule(&finding.rule).map(|rule| rule.fix);
        Annotation {
            file: place.as_ref().map(|it| it.file.clone()),
            line: place.and_then(|it| it.line),
            columns: None,
            title: finding.rule.clone(),
            message: std::iter::once(finding.message.as_str()).chain(fix).collect::<Vec<_>>().join("\n"),
        }
    };
    let levels = Level::ALL.into_iter();
    levels
        .map(|level| annotations(word(level), &of(level).map(annotation).collect::<Vec<_>>(), "cargo ensue diff"))
        .collect()
}
