//! Items and invocations in bodies.

use super::macros::invocation;
use super::{bare, item};
use crate::parse::attributes::{self, Attributes};
use crate::parse::outline::{Bound, Item, ItemKind, Module, Position, Type};
use crate::parse::{Condition, expand, types};
use std::sync::Arc;
use syn::visit::Visit;
use syn::{Pat, Stmt};

/// Items in a body, as blocks of their own, when any of them or of what is in them could be annotated.
pub(super) fn inner_items(visit: impl FnOnce(&mut InnerItems), around: &Attributes, into: &mut Vec<Item>) {
    let mut find = InnerItems::default();
    visit(&mut find);
    let found = find.found.into_iter().filter(could_be_annotated);
    into.extend(found.map(|item| Item { condition: around.condition.and(&item.condition), ..item }));
}

/// Blocks with items or macro invocations in them, and the invocations that stand in no block.
#[derive(Default)]
pub(super) struct InnerItems {
    found: Vec<Item>,
}

impl<'ast> Visit<'ast> for InnerItems {
    fn visit_block(&mut self, block: &'ast syn::Block) {
        let around = std::mem::take(&mut self.found);
        for statement in &block.stmts {
            match statement {
                Stmt::Item(inner) => item(inner, &mut self.found),
                Stmt::Macro(it) => {
                    let condition = attributes::read(&it.attrs).condition;
                    self.invocation(&it.mac, Position::Body, condition);
                }
                other => self.visit_stmt(other),
            }
        }
        let found = std::mem::replace(&mut self.found, around);
        if !found.is_empty() {
            let items = found.into_iter().map(Arc::new).collect();
            self.found.push(Item { line: types::line(block), ..bare(ItemKind::Block(items)) });
        }
    }

    fn visit_macro(&mut self, of: &'ast syn::Macro) {
        self.invocation(of, Position::Body, Condition::Always);
    }

    fn visit_type_macro(&mut self, of: &'ast syn::TypeMacro) {
        self.invocation(&of.mac, Position::Elsewhere, Condition::Always);
    }

    fn visit_impl_item_macro(&mut self, of: &'ast syn::ImplItemMacro) {
        self.invocation(&of.mac, Position::Elsewhere, attributes::read(&of.attrs).condition);
    }

    fn visit_trait_item_macro(&mut self, of: &'ast syn::TraitItemMacro) {
        self.invocation(&of.mac, Position::Elsewhere, attributes::read(&of.attrs).condition);
    }

    fn visit_pat(&mut self, of: &'ast Pat) {
        match of {
            Pat::Macro(it) => self.invocation(&it.mac, Position::Elsewhere, Condition::Always),
            other => syn::visit::visit_pat(self, other),
        }
    }
}

impl InnerItems {
    fn invocation(&mut self, of: &syn::Macro, position: Position, condition: Condition) {
        let found = invocation(of, position);
        let is_plain = expand::is_ordinary(found.path.last()) && found.attributes.is_empty() && found.calls.is_empty();
        if condition != Condition::Never && !is_plain {
            let line = types::line(&of.path);
            self.found.push(Item { line, condition, ..bare(ItemKind::Invocation(found.into())) });
        }
    }
}

fn could_be_annotated(item: &Item) -> bool {
    match &item.kind {
        ItemKind::Module(Module { items: Some(items), .. }) | ItemKind::Block(items) => {
            items.iter().any(|item| could_be_annotated(item))
        }
        ItemKind::Invocation(_) | ItemKind::Module(_) => true,
        ItemKind::Impl(block) => !item.attributes.is_empty() || matches!(&block.of_trait, Some(of) if is_proof(of)),
        _ => !item.attributes.is_empty(),
    }
}

/// `impl Emits<..> for ..` is looked for wherever it may stand.
fn is_proof(of: &Bound) -> bool {
    of.arguments.iter().any(|argument| !matches!(argument, Type::Other))
}
