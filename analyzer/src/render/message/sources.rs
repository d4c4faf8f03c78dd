//! The text of files, and where in it a place is.

use crate::lints::{Part, Place};
use std::collections::BTreeMap;

/// The text of the files that messages show. A file that could not be read is not in it: its places have no spot.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sources {
    files: BTreeMap<String, File>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct File {
    text: String,
    /// Where each line begins.
    starts: Vec<usize>,
}

/// Where a place is: a part of one line, which is never empty unless the line is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot<'s> {
    /// Relative to the workspace root.
    pub file: &'s str,
    /// From 1.
    pub line: u32,
    /// Where the line begins in the file, in bytes.
    pub line_start: usize,
    /// Its text, without the line break.
    pub text: &'s str,
    /// Where the part begins in the line, in bytes.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// Whether it is exactly what was meant, rather than the line around it.
    pub is_exact: bool,
}

impl Sources {
    /// These texts by file.
    #[must_use]
    pub fn new(texts: impl IntoIterator<Item = (String, String)>) -> Sources {
        let file = |text: String| {
            let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
            File { text, starts }
        };
        Sources { files: texts.into_iter().map(|(name, text)| (name, file(text))).collect() }
    }

    /// Where a place is; nothing when the file, or the line, is not known.
    #[must_use]
    pub fn spot<'s>(&'s self, place: &'s Place) -> Option<Spot<'s>> {
        let line = place.line.unwrap_or(1);
        let (line_start, text) = self.line(&place.file, line)?;
        let bytes = match &place.part {
            Part::Line | Part::Entry(..) => None,
            Part::Stretch(start, end) => {
                let within = |at: usize| at.checked_sub(line_start);
                within(*start).zip(within(*end)).map(|(start, end)| (start, end.min(text.len())))
            }
            Part::Word(word) => stands(text, word),
            Part::Words(words) => words.iter().find_map(|word| stands(text, word)),
            Part::Text(written, column) => stands_near(text, written, *column),
            Part::Bytes(start, end) => Some((*start, (*end).min(text.len()))),
        };
        let bytes = bytes.filter(|(start, end)| start <= end && text.get(*start..*end).is_some());
        let is_exact = bytes.is_some();
        let (start, end) = bytes.unwrap_or_else(|| {
            let start = text.len() - text.trim_start().len();
            (start, text.trim_end().trim_end_matches([';', ',']).len().max(start))
        });
        Some(Spot { file: &place.file, line, line_start, text, start, end, is_exact })
    }

    /// The text that an edit replaces: what of each line, from the first to the last. Nothing when it does not stand there.
    #[must_use]
    pub fn stretch<'s>(&'s self, place: &'s Place) -> Option<Vec<Spot<'s>>> {
        let Part::Stretch(_, end) = place.part else {
            return Some(vec![self.spot(place).filter(|spot| spot.is_exact)?]);
        };
        let mut spots = vec![self.spot(place)?];
        loop {
            let last = spots.last()?;
            let line = last.line + 1;
            match self.line(&place.file, line) {
                // With its line break, and no more, the line before has ended.
                Some((line_start, text)) if line_start <= end => {
                    let end = (end - line_start).min(text.len());
                    spots.push(Spot { file: &place.file, line, line_start, text, start: 0, end, is_exact: true });
                }
                _ => return Some(spots),
            }
        }
    }

    /// Where a line begins in a file, and its text.
    pub(super) fn line(&self, file: &str, line: u32) -> Option<(usize, &str)> {
        let File { text, starts } = self.files.get(file)?;
        let at = usize::try_from(line).ok()?.checked_sub(1)?;
        let start = *starts.get(at)?;
        let end = starts.get(at + 1).copied().unwrap_or(text.len());
        Some((start, text[start..end].trim_end_matches(['\n', '\r'])))
    }
}

/// Where a text begins and ends that stands nearest to a character of a line, from 1.
fn stands_near(text: &str, written: &str, column: u32) -> Option<(usize, usize)> {
    let distance = |start: &usize| (text[..*start].chars().count() + 1).abs_diff(column as usize);
    let starts = text.match_indices(written).map(|(start, _)| start);
    starts.min_by_key(distance).filter(|_| !written.is_empty()).map(|start| (start, start + written.len()))
}

/// Where a word first begins and ends in a line, and not a part of a longer one.
fn stands(text: &str, word: &str) -> Option<(usize, usize)> {
    if word.is_empty() {
        return None;
    }
    let continues = |c: char| c == '_' || c.is_alphanumeric();
    let places = text.match_indices(word).map(|(start, _)| start);
    let is_whole = |start: &usize| {
        let before = text[..*start].chars().next_back();
        let after = text[start + word.len()..].chars().next();
        !before.is_some_and(continues) && !after.is_some_and(continues)
    };
    places.into_iter().find(is_whole).map(|start| (start, start + word.len()))
}

#[cfg(test)]
mod tests {
    use super::Sources;
    use crate::lints::{Part, Place};

    #[test]
    fn a_part_is_found_in_its_line_or_is_the_line() {
        let sources =
            Sources::new([("a.rs".to_owned(), "fn a() {}\r\n  on = [AuthFailed, Auth, x::Auth],\n".to_owned())]);
        let cases = [
            (1, Part::Line, Some("fn a() {}")),
            (2, Part::Line, Some("on = [AuthFailed, Auth, x::Auth]")),
            (2, Part::Word("Auth".to_owned()), Some("Auth")),
            (2, Part::Word("x::Auth".to_owned()), Some("x::Auth")),
            (2, Part::Word("Elsewhere".to_owned()), Some("on = [AuthFailed, Auth, x::Auth]")),
            (2, Part::Words(vec!["Elsewhere".to_owned(), "AuthFailed".to_owned()]), Some("AuthFailed")),
            (2, Part::Text("= [".to_owned(), 90), Some("= [")),
            (2, Part::Text("= ]".to_owned(), 6), Some("on = [AuthFailed, Auth, x::Auth]")),
            (2, Part::Text(String::new(), 6), Some("on = [AuthFailed, Auth, x::Auth]")),
            (1, Part::Bytes(3, 4), Some("a")),
            (1, Part::Bytes(3, 400), Some("a() {}")),
            (3, Part::Line, Some("")),
            (4, Part::Line, None),
        ];
        for (line, part, expected) in cases {
            let place = Place { file: "a.rs".to_owned(), line: Some(line), part };
            let spot = sources.spot(&place);
            assert_eq!(spot.as_ref().map(|it| &it.text[it.start..it.end]), expected, "{place:?}");
        }
        for (column, start) in [(1, 8), (9, 8), (18, 20), (26, 29), (400, 29)] {
            let part = Part::Text("Auth".to_owned(), column);
            let place = Place { file: "a.rs".to_owned(), line: Some(2), part };
            assert_eq!(sources.spot(&place).map(|it| it.start), Some(start), "{column}");
        }
        let word = Place::word("a.rs", 2, "Auth");
        assert_eq!(sources.spot(&word).map(|it| (it.line_start, it.start)), Some((11, 20)));
        assert_eq!(sources.spot(&Place::word("gone.rs", 1, "a")), None);
    }
}
