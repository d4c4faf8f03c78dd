//! Annotations of a GitHub workflow: `::error file=..,line=..::message`.

use super::{Sources, word};
use crate::lints::{Judged, Level};
use crate::render::visible;
use std::fmt::Write;

/// GitHub shows this many annotations of a level for each step, and leaves the others out without a word.
const SHOWN: usize = 10;

/// A workflow command for each finding; of more than are shown the last says how many are left out. `place` turns a file
/// into its path in the repository.
#[must_use]
pub fn github(judged: &[Judged], sources: &Sources, place: &dyn Fn(&str) -> String) -> String {
    let of = |level: Level| judged.iter().filter(move |it| it.level == level).map(|it| of_lint(it, sources, place));
    let levels = [Level::Deny, Level::Warn].into_iter();
    levels.map(|level| annotations(word(level), &of(level).collect::<Vec<_>>(), "cargo ensue check")).collect()
}

/// What is shown at a line of a file, or of the whole run.
pub(super) struct Annotation {
    /// Its path in the repository.
    pub(super) file: Option<String>,
    /// From 1.
    pub(super) line: Option<u32>,
    /// The first and the last column, both in it, from 1.
    pub(super) columns: Option<(usize, usize)>,
    pub(super) title: String,
    /// May have several lines.
    pub(super) message: String,
}

/// The commands for annotations of one level; of more than are shown the last says how many are left out, and which `command`
/// shows them.
pub(super) fn annotations(level: &str, all: &[Annotation], command: &str) -> String {
    let number = if all.len() > SHOWN { SHOWN - 1 } else { all.len() };
    let mut out: String = all[..number].iter().map(|it| it.command(level)).collect();
    if number < all.len() {
        let more = all.len() - number;
        let _ = writeln!(out, "::{level} title=ensue::{more} more, which `{command}` shows");
    }
    out
}

impl Annotation {
    fn command(&self, level: &str) -> String {
        let mut properties = String::new();
        if let Some(file) = &self.file {
            let _ = write!(properties, "file={}", property(file));
            if let Some(line) = self.line {
                let _ = write!(properties, ",line={line}");
            }
            if let Some((first, last)) = self.columns {
                let _ = write!(properties, ",col={first},endColumn={last}");
            }
            properties.push(',');
        }
        format!("::{level} {properties}title={}::{}\n", property(&self.title), data(&self.message))
    }
}

fn of_lint(Judged { finding, .. }: &Judged, sources: &Sources, place: &dyn Fn(&str) -> String) -> Annotation {
    let label = finding.labels.first();
    let columns = label.and_then(|label| sources.spot(&label.place)).map(|spot| {
        let column = |byte: usize| spot.text[..byte].chars().count() + 1;
        // The last column is inclusive here.
        (column(spot.start), column(spot.end).max(2) - 1)
    });
    let lines = finding.notes.iter().chain(finding.remedies.iter().map(|remedy| &remedy.text));
    let message: Vec<&str> = std::iter::once(&finding.message).chain(lines).map(String::as_str).collect();
    Annotation {
        file: label.map(|label| place(&label.place.file)),
        line: label.and_then(|label| label.place.line),
        columns,
        title: finding.rule.clone(),
        message: message.join("\n"),
    }
}

/// Text behind the last `::`.
fn data(text: &str) -> String {
    visible::prose(text).replace('%', "%25").replace('\n', "%0A")
}

/// The value of a property, which other marks end.
fn property(text: &str) -> String {
    visible::line(text).replace('%', "%25").replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::{SHOWN, Sources, github};
    use crate::lints::{Finding, Judged, Level, Place};

    fn judged(level: Level, file: &str, message: &str) -> Judged {
        let found = Finding::of("a_rule", [], message.to_owned()).at(Some(Place::word(file, 2, "b")), "").note("why");
        Judged { level, finding: found }
    }

    #[test]
    fn an_annotation_is_one_line_that_nothing_ends_early() {
        let sources = Sources::new([("a,b:c.rs".to_owned(), "\nxä b\n".to_owned())]);
        let all = [judged(Level::Deny, "a,b:c.rs", "50% of\n::error::x\r")];
        let expected = "::error file=in/a%2Cb%3Ac.rs,line=2,col=4,endColumn=4,title=a_rule\
                        ::50%25 of%0A⟨U+003A⟩:error::x⟨U+000D⟩%0Awhy\n";
        assert_eq!(github(&all, &sources, &|file| format!("in/{file}")), expected);
    }

    #[test]
    fn no_more_are_written_than_are_shown() {
        let all = |number: usize| vec![judged(Level::Warn, "a.rs", "m"); number];
        let lines = |number: usize| github(&all(number), &Sources::default(), &str::to_owned).lines().count();
        assert_eq!([0, 1, SHOWN, SHOWN + 1, 500].map(lines), [0, 1, SHOWN, SHOWN, SHOWN]);
        let last = github(&all(SHOWN + 5), &Sources::default(), &str::to_owned);
        assert!(last.ends_with("::warning title=ensue::6 more, which `cargo ensue check` shows\n"), "{last}");
    }
}
