//! Findings as people and programs read them: one file a format, on top of where each label stands in the source.

pub mod change;
mod github;
mod json;
mod sarif;
mod sources;
mod text;

pub use github::github;
pub use json::json;
pub use sarif::sarif;
pub use sources::{Sources, Spot};
pub use text::text;

use crate::lints::{Finding, Judged, Level};

/// What a finding is called in messages.
fn word(level: Level) -> &'static str {
    match level {
        Level::Deny => "error",
        Level::Warn | Level::Allow => "warning",
    }
}

/// The files whose text the messages of findings show.
pub fn files<'f>(findings: impl Iterator<Item = &'f Finding>) -> std::collections::BTreeSet<&'f str> {
    let places = findings.flat_map(|finding| {
        let edits = finding.remedies.iter().filter_map(|remedy| remedy.edit.as_ref());
        finding.labels.iter().map(|label| &label.place).chain(edits.map(|edit| &edit.place))
    });
    places.map(|place| place.file.as_str()).collect()
}

/// The closing line: how much was found.
#[must_use]
pub fn summary(judged: &[Judged]) -> String {
    let count = |level: Level| judged.iter().filter(|it| it.level == level).count();
    let told = |number: usize, word: &str| format!("{number} {word}{}", if number == 1 { "" } else { "s" });
    match (count(Level::Deny), count(Level::Warn)) {
        (0, warnings) => told(warnings, "warning"),
        (errors, 0) => told(errors, "error"),
        (errors, warnings) => format!("{}, {}", told(errors, "error"), told(warnings, "warning")),
    }
}
