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
                let place = if dir.is_empty() { "the root of the tree" } else { dir };
                write!(
                    f,
                    "no `Cargo.toml` in `{place}` or above it: name a directory of a cargo project, with `-C DIR`"
                )
            }
            Error::Manifest { file, line: Some(line), message } => write!(f, "`{file}`, line {line}: {message}"),
            Error::Manifest { file, line: None, message } => write!(f, "`{file}`: {message}"),
            Error::Read { file, error } => write!(f, "`{file}` {error}"),
        }
    }
}

impl std::error::Error for Error {}
