//! Which directories a workspace calls its members, as cargo reads `members` and `exclude`.

use super::manifest::{At, WorkspaceTable};
use crate::source::{EntryKind, Tree, path};
use glob::Pattern;

/// A hostile `members = ["**"]` through links that lead in a circle ends here.
const MOST_DIRECTORIES: usize = 50_000;

/// A member as the manifest writes it, and the directories it stands for.
pub(super) struct Member<'a> {
    pub(super) text: &'a At<String>,
    /// Nothing when the text leads out of the tree or is no pattern.
    pub(super) dirs: Option<Vec<String>>,
    /// Directories without a manifest are then no mistake.
    pub(super) is_pattern: bool,
}

/// The directories that `members` names, in its order.
pub(super) fn members<'a>(
    tree: &'a dyn Tree,
    root: &'a str,
    workspace: &'a WorkspaceTable,
) -> impl Iterator<Item = Member<'a>> {
    workspace.members.iter().map(move |text| {
        let is_pattern = text.value.contains(['*', '?', '[']);
        let literal = || path::join(root, &text.value).map(|dir| vec![dir]);
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
fn matching(tree: &dyn Tree, root: &str, pattern: &str) -> Option<Vec<String>> {
    let mut dirs = vec![root.to_owned()];
    let mut budget = MOST_DIRECTORIES;
    for part in path::parts(pattern) {
        dirs = match part {
            "**" => dirs.iter().flat_map(|dir| all_below(tree, dir, &mut budget)).collect(),
            part if part.contains(['*', '?', '[']) => {
                let part = Pattern::new(part).ok()?;
                let matches = |dir: &String| {
                    let names = directories(tree, dir).into_iter().filter(|name| part.matches(name));
                    names.map(|name| path::child(dir, &name)).collect::<Vec<_>>()
                };
                dirs.iter().flat_map(matches).collect()
            }
            part => dirs.iter().map(|dir| path::join(dir, part)).collect::<Option<_>>()?,
        };
    }
    dirs.sort();
    dirs.dedup();
    Some(dirs)
}

fn all_below(tree: &dyn Tree, dir: &str, budget: &mut usize) -> Vec<String> {
    let mut all = vec![dir.to_owned()];
    let mut next = 0;
    while next < all.len() && *budget > 0 {
        let dir = all[next].clone();
        all.extend(directories(tree, &dir).iter().map(|name| path::child(&dir, name)));
        next += 1;
        *budget -= 1;
    }
    all
}

fn directories(tree: &dyn Tree, dir: &str) -> Vec<String> {
    let entries = tree.entries(dir).unwrap_or_default().into_iter();
    entries.filter(|entry| entry.kind == EntryKind::Directory).map(|entry| entry.name).collect()
}
