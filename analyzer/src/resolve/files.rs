//! Source files by path: each is read once and outlined once, however often modules mount it.

use crate::parse::{self, Outline, Unread};
use crate::source::{ReadError, Tree};
use ensue_grammar::graph::HoleReason;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What was read so far.
pub(super) struct Files<'a> {
    tree: &'a dyn Tree,
    by_path: BTreeMap<String, usize>,
    /// Files that stand in bodies.
    plain: BTreeMap<String, usize>,
    pub(super) all: Vec<File>,
}

/// A file that was asked for.
pub(super) struct File {
    pub(super) path: String,
    pub(super) content: Content,
}

/// What became of a file.
#[derive(Clone)]
pub(super) enum Content {
    /// Its items are known.
    Outlined(Arc<Outline>),
    /// There is no such file.
    Missing,
    /// It is there, and its items are not known.
    Unread(Unread),
}

impl<'a> Files<'a> {
    pub(super) fn new(tree: &'a dyn Tree) -> Files<'a> {
        Files { tree, by_path: BTreeMap::new(), plain: BTreeMap::new(), all: Vec::new() }
    }

    /// Reads those of the paths that were not read before, on all cores.
    pub(super) fn read(&mut self, paths: impl IntoIterator<Item = String>) {
        let mut texts = Vec::new();
        let mut waiting = Vec::new();
        for path in paths {
            if self.by_path.contains_key(&path) {
                continue;
            }
            let content = match self.tree.read(&path) {
                Ok(bytes) => {
                    texts.push(bytes);
                    waiting.push(self.all.len());
                    Content::Missing
                }
                Err(ReadError::Missing) => Content::Missing,
                Err(error) => Content::Unread(unread(&path, &error)),
            };
            self.by_path.insert(path.clone(), self.all.len());
            self.all.push(File { path, content });
        }
        for (at, outline) in waiting.into_iter().zip(parse::outlines(&texts)) {
            self.all[at].content = outline.map_or_else(Content::Unread, |it| Content::Outlined(Arc::new(it)));
        }
    }

    /// A file that was read before, by its index.
    pub(super) fn get(&self, path: &str) -> Option<usize> {
        self.by_path.get(path).copied()
    }

    pub(super) fn exists(&self, path: &str) -> bool {
        self.get(path).is_some_and(|at| !matches!(self.all[at].content, Content::Missing))
    }

    /// What stands for a file with what a macro made in it: its name is no path.
    pub(super) fn made(&mut self, file: usize) -> usize {
        let path = format!("{}\0{}", self.all[file].path, self.all.len());
        self.all.push(File { path, content: Content::Missing });
        self.all.len() - 1
    }

    /// A file that is no module.
    pub(super) fn read_plain(&self, path: &str) -> Result<Vec<u8>, ReadError> {
        self.tree.read(path)
    }

    /// Stands for a file that is no module.
    pub(super) fn plain(&mut self, path: &str) -> usize {
        if let Some(known) = self.plain.get(path) {
            return *known;
        }
        self.all.push(File { path: path.to_owned(), content: Content::Missing });
        self.plain.insert(path.to_owned(), self.all.len() - 1);
        self.all.len() - 1
    }

    /// The text of a file, read again.
    pub(super) fn text(&self, file: usize) -> Option<Vec<u8>> {
        self.tree.read(&self.all[file].path).ok()
    }

    pub(super) fn outlined(&self) -> usize {
        self.all.iter().filter(|file| matches!(file.content, Content::Outlined(_))).count()
    }

    /// Files that are there and have no outline, with the reason; sorted.
    pub(super) fn unread(&self) -> Vec<(String, String)> {
        let why = |at: &usize| match &self.all[*at].content {
            Content::Unread(unread) => Some((self.all[*at].path.clone(), unread.detail.clone())),
            Content::Outlined(_) | Content::Missing => None,
        };
        self.by_path.values().filter_map(why).collect()
    }
}

fn unread(path: &str, error: &ReadError) -> Unread {
    let reason = if *error == ReadError::Outside { HoleReason::OutsideTheTree } else { HoleReason::Unreadable };
    Unread { reason, line: None, detail: format!("`{path}` {error}") }
}
