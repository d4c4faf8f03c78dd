//! What stands on the disk, reached name by name: no link is ever followed, and nothing but a regular file is opened for
//! its bytes, whoever changes the disk meanwhile.

#[cfg_attr(unix, path = "unix.rs")]
#[cfg_attr(not(unix), path = "elsewhere.rs")]
mod system;

pub(super) use system::{Disk, open_file};

use super::{MAX_FILE_SIZE, ReadError};
use std::ffi::OsString;
use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::PathBuf;

/// What stands at a path itself.
pub(super) enum Stands {
    File,
    Directory,
    /// A link, and where it leads.
    Link(PathBuf),
    Other,
}

/// A name in a directory; what it is, when the directory itself says so and it is no link.
pub(super) type Name = (OsString, Option<Stands>);

/// Why a file keeps its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReplaceError {
    /// It cannot be read any more, or a link stands on its way.
    Unreadable(ReadError),
    /// It is a link.
    Link,
    /// It has other bytes than those that were read.
    Changed,
    /// The system refused to write; the text is its reason.
    Refused(String),
}

impl fmt::Display for ReplaceError {
    /// Continues "`path` ..".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ReplaceError::Unreadable(ReadError::Missing) => f.write_str("is gone, or reached through a link"),
            ReplaceError::Unreadable(error) => error.fmt(f),
            ReplaceError::Link => f.write_str("is a link"),
            ReplaceError::Changed => f.write_str("has changed since it was read"),
            ReplaceError::Refused(reason) => write!(f, "cannot be written: {reason}"),
        }
    }
}

impl std::error::Error for ReplaceError {}

/// The name of a file that is written beside another one, before it takes its place.
fn beside(name: &str) -> String {
    format!(".{name}.ensue-{}", std::process::id())
}

/// Reads an open file, which may have become another one since somebody looked.
fn bytes(mut file: File, buffer: &mut Vec<u8>) -> Result<(), ReadError> {
    let metadata = file.metadata().map_err(refused)?;
    if !metadata.is_file() {
        return Err(ReadError::Refused("it was replaced while it was being opened".to_owned()));
    }
    if metadata.len() > MAX_FILE_SIZE {
        return Err(ReadError::TooLarge(metadata.len()));
    }
    // One more than there is, so that one read takes everything and the next one finds the end.
    buffer.clear();
    buffer.resize(usize::try_from(metadata.len()).unwrap_or_default() + 1, 0);
    let mut done = 0;
    loop {
        match file.read(&mut buffer[done..]) {
            Ok(0) => break,
            Ok(count) => done += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(refused(error)),
        }
        if done as u64 > MAX_FILE_SIZE {
            return Err(ReadError::TooLarge(done as u64));
        }
        if done == buffer.len() {
            // It has grown meanwhile.
            buffer.resize(2 * done, 0);
        }
    }
    buffer.truncate(done);
    Ok(())
}

fn refused(error: impl Into<io::Error>) -> ReadError {
    let error = error.into();
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => ReadError::Missing,
        _ => ReadError::Refused(error.to_string()),
    }
}
