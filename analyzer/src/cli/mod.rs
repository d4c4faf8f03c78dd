//! The command line: arguments in, answers to standard output, messages to standard error.
//!
//! Here, and in [`source`](crate::source), the program touches the world. Nothing is started but the browser, by
//! `doc --open`; nothing is written but what `doc`, `snapshot`, `accept` and `init` are for, through `output`, and what `check --fix`
//! changes, through the tree itself.

mod args;
mod commands;
mod failure;
mod output;
mod progress;
mod project;
mod said;
mod screen;
mod state;

use crate::analyses::Direction;
use args::{Cli, Command};
use clap::Parser;
use failure::Failure;
use screen::Screen;
use std::ffi::OsString;
use std::process::ExitCode;

/// Runs the tool with the arguments of the process, as `cargo ensue ..` or `cargo-ensue ..`.
#[must_use]
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse_from(without_subcommand_name(std::env::args_os())) {
        Ok(cli) => cli,
        Err(error) => return usage(&error),
    };
    let screen = Screen::new(cli.global.color, cli.global.quiet);
    match run(&cli, &screen) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => screen.fail(&failure),
    }
}

fn run(cli: &Cli, screen: &Screen) -> Result<(), Failure> {
    let global = &cli.global;
    match &cli.command {
        Command::Graph(args) => commands::graph::run(global, args, screen),
        Command::After(args) => commands::walk::run(global, args, Direction::After, screen),
        Command::Before(args) => commands::walk::run(global, args, Direction::Before, screen),
        Command::Path(args) => commands::path::run(global, args, screen),
        Command::Doc(args) => commands::doc::run(global, args, screen),
        Command::Diff(args) => commands::diff::run(global, args, screen),
        Command::Render(args) => commands::render::run(global, args, screen),
        Command::Check(args) => commands::check::run(global, args, screen),
        Command::Accept(args) => commands::accept::run(global, args, screen),
        Command::Explain(args) => commands::explain::run(args, screen),
        Command::Snapshot(args) => commands::snapshot::run(global, args, screen),
        Command::Init(args) => commands::init::run(global, args, screen),
    }
}

/// `cargo ensue graph` starts `cargo-ensue ensue graph`.
fn without_subcommand_name(args: impl Iterator<Item = OsString>) -> Vec<OsString> {
    let mut args: Vec<OsString> = args.collect();
    if args.get(1).is_some_and(|first| first == "ensue") {
        args.remove(1);
    }
    args
}

/// Help and version go to standard output with status 0, mistakes to standard error with status 2.
fn usage(error: &clap::Error) -> ExitCode {
    // Nobody is left to tell when this fails.
    let _ = error.print();
    ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
}
