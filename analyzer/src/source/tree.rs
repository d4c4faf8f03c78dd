//! What later stages may know of the world: names and bytes of regular files inside the reading boundary.

/// A tree of files: a work tree, a git revision, or a map in memory. Who reads from it cannot tell which.
///
/// Paths use `/`, are relative to the root of the reading boundary, and hold neither `.` nor `..`; the root is the empty
/// path. Reading the same path twice gives the same bytes.
pub trait Tree: Sync {
    /// The bytes of a regular file.
    ///
    /// # Errors
    /// When there is no such file, when it is not a regular file, when it leads out of the boundary, or when the system
    /// refuses.
    fn read(&self, path: &str) -> Result<Vec<u8>, ReadError>;

    /// What a directory holds, sorted by name.
    ///
    /// # Errors
    /// As for [`Tree::read`].
    fn entries(&self, dir: &str) -> Result<Vec<Entry>, ReadError>;
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
    /// Anything that is not read: a device, a socket, a submodule, a link that leads out of the boundary.
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
    /// The system refused; the text is its reason.
    Refused(String),
}
