//! Why there is nothing to analyse, in words that say what to do.

use super::ReadError;
use std::fmt;
use std::path::PathBuf;

/// Why a tree cannot be opened, or holds no project. Text of the tree stands in it as it is; who prints it escapes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Error {
    /// DIR is missing, or no directory.
    NotADirectory {
        /// As it was given.
        dir: PathBuf,
        /// The system's reason.
        reason: String,
    },
    /// Neither the directory nor one above it has a manifest.
    NoManifest {
        /// In the tree.
        dir: String,
    },
    /// The manifest of DIR, or of the workspace it says it belongs to, cannot be used.
    Manifest {
        /// In the tree.
        file: String,
        /// From 1, when a line is to blame.
        line: Option<u32>,
        /// What is wrong.
        message: String,
    },
    /// The directories that may be read lie on different drives.
    NoCommonRoot {
        /// The directory to analyse.
        dir: PathBuf,
    },
    /// No git repository around DIR.
    NotARepository {
        /// The directory to analyse.
        dir: PathBuf,
    },
    /// The repository cannot be read.
    Repository {
        /// Its git directory, or the `.git` file.
        dir: PathBuf,
        /// Why, and what to do about it when that is known.
        message: String,
    },
    /// The git directory leads out of what may be read, by a link or by borrowing objects.
    RepositoryOutside {
        /// The git directory.
        git_dir: PathBuf,
        /// The path in it that leads out.
        path: PathBuf,
        /// Where it leads.
        target: PathBuf,
    },
    /// A revision names nothing.
    UnknownRevision {
        /// As it was given.
        name: String,
        /// Branches and tags with a name like it, nearest first.
        nearest: Vec<String>,
        /// Whether the clone lacks a part of the history.
        is_shallow: bool,
    },
    /// A revision names several commits.
    AmbiguousRevision {
        /// As it was given.
        name: String,
        /// Names that mean one each.
        candidates: Vec<String>,
    },
    /// A revision is known and cannot be used.
    Revision {
        /// As it was given.
        name: String,
        /// Why, after the name.
        message: String,
    },
    /// No branch to compare with by default.
    NoDefaultBranch {
        /// Whether both `main` and `master` exist, rather than neither.
        both: bool,
    },
    /// Two commits have no common ancestor in this clone.
    NoMergeBase {
        /// What the two are called.
        names: [String; 2],
        /// Whether the clone lacks a part of the history.
        is_shallow: bool,
        /// What went wrong on the way; empty when nothing did.
        message: String,
    },
    /// The manifest of DIR cannot be read.
    Read {
        /// In the tree.
        file: String,
        /// Why.
        error: ReadError,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::NotADirectory { dir, reason } => {
                write!(
                    f,
                    "`{}` is not a directory that can be read ({reason}): name one of a cargo project",
                    dir.display()
                )
            }
            Error::NoManifest { dir } => {
                match dir.as_str() {
                    "" => f.write_str("no `Cargo.toml` at the root of the tree")?,
                    dir => write!(f, "no `Cargo.toml` in `{dir}` or above it")?,
                }
                f.write_str(": name a directory of a cargo project, with `-C DIR`")
            }
            Error::Manifest { file, line: Some(line), message } => write!(f, "`{file}`, line {line}: {message}"),
            Error::Manifest { file, line: None, message } => write!(f, "`{file}`: {message}"),
            Error::NoCommonRoot { dir } => {
                let dir = dir.display();
                write!(f, "`{dir}` and the directories of `--allow-read` lie on different drives: only one can be read")
            }
            Error::NotARepository { dir } => {
                let dir = dir.display();
                write!(
                    f,
                    "`{dir}` is not in a git repository: name one with `-C DIR`, or compare directories, as in `dir:OLD dir:NEW`"
                )
            }
            Error::Repository { dir, message } => {
                write!(f, "the git repository at `{}` cannot be read: {message}", dir.display())
            }
            Error::RepositoryOutside { path, target, .. } => {
                let (path, target) = (path.display(), target.display());
                write!(
                    f,
                    "`{path}` leads out of what may be read, to `{target}`: `--allow-read` with that directory permits it"
                )
            }
            Error::UnknownRevision { name, nearest, is_shallow } => {
                write!(f, "no branch, tag or commit is called `{name}`")?;
                if *is_shallow {
                    return f.write_str(" in this shallow clone: `git fetch --unshallow --tags` brings all");
                }
                match nearest.as_slice() {
                    [] => f.write_str(": `git branch --all` and `git tag` list what there is"),
                    nearest => write!(f, ": the nearest names are {}", quoted(nearest)),
                }
            }
            Error::AmbiguousRevision { name, candidates } => {
                write!(f, "`{name}` names several commits: write one of {}", quoted(candidates))
            }
            Error::Revision { name, message } => write!(f, "the revision `{name}`: {message}"),
            Error::NoDefaultBranch { both: true } => f.write_str(
                "both `main` and `master` exist and `origin/HEAD` does not say which is the default branch: \
                 name the revision to compare with, as in `cargo ensue diff main`",
            ),
            Error::NoDefaultBranch { both: false } => f.write_str(
                "no default branch to compare with (neither `origin/HEAD` nor `main` nor `master`): \
                 name the revision, as in `cargo ensue diff REVISION`",
            ),
            Error::NoMergeBase { names: [one, other], is_shallow, message } => {
                write!(f, "`{one}` and `{other}` have no common ancestor")?;
                if *is_shallow {
                    return f.write_str(" in this shallow clone: `git fetch --unshallow` brings the whole history");
                }
                let separator = if message.is_empty() { "" } else { " " };
                write!(f, "{separator}{message}: name the revision to compare with, as in `cargo ensue diff {one}`")
            }
            Error::Read { file, error } => write!(f, "`{file}` {error}"),
        }
    }
}

impl std::error::Error for Error {}

fn quoted(names: &[String]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
