//! `diff`: what a change makes newly possible, and what it ends.

use crate::cli::args::{DiffArgs, DiffFormat, Global};
use crate::cli::failure::Failure;
use crate::cli::screen::{Screen, answer};
use crate::cli::state::{Loaded, State};
use crate::configuration;
use crate::diff::{Diff, Level, compare};
use crate::lints::Accepted;
use crate::render::{change, markdown, message, svg, text};
use std::collections::BTreeSet;

pub(in crate::cli) fn run(global: &Global, args: &DiffArgs, screen: &Screen) -> Result<(), Failure> {
    let diff = compared(global, (args.base.as_deref(), args.head.as_deref()), screen)?;
    tell(&diff, args.format, screen)?;
    close(&diff, screen)
}

/// Writes a difference; the data is all that any format needs.
pub(super) fn tell(diff: &Diff, format: DiffFormat, screen: &Screen) -> Result<(), Failure> {
    match format {
        DiffFormat::Json => answer(diff.to_json().as_bytes()),
        DiffFormat::Text => screen.text(&text::diff(diff, screen.width())),
        DiffFormat::Markdown => answer(markdown::document(diff).as_bytes()),
        DiffFormat::Svg => answer(svg::document(&change::picture(diff)).as_bytes()),
        DiffFormat::Html => answer(change::page(diff).as_bytes()),
        DiffFormat::Sarif => answer(message::change::sarif(diff).as_bytes()),
        DiffFormat::Github => answer(message::change::github(diff).as_bytes()),
    }
}

/// Compares two states, by default the merge base and the work tree.
pub(super) fn compared(
    global: &Global,
    (base, head): (Option<&str>, Option<&str>),
    screen: &Screen,
) -> Result<Diff, Failure> {
    let state = |argument: Option<&str>, default| argument.map_or(Ok(default), State::parse);
    let mut base = state(base, State::MergeBase)?.load(global)?;
    let mut head = state(head, State::WorkTree)?.load(global)?;
    if let Some(name) = &global.configuration.bin {
        // A program that one of the two states does not have is new, or gone, with all that it does.
        let unknown = [base.keep_program(name).err(), head.keep_program(name).err()];
        if let [Some(unknown), Some(_)] = unknown {
            return Err(unknown.into());
        }
    }
    screen.note(&format!("comparing {} with {}", base.description, head.description));
    let diff = compare(&base.graph, &head.graph);
    let names = (base.name.clone(), head.name.clone());
    let diff = Diff { base: names.0, head: names.1, root: head.root.clone(), ..diff };
    judged(diff, &base, &head, screen)
}

/// With what counted before the change: a change does not judge itself. What it says of that is found too.
fn judged(mut diff: Diff, base: &Loaded, head: &Loaded, screen: &Screen) -> Result<Diff, Failure> {
    let read = |state: &Loaded| match &state.said {
        Some(said) => {
            said.read(screen).inspect_err(|_| screen.note(&format!("so it stands in {}", state.description))).map(Some)
        }
        None => Ok(None),
    };
    let (before, after) = (read(base)?, read(head)?);
    if let (Some((before, was_accepted)), Some((after, is_accepted))) = (&before, &after) {
        diff = diff.with(configuration::changes((before, was_accepted), (after, is_accepted)));
    }
    // A graph in a file says nothing of it.
    let Some((configuration, accepted)) = before.or(after) else { return Ok(diff) };
    let identities: BTreeSet<_> = accepted.iter().map(Accepted::identity).collect();
    Ok(diff.under(&configuration.policy, |it| identities.contains(&(it.rule.as_str(), it.about.as_slice()))))
}

/// Gives the status.
fn close(diff: &Diff, screen: &Screen) -> Result<(), Failure> {
    if diff.accepted > 0 {
        screen.note(&format!("{} accepted", diff.accepted));
    }
    let denied = diff.findings.iter().filter(|it| it.level == Level::Deny);
    let denied: Vec<String> = denied.map(|it| format!("`{}` ({})", it.rule, it.fingerprint)).collect();
    let rules = match denied.as_slice() {
        [] => return Ok(()),
        [one] => format!("a rule that is denied: {one}"),
        several => format!("rules that are denied: {}", several.join(", ")),
    };
    let remedy = "what is agreed on is accepted with `cargo ensue accept FINGERPRINT --base BASE --reason ..`";
    Err(Failure::Denied(format!("the change breaks {rules}; {remedy}, before the change")))
}
