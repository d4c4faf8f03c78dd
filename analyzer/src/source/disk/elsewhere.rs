//! Where a name cannot be looked for in an open directory: by the whole place, each time. Somebody who replaces a
//! directory on the way by a link in the same moment can lead us out.

use super::{Name, ReadError, ReplaceError, Stands, beside, bytes, refused};
use crate::source::path;
use std::fs::{self, File, FileType, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Directories of the disk, and what is below them.
#[derive(Debug)]
pub(in crate::source) struct Disk {
    /// Where everything begins, by its path in the tree.
    starts: Vec<(String, PathBuf)>,
}

impl Disk {
    /// The directories at these places, each with its path in the tree. None lies in another one.
    #[expect(clippy::unnecessary_wraps, reason = "where directories are held open this can fail")]
    pub(in crate::source) fn open(starts: impl IntoIterator<Item = (String, PathBuf)>) -> io::Result<Disk> {
        Ok(Disk { starts: starts.into_iter().collect() })
    }

    /// What stands at a path. Behind a link on the way there is nothing.
    pub(in crate::source) fn look(&self, path: &str) -> Result<Stands, ReadError> {
        let (start, mut place) = self.start(path)?;
        let mut found = Stands::Directory;
        for name in path::parts(&path[start.len()..]) {
            if !matches!(found, Stands::Directory) {
                return Err(ReadError::Missing);
            }
            place.push(name);
            let kind = fs::symlink_metadata(&place).map_err(refused)?.file_type();
            let is_link = kind.is_symlink();
            found = if is_link { Stands::Link(fs::read_link(&place).map_err(refused)?) } else { stands(kind) };
        }
        Ok(found)
    }

    /// Puts the bytes of a path that was found to be a regular file in place of what the buffer holds.
    pub(in crate::source) fn read(&self, path: &str, buffer: &mut Vec<u8>) -> Result<(), ReadError> {
        bytes(open_file(&self.place(path)?).map_err(refused)?, buffer)
    }

    /// Gives a path that was found to be a regular file other bytes: written beside it, and put in its place when it still has the
    /// bytes `old`.
    pub(in crate::source) fn replace(&self, path: &str, old: &[u8], new: &[u8]) -> Result<(), ReplaceError> {
        let place = self.place(path).map_err(ReplaceError::Unreadable)?;
        let beside = place.with_file_name(beside(path::name(path)));
        let failed = |error: io::Error| ReplaceError::Refused(error.to_string());
        let written = write_new(&beside, &place, new).map_err(failed).and_then(|()| {
            let mut now = Vec::new();
            self.read(path, &mut now).map_err(ReplaceError::Unreadable)?;
            if now != old {
                return Err(ReplaceError::Changed);
            }
            fs::rename(&beside, &place).map_err(failed)
        });
        if written.is_err() {
            // It may not be there.
            let _ = fs::remove_file(&beside);
        }
        written
    }

    /// What a directory holds, in any order.
    pub(in crate::source) fn names(&self, dir: &str) -> Result<Vec<Name>, ReadError> {
        let mut names = Vec::new();
        for entry in fs::read_dir(self.place(dir)?).map_err(refused)? {
            let entry = entry.map_err(refused)?;
            let kind = entry.file_type().ok().filter(|kind| !kind.is_symlink());
            names.push((entry.file_name(), kind.map(stands)));
        }
        Ok(names)
    }

    fn place(&self, path: &str) -> Result<PathBuf, ReadError> {
        let (start, mut place) = self.start(path)?;
        place.extend(path::parts(&path[start.len()..]));
        Ok(place)
    }

    /// Where a path begins, and where that is on the disk.
    fn start(&self, path: &str) -> Result<(&str, PathBuf), ReadError> {
        let start = self.starts.iter().find(|(start, _)| path::is_within(path, start));
        start.map(|(start, place)| (start.as_str(), place.clone())).ok_or(ReadError::Outside)
    }
}

/// Writes a file where nothing is, with the permissions of another one.
fn write_new(place: &Path, like: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(place)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::set_permissions(place, fs::metadata(like)?.permissions())
}

fn stands(kind: FileType) -> Stands {
    match () {
        () if kind.is_file() => Stands::File,
        () if kind.is_dir() => Stands::Directory,
        () => Stands::Other,
    }
}

/// Opens a place on the disk, links followed. Who opens finds out whether it is a file.
pub(in crate::source) fn open_file(place: &Path) -> io::Result<File> {
    File::open(place)
}
