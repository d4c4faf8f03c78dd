//! What there is to read about the rules of a difference: in a terminal, and as the page `docs/diff-rules.md`.

use crate::diff::{Level, RULES, Rule};
use std::fmt::Write;

/// What the page says before it comes to the rules.
const INTRODUCTION: &str = "\
# What a difference tells

What `cargo ensue diff` looks for between two states of a program. This page is made from the rules themselves by `cargo xtask \
bless`; `cargo ensue explain NAME` prints its parts.

Each finding is known by its rule and by the ids that it is about, never by a line or its wording. A rule that *breaks* makes the \
verdict `breaking`: other programs, or work that is already waiting, would fail. Examples are wirings, one node or edge a line: \
what only base has begins with `-`, what only head has with `+`.
";

/// One line for each rule.
#[must_use]
pub fn list() -> String {
    let longest = RULES.iter().map(|rule| rule.name.len()).max().unwrap_or(0);
    RULES.iter().fold(String::new(), |mut out, Rule { name, level, finds, .. }| {
        let _ = writeln!(out, "{name:longest$}  {:4}  {finds}", word(*level));
        out
    })
}

/// All about one rule.
#[must_use]
pub fn explanation(rule: &Rule) -> String {
    format!("{} ({})\n\n{}", rule.name, weight(rule), body(rule))
}

/// The page about all rules.
#[must_use]
pub fn page() -> String {
    RULES.iter().fold(String::from(INTRODUCTION), |mut out, rule| {
        let _ = write!(out, "\n## `{}`\n\nLevel: {}\n\n{}", rule.name, weight(rule), body(rule));
        out
    })
}

fn weight(rule: &Rule) -> String {
    format!("{} by default{}", word(rule.level), if rule.breaks { ", breaks" } else { "" })
}

fn word(level: Level) -> &'static str {
    match level {
        Level::Deny => "deny",
        Level::Warn => "warn",
        Level::Info => "info",
    }
}

/// In Markdown that reads well as it is.
fn body(rule: &Rule) -> String {
    let Rule { finds, why, fix, example, drawbacks, .. } = rule;
    let change = example.change();
    format!("Finds {finds}.\n\n{why}\n\n{fix}\n\n```diff\n{change}```\n\n{drawbacks}\n")
}
