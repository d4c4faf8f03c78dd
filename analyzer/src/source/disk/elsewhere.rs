//! Where a name cannot be looked for in an open directory: by the whole place, each time. Somebody who replaces a
//! directory on the way by a link in the same moment can lead us out.

use super::{Name, ReadError, Stands, bytes, refused};
use crate::source::path;
use std::fs::{self, File, FileType};
use std::io;
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

    /// The bytes of a path that was found to be a regular file.
    pub(in crate::source) fn read(&self, path: &str) -> Result<Vec<u8>, ReadError> {
        bytes(open_file(&self.place(path)?).map_err(refused)?)
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
