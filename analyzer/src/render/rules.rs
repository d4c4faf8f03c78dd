//! What there is to read about the rules of teams: in a terminal, and as the page `docs/rules.md`.

use crate::lints::{KINDS, Kind};
use std::fmt::Write;

/// What the page says before it comes to the kinds.
const INTRODUCTION: &str = "\
# Rules of a team

How a system may be wired, said once in `ensue.toml` and held by `cargo ensue check`. This page is made by `cargo xtask \
bless` from what the rules say of themselves; `cargo ensue explain max-depth` prints a part of it.

```toml
[[rule]]
name = \"web_sends_no_mail\"                    # as in `#[ensue::allow(web_sends_no_mail, reason = \"..\")]`
from = \"shop::web::**\"                        # of whom something is asked
must-not-reach = { kind = \"effect\", tag = \"mail\" }
reason = \"mail is sent by the worker, which tries again\"
level = \"warn\"                               # `deny` unless it says otherwise
```

A rule has a name and one demand: its *kind*. What breaks it is found as by a lint, with a shortest way at its places, and \
can be allowed in the code and accepted by its fingerprint. What follows from what is the answer of `cargo ensue path`, \
with the same conditions and programs.

## What a selector selects

A pattern, a table, or a list of these, any of which may match.

| written | matches |
|---|---|
| `\"shop::web::*\"` | ids, name by name: `*` is any characters within a name, `?` one of them, `**` any number of names |
| `\"OrderPlaced\"`, `\"POST /orders\"` | without `::` a name wherever it is: the identifier, the stable name or the route |
| `{ path = \"..\" }` | the same |
| `{ kind = \"effect\" }` | `event`, `handler`, `controller`, `archiver`, `effect`, `effect_handler`, `external` |
| `{ tag = \"mail\" }` | what has it in `tag = [..]` |
| `{ owner = \"@acme/billing\" }` | what is defined in a file that CODEOWNERS gives to them, as GitHub reads it |
| `{ program = \"worker\" }` | what this binary or example can contain |
| `{ kind = [\"event\", \"effect\"], path = \"shop::**\" }` | all keys must match, and of each any word |
| `{ path = \"shop::**\", except = \"shop::web::**\" }` | what `except`, a selector itself, does not match |

A part of a selector that matches nothing is an error of its own, `unmatched-selector`: the rule would guard nothing.

## What is accepted

`cargo ensue accept FINGERPRINT --reason \"..\"` writes a finding down in `ensue-accepted.toml`, beside `ensue.toml` or in \
the root of the workspace, by its identity: the rule, and the ids that it is about. `check` is silent about what is \
accepted and counts it. An entry that matches nothing any more is an error, `unused-acceptance`, where the whole of what the \
file lies beside is checked: not with `--bin`, `--features` and the like, nor for a member of the workspace. Each entry is \
one line; with `ensue-accepted.toml merge=union` in `.gitattributes`, as `init` writes it, git \
merges branches that both accept something.
";

/// One line for each kind.
#[must_use]
pub fn list() -> String {
    let longest = KINDS.iter().map(|kind| kind.key.len()).max().unwrap_or(0);
    KINDS.iter().fold(String::new(), |mut out, Kind { key, finds, .. }| {
        let _ = writeln!(out, "{key:longest$}  {finds}");
        out
    })
}

/// All about one kind.
#[must_use]
pub fn explanation(kind: &Kind) -> String {
    format!("{} (a kind of rule in `ensue.toml`, denied by default)\n\n{}", kind.key, body(kind))
}

/// The page about all kinds.
#[must_use]
pub fn page() -> String {
    KINDS.iter().fold(INTRODUCTION.to_owned(), |mut out, kind| {
        let _ = write!(out, "\n## `{}`\n\n{}", kind.key, body(kind));
        out
    })
}

/// In Markdown that reads well as it is.
fn body(kind: &Kind) -> String {
    let Kind { finds, means, example, drawbacks, .. } = kind;
    let (rule, change) = (kind.rule(), example.change());
    format!("Finds {finds}.\n\n{means}\n\n```toml\n{rule}```\n\n```diff\n{change}```\n\n{drawbacks}\n")
}
