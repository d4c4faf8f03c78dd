//! The attributes of items, and items by where they start: with the first of those.

use crate::parse::annotation::{self, Reading};
use crate::parse::{Renamed, types};
use std::collections::BTreeMap;
use syn::visit::Visit;

/// What attributes under other names than the usual ones say.
pub(in crate::parse) fn renamed(file: &syn::File, attributes: &[Renamed]) -> Vec<Option<Reading>> {
    let mut found = vec![None; attributes.len()];
    at_items(file, attributes.iter().map(|renamed| renamed.item), &mut |item, at| {
        let Renamed { kind, position, .. } = attributes[at];
        found[at] = annotation::by_kind(kind, item, position);
    });
    found
}

/// Gives each item that starts at one of these places, with the position of the place in the list; wherever it stands.
pub(in crate::parse) fn at_items(
    file: &syn::File,
    starts: impl Iterator<Item = usize>,
    with: &mut dyn FnMut(&syn::Item, usize),
) {
    let mut by_item: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, start) in starts.enumerate() {
        by_item.entry(start).or_default().push(at);
    }
    AtItems { by_item, with }.visit_file(file);
}

struct AtItems<'a> {
    /// Positions in the list by the start of the item.
    by_item: BTreeMap<usize, Vec<usize>>,
    with: &'a mut dyn FnMut(&syn::Item, usize),
}

impl<'ast> Visit<'ast> for AtItems<'_> {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        let own = attributes_of(item);
        if !own.is_empty() {
            for at in self.by_item.remove(&start(own)).into_iter().flatten() {
                (self.with)(item, at);
            }
        }
        syn::visit::visit_item(self, item);
    }
}

/// Where an item that has attributes starts: with the first of them.
pub(super) fn start(attributes: &[syn::Attribute]) -> usize {
    attributes.first().map_or(0, |first| types::offset(first.pound_token.span))
}

pub(in crate::parse) fn attributes_of(item: &syn::Item) -> &[syn::Attribute] {
    match item {
        syn::Item::Const(it) => &it.attrs,
        syn::Item::Enum(it) => &it.attrs,
        syn::Item::ExternCrate(it) => &it.attrs,
        syn::Item::Fn(it) => &it.attrs,
        syn::Item::ForeignMod(it) => &it.attrs,
        syn::Item::Impl(it) => &it.attrs,
        syn::Item::Macro(it) => &it.attrs,
        syn::Item::Mod(it) => &it.attrs,
        syn::Item::Static(it) => &it.attrs,
        syn::Item::Struct(it) => &it.attrs,
        syn::Item::Trait(it) => &it.attrs,
        syn::Item::TraitAlias(it) => &it.attrs,
        syn::Item::Type(it) => &it.attrs,
        syn::Item::Union(it) => &it.attrs,
        syn::Item::Use(it) => &it.attrs,
        _ => &[],
    }
}
