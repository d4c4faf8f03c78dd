//! Directories are held open, and a name is looked for in the one that holds it. So there is no moment in which a
//! directory on the way could be replaced by a link, and no need to look at the whole way each time.

use super::{Name, ReadError, ReplaceError, Stands, beside, bytes, refused};
use crate::source::path;
use rustix::fs::{
    AtFlags, CWD, Dir, FileType, Mode, OFlags, fchmod, fstat, openat, readlinkat, renameat, statat, unlinkat,
};
use rustix::io::Errno;
use std::collections::HashMap;
use std::ffi::OsString;
use std::fs::File;
use std::io::{self, Write};
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStringExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// Directories of the disk, and what is below them.
#[derive(Debug)]
pub(in crate::source) struct Disk {
    /// Where everything begins, by its path in the tree.
    starts: Vec<(String, Arc<OwnedFd>)>,
    /// Directories below them that somebody came through, by path.
    held: Mutex<HashMap<String, Arc<OwnedFd>>>,
}

/// Each takes one of the few hundred files that a process may have open. When there are more, all are let go.
const MOST_HELD: usize = 128;

/// As long as Linux allows a path to be; name by name there would be no end.
const LONGEST_PATH: usize = 4096;

/// A name through which others are reached: a directory and no link. It need not be readable, where that can be said.
const ON_THE_WAY: OFlags = OFlags::DIRECTORY.union(OFlags::NOFOLLOW).union(OFlags::CLOEXEC).union(SEARCH_ONLY);
#[cfg(any(target_os = "linux", target_os = "android"))]
const SEARCH_ONLY: OFlags = OFlags::PATH;
#[cfg(not(any(target_os = "linux", target_os = "android")))]
const SEARCH_ONLY: OFlags = OFlags::RDONLY;

/// A file is expected, and neither a pipe without a writer nor a terminal may hold us.
const A_FILE: OFlags = OFlags::RDONLY.union(OFlags::NONBLOCK).union(OFlags::NOCTTY).union(OFlags::CLOEXEC);

impl Disk {
    /// The directories at these places, each with its path in the tree. None lies in another one.
    pub(in crate::source) fn open(starts: impl IntoIterator<Item = (String, PathBuf)>) -> io::Result<Disk> {
        let open =
            |(path, place): (String, PathBuf)| Ok((path, Arc::new(openat(CWD, place, ON_THE_WAY, Mode::empty())?)));
        Ok(Disk { starts: starts.into_iter().map(open).collect::<io::Result<_>>()?, held: Mutex::default() })
    }

    /// What stands at a path. Behind a link on the way there is nothing.
    pub(in crate::source) fn look(&self, path: &str) -> Result<Stands, ReadError> {
        if self.start(path).is_some() {
            return Ok(Stands::Directory);
        }
        let (dir, name) = self.holder(path)?;
        let found = statat(&dir, name, AtFlags::SYMLINK_NOFOLLOW).map_err(refused)?;
        Ok(match FileType::from_raw_mode(found.st_mode) {
            FileType::Symlink => {
                let target = readlinkat(&dir, name, Vec::new()).map_err(refused)?;
                Stands::Link(PathBuf::from(OsString::from_vec(target.into_bytes())))
            }
            kind => stands(kind).unwrap_or(Stands::Other),
        })
    }

    /// Puts the bytes of a path that was found to be a regular file in place of what the buffer holds.
    pub(in crate::source) fn read(&self, path: &str, buffer: &mut Vec<u8>) -> Result<(), ReadError> {
        let (dir, name) = self.holder(path)?;
        let file = openat(&dir, name, A_FILE.union(OFlags::NOFOLLOW), Mode::empty()).map_err(refused)?;
        bytes(File::from(file), buffer)
    }

    /// Gives a path that was found to be a regular file other bytes: written beside it in the directory that is held open, and put
    /// in its place when it still has the bytes `old`.
    pub(in crate::source) fn replace(&self, path: &str, old: &[u8], new: &[u8]) -> Result<(), ReplaceError> {
        let (dir, name) = self.holder(path).map_err(ReplaceError::Unreadable)?;
        let open = || openat(&dir, name, A_FILE.union(OFlags::NOFOLLOW), Mode::empty()).map(File::from);
        let permissions = open().and_then(|file| Ok(fstat(&file)?.st_mode)).map_err(failed)?;
        let beside = beside(name);
        let written = write_new(&dir, &beside, Mode::from_raw_mode(permissions), new).and_then(|()| {
            let mut now = Vec::new();
            bytes(open().map_err(failed)?, &mut now).map_err(ReplaceError::Unreadable)?;
            if now != old {
                return Err(ReplaceError::Changed);
            }
            renameat(&dir, &beside, &dir, name).map_err(failed)
        });
        if written.is_err() {
            // It may not be there.
            let _ = unlinkat(&dir, &beside, AtFlags::empty());
        }
        written
    }

