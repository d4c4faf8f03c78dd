//! The two outputs: answers and messages.

use super::args::Color;
use super::failure::Failure;
use crate::render::visible;
use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};
use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;

/// Standard output and standard error, as the user wants them.
#[derive(Debug)]
pub(super) struct Screen {
    color: ColorChoice,
}

impl Screen {
    pub(super) fn new(color: Color) -> Screen {
        let color = match color {
            Color::Auto => ColorChoice::Auto,
            Color::Always => ColorChoice::Always,
            Color::Never => ColorChoice::Never,
        };
        Screen { color }
    }

    /// Tells why there is no answer, and gives the status.
    pub(super) fn fail(&self, failure: &Failure) -> ExitCode {
        match failure {
            Failure::CannotRun(message) => {
                self.message("error: ", AnsiColor::Red.on_default().bold(), message);
                ExitCode::from(2)
            }
            Failure::OutputClosed => ExitCode::SUCCESS,
        }
    }

    fn message(&self, label: &str, style: Style, message: &str) {
        let text = format!("{style}{label}{style:#}{}\n", visible::prose(message));
        // Nobody is left to tell when standard error is closed.
        let _ = write_all(AutoStream::new(io::stderr().lock(), self.color), text.as_bytes());
    }
}

/// Writes an answer, byte for byte.
pub(super) fn answer(bytes: &[u8]) -> Result<(), Failure> {
    finish(write_all(io::stdout().lock(), bytes))
}

fn write_all(mut out: impl Write, bytes: &[u8]) -> io::Result<()> {
    out.write_all(bytes)?;
    out.flush()
}

fn finish(written: io::Result<()>) -> Result<(), Failure> {
    written.map_err(|error| match error.kind() {
        ErrorKind::BrokenPipe => Failure::OutputClosed,
        _ => Failure::CannotRun(format!("cannot write to standard output: {error}")),
    })
}
