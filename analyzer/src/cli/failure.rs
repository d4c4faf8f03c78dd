//! Why a command ended early, and with which status.

use crate::analyses::{NameError, UnknownProgram};
use crate::source;
use std::io;
use std::path::Path;

/// The end of a command that did not give its answer.
#[derive(Debug)]
pub(super) enum Failure {
    /// Status 1: the answer was given, and something in it is denied. The message sums it up.
    Denied(String),
    /// Status 2: the command cannot be carried out. The message says what is wrong, then what to do.
    CannotRun(String),
    /// Status 2, as [`Failure::CannotRun`], with all messages told already.
    Told,
    /// Whoever read standard output has stopped reading, which is fine.
    OutputClosed,
}

impl Failure {
    /// The message of a path that the system would not let us use.
    pub(super) fn of_path(what: &str, path: &Path, error: &io::Error) -> Failure {
        Failure::CannotRun(format!("cannot {what} `{}`: {error}", path.display()))
    }
}

impl From<NameError> for Failure {
    fn from(error: NameError) -> Failure {
        Failure::CannotRun(error.to_string())
    }
}

impl From<source::Error> for Failure {
    fn from(error: source::Error) -> Failure {
        Failure::CannotRun(error.to_string())
    }
}

impl From<source::Unfit> for Failure {
    fn from(error: source::Unfit) -> Failure {
        Failure::CannotRun(error.to_string())
    }
}

impl From<UnknownProgram> for Failure {
    fn from(error: UnknownProgram) -> Failure {
        Failure::CannotRun(error.to_string())
    }
}
