//! `diff`: what a change makes newly possible, and what it ends.

use crate::cli::args::{DiffArgs, DiffFormat, Global};
use crate::cli::failure::Failure;
use crate::cli::screen::{Screen, answer};
use crate::cli::state::State;
use crate::diff::{Diff, compare};
use crate::render::{change, svg, text};

pub(in crate::cli) fn run(global: &Global, args: &DiffArgs, screen: &Screen) -> Result<(), Failure> {
    let state = |argument: Option<&String>, default| argument.map_or(Ok(default), |argument| State::parse(argument));
    let mut base = state(args.base.as_ref(), State::MergeBase)?.load(global)?;
    let mut head = state(args.head.as_ref(), State::WorkTree)?.load(global)?;
    if let Some(name) = &global.configuration.bin {
        // A program that one of the two states does not have is new, or gone, with all that it does.
        let unknown = [base.keep_program(name).err(), head.keep_program(name).err()];
        if let [Some(unknown), Some(_)] = unknown {
            return Err(unknown.into());
        }
    }
    screen.note(&format!("comparing {} with {}", base.description, head.description));
    let diff = Diff { base: base.name, head: head.name, ..compare(&base.graph, &head.graph) };
    match args.format {
        DiffFormat::Json => answer(diff.to_json().as_bytes()),
        DiffFormat::Text => screen.text(&text::diff(&diff, screen.width())),
        DiffFormat::Svg => answer(svg::document(&change::picture(&diff)).as_bytes()),
        DiffFormat::Html => answer(change::page(&diff).as_bytes()),
    }
}
