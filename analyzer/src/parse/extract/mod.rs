//! From syntax trees to the outline.

mod block;
mod data;
mod function;
mod impls;
mod imports;
mod macros;
mod starts;

pub(super) use function::signature;
pub(super) use imports::each_import;
pub(super) use starts::{at_items, attributes_of, renamed};

use super::attributes::{self, Attributes};
use super::outline::{Attribute, ExternCrate, Item, ItemKind, Module, Outline, Path, Trait, Type, Visibility};
use super::{Condition, annotation, types};
use block::inner_items;
use data::{read_enum, read_struct};
use function::function;
use impls::{read_impl, trait_method};
use imports::imports;
use macros::{read_macro, unread};
use starts::start;
use std::sync::Arc;
use syn::visit::Visit;

/// Reduces a file to its outline.
pub(super) fn outline(file: &syn::File) -> Outline {
    let condition = attributes::read(&file.attrs).condition;
    Outline { condition, items: items(&file.items), ..Outline::default() }
}

fn items(of: &[syn::Item]) -> Vec<Arc<Item>> {
    let mut all = Vec::new();
    for one in of {
        item(one, &mut all);
    }
    all.into_iter().map(Arc::new).collect()
}

/// Adds what an item is, and what in its body may be annotated.
pub(super) fn item(of: &syn::Item, into: &mut Vec<Item>) {
    let attributes = attributes::read(attributes_of(of));
    if attributes.condition == Condition::Never {
        return;
    }
    let mut add = |name: &syn::Ident, visibility: &syn::Visibility, kind: ItemKind| {
        into.push(Item { visibility: types::visibility(visibility), ..named(name, of, &attributes, kind) });
    };
    match of {
        syn::Item::Const(it) => {
            add(&it.ident, &it.vis, ItemKind::Value(types::ty(&it.ty).into()));
            inner_items(|find| find.visit_expr(&it.expr), &attributes, into);
        }
        syn::Item::Static(it) => {
            add(&it.ident, &it.vis, ItemKind::Value(types::ty(&it.ty).into()));
            inner_items(|find| find.visit_expr(&it.expr), &attributes, into);
        }
        syn::Item::Enum(it) => add(&it.ident, &it.vis, ItemKind::Enum(read_enum(it).into())),
        syn::Item::Struct(it) => {
            let has_value = !matches!(it.fields, syn::Fields::Named(_));
            add(&it.ident, &it.vis, ItemKind::Struct(read_struct(&it.fields, &it.generics, has_value)));
        }
        syn::Item::Union(it) => {
            let fields = syn::Fields::Named(it.fields.clone());
            add(&it.ident, &it.vis, ItemKind::Struct(read_struct(&fields, &it.generics, false)));
        }
        syn::Item::Type(it) => add(&it.ident, &it.vis, ItemKind::Alias(types::ty(&it.ty))),
        syn::Item::Trait(it) => {
            let methods = it.items.iter().filter_map(trait_method).collect();
            let supertraits = types::bounds(&it.supertraits);
            add(&it.ident, &it.vis, ItemKind::Trait(Trait { supertraits, methods }.into()));
            for member in &it.items {
                inner_items(|find| find.visit_trait_item(member), &attributes, into);
            }
        }
        syn::Item::TraitAlias(it) => {
            let kind = Trait { supertraits: types::bounds(&it.bounds), methods: Vec::new() };
            add(&it.ident, &it.vis, ItemKind::Trait(kind.into()));
        }
        syn::Item::Mod(it) => add(&it.ident, &it.vis, ItemKind::Module(read_module(it, &attributes))),
        syn::Item::ExternCrate(it) => {
            let name = it.rename.as_ref().map_or(&it.ident, |(_, rename)| rename);
            let kind = ExternCrate {
                name: types::name(&it.ident),
                macro_use: attributes.macro_use,
                macros: attributes.macros.clone(),
            };
            add(name, &it.vis, ItemKind::ExternCrate(kind));
        }
        syn::Item::Fn(it) => {
            let function = function(&it.sig, Some(&it.block), !attributes.candidates.is_empty(), false);
            add(&it.sig.ident, &it.vis, ItemKind::Function(function.into()));
            inner_items(|find| find.visit_block(&it.block), &attributes, into);
        }
        syn::Item::Impl(it) => read_impl(it, of, &attributes, into),
        syn::Item::Use(it) => {
            let start = Path { absolute: it.leading_colon.is_some(), segments: Vec::new(), line: types::line(it) };
            let template = Item {
                visibility: types::visibility(&it.vis),
                ..unnamed(of, &attributes, ItemKind::Value(Type::Other.into()))
            };
            imports(&it.tree, start, &template, into);
        }
        syn::Item::Macro(it) => into.push(read_macro(it, of, &attributes)),
        syn::Item::ForeignMod(_) => {}
        other => into.push(unread(other)),
    }
}

fn read_module(of: &syn::ItemMod, attributes: &Attributes) -> Module {
    Module {
        paths: attributes.paths.clone(),
        items: of.content.as_ref().map(|(_, content)| items(content)),
        macro_use: attributes.macro_use,
        is_partial: false,
    }
}

fn named(name: &syn::Ident, of: &syn::Item, attributes: &Attributes, kind: ItemKind) -> Item {
    Item { name: types::name(name), line: types::line(name), ..unnamed(of, attributes, kind) }
}

fn unnamed(of: &syn::Item, attributes: &Attributes, kind: ItemKind) -> Item {
    Item {
        name: String::new(),
        line: 0,
        visibility: Visibility::Private,
        condition: attributes.condition.clone(),
        doc: attributes.doc.clone().filter(|_| !attributes.candidates.is_empty()),
        attributes: candidates(attributes, of),
        kind,
    }
}

fn candidates(attributes: &Attributes, of: &syn::Item) -> Vec<Attribute> {
    let read = |candidate: &attributes::Candidate| Attribute {
        path: candidate.path.clone(),
        condition: candidate.condition.clone(),
        reading: annotation::by_usual_name(&candidate.path, &candidate.arguments, of),
        may_be_helper: attributes.has_foreign_derive,
        item: start(attributes_of(of)),
        position: candidate.position,
    };
    attributes.candidates.iter().map(read).collect()
}

fn bare(kind: ItemKind) -> Item {
    Item {
        name: String::new(),
        line: 0,
        visibility: Visibility::Private,
        condition: Condition::Always,
        doc: None,
        attributes: Vec::new(),
        kind,
    }
}
