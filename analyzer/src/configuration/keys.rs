//! Tables of which every key is known, and values of which every mistake is told at its place.

use super::RULE;
use crate::lints::{Edit, Finding, Level, Part, Place, Remedy};
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// How many known words a message lists.
const LISTED: usize = 8;

/// A file that is being read, and what is wrong in it.
pub(super) struct Reading<'t> {
    /// As messages name it.
    pub(super) file: &'t str,
    /// The line of the file that the text begins with, from 1.
    pub(super) first_line: u32,
    pub(super) text: &'t str,
    pub(super) mistakes: Vec<Finding>,
}

impl Reading<'_> {
    /// The values of a table under the keys that it may have; other keys are mistakes.
    pub(super) fn entries<'v>(
        &mut self,
        table: &'v DeTable<'v>,
        what: &str,
        known: &[&str],
    ) -> Vec<(String, &'v Spanned<DeValue<'v>>)> {
        let mut found = Vec::new();
        for (key, value) in table {
            let name = key.get_ref().to_string();
            if known.contains(&name.as_str()) {
                found.push((name, value));
            } else {
                self.unknown(key.span(), what, &name, known);
            }
        }
        found
    }

    /// A word that is none of the known ones, which are told.
    pub(super) fn unknown(&mut self, at: Range<usize>, what: &str, word: &str, known: &[&str]) {
        // Of what it is comes behind the word: "unknown key `x` of a rule".
        let (noun, whose) = what.split_at(what.find(' ').unwrap_or(what.len()));
        let message = format!("unknown {noun} `{word}`{whose}: {}", expected(known));
        let near = nearest(word, known);
        let place = self.place(at.clone());
        let written = self.text.get(at).unwrap_or_default();
        let edit = near.map(|near| Edit { place: place.clone(), by: written.replace(word, near) });
        let remedies = edit.map(|edit| Remedy { text: format!("did you mean `{}`?", edit.by), edit: Some(edit) });
        self.mistakes.push(mistake(message, place, format!("unknown {what}"), remedies));
    }

    /// A value of another type, or out of range.
    pub(super) fn unexpected(&mut self, at: Range<usize>, key: &str, expected: &str) {
        let message = format!("`{key}` is expected to be {expected}");
        let place = self.place(at);
        self.mistakes.push(mistake(message, place, format!("not {expected}"), None));
    }

    /// A word in whose place exactly one other is right.
    pub(super) fn instead(&mut self, at: Range<usize>, message: &str, by: &str) {
        let place = self.place(at);
        let edit = Edit { place: place.clone(), by: by.to_owned() };
        let remedy = Remedy { text: format!("write `{by}`"), edit: Some(edit) };
        self.mistakes.push(mistake(message.to_owned(), place, String::new(), Some(remedy)));
    }

    /// Text that is no TOML at all, or says what cannot be.
    pub(super) fn broken(&mut self, at: Range<usize>, message: &str) {
        let place = self.place(at);
        self.mistakes.push(mistake(message.to_owned(), place, String::new(), None));
    }

    /// The level that a value says.
    pub(super) fn level(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Option<Level> {
        let DeValue::String(word) = value.get_ref() else {
            self.unexpected(value.span(), key, "`\"allow\"`, `\"warn\"` or `\"deny\"`");
            return None;
        };
        let level = Level::ALL.into_iter().find(|level| level.word() == word);
        if level.is_none() {
            self.unknown(value.span(), "level", word, &Level::ALL.map(Level::word));
        }
        level
    }

    /// The number that a value says.
    pub(super) fn number(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Option<usize> {
        let number = match value.get_ref() {
            DeValue::Integer(number) => usize::from_str_radix(number.as_str(), number.radix()).ok(),
            _ => None,
        };
        if number.is_none() {
            self.unexpected(value.span(), key, "a whole number from 0 on");
        }
        number
    }

    /// A text that says something.
    pub(super) fn text(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Option<String> {
        match value.get_ref() {
            DeValue::String(text) if !text.trim().is_empty() => Some(text.to_string()),
            _ => {
                self.unexpected(value.span(), key, "a text that says something");
                None
            }
        }
    }

    /// The line of the first byte, and the bytes in it that are in this line too.
    pub(super) fn place(&self, at: Range<usize>) -> Place {
        let before = self.text.get(..at.start).unwrap_or(self.text);
        let line = self.first_line.saturating_add(u32::try_from(before.matches('\n').count()).unwrap_or(u32::MAX));
        let start = before.rfind('\n').map_or(0, |end| end + 1);
        let part = Part::Bytes(at.start - start.min(at.start), at.end - start.min(at.end));
        Place { file: self.file.to_owned(), line: Some(line), part }
    }
}

fn mistake(message: String, place: Place, label: String, remedies: impl IntoIterator<Item = Remedy>) -> Finding {
    let remedies = remedies.into_iter().collect();
    Finding { remedies, ..Finding::of(RULE, [], message).at(Some(place), label) }
}

/// "expected one of `a`, `b`".
fn expected(known: &[&str]) -> String {
    let listed: Vec<String> = known.iter().take(LISTED).map(|word| format!("`{word}`")).collect();
    let more = known.len().saturating_sub(LISTED);
    let rest = if more > 0 { format!(" or {more} more") } else { String::new() };
    let one = if known.len() == 1 { "" } else { "one of " };
    format!("expected {one}{}{rest}", listed.join(", "))
}

/// The known word nearest to what was written, when it is near enough to be a slip.
fn nearest<'a>(written: &str, known: &[&'a str]) -> Option<&'a str> {
    let slips = (written.chars().count() / 3).max(1);
    let distance = |word: &&str| strsim::damerau_levenshtein(&written.replace('-', "_"), &word.replace('-', "_"));
    let near = known.iter().map(|word| (distance(word), *word)).filter(|(distance, _)| *distance <= slips);
    near.min().map(|(_, word)| word)
}
