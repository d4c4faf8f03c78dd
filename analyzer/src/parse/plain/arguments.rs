//! What stands in the parentheses of an annotation, where it is beyond doubt.

use super::super::annotation::Emissions;
use super::super::lex::{TokenKind, Unsure};
use super::super::outline::Path;
use super::cursor::Cursor;
use std::ops::Range;

/// `key = value`, each key once; a value that was asked for is gone.
pub(super) struct Arguments<'t> {
    given: Vec<(&'t str, Range<usize>)>,
}

impl<'t> Arguments<'t> {
    fn value(&mut self, key: &str) -> Option<Range<usize>> {
        let at = self.given.iter().position(|(given, _)| *given == key)?;
        Some(self.given.swap_remove(at).1)
    }

    /// A text that is not empty and needs no escapes.
    pub(super) fn text(&mut self, cursor: &Cursor<'t>, key: &str) -> Result<Option<String>, Unsure> {
        self.value(key).map(|value| text(cursor, value)).transpose()
    }

    pub(super) fn texts(&mut self, cursor: &mut Cursor<'t>, key: &str) -> Result<Vec<String>, Unsure> {
        let Some(value) = self.value(key) else { return Ok(Vec::new()) };
        let mut all = Vec::new();
        for entry in cursor.entries(value)? {
            all.push(text(cursor, entry)?);
        }
        once(all)
    }

    pub(super) fn path(&mut self, cursor: &mut Cursor<'t>, key: &str) -> Result<Option<Path>, Unsure> {
        self.value(key).map(|value| cursor.whole_path(value)).transpose()
    }

    pub(super) fn paths(&mut self, cursor: &mut Cursor<'t>, key: &str) -> Result<Option<Vec<Path>>, Unsure> {
        let Some(value) = self.value(key) else { return Ok(None) };
        let mut all = Vec::new();
        for entry in cursor.entries(value)? {
            all.push(cursor.whole_path(entry)?);
        }
        once(all).map(Some)
    }

    /// One word alone.
    pub(super) fn word(&mut self, cursor: &mut Cursor<'t>, key: &str) -> Result<Option<String>, Unsure> {
        self.value(key).map(|value| cursor.whole_word(value)).transpose()
    }

    /// A word with its line.
    pub(super) fn state(&mut self, cursor: &mut Cursor<'t>, key: &str) -> Result<Option<(String, u32)>, Unsure> {
        self.value(key).map(|value| cursor.placed_word(value)).transpose()
    }

    /// Words with their lines.
    pub(super) fn states(&mut self, cursor: &mut Cursor<'t>, key: &str) -> Result<Vec<(String, u32)>, Unsure> {
        let Some(value) = self.value(key) else { return Ok(Vec::new()) };
        let mut all = Vec::new();
        for entry in cursor.entries(value)? {
            all.push(cursor.placed_word(entry)?);
        }
        once(all)
    }

    /// `may_emit` and `may_request`
    pub(super) fn may(&mut self, cursor: &mut Cursor<'t>) -> Result<Emissions, Unsure> {
        let mut emissions = self.emissions(cursor, "may_emit")?;
        if !emissions.requests.is_empty() {
            return Err(Unsure);
        }
        emissions.requests = self.paths(cursor, "may_request")?.unwrap_or_default();
        Ok(emissions)
    }

    /// `[E, scheduled(F), requests(G)]`
    pub(super) fn emissions(&mut self, cursor: &mut Cursor<'t>, key: &str) -> Result<Emissions, Unsure> {
        match self.value(key) {
            Some(value) => {
                let entries = cursor.entries(value)?;
                cursor.emissions(entries)
            }
            None => Ok(Emissions::default()),
        }
    }

    /// Nothing was given but what was asked for.
    pub(super) fn end(&self) -> Result<(), Unsure> {
        if self.given.is_empty() { Ok(()) } else { Err(Unsure) }
    }
}

