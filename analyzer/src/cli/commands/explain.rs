//! `explain`: what a lint is about.

use crate::cli::args::ExplainArgs;
use crate::cli::failure::Failure;
use crate::cli::screen::Screen;
use crate::lints::{LINTS, lint};
use crate::render::lints;

pub(in crate::cli) fn run(args: &ExplainArgs, screen: &Screen) -> Result<(), Failure> {
    let Some(name) = &args.lint else { return screen.text(&lints::list()) };
    match lint(name) {
        Some(lint) => screen.text(&lints::explanation(lint)),
        None => Err(unknown(name)),
    }
}

fn unknown(name: &str) -> Failure {
    let distance = |known: &&str| strsim::damerau_levenshtein(&name.replace('-', "_"), known);
    let names = LINTS.iter().map(|lint| lint.name);
    let near = names.min_by_key(distance).filter(|near| distance(near) <= name.len().div_ceil(3));
    let meant = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
    Failure::CannotRun(format!("no lint is called `{name}`{meant}: `cargo ensue explain` lists all"))
}
