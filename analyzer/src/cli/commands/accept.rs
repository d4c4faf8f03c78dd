//! `accept`: findings that a team lives with, written down.

use super::diff;
use crate::cli::args::{AcceptArgs, Global};
use crate::cli::failure::Failure;
use crate::cli::output;
use crate::cli::project::Opened;
use crate::cli::screen::Screen;
use crate::configuration::{ACCEPTED, Configuration, with_accepted};
use crate::lints::{self, Accepted, Facts, Part, Place, fingerprint, listed};
use crate::render::visible;
use std::collections::BTreeMap;
use std::fmt::Write;

/// How many digits a fingerprint has.
const DIGITS: usize = 16;

/// How many findings a message lists.
const LISTED: usize = 10;

pub(in crate::cli) fn run(global: &Global, args: &AcceptArgs, screen: &Screen) -> Result<(), Failure> {
    for fingerprint in &args.fingerprints {
        is_fingerprint(fingerprint)?;
    }
    let opened = Opened::new(global, None)?;
    let (configuration, before) = opened.said(screen)?;
    let found = match &args.base {
        Some(base) => of_change(global, base, screen)?,
        None => of_check(&opened, &configuration)?,
    };
    let file = opened.acceptance_file();
    let meant = args.fingerprints.iter().map(|digits| meant(digits, &found, &before));
    let new = meant.collect::<Result<Vec<&Identity>, Failure>>()?;
    let entries: Vec<Accepted> = new.iter().map(|found| entry(found, &args.reason)).collect();
    let text = opened.text(&file).unwrap_or_default();
    let path = opened.on_disk(&file);
    output::write_file(&path, with_accepted(&text, &entries, visible::hides).as_bytes(), &opened.workspace_root())?;
    let added = new.iter().map(|it| {
        let what = format!("{} {}", fingerprint(&it.rule, &it.about), it.told());
        visible::line(&what).into_owned() + "\n"
    });
    screen.text(&added.collect::<String>())?;
    let is_new = |it: &&Accepted| !before.iter().any(|old| old.identity() == it.identity());
    let grown = entries.iter().filter(is_new).count();
    screen.note(&format!("{} accepted in `{}`, {grown} of them new", before.len() + grown, path.display()));
    if text.is_empty() {
        screen.note(&format!(
            "so that branches merge which both accept something: `{ACCEPTED} merge=union` in `.gitattributes`"
        ));
    }
    Ok(())
}

/// Which finding it is.
struct Identity {
    rule: String,
    about: Vec<String>,
}

impl Identity {
    fn told(&self) -> String {
        format!("{}: {}", self.rule, listed(&self.about))
    }
}

/// By their fingerprints.
type Found = BTreeMap<String, Identity>;

fn by_fingerprint(found: impl Iterator<Item = (String, Vec<String>)>) -> Found {
    found.map(|(rule, about)| (fingerprint(&rule, &about), Identity { rule, about })).collect()
}

/// What `check` finds.
fn of_check(opened: &Opened, configuration: &Configuration) -> Result<Found, Failure> {
    let analysis = opened.analyze()?;
    let facts = Facts::new(&analysis).under(&configuration.rules);
    let judged = lints::judge(lints::find(&facts), &configuration.levels, &analysis.allows);
    Ok(by_fingerprint(judged.into_iter().map(|it| (it.finding.rule, it.finding.about))))
}

/// What `diff` finds between a state and the work tree.
fn of_change(global: &Global, base: &str, screen: &Screen) -> Result<Found, Failure> {
    let diff = diff::compared(global, (Some(base), None), screen)?;
    Ok(by_fingerprint(diff.findings.into_iter().map(|it| (it.rule, it.about))))
}

fn entry(found: &Identity, reason: &str) -> Accepted {
    let place = Place { file: String::new(), line: None, part: Part::Line };
    Accepted { rule: found.rule.clone(), about: found.about.clone(), reason: reason.to_owned(), place }
}

fn is_fingerprint(text: &str) -> Result<(), Failure> {
    let is_hex = text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
    if is_hex && (1..=DIGITS).contains(&text.len()) {
        return Ok(());
    }
    let message = format!(
        "`{text}` is no fingerprint: expected {DIGITS} digits of `0` to `9` and `a` to `f`, or the first of them"
    );
    Err(Failure::CannotRun(message))
}

/// The finding whose fingerprint begins with these digits.
fn meant<'f>(digits: &str, found: &'f Found, before: &[Accepted]) -> Result<&'f Identity, Failure> {
    let begins = found.range(digits.to_owned()..).take_while(|(fingerprint, _)| fingerprint.starts_with(digits));
    match begins.collect::<Vec<_>>().as_slice() {
        [(_, finding)] => Ok(finding),
        [] => Err(Failure::CannotRun(unknown(digits, before))),
        several => Err(Failure::CannotRun(ambiguous(digits, several))),
    }
}

fn unknown(digits: &str, before: &[Accepted]) -> String {
    let of_old = |it: &&Accepted| fingerprint(&it.rule, &it.about).starts_with(digits);
    if let Some(Accepted { rule, place: Place { file, line, .. }, .. }) = before.iter().find(of_old) {
        let line = line.unwrap_or(1);
        return format!(
            "`{digits}` is accepted already, and `{rule}` finds it no more: remove line {line} of `{file}`"
        );
    }
    format!(
        "no finding has a fingerprint that begins with `{digits}`: `cargo ensue check` shows that of each; one of \
         `cargo ensue diff BASE` is accepted with `--base BASE`"
    )
}

fn ambiguous(digits: &str, several: &[(&String, &Identity)]) -> String {
    let mut message = format!("`{digits}` begins {} fingerprints; write more of one:", several.len());
    for (fingerprint, finding) in several.iter().take(LISTED) {
        let _ = write!(message, "\n  {fingerprint} {}", finding.told());
    }
    if several.len() > LISTED {
        let _ = write!(message, "\n  and {} more", several.len() - LISTED);
    }
    message
}
