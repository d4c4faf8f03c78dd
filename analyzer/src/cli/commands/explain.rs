//! `explain`: what a lint, a kind of rule, or a rule of a difference is about.

use crate::cli::args::ExplainArgs;
use crate::cli::failure::Failure;
use crate::cli::screen::Screen;
use crate::configuration::RULES_OF_FILES;
use crate::diff::{RULES, rule};
use crate::lints::{KINDS, LINTS, kind, lint};
use crate::render::{differences, lints, rules};

pub(in crate::cli) fn run(args: &ExplainArgs, screen: &Screen) -> Result<(), Failure> {
    let Some(name) = &args.name else {
        screen.text(&lints::list())?;
        screen.text(&format!("\nKinds of rules in `ensue.toml`:\n{}", rules::list()))?;
        return screen.text(&format!("\nRules of a difference:\n{}", differences::list()));
    };
    match (lint(name), kind(name), rule(name)) {
        (Some(lint), ..) => screen.text(&lints::explanation(lint)),
        (None, Some(kind), _) => screen.text(&rules::explanation(kind)),
        (None, None, Some(rule)) => screen.text(&differences::explanation(rule)),
        (None, None, None) if RULES_OF_FILES.contains(&name.as_str()) => screen.text(&differences::introduction()),
        (None, None, None) => Err(unknown(name)),
    }
}

fn unknown(name: &str) -> Failure {
    let plain = |name: &str| name.replace('-', "_");
    let distance = |known: &&str| strsim::damerau_levenshtein(&plain(name), &plain(known));
    let of_checks = LINTS.iter().map(|lint| lint.name).chain(KINDS.iter().map(|kind| kind.key));
    let names = of_checks.chain(RULES.iter().map(|rule| rule.name)).chain(RULES_OF_FILES);
    let near = names.min_by_key(distance).filter(|near| distance(near) <= name.len().div_ceil(3));
    let meant = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
    Failure::CannotRun(format!(
        "no lint, kind of rule or rule of a difference is called `{name}`{meant}: `cargo ensue explain` lists all"
    ))
}
