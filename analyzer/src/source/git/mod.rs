//! A git repository, read as bytes: objects and refs, without a process, a checkout or its configuration.
//!
//! Who made a repository decides what is in its directory, so it is held against the reading boundary before anything in
//! it is opened ([`place`]), and is never trusted, whoever owns it. Of its configuration only what says how the bytes are
//! to be read counts: the object format, and whether the clone is partial.

mod index;
mod names;
mod place;
mod revision;

pub use revision::Revision;

use super::Error;
use crate::quiet;
use gix::sec::Trust;
pub(super) use place::Place;
use std::path::{Path, PathBuf};

/// The repository around a directory.
pub struct Repository {
    git: gix::Repository,
    /// Whether objects may be left with a remote.
    is_partial: bool,
    /// Where DIR is in the trees of its revisions.
    dir: String,
}

/// A commit, and what it was called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commit {
    /// 40 hexadecimal digits.
    pub id: String,
    /// The name it was asked for by.
    pub name: String,
}

impl Commit {
    /// As much of the id as people read out: 10 digits, the same in every clone.
    #[must_use]
    pub fn short(&self) -> &str {
        &self.id[..self.id.len().min(10)]
    }
}

/// Something is broken in a way on which gix panics.
const STUMBLED: &str = "it is broken in a way that cannot be read: `git fsck` tells what is wrong";

impl Repository {
    /// The repository whose work tree, or bare directory, `dir` lies in.
    ///
    /// # Errors
    /// When there is none; when it is of a kind that cannot be read; when its directory borrows from outside the
    /// boundary, which `allow_read` widens.
    pub fn around(dir: &Path, allow_read: &[PathBuf]) -> Result<Repository, Error> {
        let dir = super::boundary::directory(dir)?;
        let place = Place::around(&dir)?.ok_or_else(|| Error::NotARepository { dir: dir.clone() })?;
        place.check(allow_read)?;
        let is_partial = place.is_partial()?;
        let options = gix::open::Options::isolated().with(Trust::Reduced).open_path_as_is(true);
        let broken = |message: String| Error::Repository { dir: place.git_dir.clone(), message };
        let git = quiet::caught(|| gix::ThreadSafeRepository::open_opts(&place.git_dir, options))
            .ok_or_else(|| broken(STUMBLED.to_owned()))?
            .map_err(|error| broken(error.to_string()))?;
        let dir = place.work_tree.as_deref().and_then(|root| super::boundary::inside(root, &dir)).unwrap_or_default();
        Ok(Repository { git: git.to_thread_local(), is_partial, dir })
    }

    /// DIR as a path in the trees of this repository; empty in a bare one.
    #[must_use]
    pub fn dir(&self) -> &str {
        &self.dir
    }

    /// The files of a commit.
    ///
    /// # Errors
    /// When the commit's objects are not in this clone.
    pub fn tree(&self, commit: &Commit) -> Result<Revision, Error> {
        Revision::new(self.git.clone().into_sync(), commit, self.is_partial)
    }

    /// What gix answers, on a handle of its own, which a panic may leave in any state.
    fn ask<T>(&self, question: impl FnOnce(&Repository) -> Result<T, Error>) -> Result<T, Error> {
        let Repository { git, is_partial, dir } = self;
        let own = Repository { git: git.clone(), is_partial: *is_partial, dir: dir.clone() };
        quiet::caught(|| question(&own))
            .unwrap_or_else(|| Err(Error::Repository { dir: git.git_dir().to_owned(), message: STUMBLED.to_owned() }))
    }
}
