//! A tree on disk, read through the boundary.

use super::boundary::{self, Boundary};
use super::links::{Found, follow, kind_of};
use super::{Entry, EntryKind, Error, MAX_FILE_SIZE, ReadError, Tree, path};
use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// Files on disk, as far as the reading boundary allows.
///
/// The root of the tree is the deepest directory that holds everything readable. Without `--allow-read` that is the
/// boundary itself; with it, directories in between exist by name only and are never listed. Outputs show names relative
/// to the workspace root, so a widened boundary changes none of those inside.
#[derive(Debug, Clone)]
pub struct WorkTree {
    /// Absolute, without links.
    root: PathBuf,
    /// Directories of the tree below which everything may be read; sorted, none inside another.
    readable: Vec<String>,
    /// Where DIR is in the tree.
    dir: String,
}

impl WorkTree {
    /// The tree around a directory: the git work tree, else the workspace root, and with them the directories of
    /// `allow_read`. [`WorkTree::dir`] tells where `dir` is in it.
    ///
    /// # Errors
    /// When one of the directories is none, or there is neither a git work tree nor a manifest.
    pub fn around(dir: &Path, allow_read: &[PathBuf]) -> Result<WorkTree, Error> {
        let Boundary { root, readable, dir } = Boundary::around(dir, allow_read)?;
        Ok(WorkTree { root, readable, dir })
    }

    /// The tree in a directory, which is its own boundary.
    ///
    /// # Errors
    /// When it is no directory.
    pub fn at(dir: &Path) -> Result<WorkTree, Error> {
        Ok(WorkTree { root: boundary::directory(dir)?, readable: vec![String::new()], dir: String::new() })
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

    fn place(&self, path: &str) -> PathBuf {
        let mut place = self.root.clone();
        place.extend(path::parts(path));
        place
    }

    fn look(&self, path: &str) -> Result<Found, ReadError> {
        if !self.readable.iter().any(|dir| path::is_within(path, dir)) {
            let on_the_way = self.readable.iter().any(|dir| path::is_within(dir, path));
            return if on_the_way { Ok(Found::Directory) } else { Err(ReadError::Outside) };
        }
        let place = self.place(path);
        let metadata = fs::symlink_metadata(&place).map_err(refused)?;
        if metadata.is_symlink() {
            let target = fs::read_link(&place).map_err(refused)?;
            return Ok(self.link(&target));
        }
        Ok(match () {
            () if metadata.is_dir() => Found::Directory,
            () if metadata.is_file() => Found::File,
            () => Found::Other,
        })
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
        let (path, Found::File) = follow(path, |path| self.look(path))? else { return Err(ReadError::NotRegular) };
        read_regular(&self.place(&path))
    }

    fn entries(&self, dir: &str) -> Result<Vec<Entry>, ReadError> {
        let (dir, Found::Directory) = follow(dir, |path| self.look(path))? else { return Err(ReadError::NotRegular) };
        if !self.readable.iter().any(|readable| path::is_within(&dir, readable)) {
            return Err(ReadError::Outside);
        }
        let mut entries = Vec::new();
        for item in fs::read_dir(self.place(&dir)).map_err(refused)? {
            let name = item.map_err(refused)?.file_name();
            let (name, kind) = match name.into_string() {
                Ok(name) => {
                    let kind = kind_of(&path::child(&dir, &name), |path| self.look(path));
                    (name, kind)
                }
                Err(name) => (name.to_string_lossy().into_owned(), EntryKind::Other),
            };
            entries.push(Entry { name, kind });
        }
        entries.sort();
        Ok(entries)
    }

    fn kind(&self, path: &str) -> Result<EntryKind, ReadError> {
        Ok(follow(path, |path| self.look(path))?.1.kind())
    }
}

/// Reads a file that was found to be regular, and finds out again on the open file: it may have been changed meanwhile.
fn read_regular(place: &Path) -> Result<Vec<u8>, ReadError> {
    let before = fs::symlink_metadata(place).map_err(refused)?;
    if before.len() > MAX_FILE_SIZE {
        return Err(ReadError::TooLarge(before.len()));
    }
    let file = File::open(place).map_err(refused)?;
    if !is_same(&before, &file.metadata().map_err(refused)?) {
        return Err(ReadError::Refused("it was replaced while it was being opened".to_owned()));
    }
    // One more than there is: the read that finds the end needs room too.
    let mut bytes = Vec::with_capacity(usize::try_from(before.len()).unwrap_or_default() + 1);
    let limit = MAX_FILE_SIZE + 1;
    file.take(limit).read_to_end(&mut bytes).map_err(refused)?;
    if bytes.len() as u64 == limit { Err(ReadError::TooLarge(limit)) } else { Ok(bytes) }
}

#[cfg(unix)]
fn is_same(before: &Metadata, opened: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    opened.is_file() && (before.dev(), before.ino()) == (opened.dev(), opened.ino())
}

#[cfg(not(unix))]
fn is_same(before: &Metadata, opened: &Metadata) -> bool {
    before.is_file() && opened.is_file()
}

#[expect(clippy::needless_pass_by_value, reason = "for `map_err`")]
fn refused(error: io::Error) -> ReadError {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => ReadError::Missing,
        _ => ReadError::Refused(error.to_string()),
    }
}
