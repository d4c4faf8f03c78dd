//! A tree as it was when it was read, with changes that are not written yet.

use super::{Entry, EntryKind, ReadError, Tree};
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// Files of a tree, each read once: whoever changes the tree meanwhile changes nothing here. Edits are seen by later reads.
pub struct Overlay<'t> {
    tree: &'t dyn Tree,
    read: Mutex<BTreeMap<String, Result<Vec<u8>, ReadError>>>,
    edited: BTreeMap<String, Vec<u8>>,
}

impl<'t> Overlay<'t> {
    /// Of which nothing is read.
    #[must_use]
    pub fn new(tree: &'t dyn Tree) -> Overlay<'t> {
        Overlay { tree, read: Mutex::default(), edited: BTreeMap::new() }
    }

    /// From now on a file has these bytes.
    pub fn edit(&mut self, path: String, bytes: Vec<u8>) {
        self.edited.insert(path, bytes);
    }

    /// The files that were edited: path, the bytes that were read, and those that are to be written; sorted, without those that are as
    /// they were.
    #[must_use]
    pub fn edits(&self) -> Vec<(String, Vec<u8>, Vec<u8>)> {
        let read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        let edit = |(path, new): (&String, &Vec<u8>)| match read.get(path)? {
            Ok(old) if old != new => Some((path.clone(), old.clone(), new.clone())),
            _ => None,
        };
        self.edited.iter().filter_map(edit).collect()
    }
}

impl Tree for Overlay<'_> {
    fn read(&self, path: &str) -> Result<Vec<u8>, ReadError> {
        if let Some(edited) = self.edited.get(path) {
            return Ok(edited.clone());
        }
        let known = self.read.lock().unwrap_or_else(PoisonError::into_inner).get(path).cloned();
        known.unwrap_or_else(|| {
            let found = self.tree.read(path);
            let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
            // Two may read at the same time, and what the first one got counts for both.
            read.entry(path.to_owned()).or_insert(found).clone()
        })
    }

    fn entries(&self, dir: &str) -> Result<Vec<Entry>, ReadError> {
        self.tree.entries(dir)
    }

    fn kind(&self, path: &str) -> Result<EntryKind, ReadError> {
        self.tree.kind(path)
    }
}
