//! Reads values out of TOML by the type that is expected, with the line of each for messages.

use super::manifest::{At, Broken};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A table.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    lines: &'a [usize],
    start: usize,
    table: &'a DeTable<'a>,
}

/// A value whose type nobody has asked for yet.
#[derive(Clone, Copy)]
pub(super) struct Item<'a> {
    lines: &'a [usize],
    key: &'a str,
    start: usize,
    value: &'a DeValue<'a>,
}

impl<'a> View<'a> {
    /// Gives the top of a document to `read`.
    pub(super) fn parse<T>(bytes: &[u8], read: impl FnOnce(&View<'_>) -> Result<T, Broken>) -> Result<T, Broken> {
        let lines = line_starts(bytes);
        let text = std::str::from_utf8(bytes).map_err(|error| Broken {
            line: Some(line_at(&lines, error.valid_up_to())),
            message: "not UTF-8: save it as UTF-8, which TOML demands".to_owned(),
        })?;
        let document = DeTable::parse(text).map_err(|error| Broken {
            line: error.span().map(|span| line_at(&lines, span.start)),
            message: error.message().to_owned(),
        })?;
        read(&View { lines: &lines, start: document.span().start, table: document.get_ref() })
    }

    pub(super) fn line(&self) -> u32 {
        line_at(self.lines, self.start)
    }

    pub(super) fn broken(&self, message: &str) -> Broken {
        Broken { line: Some(self.line()), message: message.to_owned() }
    }

    /// All values with their keys, sorted by key.
    pub(super) fn items(&self) -> impl Iterator<Item = (&'a str, Item<'a>)> + use<'a> {
        let lines = self.lines;
        self.table.iter().map(move |(key, value)| {
            let start = key.span().start;
            (&**key.get_ref(), Item { lines, key: key.get_ref(), start, value: value.get_ref() })
        })
    }

    pub(super) fn item(&self, key: &str) -> Option<Item<'a>> {
        let (key, value) = self.table.get_key_value(key)?;
        Some(Item { lines: self.lines, key: key.get_ref(), start: key.span().start, value: value.get_ref() })
    }

    pub(super) fn string(&self, key: &str) -> Result<Option<At<String>>, Broken> {
        let at = |item: Item<'_>| Ok(At { line: item.line(), value: item.as_string()? });
        self.item(key).map(at).transpose()
    }

    pub(super) fn boolean(&self, key: &str) -> Result<Option<bool>, Broken> {
        self.boolean_of(&[key])
    }

    /// As [`View::boolean`], under the first of several spellings that is there.
    pub(super) fn boolean_of(&self, keys: &[&str]) -> Result<Option<bool>, Broken> {
        self.first(keys).map(|item| item.as_boolean()).transpose()
    }

    /// A list of strings; empty when it is not there.
    pub(super) fn strings(&self, key: &str) -> Result<Vec<At<String>>, Broken> {
        self.strings_of(&[key])
    }

    pub(super) fn strings_of(&self, keys: &[&str]) -> Result<Vec<At<String>>, Broken> {
        self.first(keys).map_or(Ok(Vec::new()), |item| item.as_strings())
    }

    pub(super) fn table(&self, key: &str) -> Result<Option<View<'a>>, Broken> {
        self.table_of(&[key])
    }

    pub(super) fn table_of(&self, keys: &[&str]) -> Result<Option<View<'a>>, Broken> {
        self.first(keys).map(|item| item.as_table()).transpose()
    }

    /// A list of tables, as `[[key]]` makes it; empty when it is not there.
    pub(super) fn tables(&self, key: &str) -> Result<Vec<View<'a>>, Broken> {
        let Some(item) = self.item(key) else { return Ok(Vec::new()) };
        let DeValue::Array(values) = item.value else { return Err(item.expected("a list of tables")) };
        values.iter().map(|value| item.element(value).as_table()).collect()
    }

    fn first(&self, keys: &[&str]) -> Option<Item<'a>> {
        keys.iter().find_map(|key| self.item(key))
    }
}

impl<'a> Item<'a> {
    pub(super) fn line(&self) -> u32 {
        line_at(self.lines, self.start)
    }

    pub(super) fn as_string(&self) -> Result<String, Broken> {
        match self.value {
            DeValue::String(text) => Ok(text.clone().into_owned()),
            _ => Err(self.expected("a string")),
        }
    }

    pub(super) fn as_boolean(&self) -> Result<bool, Broken> {
        self.value.as_bool().ok_or_else(|| self.expected("`true` or `false`"))
    }

    pub(super) fn as_strings(&self) -> Result<Vec<At<String>>, Broken> {
        let DeValue::Array(values) = self.value else { return Err(self.expected("a list of strings")) };
        let items = values.iter().map(|value| self.element(value));
        items.map(|item| Ok(At { line: item.line(), value: item.as_string()? })).collect()
    }

    pub(super) fn as_table(&self) -> Result<View<'a>, Broken> {
        match self.value {
            DeValue::Table(table) => Ok(View { lines: self.lines, start: self.start, table }),
            _ => Err(self.expected("a table")),
        }
    }

    fn element(&self, value: &'a Spanned<DeValue<'a>>) -> Item<'a> {
        Item { start: value.span().start, value: value.get_ref(), ..*self }
    }

    fn expected(&self, what: &str) -> Broken {
        Broken { line: Some(self.line()), message: format!("`{}` is expected to be {what}", self.key) }
    }
}

fn line_starts(bytes: &[u8]) -> Vec<usize> {
    let breaks = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at + 1);
    std::iter::once(0).chain(breaks).collect()
}

fn line_at(starts: &[usize], at: usize) -> u32 {
    u32::try_from(starts.partition_point(|start| *start <= at)).unwrap_or(u32::MAX)
}
