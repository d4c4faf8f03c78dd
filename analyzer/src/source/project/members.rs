//! Which directories a workspace calls its members, as cargo reads `members` and `exclude`.

use super::manifest::{At, WorkspaceTable};
use crate::rules::{Rule, Rules};
use crate::source::{EntryKind, ReadError, Tree, path};
use ensue_grammar::graph::HoleReason;
use glob::Pattern;
use std::fmt;

/// A hostile `members = ["**"]` through links that lead in a circle ends here. Cargo wants a manifest in every directory
/// that a pattern matches, so an honest one matches few.
const MOST_DIRECTORIES: usize = 2_000;

/// A member as the manifest writes it, and the directories it stands for.
pub(super) struct Member<'a> {
    pub(super) text: &'a At<String>,
    pub(super) dirs: Result<Vec<String>, Unusable>,
    /// Directories without a manifest are then no mistake.
    pub(super) is_pattern: bool,
}

/// What is wrong with the text of a member.
pub(super) enum Unusable {
    LeadsOutside,
    NoPattern,
    MatchesTooMuch,
}

impl Unusable {
    pub(super) fn reason(&self) -> HoleReason {
        match self {
            Unusable::LeadsOutside => HoleReason::OutsideTheTree,
            Unusable::NoPattern | Unusable::MatchesTooMuch => HoleReason::Unreadable,
        }
    }
}

impl fmt::Display for Unusable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unusable::LeadsOutside => ReadError::Outside.fmt(f),
            Unusable::NoPattern => f.write_str("is not a pattern that cargo knows"),
            Unusable::MatchesTooMuch => {
                write!(f, "matches more than {MOST_DIRECTORIES} directories: name the members more closely")
            }
        }
    }
}

/// The directories that `members` names, in its order.
pub(super) fn members<'a>(
    tree: &'a dyn Tree,
    rules: &'a Rules,
    root: &'a str,
    workspace: &'a WorkspaceTable,
) -> impl Iterator<Item = Member<'a>> {
    workspace.members.iter().map(move |text| {
        let is_pattern = rules.follow(Rule::MemberPatterns) && text.value.contains(['*', '?', '[']);
        let literal = || path::join(root, &text.value).map(|dir| vec![dir]).ok_or(Unusable::LeadsOutside);
        let dirs = if is_pattern { matching(tree, root, &text.value) } else { literal() };
        Member { text, dirs, is_pattern }
    })
}

/// Whether `exclude` keeps a directory out; what `members` names by hand, and all in it, stays in.
pub(super) fn is_excluded(root: &str, workspace: &WorkspaceTable, dir: &str) -> bool {
    let holds = |text: &str| path::join(root, text).is_some_and(|named| path::is_within(dir, &named));
    workspace.exclude.iter().any(|text| holds(text)) && !workspace.members.iter().any(|text| holds(&text.value))
}

/// The directories that match a pattern, sorted. A pattern is matched name by name; `**` stands for any number of names.
fn matching(tree: &dyn Tree, root: &str, pattern: &str) -> Result<Vec<String>, Unusable> {
    let mut dirs = vec![root.to_owned()];
    for part in path::parts(pattern) {
        dirs = match part {
            "**" => all_below(tree, dirs)?,
            part if part.contains(['*', '?', '[']) => {
                let part = Pattern::new(part).map_err(|_| Unusable::NoPattern)?;
                let matches = |dir: &String| {
                    let names = directories(tree, dir).into_iter().filter(|name| part.matches(name));
                    names.map(|name| path::child(dir, &name)).collect::<Vec<_>>()
                };
                dirs.iter().flat_map(matches).collect()
            }
            part => {
                let joined = dirs.iter().map(|dir| path::join(dir, part));
                joined.collect::<Option<_>>().ok_or(Unusable::LeadsOutside)?
            }
        };
        if dirs.len() > MOST_DIRECTORIES {
            return Err(Unusable::MatchesTooMuch);
        }
    }
    dirs.sort();
    dirs.dedup();
    Ok(dirs)
}

/// These directories, and all below them.
fn all_below(tree: &dyn Tree, mut dirs: Vec<String>) -> Result<Vec<String>, Unusable> {
    let mut next = 0;
    while let Some(dir) = dirs.get(next).cloned() {
        dirs.extend(directories(tree, &dir).iter().map(|name| path::child(&dir, name)));
        next += 1;
        if dirs.len() > MOST_DIRECTORIES {
            return Err(Unusable::MatchesTooMuch);
        }
    }
    Ok(dirs)
}

fn directories(tree: &dyn Tree, dir: &str) -> Vec<String> {
    let entries = tree.entries(dir).unwrap_or_default().into_iter();
    entries.filter(|entry| entry.kind == EntryKind::Directory).map(|entry| entry.name).collect()
}