impl<'t> Cursor<'t> {
    /// Splits the arguments of an attribute.
    pub(super) fn split(&mut self, of: Range<usize>) -> Result<Arguments<'t>, Unsure> {
        let mut given: Vec<(&str, Range<usize>)> = Vec::new();
        self.again(of.start, |this| {
            while this.at < of.end {
                let key = this.name()?;
                if !this.take_alone(b'=') || given.iter().any(|(before, _)| *before == key) {
                    return Err(Unsure);
                }
                given.push((key, this.entry(of.end)?));
            }
            Ok(())
        })?;
        Ok(Arguments { given })
    }

    /// What stands before the next comma, which is taken: names, texts, and brackets.
    fn entry(&mut self, end: usize) -> Result<Range<usize>, Unsure> {
        let start = self.at;
        while self.at < end && !self.is_mark(b',') {
            match self.peek() {
                TokenKind::Open(_) => self.skip_group()?,
                TokenKind::Word | TokenKind::Literal | TokenKind::Mark(b':') => self.bump(),
                _ => return Err(Unsure),
            }
        }
        let entry = start..self.at;
        if self.at < end {
            self.bump();
        }
        if entry.is_empty() || self.at > end { Err(Unsure) } else { Ok(entry) }
    }

    /// The entries of `[..]`, or the one without brackets.
    fn entries(&mut self, value: Range<usize>) -> Result<Vec<Range<usize>>, Unsure> {
        self.again(value.start, |this| {
            if !this.is(TokenKind::Open(b'[')) {
                return Ok(vec![value.clone()]);
            }
            this.skip_group()?;
            if this.at != value.end {
                return Err(Unsure);
            }
            this.listed(value.start + 1..value.end - 1)
        })
    }

    /// What stands between commas; at least one.
    pub(super) fn listed(&mut self, list: Range<usize>) -> Result<Vec<Range<usize>>, Unsure> {
        self.again(list.start, |this| {
            let mut entries = Vec::new();
            while this.at < list.end {
                entries.push(this.entry(list.end)?);
            }
            if entries.is_empty() { Err(Unsure) } else { Ok(entries) }
        })
    }

    pub(super) fn emissions(&mut self, entries: Vec<Range<usize>>) -> Result<Emissions, Unsure> {
        let mut emissions = Emissions::default();
        for entry in entries {
            let end = entry.end;
            let (word, is_list) =
                self.again(entry.start, |this| Ok((this.word(), this.peek_at(1) == TokenKind::Open(b'('))))?;
            match word {
                "scheduled" if is_list => emissions.schedules.push(self.whole_path(entry.start + 2..end - 1)?),
                "requests" if is_list => emissions.requests.push(self.whole_path(entry.start + 2..end - 1)?),
                _ => emissions.emits.push(self.whole_path(entry)?),
            }
        }
        Ok(Emissions {
            emits: once(emissions.emits)?,
            schedules: once(emissions.schedules)?,
            requests: once(emissions.requests)?,
        })
    }

    fn whole_path(&mut self, value: Range<usize>) -> Result<Path, Unsure> {
        self.again(value.start, |this| {
            let path = this.plain_path()?;
            if this.at == value.end { Ok(path) } else { Err(Unsure) }
        })
    }

    fn placed_word(&mut self, value: Range<usize>) -> Result<(String, u32), Unsure> {
        let line = self.again(value.start, |this| Ok(this.line()))?;
        Ok((self.whole_word(value)?, line))
    }

    fn whole_word(&mut self, value: Range<usize>) -> Result<String, Unsure> {
        self.again(value.start, |this| {
            let word = this.name()?;
            if this.at == value.end { Ok(word.to_owned()) } else { Err(Unsure) }
        })
    }
}

fn text(cursor: &Cursor<'_>, value: Range<usize>) -> Result<String, Unsure> {
    let written = cursor.text_of(value.clone());
    let text = written.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).ok_or(Unsure)?;
    let is_plain = value.len() == 1 && !text.contains('\\') && !text.chars().any(char::is_control);
    if is_plain && !text.trim().is_empty() { Ok(text.to_owned()) } else { Err(Unsure) }
}

/// A list in which nothing is said again.
fn once<T: Same>(list: Vec<T>) -> Result<Vec<T>, Unsure> {
    let again = list.iter().enumerate().any(|(at, one)| list[..at].iter().any(|before| before.is_same(one)));
    if again { Err(Unsure) } else { Ok(list) }
}

/// Written alike, wherever.
trait Same {
    fn is_same(&self, other: &Self) -> bool;
}

impl Same for Path {
    fn is_same(&self, other: &Path) -> bool {
        self.segments == other.segments && self.absolute == other.absolute
    }
}

impl Same for String {
    fn is_same(&self, other: &String) -> bool {
        self == other
    }
}

/// A word with its line.
impl Same for (String, u32) {
    fn is_same(&self, other: &(String, u32)) -> bool {
        self.0 == other.0
    }
}
