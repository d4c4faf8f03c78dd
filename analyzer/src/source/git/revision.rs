//! The files of a commit or of the index, from their objects.

use super::{Commit, Repository};
use crate::quiet;
use crate::source::links::{Found, follow, kind_of};
use crate::source::{Entry, EntryKind, Error, MAX_FILE_SIZE, ReadError, Tree, path};
use gix::ObjectId;
use gix::objs::tree::EntryKind as Mode;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// The longest path a link can hold on common systems; a longer "link" is not one.
const LONGEST_LINK: u64 = 4096;

/// The files of a commit as it was made, or of the index as it is: no checkout, no filter, no line ending changed. Links
/// are followed inside it.
pub struct Revision {
    repository: gix::ThreadSafeRepository,
    is_partial: bool,
    /// Handles that no thread uses now; each has caches of its own.
    idle: Mutex<Vec<gix::Repository>>,
    /// Directories that are known, by path: those that were read, or all that an index lists.
    directories: Mutex<BTreeMap<String, Arc<Directory>>>,
}

pub(super) type Directory = BTreeMap<String, (Mode, ObjectId)>;

impl Revision {
    pub(super) fn new(
        repository: gix::ThreadSafeRepository,
        commit: &Commit,
        is_partial: bool,
    ) -> Result<Revision, Error> {
        let revision = Revision { repository, is_partial, idle: Mutex::default(), directories: Mutex::default() };
        let root = revision
            .with(|git| {
                let id: ObjectId = commit.id.parse().map_err(|_| ReadError::Missing)?;
                let commit = git.find_commit(id).map_err(|error| revision.refused(id, &error))?;
                let tree = commit.tree_id().map_err(|error| revision.refused(id, &error))?;
                revision.directory(git, tree.detach())
            })
            .map_err(|error| Error::Revision { name: commit.name.clone(), message: error.to_string() })?;
        revision.remember("", root);
        Ok(revision)
    }

    /// What an index lists; the root is among them.
    pub(super) fn of_directories(repository: &Repository, mut directories: BTreeMap<String, Directory>) -> Revision {
        directories.entry(String::new()).or_default();
        let directories = directories.into_iter().map(|(path, directory)| (path, Arc::new(directory))).collect();
        Revision {
            repository: repository.git.clone().into_sync(),
            is_partial: repository.is_partial,
            idle: Mutex::default(),
            directories: Mutex::new(directories),
        }
    }

    fn look(&self, path: &str) -> Result<Found, ReadError> {
        let Some(parent) = path::parent(path) else { return Ok(Found::Directory) };
        let directory = self.at(parent)?;
        let Some((mode, id)) = directory.get(path::name(path)) else { return Err(ReadError::Missing) };
        Ok(match mode {
            Mode::Tree => Found::Directory,
            Mode::Blob | Mode::BlobExecutable => Found::File,
            Mode::Link => self.link(*id)?,
            // A submodule: its files belong to another repository.
            Mode::Commit => Found::Other,
        })
    }

    fn link(&self, id: ObjectId) -> Result<Found, ReadError> {
        let target = match self.blob(id, LONGEST_LINK) {
            Err(ReadError::TooLarge(_)) => return Ok(Found::Other),
            blob => String::from_utf8(blob?),
        };
        Ok(match target {
            Ok(target) if target.starts_with('/') => Found::LinkOutside,
            Ok(target) => Found::Link(target),
            Err(_) => Found::Other,
        })
    }

    /// A directory whose own path holds no link.
    fn at(&self, path: &str) -> Result<Arc<Directory>, ReadError> {
        if let Some(known) = self.known(path) {
            return Ok(known);
        }
        let mut here = String::new();
        let mut directory = self.known("").ok_or(ReadError::Missing)?;
        for name in path::parts(path) {
            let Some((Mode::Tree, id)) = directory.get(name).copied() else { return Err(ReadError::Missing) };
            here = path::child(&here, name);
            directory = match self.known(&here) {
                Some(known) => known,
                None => self.remember(&here, self.with(|git| self.directory(git, id))?),
            };
        }
        Ok(directory)
    }

