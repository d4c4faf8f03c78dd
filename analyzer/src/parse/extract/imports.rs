//! What a `use` brings.

use super::bare;
use crate::parse::outline::{Brings, Import, Item, ItemKind, Path, Type};
use crate::parse::types;
use syn::UseTree;

/// The functions and globs that a `use` in a body brings: each path with its new name, `None` for a glob.
pub(in crate::parse) fn each_import(of: &syn::ItemUse, mut with: impl FnMut(Path, Option<String>)) {
    let start = Path { absolute: of.leading_colon.is_some(), segments: Vec::new(), line: types::line(of) };
    let mut found = Vec::new();
    imports(&of.tree, start, &bare(ItemKind::Value(Type::Other.into())), &mut found);
    for Item { name, kind, .. } in found {
        match kind {
            ItemKind::Import(Import { path, brings: Brings::Name }) => with(path, Some(name)),
            ItemKind::Import(Import { path, brings: Brings::Glob }) => with(path, None),
            _ => {}
        }
    }
}

pub(super) fn imports(tree: &UseTree, mut path: Path, template: &Item, into: &mut Vec<Item>) {
    let mut add = |path: Path, name: String, line: u32, brings: Brings| {
        let kind = ItemKind::Import(Import { path, brings });
        into.push(Item { name, line, kind, ..template.clone() });
    };
    match tree {
        UseTree::Path(it) => {
            path.segments.push(types::name(&it.ident));
            imports(&it.tree, path, template, into);
        }
        UseTree::Group(it) => it.items.iter().for_each(|tree| imports(tree, path.clone(), template, into)),
        UseTree::Glob(it) => add(path, String::new(), types::line(it), Brings::Glob),
        UseTree::Name(it) => {
            let name = types::name(&it.ident);
            // `use a::b::{self}` brings `b`.
            if name != "self" || path.segments.is_empty() {
                path.segments.push(name);
            }
            let name = path.last().to_owned();
            add(path, name, types::line(&it.ident), Brings::Name);
        }
        UseTree::Rename(it) => {
            let name = types::name(&it.ident);
            if name != "self" || path.segments.is_empty() {
                path.segments.push(name);
            }
            let rename = types::name(&it.rename);
            let brings = if rename == "_" { Brings::Nameless } else { Brings::Name };
            add(path, rename, types::line(&it.ident), brings);
        }
    }
}
