//! The two outputs: answers and messages.

use super::args::Color;
use super::failure::Failure;
use crate::render::visible;
use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};
use std::io::{self, BufWriter, ErrorKind, IsTerminal, StdoutLock, Write};
use std::process::ExitCode;

/// What is written at once, in bytes.
const PIECE: usize = 1 << 16;

/// Standard output and standard error, as the user wants them.
#[derive(Debug)]
pub(super) struct Screen {
    color: ColorChoice,
    is_quiet: bool,
    /// How many columns an answer may have; a file or a pipe has room for any number.
    width: Option<usize>,
}

impl Screen {
    pub(super) fn new(color: Color, is_quiet: bool) -> Screen {
        let color = match color {
            Color::Auto => ColorChoice::Auto,
            Color::Always => ColorChoice::Always,
            Color::Never => ColorChoice::Never,
        };
        Screen { color, is_quiet, width: terminal_width() }
    }

    /// Writes an answer with colours, which are taken out where they are not wanted.
    pub(super) fn text(&self, text: &str) -> Result<(), Failure> {
        finish(write_all(AutoStream::new(io::stdout().lock(), self.color), text.as_bytes()))
    }

    /// Writes messages that have their own colours.
    pub(super) fn messages(&self, text: &str) {
        // Nobody is left to tell when standard error is closed.
        let _ = write_all(AutoStream::new(io::stderr().lock(), self.color), text.as_bytes());
    }

    /// Tells something besides the answer.
    pub(super) fn note(&self, message: &str) {
        if !self.is_quiet {
            self.message("", Style::new(), message);
        }
    }

    /// Tells why there is no answer, and gives the status.
    pub(super) fn fail(&self, failure: &Failure) -> ExitCode {
        let error = |message: &String| self.message("error: ", AnsiColor::Red.on_default().bold(), message);
        match failure {
            Failure::Denied(message) => {
                error(message);
                ExitCode::from(1)
            }
            Failure::CannotRun(message) => {
                error(message);
                ExitCode::from(2)
            }
            Failure::Told => ExitCode::from(2),
            Failure::OutputClosed => ExitCode::SUCCESS,
        }
    }

    pub(super) fn width(&self) -> Option<usize> {
        self.width
    }

    fn message(&self, label: &str, style: Style, message: &str) {
        let text = format!("{style}{label}{style:#}{}\n", visible::prose(message));
        self.messages(&text);
    }
}

/// Writes an answer, byte for byte.
pub(super) fn answer(bytes: &[u8]) -> Result<(), Failure> {
    finish(write_all(io::stdout().lock(), bytes))
}

/// Writes an answer that is made piece by piece.
pub(super) fn answer_by(make: impl FnOnce(&mut BufWriter<StdoutLock<'_>>) -> io::Result<()>) -> Result<(), Failure> {
    let mut out = BufWriter::with_capacity(PIECE, io::stdout().lock());
    finish(make(&mut out).and_then(|()| out.flush()))
}

fn terminal_width() -> Option<usize> {
    let stdout = io::stdout();
    let (columns, _) = stdout.is_terminal().then(|| terminal_size::terminal_size_of(stdout))??;
    Some(usize::from(columns.0))
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
