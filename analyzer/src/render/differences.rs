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

## What a team makes of it

In `ensue.toml`, a finding means what the last line says that fits it: `deny` makes the status 1, `warn` and `info` show it, `allow` \
does not.

```toml
[diff]
loop-new = \"deny\"

[[diff.for]]                         # for findings about some ids only; without `::` a name, wherever it is
path = \"shop::payments::**\"
effect-gained = \"deny\"
```

What the base of a comparison says counts, so that no change judges itself; where base is a graph in a file, what head says. Two \
rules look at the files themselves: `policy-changed` finds what a change says otherwise in `ensue.toml`, `acceptance-changed` what it \
accepts, or accepts no longer. Either asks for a review.

`cargo ensue accept FINGERPRINT --base BASE --reason \"..\"` writes a finding of `cargo ensue diff BASE` to `ensue-accepted.toml`, \
as for `check`. Once that is in the base, `diff` is silent about the finding, and counts it. An entry that matches nothing is no \
error here: another change may be the one that it is for.
";

/// What there is to know about all of them.
#[must_use]
pub fn introduction() -> String {
    INTRODUCTION.to_owned()
}

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
