//! What stands on the disk, reached name by name: no link is ever followed, and nothing but a regular file is opened for
//! its bytes, whoever changes the disk meanwhile.

#[cfg_attr(unix, path = "unix.rs")]
#[cfg_attr(not(unix), path = "elsewhere.rs")]
mod system;

pub(super) use system::{Disk, open_file};

use super::{MAX_FILE_SIZE, ReadError};
use std::ffi::OsString;
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

/// The bytes of an open file, which may have become another one since somebody looked.
fn bytes(file: File) -> Result<Vec<u8>, ReadError> {
    let metadata = file.metadata().map_err(refused)?;
    if !metadata.is_file() {
        return Err(ReadError::Refused("it was replaced while it was being opened".to_owned()));
    }
    if metadata.len() > MAX_FILE_SIZE {
        return Err(ReadError::TooLarge(metadata.len()));
    }
    // One more than there is: the read that finds the end needs room too.
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or_default() + 1);
    let limit = MAX_FILE_SIZE + 1;
    file.take(limit).read_to_end(&mut bytes).map_err(refused)?;
    if bytes.len() as u64 == limit { Err(ReadError::TooLarge(limit)) } else { Ok(bytes) }
}

fn refused(error: impl Into<io::Error>) -> ReadError {
    let error = error.into();
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => ReadError::Missing,
        _ => ReadError::Refused(error.to_string()),
    }
}
