//! Where a repository's bytes are, and that reading them stays where it is allowed.

use crate::source::Error;
use crate::source::disk::open_file;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// The directories that make up a repository, absolute and without links.
#[derive(Debug, Clone)]
pub(in crate::source) struct Place {
    /// Nothing when the repository is bare.
    pub(in crate::source) work_tree: Option<PathBuf>,
    /// What belongs to this work tree alone.
    pub(super) git_dir: PathBuf,
    /// What all work trees share, objects above all; often the same directory.
    common_dir: PathBuf,
}

impl Place {
    /// The repository around a directory, which is absolute and without links. A `.git` that is no repository is passed
    /// over, as git does.
    pub(in crate::source) fn around(dir: &Path) -> Result<Option<Place>, Error> {
        for work_tree in dir.ancestors() {
            let dot_git = work_tree.join(".git");
            let found = match fs::symlink_metadata(&dot_git) {
                Ok(metadata) if metadata.is_file() => Some(linked(work_tree, &dot_git)?),
                Ok(_) => dot_git.canonicalize().ok().filter(|dir| is_git_dir(dir)),
                Err(_) => None,
            };
            let (work_tree, git_dir) = match found {
                Some(git_dir) => (Some(work_tree.to_owned()), git_dir),
                None if is_git_dir(work_tree) => (None, work_tree.to_owned()),
                None => continue,
            };
            let common_dir = common_dir(&git_dir)?;
            return Ok(Some(Place { work_tree, git_dir, common_dir }));
        }
        Ok(None)
    }

    /// Refuses a repository that would make us open anything but regular files inside itself, its work tree and the
    /// directories of `allow_read`.
    pub(super) fn check(&self, allow_read: &[PathBuf]) -> Result<(), Error> {
        let own = [&self.git_dir, &self.common_dir].into_iter().chain(&self.work_tree);
        let mut allowed: Vec<PathBuf> = own.cloned().collect();
        for dir in allow_read {
            allowed.push(crate::source::boundary::directory(dir)?);
        }
        let borders = Borders { git_dir: &self.git_dir, allowed: &allowed };
        borders.check_git_dir(&self.git_dir)?;
        borders.check_git_dir(&self.common_dir)?;
        borders.check_objects(&self.common_dir.join("objects"))
    }

    /// Whether some objects may be left with a remote.
    ///
    /// # Errors
    /// When the configuration says that the bytes are stored in a way that is not known here.
    pub(super) fn is_partial(&self) -> Result<bool, Error> {
        let broken = |message: String| Error::Repository { dir: self.git_dir.clone(), message };
        let path = self.common_dir.join("config");
        let Some(text) = read_small(&path).map_err(|error| broken(error.to_string()))? else { return Ok(false) };
        let config = gix::config::File::from_bytes_no_includes(
            &text,
            gix::config::file::Metadata::from(gix::config::Source::Local),
            gix::config::file::init::Options::default(),
        )
        .map_err(|error| broken(format!("its configuration is not understood: {error}")))?;
        let says = |key: &str| config.string(key).map(|value| value.to_string().to_ascii_lowercase());
        if let Some(format) = says("extensions.objectFormat").filter(|format| format != "sha1") {
            return Err(broken(format!(
                "its objects are named by `{format}`, and only `sha1` is read: compare directories, as in `dir:OLD dir:NEW`"
            )));
        }
        if let Some(storage) = says("extensions.refStorage").filter(|storage| storage != "files") {
            return Err(broken(format!(
                "its refs are stored as `{storage}`, and only `files` is read: `git refs migrate --ref-format=files` converts them"
            )));
        }
        let mut remotes = config.sections_by_name("remote").into_iter().flatten();
        let promises = remotes.any(|remote| remote.value("promisor").is_some_and(|value| value.as_slice() != b"false"));
        Ok(promises || says("extensions.partialClone").is_some())
    }
}

/// Where links and borrowed objects may lead.
struct Borders<'a> {
    /// For messages.
    git_dir: &'a Path,
    allowed: &'a [PathBuf],
}

