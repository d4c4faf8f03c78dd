//! Members of impl blocks and traits.

use super::block::inner_items;
use super::function::{function, is_borrowing};
use super::starts::start;
use super::unnamed;
use crate::parse::attributes::{self, Attributes};
use crate::parse::outline::{Attribute, Impl, Item, ItemKind, Visibility};
use crate::parse::{Condition, annotation, types};
use ensue_grammar::annotation::Kind;
use syn::ImplItem;
use syn::visit::Visit;

pub(super) fn trait_method(of: &syn::TraitItem) -> Option<Item> {
    let syn::TraitItem::Fn(method) = of else { return None };
    let own = attributes::read(&method.attrs);
    let function = function(&method.sig, method.default.as_ref(), false, method.sig.receiver().is_some());
    (own.condition != Condition::Never).then(|| Item {
        name: types::name(&method.sig.ident),
        line: types::line(&method.sig.ident),
        visibility: Visibility::Private,
        attributes: Vec::new(),
        condition: own.condition,
        doc: None,
        kind: ItemKind::Function(function.into()),
    })
}

pub(super) fn read_impl(of: &syn::ItemImpl, item: &syn::Item, attributes: &Attributes, into: &mut Vec<Item>) {
    let mut methods = Vec::new();
    let mut constants = Vec::new();
    let mut blocks = Vec::new();
    let is_candidate = !attributes.candidates.is_empty();
    // `impl Step<'_>`, `impl Record for Cx<'_, C>`: `self` may be or hold one.
    let may_hold_context = is_borrowing(&of.self_ty);
    for member in &of.items {
        match member {
            ImplItem::Fn(method) => {
                let own = attributes::read(&method.attrs);
                if own.condition == Condition::Never {
                    continue;
                }
                let function = function(&method.sig, Some(&method.block), is_candidate, may_hold_context);
                methods.push(Item {
                    name: types::name(&method.sig.ident),
                    line: types::line(&method.sig.ident),
                    visibility: types::visibility(&method.vis),
                    attributes: own.candidates.iter().map(|it| method_attribute(it, method)).collect(),
                    condition: own.condition.clone(),
                    doc: None,
                    kind: ItemKind::Function(function.into()),
                });
                let around = Attributes { condition: own.condition.and(&attributes.condition), ..own };
                inner_items(|find| find.visit_block(&method.block), &around, &mut blocks);
            }
            other => {
                if let ImplItem::Const(constant) = other {
                    constants.push((types::name(&constant.ident), types::ty(&constant.ty)));
                }
                inner_items(|find| find.visit_impl_item(other), attributes, &mut blocks);
            }
        }
    }
    let kind = Impl {
        self_ty: types::ty(&of.self_ty),
        of_trait: of.trait_.as_ref().map(|(path, _)| types::bound(path)),
        generics: types::generics(&of.generics),
        methods,
        constants,
    };
    let kind = ItemKind::Impl(kind.into());
    into.push(Item { line: types::line(&of.self_ty), ..unnamed(item, attributes, kind) });
    into.extend(blocks);
}

fn method_attribute(of: &attributes::Candidate, method: &syn::ImplItemFn) -> Attribute {
    let as_function = syn::Item::Fn(syn::ItemFn {
        attrs: method.attrs.clone(),
        vis: method.vis.clone(),
        modifiers: syn::FnModifiers::default(),
        sig: method.sig.clone(),
        block: Box::new(syn::Block { brace_token: method.block.brace_token, stmts: Vec::new() }),
    });
    Attribute {
        path: of.path.clone(),
        condition: of.condition.clone(),
        // A transition is read with its impl block, and says nothing alone.
        reading: annotation::by_usual_name(&of.path, &of.arguments, &as_function)
            .filter(|reading| reading.kind != Kind::Transition),
        may_be_helper: false,
        item: start(&method.attrs),
        position: of.position,
    }
}
