//! What later stages may know of the world: names and bytes of regular files inside the reading boundary.

use std::fmt;

/// A larger file is refused: no source file that a person wrote comes near, and one that a machine wrote would only hold
/// an analysis up.
pub const MAX_FILE_SIZE: u64 = 16 * 1024 * 1024;

/// A tree of files: a work tree, a git revision, or a map in memory. Who reads from it cannot tell which.
///
/// Paths use `/`, are relative to the root of the reading boundary, and hold neither `.` nor `..`; the root is the empty
/// path. [`path::join`](super::path::join) makes such paths of what source files and manifests say. Reading the same path
/// twice gives the same bytes, as long as nobody changes the tree meanwhile.
pub trait Tree: Sync {
    /// The bytes of a regular file of at most [`MAX_FILE_SIZE`].
    ///
    /// # Errors
    /// When there is no such file, when it is not a regular file or too large, when it leads out of the boundary, or when
    /// the system refuses.
    fn read(&self, path: &str) -> Result<Vec<u8>, ReadError>;

    /// As [`Tree::read`], in place of what the buffer holds: who reads many files needs no memory for each.
    ///
    /// # Errors
    /// As for [`Tree::read`]; what the buffer holds then is not told.
    fn read_into(&self, path: &str, buffer: &mut Vec<u8>) -> Result<(), ReadError> {
        *buffer = self.read(path)?;
        Ok(())
    }

    /// What a directory holds, sorted by name.
    ///
    /// # Errors
    /// As for [`Tree::read`].
    fn entries(&self, dir: &str) -> Result<Vec<Entry>, ReadError>;

    /// What stands at a path, links followed inside the boundary.
    ///
    /// # Errors
    /// As for [`Tree::read`], except that nothing is opened.
    fn kind(&self, path: &str) -> Result<EntryKind, ReadError>;

    /// Whether a regular file stands at a path.
    fn is_file(&self, path: &str) -> bool {
        self.kind(path) == Ok(EntryKind::File)
    }
}

/// A name in a directory.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// The last part of its path.
    pub name: String,
    /// What it is, links followed inside the boundary.
    pub kind: EntryKind,
}

/// What a name in a directory stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum EntryKind {
    /// A regular file.
    File,
    /// A directory.
    Directory,
    /// Anything that is not read: a device, a socket, a submodule, a link that leads nowhere or out of the boundary, a
    /// name that is not Unicode.
    Other,
}

/// Why a path could not be read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReadError {
    /// There is nothing at this path.
    Missing,
    /// The path, or a link on its way, leads out of the reading boundary.
    Outside,
    /// There is something, but not a regular file (or not a directory).
    NotRegular,
    /// Links on the way lead in a circle.
    Loop,
    /// The file has this many bytes, more than [`MAX_FILE_SIZE`].
    TooLarge(u64),
    /// The system refused; the text is its reason.
    Refused(String),
}

impl fmt::Display for ReadError {
    /// Continues "`path` ..".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ReadError::Missing => f.write_str("does not exist"),
            ReadError::Outside => f.write_str("leads out of the tree that may be read"),
            ReadError::NotRegular => f.write_str("is not a regular file"),
            ReadError::Loop => f.write_str("is reached through links that lead in a circle"),
            ReadError::TooLarge(size) => {
                write!(f, "has {size} bytes, more than the {MAX_FILE_SIZE} that are read of one file")
            }
            ReadError::Refused(reason) => write!(f, "cannot be read: {reason}"),
        }
    }
}

impl std::error::Error for ReadError {}