impl Borders<'_> {
    /// The files at the top, which hold or are refs, and the folders with more of them.
    fn check_git_dir(&self, dir: &Path) -> Result<(), Error> {
        for item in self.list(dir)? {
            let name = item.file_name();
            let holds_refs = ["refs", "logs", "reftable"].iter().any(|known| name == *known);
            if holds_refs {
                self.check_all(&item.path(), DEEPEST)?;
            } else if !self.kind(&item)?.is_dir() && name != "fsmonitor--daemon.ipc" {
                self.check_regular(&item.path())?;
            }
        }
        Ok(())
    }

    /// A directory of objects, and those it borrows from.
    fn check_objects(&self, first: &Path) -> Result<(), Error> {
        let mut ahead = vec![first.to_owned()];
        let mut seen = Vec::new();
        while let Some(objects) = ahead.pop() {
            let objects = self.inside(&objects)?;
            if seen.contains(&objects) {
                continue;
            }
            self.check_all(&objects, DEEPEST)?;
            if let Some(text) = read_small(&objects.join("info/alternates")).map_err(|error| self.broken(&error))? {
                let borrowed = gix::odb::alternate::parse(&text).map_err(|error| self.broken(&error))?;
                ahead.extend(borrowed.into_iter().map(|path| objects.join(path)));
            }
            seen.push(objects);
        }
        Ok(())
    }

    fn check_all(&self, dir: &Path, depth: usize) -> Result<(), Error> {
        if depth == 0 {
            return Err(self.broken(&format!("`{}` is nested too deep", dir.display())));
        }
        let dir = self.inside(dir)?;
        for item in self.list(&dir)? {
            let kind = self.kind(&item)?;
            if kind.is_dir() {
                self.check_all(&item.path(), depth - 1)?;
            } else if !kind.is_file() {
                self.check_regular(&item.path())?;
            }
        }
        Ok(())
    }

    /// A link is fine when what it leads to is.
    fn check_regular(&self, path: &Path) -> Result<(), Error> {
        let target = self.inside(path)?;
        match fs::symlink_metadata(&target) {
            Ok(metadata) if metadata.is_file() || metadata.is_dir() => Ok(()),
            Ok(_) => Err(self.broken(&format!("`{}` is neither a file nor a directory", path.display()))),
            Err(error) => Err(self.broken(&error)),
        }
    }

    /// Where a path leads, which must be inside.
    fn inside(&self, path: &Path) -> Result<PathBuf, Error> {
        // A link that leads nowhere is not opened either.
        let target = path.canonicalize().map_err(|error| self.broken(&format!("`{}`: {error}", path.display())))?;
        if self.allowed.iter().any(|dir| target.starts_with(dir)) {
            return Ok(target);
        }
        Err(Error::RepositoryOutside { git_dir: self.git_dir.to_owned(), path: path.to_owned(), target })
    }

    fn list(&self, dir: &Path) -> Result<Vec<fs::DirEntry>, Error> {
        fs::read_dir(dir).and_then(Iterator::collect).map_err(|error| self.broken(&error))
    }

    fn kind(&self, item: &fs::DirEntry) -> Result<fs::FileType, Error> {
        item.file_type().map_err(|error| self.broken(&error))
    }

    fn broken(&self, error: &impl ToString) -> Error {
        Error::Repository { dir: self.git_dir.to_owned(), message: error.to_string() }
    }
}

/// No ref or object lies deeper.
const DEEPEST: usize = 64;

/// Where a `.git` file points.
fn linked(work_tree: &Path, dot_git: &Path) -> Result<PathBuf, Error> {
    let broken = |message: String| Error::Repository { dir: dot_git.to_owned(), message };
    let text = read_small(dot_git).map_err(|error| broken(error.to_string()))?.unwrap_or_default();
    let text = String::from_utf8(text).map_err(|_| broken("the file is not Unicode".to_owned()))?;
    let target = text
        .strip_prefix("gitdir:")
        .ok_or_else(|| broken("the file does not say `gitdir: ` and a directory".to_owned()))?
        .trim();
    let dir = work_tree.join(target).canonicalize().ok().filter(|dir| is_git_dir(dir));
    dir.ok_or_else(|| {
        broken(format!("the file names `{target}`, which is no repository: `git worktree repair` mends it"))
    })
}

/// Where the objects are, which for a linked work tree is another directory.
fn common_dir(git_dir: &Path) -> Result<PathBuf, Error> {
    let broken = |message: String| Error::Repository { dir: git_dir.to_owned(), message };
    let Some(text) = read_small(&git_dir.join("commondir")).map_err(|error| broken(error.to_string()))? else {
        return Ok(git_dir.to_owned());
    };
    let text = String::from_utf8(text).map_err(|_| broken("`commondir` is not Unicode".to_owned()))?;
    git_dir.join(text.trim()).canonicalize().map_err(|error| broken(format!("`commondir` leads nowhere: {error}")))
}

fn is_git_dir(dir: &Path) -> bool {
    let shared = dir.join("objects").is_dir() && dir.join("refs").is_dir();
    fs::symlink_metadata(dir.join("HEAD")).is_ok() && (shared || dir.join("commondir").is_file())
}

/// A file that is small in any honest repository; nothing when it is missing, an error when it is no regular file.
fn read_small(path: &Path) -> io::Result<Option<Vec<u8>>> {
    const LIMIT: u64 = 1024 * 1024;
    let not_small = || io::Error::other(format!("`{}` is not a small regular file", path.display()));
    match fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
        Ok(metadata) if !metadata.is_file() => return Err(not_small()),
        Ok(_) => {}
    }
    // It may have been replaced meanwhile.
    let file = open_file(path)?;
    let metadata = file.metadata()?;
    if !metadata.is_file() || metadata.len() > LIMIT {
        return Err(not_small());
    }
    let mut text = Vec::new();
    file.take(LIMIT).read_to_end(&mut text)?;
    Ok(Some(text))
}
