//! A tree in memory, for tests, fixtures and text that never was on a disk.

use super::links::{Found, follow, kind_of};
use super::{Entry, EntryKind, MAX_FILE_SIZE, ReadError, Tree, path};
use std::collections::{BTreeMap, BTreeSet};

/// A tree given as paths with contents; directories exist because something is in them.
///
/// ```
/// use ensue_analyzer::source::{Memory, Tree};
///
/// let tree = Memory::new([("Cargo.toml", "[package]\nname = \"app\""), ("src/lib.rs", "mod events;")]);
/// assert_eq!(tree.read("src/lib.rs").unwrap(), b"mod events;");
/// assert_eq!(tree.entries("").unwrap().len(), 2);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Memory {
    items: BTreeMap<String, Item>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Item {
    File(Vec<u8>),
    Link(String),
}

impl Memory {
    /// A tree of these files. Of two with one path the later one counts.
    #[must_use]
    pub fn new<P: Into<String>, C: Into<Vec<u8>>>(files: impl IntoIterator<Item = (P, C)>) -> Memory {
        let files = files.into_iter().map(|(path, contents)| (path.into(), Item::File(contents.into())));
        Memory { items: files.collect() }
    }

    /// Adds a file, or replaces one.
    #[must_use]
    pub fn with(mut self, path: impl Into<String>, contents: impl Into<Vec<u8>>) -> Memory {
        self.items.insert(path.into(), Item::File(contents.into()));
        self
    }

    /// Adds a symbolic link; `target` is relative to the directory that holds it, and absolute ones lead outside.
    #[must_use]
    pub fn with_link(mut self, path: impl Into<String>, target: impl Into<String>) -> Memory {
        self.items.insert(path.into(), Item::Link(target.into()));
        self
    }

    fn look(&self, path: &str) -> Result<Found, ReadError> {
        match self.items.get(path) {
            Some(Item::File(_)) => Ok(Found::File),
            Some(Item::Link(target)) if target.starts_with('/') => Ok(Found::LinkOutside),
            Some(Item::Link(target)) => Ok(Found::Link(target.clone())),
            None if path.is_empty() || self.below(path).next().is_some() => Ok(Found::Directory),
            None => Err(ReadError::Missing),
        }
    }

    /// What the paths inside a directory are called from there.
    fn below<'a>(&'a self, dir: &str) -> impl Iterator<Item = &'a str> {
        let prefix = if dir.is_empty() { String::new() } else { format!("{dir}/") };
        let paths = self.items.range(prefix.clone()..).map(|(path, _)| path.as_str());
        paths.map_while(move |path| path.strip_prefix(&prefix))
    }
}

impl Tree for Memory {
    fn read(&self, path: &str) -> Result<Vec<u8>, ReadError> {
        let (path, _) = follow(path, |path| self.look(path))?;
        match self.items.get(&path) {
            Some(Item::File(contents)) if contents.len() as u64 > MAX_FILE_SIZE => {
                Err(ReadError::TooLarge(contents.len() as u64))
            }
            Some(Item::File(contents)) => Ok(contents.clone()),
            _ => Err(ReadError::NotRegular),
        }
    }

    fn entries(&self, dir: &str) -> Result<Vec<Entry>, ReadError> {
        let (dir, Found::Directory) = follow(dir, |path| self.look(path))? else { return Err(ReadError::NotRegular) };
        let names: BTreeSet<&str> = self.below(&dir).map(|rest| rest.split_once('/').map_or(rest, |x| x.0)).collect();
        let entry = |name: &str| Entry {
            name: name.to_owned(),
            kind: kind_of(&path::child(&dir, name), |path| self.look(path)),
        };
        Ok(names.into_iter().map(entry).collect())
    }

    fn kind(&self, path: &str) -> Result<EntryKind, ReadError> {
        Ok(follow(path, |path| self.look(path))?.1.kind())
    }
}