    /// What a directory holds, in any order.
    pub(in crate::source) fn names(&self, dir: &str) -> Result<Vec<Name>, ReadError> {
        let dir = self.directory(dir)?;
        let readable = openat(&dir, c".", OFlags::DIRECTORY.union(OFlags::CLOEXEC), Mode::empty()).map_err(refused)?;
        let mut names = Vec::new();
        for entry in Dir::new(readable).map_err(refused)? {
            let entry = entry.map_err(refused)?;
            let name = entry.file_name().to_bytes();
            if name != b"." && name != b".." {
                names.push((OsString::from_vec(name.to_owned()), stands(entry.file_type())));
            }
        }
        Ok(names)
    }

    /// The directory that holds a path, and the name in it.
    fn holder<'a>(&self, path: &'a str) -> Result<(Arc<OwnedFd>, &'a str), ReadError> {
        Ok((self.directory(path::parent(path).ok_or(ReadError::Missing)?)?, path::name(path)))
    }

    /// Opens the directories on the way that are not held.
    fn directory(&self, path: &str) -> Result<Arc<OwnedFd>, ReadError> {
        if path.len() > LONGEST_PATH {
            return Err(refused(Errno::NAMETOOLONG));
        }
        let mut known = path;
        let mut here = loop {
            match self.start(known).or_else(|| self.held(known)) {
                Some(open) => break open,
                None => known = path::parent(known).ok_or(ReadError::Outside)?,
            }
        };
        let mut done = known.to_owned();
        for name in path::parts(&path[known.len()..]) {
            here = Arc::new(openat(&here, name, ON_THE_WAY, Mode::empty()).map_err(|error| match error {
                // As some systems say that it is a link.
                Errno::LOOP | Errno::MLINK => ReadError::Missing,
                error => refused(error),
            })?);
            done = path::child(&done, name);
            self.hold(&done, &here);
        }
        Ok(here)
    }

    fn start(&self, path: &str) -> Option<Arc<OwnedFd>> {
        self.starts.iter().find(|(start, _)| start == path).map(|(_, open)| Arc::clone(open))
    }

    fn held(&self, path: &str) -> Option<Arc<OwnedFd>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner).get(path).cloned()
    }

    fn hold(&self, path: &str, open: &Arc<OwnedFd>) {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if held.len() >= MOST_HELD {
            held.clear();
        }
        held.insert(path.to_owned(), Arc::clone(open));
    }
}

/// Writes a file where nothing is, not even a link.
fn write_new(dir: &OwnedFd, name: &str, mode: Mode, bytes: &[u8]) -> Result<(), ReplaceError> {
    let flags = OFlags::WRONLY.union(OFlags::CREATE).union(OFlags::EXCL).union(OFlags::NOFOLLOW).union(OFlags::CLOEXEC);
    let mut file = File::from(openat(dir, name, flags, Mode::RUSR | Mode::WUSR).map_err(failed)?);
    file.write_all(bytes).map_err(failed)?;
    // Whatever the umask says.
    fchmod(&file, mode).map_err(failed)?;
    // A rename must not outlive the bytes.
    file.sync_all().map_err(failed)
}

fn failed(error: impl Into<io::Error>) -> ReplaceError {
    ReplaceError::Refused(error.into().to_string())
}

/// What a kind of file is; nothing for a link, or when the system does not say.
fn stands(kind: FileType) -> Option<Stands> {
    match kind {
        FileType::RegularFile => Some(Stands::File),
        FileType::Directory => Some(Stands::Directory),
        FileType::Symlink | FileType::Unknown => None,
        _ => Some(Stands::Other),
    }
}

/// Opens a place on the disk, links followed, without waiting for anybody. Who opens finds out whether it is a file.
pub(in crate::source) fn open_file(place: &Path) -> io::Result<File> {
    Ok(File::from(openat(CWD, place, A_FILE, Mode::empty())?))
}
