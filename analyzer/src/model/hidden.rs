//! What macros may hide: annotations that they write, are given, or change.
//!
//! The rules are those of `docs/soundness.md`: a hole wherever an annotation may be missing, and none for the macros that
//! every crate uses.

use super::annotated::could_be_ours;
use super::problems::Problems;
use crate::parse::expand;
use crate::parse::outline::{Attribute, Invocation, Item, ItemKind};
use crate::resolve::{Def, Definition, ItemId, Names, Namespace};
use crate::source::path::{child, parent};
use crate::source::{EntryKind, Origin, Package, Project, TargetKind, Tree};
use ensue_grammar::graph::{Hole, HoleReason};
use std::collections::BTreeSet;

/// Attributes of common crates that leave the annotations below them as they are.
const KEEPING: &[&str] = &[
    "async_trait::async_trait",
    "serde_with::serde_as",
    "serde_with::skip_serializing_none",
    "tokio::main",
    "tokio::test",
    "tracing::instrument",
];

/// Files of one crate of procedural macros that are looked at.
const MAX_FILES: usize = 1_000;

/// Procedural macros of the tree that know Ensue: what they make is not seen, wherever it is.
pub(super) fn procedural_macros(tree: &dyn Tree, project: &Project, problems: &mut Problems<'_>) {
    for package in &project.packages {
        let Some(target) = package.targets.iter().find(|target| target.kind == TargetKind::ProcMacro) else { continue };
        let is_used = project.packages.iter().any(|other| uses(other, package));
        if is_used && mentions_us(tree, parent(&target.path).unwrap_or_default()) {
            let detail = format!(
                "the procedural macros of `{}` speak of `ensue`: annotated items that they make are not seen",
                package.name
            );
            let file = Some(project.relative(&target.path));
            problems.holes.push(Hole { reason: HoleReason::MacroGenerated, file, line: Some(1), detail });
        }
    }
}

fn uses(package: &Package, other: &Package) -> bool {
    package.dependencies.iter().any(|it| matches!(&it.origin, Origin::Tree(dir) if *dir == other.dir))
}

/// Whether a file below a directory holds the word `ensue`; what macros write need not be Rust there.
fn mentions_us(tree: &dyn Tree, dir: &str) -> bool {
    let mut open = vec![dir.to_owned()];
    let mut seen = 0;
    while let Some(dir) = open.pop() {
        for entry in tree.entries(&dir).unwrap_or_default() {
            let path = child(&dir, &entry.name);
            match entry.kind {
                EntryKind::Directory => open.push(path),
                EntryKind::File => {
                    seen += 1;
                    // What is too much to look at is taken for what it may be.
                    if seen > MAX_FILES || tree.read(&path).is_ok_and(|bytes| has_word(&bytes)) {
                        return true;
                    }
                }
                EntryKind::Other => {}
            }
        }
    }
    false
}

fn has_word(bytes: &[u8]) -> bool {
    let is_part = |byte: Option<&u8>| byte.is_some_and(|it| it.is_ascii_alphanumeric() || *it == b'_');
    let starts = bytes.windows(5).enumerate().filter(|(_, word)| *word == b"ensue");
    starts
        .into_iter()
        .any(|(at, _)| !is_part(at.checked_sub(1).and_then(|it| bytes.get(it))) && !is_part(bytes.get(at + 5)))
}

/// Attributes of other crates that stand before the first annotation of an item: they are given the item with the
/// annotation on it, and may write another one.
pub(super) fn behind_attributes(names: &Names, at: &Definition, first: &Attribute, problems: &mut Problems<'_>) {
    for attribute in at.item.attributes.iter().filter(|it| it.position < first.position) {
        let found = names.resolve(at.module, &attribute.path, Namespace::Macros);
        let is_foreign = |(def, _): &(Def, _)| match def {
            Def::Outside(path) => !KEEPING.contains(&path.as_str()),
            _ => false,
        };
        if found.iter().any(is_foreign) {
            let (path, ours) = (&attribute.path, &first.path);
            let detail =
                format!("`#[{path}]` may change the `#[{ours}]` below it: write `#[{ours}]` above `#[{path}]`");
            problems.hole(HoleReason::MacroGenerated, at, path.line, detail);
        }
    }
}

/// The macros of the tree that could write annotations, themselves or by what they call: names that they go by.
pub(super) fn macros_that_annotate(names: &Names, problems: &mut Problems<'_>) -> BTreeSet<String> {
    let found = names.macros_that_write(|id, writes| {
        let definition = names.item(id);
        let ItemKind::MacroRules(rules) = &definition.item.kind else { return false };
        let written = rules.attributes.iter().any(|path| could_be_ours(names, definition.module, path));
        written || writes.given_attributes || writes.any_call
    });
    for (_, definition) in names.items() {
        let Item { name, line, kind, .. } = &*definition.item;
        if matches!(kind, ItemKind::MacroRules(_)) && found.contains(name) && expand::is_ordinary(name) {
            let detail = format!("`{name}!` makes annotated items under a name that is not looked for in bodies");
            problems.hole(HoleReason::MacroGenerated, definition, *line, detail);
        }
    }
    found
}

/// What an invocation that was not expanded may hide: annotations in its own tokens, or in those of the macro.
pub(super) fn in_invocation(
    names: &Names,
    at: (ItemId, &Definition),
    invocation: &Invocation,
    macros: &BTreeSet<String>,
    problems: &mut Problems<'_>,
) {
    let (id, at) = at;
    let line = at.item.line;
    let path = &invocation.path;
    let refused = names.refused.get(&id).map(|why| format!(" ({why})")).unwrap_or_default();
    if let Some(written) = invocation.attributes.iter().find(|it| could_be_ours(names, at.module, it)) {
        let detail = if path.segments.is_empty() {
            format!("`#[{written}]` in syntax that is not understood")
        } else {
            format!("`{path}!` is given `#[{written}]`: what it makes of it is not seen{refused}")
        };
        return problems.hole(HoleReason::MacroGenerated, at, line, detail);
    }
    if let Some(called) = invocation.calls.iter().find(|name| macros.contains(*name)) {
        let detail = format!("`{path}!` is given `{called}!`, which makes annotated items: they are not seen{refused}");
        return problems.hole(HoleReason::MacroGenerated, at, line, detail);
    }
    let is_other = || {
        let meant = names.resolve(at.module, path, Namespace::Macros);
        !meant.is_empty() && meant.iter().all(|(def, _)| !matches!(def, Def::Item(_)))
    };
    if macros.contains(path.last()) && !is_other() {
        let detail = format!("`{path}!` makes annotated items: they are not seen{refused}");
        problems.hole(HoleReason::MacroGenerated, at, line, detail);
    }
}
