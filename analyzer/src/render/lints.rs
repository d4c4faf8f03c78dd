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

/// What `--fix` does.
const FIX: &str = "\
`check --fix` changes the source where there is exactly one thing to do, and `check --fix --dry-run` shows that as a patch:

- Entries that `declared_never_emitted` shows are removed, and with the last entry of a list its argument. Where a helper asks for \
the entry, or a macro writes it, it stays.
- Lists of what may be done (`may_emit`, `may_request`, `emits`, `completes_with`) are put in order: what is emitted, then \
`scheduled(..)`, then `requests(..)`, each by its path as it is written, segment by segment in the order of characters.

Not a byte of anything else changes. A comment goes with its entry: the one behind it on its line, or lines above it when no other \
entry follows before the next comment, an empty line or the end. A list with any other comment is left as it is. A file is written \
only if it is a regular file inside the tree, reached without a link, with the bytes that were analysed; it is replaced as a whole. \
Nothing is asked of git: commit before. It goes by all that could be compiled, and is refused with `--features` and the like.
";

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
         the workspace, sets other levels:\n\n```toml\n[lints]\ninline_loop = \"warn\"\n```\n\nWhat a team demands \
         beyond these, and how findings are accepted, is in [rules.md](rules.md).\n\n",
    );
    out.push_str(FIX);
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