    fn known(&self, path: &str) -> Option<Arc<Directory>> {
        self.directories.lock().unwrap_or_else(PoisonError::into_inner).get(path).cloned()
    }

    fn remember(&self, path: &str, directory: Directory) -> Arc<Directory> {
        let directory = Arc::new(directory);
        let mut known = self.directories.lock().unwrap_or_else(PoisonError::into_inner);
        known.insert(path.to_owned(), Arc::clone(&directory));
        directory
    }

    fn directory(&self, git: &gix::Repository, id: ObjectId) -> Result<Directory, ReadError> {
        let tree = git.find_tree(id).map_err(|error| self.refused(id, &error))?;
        let tree = tree.decode().map_err(|error| self.refused(id, &error))?;
        // Names that are not Unicode, or that no file system would hold, cannot be asked for.
        let entries = tree.entries.iter().filter_map(|entry| {
            let name = std::str::from_utf8(entry.filename).ok()?;
            let is_name = !name.is_empty() && name != "." && name != ".." && !name.contains('/');
            is_name.then(|| (name.to_owned(), (entry.mode.kind(), entry.oid.to_owned())))
        });
        Ok(entries.collect())
    }

    fn blob(&self, id: ObjectId, limit: u64) -> Result<Vec<u8>, ReadError> {
        self.with(|git| {
            let size = git.find_header(id).map_err(|error| self.refused(id, &error))?.size();
            if size > limit {
                return Err(ReadError::TooLarge(size));
            }
            let mut blob = git.find_blob(id).map_err(|error| self.refused(id, &error))?;
            Ok(blob.take_data())
        })
    }

    /// Lends a handle of the repository to the current thread. A panic may leave it in any state, so it ends there.
    fn with<T>(&self, use_it: impl FnOnce(&gix::Repository) -> Result<T, ReadError>) -> Result<T, ReadError> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let git = idle.unwrap_or_else(|| self.repository.to_thread_local());
        let result = quiet::caught(|| use_it(&git)).ok_or_else(|| ReadError::Refused(super::STUMBLED.to_owned()))?;
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(git);
        result
    }

    fn refused(&self, id: ObjectId, error: &gix::Error) -> ReadError {
        let text = error.to_string();
        ReadError::Refused(if error.is_not_found() { absent(&format!("object {id}"), self.is_partial) } else { text })
    }
}

/// Says that an object is not there, and what to do.
pub(super) fn absent(what: &str, is_partial: bool) -> String {
    if is_partial {
        format!("{what} is not in this clone, which is partial: `git fetch --refetch --no-filter` brings everything")
    } else {
        format!("{what} is not in this clone: `git fsck` tells what is broken")
    }
}

impl Tree for Revision {
    fn read(&self, path: &str) -> Result<Vec<u8>, ReadError> {
        let (path, Found::File) = follow(path, |path| self.look(path))? else { return Err(ReadError::NotRegular) };
        let directory = self.at(path::parent(&path).unwrap_or_default())?;
        let (_, id) = directory.get(path::name(&path)).ok_or(ReadError::Missing)?;
        self.blob(*id, MAX_FILE_SIZE)
    }

    fn entries(&self, dir: &str) -> Result<Vec<Entry>, ReadError> {
        let (dir, Found::Directory) = follow(dir, |path| self.look(path))? else { return Err(ReadError::NotRegular) };
        let entry = |name: &String| Entry {
            name: name.clone(),
            kind: kind_of(&path::child(&dir, name), |path| self.look(path)),
        };
        Ok(self.at(&dir)?.keys().map(entry).collect())
    }

    fn kind(&self, path: &str) -> Result<EntryKind, ReadError> {
        Ok(follow(path, |path| self.look(path))?.1.kind())
    }
}
