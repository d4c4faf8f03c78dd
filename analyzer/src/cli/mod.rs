//! The command line.

use std::process::ExitCode;

/// Runs the tool with the arguments of the process.
#[must_use]
pub fn main() -> ExitCode {
    ExitCode::SUCCESS
}
