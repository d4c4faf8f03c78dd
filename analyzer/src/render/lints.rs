//! What there is to read about lints: in a terminal, and as the page `docs/lints.md`.

use crate::lints::{LINTS, Level, Lint};
use std::fmt::Write;

/// One line for each lint.
#[must_use]
pub fn list() -> String {
    let longest = LINTS.iter().map(|lint| lint.name.len()).max().unwrap_or(0);
    LINTS.iter().fold(String::new(), |mut out, Lint { name, level, finds, .. }| {
        let _ = writeln!(out, "{name:longest$}  {:5}  {finds}", level.word());
        out
    })
}

/// All about one lint.
#[must_use]
pub fn explanation(lint: &Lint) -> String {
    format!("{} ({} by default)\n\n{}", lint.name, lint.level.word(), body(lint))
}

/// The page about all lints.
#[must_use]
pub fn page() -> String {
    let mut out = String::from(
        "# Lints\n\nWhat `cargo ensue check` looks for. This page is made from the lints themselves by `cargo xtask \
         bless`; `cargo ensue explain NAME` prints its parts.\n\nA level says what a finding means: `deny` makes the \
         status 1, `warn` shows it, `allow` does not. `ensue.toml`, beside the manifest that is analysed or above it in \
         the workspace, sets other levels:\n\n```toml\n[lints]\ninline_loop = \"warn\"\n```\n",
    );
    for level in Level::ALL.into_iter().rev() {
        let names: Vec<String> =
            LINTS.iter().filter(|lint| lint.level == level).map(|lint| format!("[`{0}`](#{0})", lint.name)).collect();
        if !names.is_empty() {
            let _ = write!(out, "\n**{}**: {}\n", level.word(), names.join(", "));
        }
    }
    for lint in LINTS {
        let _ = write!(out, "\n## `{}`\n\nLevel: `{}`\n\n{}", lint.name, lint.level.word(), body(lint));
    }
    out
}

/// In Markdown that reads well as it is.
fn body(lint: &Lint) -> String {
    let Lint { finds, why, fix, example, drawbacks, .. } = lint;
    let change = example.change();
    format!("Finds {finds}.\n\n{why}\n\n{fix}\n\n```diff\n{change}```\n\n{drawbacks}\n")
}
