//! The keys of `ensue.toml`, and the file to begin with: all of them behind `#`, with what they are by default.

use super::changes::{ACCEPTANCE_CHANGED, POLICY_CHANGED};
use crate::diff::RULES;
use crate::lints::{KINDS, LINTS, Lint};
use std::fmt::Write;

/// A key at the top of the file.
pub(super) struct Key {
    pub(super) name: &'static str,
    /// What it is for, a line each.
    says: &'static [&'static str],
    /// How it is written.
    example: fn() -> String,
}

/// All of them. What is no table comes first, as TOML wants it.
pub(super) static KEYS: [Key; 4] = [
    Key {
        name: "max-holes",
        says: &[
            "How many places may be unseen. By default any number is fine; `--max-holes` says otherwise for one run.",
        ],
        example: || "max-holes = 0\n".to_owned(),
    },
    Key {
        name: "lints",
        says: &["What a finding means: `deny` makes the status 1, `warn` shows it, `allow` does not."],
        example: lints,
    },
    Key {
        name: "rule",
        says: &["Rules of your own, of each kind one. By default there is none; `cargo ensue explain KIND` says more."],
        example: rules,
    },
    Key {
        name: "diff",
        says: &[
            "What a finding of `cargo ensue diff` means: `deny` makes the status 1, `warn` and `info` show it, `allow` does not.",
            "What the base of a comparison says counts, so that no change judges itself.",
        ],
        example: policy,
    },
];

/// The rules of a difference that compare files.
const FILES: [(&str, &str); 2] = [
    (ACCEPTANCE_CHANGED, "findings that a change accepts, or accepts no longer"),
    (POLICY_CHANGED, "what a change says otherwise in this file"),
];

/// The text of a file that says nothing yet: prose stands behind `# `, and what can be said behind `#` alone.
#[must_use]
pub fn starter() -> String {
    let mut out = String::from(
        "# What this project says to `cargo ensue check`: every key, as it is by default. Take away a `#` to change it.\n",
    );
    for key in &KEYS {
        out.push('\n');
        for line in key.says {
            let _ = writeln!(out, "# {line}");
        }
        for line in (key.example)().lines() {
            // What begins like prose is prose.
            let mark = if line.is_empty() || line.starts_with('#') { "" } else { "#" };
            let _ = writeln!(out, "{mark}{line}");
        }
    }
    out
}

fn lints() -> String {
    LINTS.iter().fold("[lints]\n".to_owned(), |mut out, Lint { name, level, finds, .. }| {
        let _ = write!(out, "# {finds}\n{name} = \"{}\"\n", level.word());
        out
    })
}

fn policy() -> String {
    let mut out = RULES.iter().fold("[diff]\n".to_owned(), |mut out, rule| {
        let _ = write!(out, "# {}\n{} = \"{}\"\n", rule.finds, rule.name, rule.level.word());
        out
    });
    for (name, finds) in FILES {
        let _ = write!(out, "# {finds}\n{name} = \"warn\"\n");
    }
    out + "\n# For some ids only.\n[[diff.for]]\npath = \"shop::payments::**\"\nloop-new = \"deny\"\n"
}

fn rules() -> String {
    KINDS.iter().map(|kind| format!("# {}\n{}\n", kind.finds, kind.rule().trim_end())).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::{KEYS, starter};
    use crate::configuration::{Configuration, NAME, read};
    use crate::lints::{KINDS, LINTS};

    #[test]
    fn it_says_nothing_until_a_mark_is_taken_away() {
        let text = starter();
        assert_eq!(read(NAME, text.as_bytes()), Ok(Configuration::default()));
        let said = |line: &str| line.strip_prefix('#').filter(|rest| !rest.starts_with(' ')).map(str::to_owned);
        let all: Vec<String> = text.lines().map(|line| said(line).unwrap_or_else(|| line.to_owned())).collect();
        let all = read(NAME, all.join("\n").as_bytes()).unwrap_or_else(|mistakes| panic!("{mistakes:#?}"));
        assert_eq!((all.max_holes, all.rules.len()), (Some(0), KINDS.len()));
        for lint in LINTS {
            assert!(all.levels.is_set(lint.name) && all.levels.of(lint.name) == lint.level, "{}", lint.name);
        }
        let names = KEYS.each_ref().map(|key| key.name);
        assert!(names.iter().all(|name| text.contains(name)), "{names:?}");
    }
}
