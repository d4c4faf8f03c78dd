//! `explain`: what a lint, or a kind of rule, is about.

use crate::cli::args::ExplainArgs;
use crate::cli::failure::Failure;
use crate::cli::screen::Screen;
use crate::lints::{KINDS, LINTS, kind, lint};
use crate::render::{lints, rules};

pub(in crate::cli) fn run(args: &ExplainArgs, screen: &Screen) -> Result<(), Failure> {
    let Some(name) = &args.name else {
        screen.text(&lints::list())?;
        return screen.text(&format!("\nKinds of rules in `ensue.toml`:\n{}", rules::list()));
    };
    match (lint(name), kind(name)) {
        (Some(lint), _) => screen.text(&lints::explanation(lint)),
        (None, Some(kind)) => screen.text(&rules::explanation(kind)),
        (None, None) => Err(unknown(name)),
    }
}

fn unknown(name: &str) -> Failure {
    let plain = |name: &str| name.replace('-', "_");
    let distance = |known: &&str| strsim::damerau_levenshtein(&plain(name), &plain(known));
    let names = LINTS.iter().map(|lint| lint.name).chain(KINDS.iter().map(|kind| kind.key));
    let near = names.min_by_key(distance).filter(|near| distance(near) <= name.len().div_ceil(3));
    let meant = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
    Failure::CannotRun(format!("no lint or kind of rule is called `{name}`{meant}: `cargo ensue explain` lists all"))
}
