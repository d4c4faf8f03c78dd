//! `accept`: findings that a team lives with, written down.

use crate::cli::args::{AcceptArgs, Global};
use crate::cli::failure::Failure;
use crate::cli::output;
use crate::cli::project::Opened;
use crate::cli::screen::Screen;
use crate::configuration::{ACCEPTED, with_accepted};
use crate::lints::{self, Accepted, Facts, Finding, Part, Place, fingerprint, listed};
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
    let (configuration, before) = (opened.configuration(screen)?, opened.accepted(screen)?);
    let analysis = opened.analyze()?;
    let facts = Facts::new(&analysis).under(&configuration.rules);
    let judged = lints::judge(lints::find(&facts), &configuration.levels, &analysis.allows);
    let found: BTreeMap<String, Finding> =
        judged.into_iter().map(|it| (it.finding.fingerprint(), it.finding)).collect();
    let file = opened.acceptance_file();
    let meant = args.fingerprints.iter().map(|digits| meant(digits, &found, &before));
    let new = meant.collect::<Result<Vec<&Finding>, Failure>>()?;
    let entries: Vec<Accepted> = new.iter().map(|finding| entry(finding, &args.reason)).collect();
    let text = opened.text(&file).unwrap_or_default();
    let path = opened.on_disk(&file);
    output::write_file(&path, with_accepted(&text, &entries, visible::hides).as_bytes(), &opened.workspace_root())?;
    let added = new.iter().map(|it| {
        let what = format!("{} {}: {}", it.fingerprint(), it.rule, listed(&it.about));
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

fn entry(finding: &Finding, reason: &str) -> Accepted {
    let place = Place { file: String::new(), line: None, part: Part::Line };
    Accepted { rule: finding.rule.clone(), about: finding.about.clone(), reason: reason.to_owned(), place }
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
fn meant<'f>(digits: &str, found: &'f BTreeMap<String, Finding>, before: &[Accepted]) -> Result<&'f Finding, Failure> {
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
    format!("no finding has a fingerprint that begins with `{digits}`: `cargo ensue check` shows that of each")
}

fn ambiguous(digits: &str, several: &[(&String, &Finding)]) -> String {
    let mut message = format!("`{digits}` begins {} fingerprints; write more of one:", several.len());
    for (fingerprint, finding) in several.iter().take(LISTED) {
        let _ = write!(message, "\n  {fingerprint} {}: {}", finding.rule, listed(&finding.about));
    }
    if several.len() > LISTED {
        let _ = write!(message, "\n  and {} more", several.len() - LISTED);
    }
    message
}
