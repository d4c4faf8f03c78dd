//! A tree on disk, read through the boundary.

use super::boundary::{self, Boundary};
use super::disk::{Disk, Name, ReplaceError, Stands};
use super::links::{Found, follow, kind_of};
use super::{Entry, EntryKind, Error, ReadError, Tree, path};
use std::io;
use std::path::{Path, PathBuf};

/// Files on disk, as far as the reading boundary allows.
///
/// The root of the tree is the deepest directory that holds everything readable. Without `--allow-read` that is the
/// boundary itself; with it, directories in between exist by name only and are never listed. Outputs show names relative
/// to the workspace root, so a widened boundary changes none of those inside.
///
/// Directories are held open once somebody came through them: what is moved away meanwhile is still read where it went.
#[derive(Debug)]
pub struct WorkTree {
    /// Absolute, without links.
    root: PathBuf,
    /// Directories of the tree below which everything may be read; sorted, none inside another.
    readable: Vec<String>,
    /// Where DIR is in the tree.
    dir: String,
    disk: Disk,
}

impl WorkTree {
    /// The tree around a directory: the git work tree, else the workspace root, and with them the directories of
    /// `allow_read`. [`WorkTree::dir`] tells where `dir` is in it.
    ///
    /// # Errors
    /// When one of the directories is none, or there is neither a git work tree nor a manifest.
    pub fn around(dir: &Path, allow_read: &[PathBuf]) -> Result<WorkTree, Error> {
        let Boundary { root, readable, dir } = Boundary::around(dir, allow_read)?;
        // With an empty name `join` would end in a slash, behind which a link is followed.
        let begins = |path: &String| (path.clone(), root.components().chain(Path::new(path).components()).collect());
        let disk = Disk::open(readable.iter().map(begins)).map_err(|error| not_opened(&root, &error))?;
        Ok(WorkTree { root, readable, dir, disk })
    }

    /// The tree in a directory, which is its own boundary.
    ///
    /// # Errors
    /// When it is no directory.
    pub fn at(dir: &Path) -> Result<WorkTree, Error> {
        let root = boundary::directory(dir)?;
        let disk = Disk::open([(String::new(), root.clone())]).map_err(|error| not_opened(&root, &error))?;
        Ok(WorkTree { root, readable: vec![String::new()], dir: String::new(), disk })
    }

    /// DIR as a path in this tree.
    #[must_use]
    pub fn dir(&self) -> &str {
        &self.dir
    }

    /// Where the tree is, for messages.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Gives a file other bytes, whole or not at all; its permissions stay. No link is followed, and the file must still have the
    /// bytes `old`.
    ///
    /// # Errors
    /// When it is another file by now, or the system refuses. Then nothing has changed.
    pub fn replace(&self, path: &str, old: &[u8], new: &[u8]) -> Result<(), ReplaceError> {
        match self.look(path).map_err(ReplaceError::Unreadable)? {
            Found::File => self.disk.replace(path, old, new),
            Found::Link(_) | Found::LinkFromRoot(_) | Found::LinkOutside => Err(ReplaceError::Link),
            Found::Directory | Found::Other => Err(ReplaceError::Changed),
        }
    }

    fn look(&self, path: &str) -> Result<Found, ReadError> {
        if !self.is_readable(path) {
            let on_the_way = self.readable.iter().any(|dir| path::is_within(dir, path));
            return if on_the_way { Ok(Found::Directory) } else { Err(ReadError::Outside) };
        }
        Ok(self.found(self.disk.look(path)?))
    }

    fn is_readable(&self, path: &str) -> bool {
        self.readable.iter().any(|dir| path::is_within(path, dir))
    }

    fn found(&self, stands: Stands) -> Found {
        match stands {
            Stands::File => Found::File,
            Stands::Directory => Found::Directory,
            Stands::Link(target) => self.link(&target),
            Stands::Other => Found::Other,
        }
    }

    fn link(&self, target: &Path) -> Found {
        let (from_root, target) = match target.strip_prefix(&self.root) {
            Ok(inside) => (true, inside),
            Err(_) if target.has_root() => return Found::LinkOutside,
            Err(_) => (false, target),
        };
        match target.to_str().map(|target| if cfg!(windows) { target.replace('\\', "/") } else { target.to_owned() }) {
            None => Found::Other,
            Some(target) if from_root => Found::LinkFromRoot(target),
            Some(target) => Found::Link(target),
        }
    }
}

impl Tree for WorkTree {
    fn read(&self, path: &str) -> Result<Vec<u8>, ReadError> {
        let mut bytes = Vec::new();
        self.read_into(path, &mut bytes)?;
        Ok(bytes)
    }

    fn read_into(&self, path: &str, buffer: &mut Vec<u8>) -> Result<(), ReadError> {
        let (path, Found::File) = follow(path, |path| self.look(path))? else { return Err(ReadError::NotRegular) };
        self.disk.read(&path, buffer)
    }

    fn entries(&self, dir: &str) -> Result<Vec<Entry>, ReadError> {
        let (dir, Found::Directory) = follow(dir, |path| self.look(path))? else { return Err(ReadError::NotRegular) };
        if !self.is_readable(&dir) {
            return Err(ReadError::Outside);
        }
        let entry = |(name, stands): Name| match (name.into_string(), stands) {
            (Ok(name), Some(stands)) => Entry { name, kind: self.found(stands).kind() },
            (Ok(name), None) => Entry { kind: kind_of(&path::child(&dir, &name), |path| self.look(path)), name },
            (Err(name), _) => Entry { name: name.to_string_lossy().into_owned(), kind: EntryKind::Other },
        };
        let mut entries: Vec<Entry> = self.disk.names(&dir)?.into_iter().map(entry).collect();
        entries.sort();
        Ok(entries)
    }

    fn kind(&self, path: &str) -> Result<EntryKind, ReadError> {
        Ok(follow(path, |path| self.look(path))?.1.kind())
    }
}

fn not_opened(dir: &Path, error: &io::Error) -> Error {
    Error::NotADirectory { dir: dir.to_owned(), reason: error.to_string() }
}
