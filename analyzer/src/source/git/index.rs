//! The files of the index: what the next commit would hold.

use super::revision::Directory;
use super::{Repository, Revision, STUMBLED};
use crate::quiet;
use crate::source::disk::open_file;
use crate::source::{Error, path};
use gix::ObjectId;
use gix::index::entry::{Flags, Stage};
use gix::index::{State, decode};
use gix::objs::tree::EntryKind as Mode;
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read};
use std::path::Path;

/// The index of some two million files; a larger one is refused.
const LARGEST: u64 = 256 * 1024 * 1024;

impl Repository {
    /// The files that are staged: those of the last commit, with what was added to them or removed since. A file that is
    /// only announced (`git add --intent-to-add`) is not among them.
    ///
    /// # Errors
    /// When the repository has none because it is bare, when the index cannot be read, and while a merge is not resolved.
    pub fn index(&self) -> Result<Revision, Error> {
        let dir = self.git.git_dir();
        let refused = |message: String| Error::Repository { dir: dir.to_owned(), message };
        if self.git.is_bare() {
            return Err(refused("it is bare, so it has no index: name a revision".to_owned()));
        }
        let bytes = read(&dir.join("index")).map_err(|error| refused(format!("its index cannot be read: {error}")))?;
        let Some(bytes) = bytes else {
            // As after `git init`.
            return Ok(Revision::of_directories(self, BTreeMap::new()));
        };
        let state = quiet::caught(|| decoded(&bytes)).unwrap_or_else(|| Err(STUMBLED.to_owned()));
        let directories =
            state.and_then(|state| directories(&state)).map_err(|why| refused(format!("its index {why}")))?;
        Ok(Revision::of_directories(self, directories))
    }
}

/// The bytes of the file; nothing when it is missing.
fn read(index: &Path) -> io::Result<Option<Vec<u8>>> {
    match fs::symlink_metadata(index) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
        Ok(_) => {}
    }
    let file = open_file(index)?;
    let metadata = file.metadata()?;
    if !metadata.is_file() || metadata.len() > LARGEST {
        return Err(io::Error::other(format!("it is no regular file of at most {LARGEST} bytes")));
    }
    let mut bytes = Vec::new();
    file.take(LARGEST).read_to_end(&mut bytes)?;
    Ok(Some(bytes))
}

/// What the bytes say, if they are those that git wrote.
fn decoded(bytes: &[u8]) -> Result<State, String> {
    let kind = gix::hash::Kind::Sha1;
    let (content, sum) = bytes.split_at_checked(bytes.len().wrapping_sub(kind.len_in_bytes())).ok_or("is cut off")?;
    let sum = ObjectId::from_bytes_or_panic(sum);
    let mut hasher = gix::hash::hasher(kind);
    hasher.update(content);
    // `index.skipHash` leaves the sum out.
    if !sum.is_null() && hasher.try_finalize().map_err(|error| error.to_string())? != sum {
        return Err("is damaged: `git read-tree HEAD` writes it anew, from the last commit".to_owned());
    }
    let options = decode::Options { thread_limit: Some(1), ..decode::Options::default() };
    // When it was written says nothing here: no file of the work tree is compared with it.
    let (state, _) = State::from_bytes(bytes, State::new(kind).timestamp(), kind, options)
        .map_err(|error| format!("is not understood: {error}"))?;
    if state.link().is_some() {
        return Err("is split in two files: `git update-index --no-split-index` makes it one".to_owned());
    }
    Ok(state)
}

/// All directories by path. One that a sparse index does not list is known by its tree.
fn directories(state: &State) -> Result<BTreeMap<String, Directory>, String> {
    let mut directories = BTreeMap::from([(String::new(), Directory::new())]);
    for entry in state.entries() {
        let whole = entry.path(state).to_string();
        if entry.stage() != Stage::Unconflicted {
            return Err(format!(
                "has several versions of `{whole}`, for a merge is not resolved: resolve it, and `git add` the file"
            ));
        }
        let mode = entry.mode.to_tree_entry_mode().map(|mode| mode.kind());
        let place = whole.strip_suffix('/').filter(|_| mode == Some(Mode::Tree)).unwrap_or(&whole);
        let (Some(mode), true) = (mode, is_path(place) && !entry.flags.contains(Flags::INTENT_TO_ADD)) else {
            continue;
        };
        put(&mut directories, place, (mode, entry.id));
    }
    Ok(directories)
}

/// Puts an entry where it belongs, and its directories where they do.
fn put(directories: &mut BTreeMap<String, Directory>, place: &str, entry: (Mode, ObjectId)) {
    let (mut place, mut entry) = (place, entry);
    while let Some(parent) = path::parent(place) {
        let is_new = !directories.contains_key(parent);
        directories.entry(parent.to_owned()).or_default().insert(path::name(place).to_owned(), entry);
        if !is_new {
            break;
        }
        (place, entry) = (parent, (Mode::Tree, ObjectId::null(gix::hash::Kind::Sha1)));
    }
}

/// Whether a file system would hold this path; another one cannot be asked for.
fn is_path(place: &str) -> bool {
    place.split('/').all(|name| !name.is_empty() && name != "." && name != "..")
}
