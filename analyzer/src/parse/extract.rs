//! From syntax trees to the outline.

use super::annotation::{self, Reading};
use super::attributes::{self, Attributes};
use super::outline::{
    Attribute, Brings, Enum, ExternCrate, Function, Impl, Import, Include, Inside, Invocation, Item, ItemKind,
    MacroRules, Module, Outline, Parameter, Path, Position, Source, Struct, Trait, Type, Variant, Visibility,
};
use super::{Condition, Renamed, body, expand, tokens, types};
use ensue_grammar::annotation::Kind;
use ensue_grammar::graph::Field;
use quote::ToTokens;
use std::collections::BTreeMap;
use std::sync::Arc;
use syn::spanned::Spanned;
use syn::visit::Visit;
use syn::{FnArg, ImplItem, Pat, ReturnType, Stmt, UseTree};

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

/// Where an item that has attributes starts: with the first of them.
fn start(attributes: &[syn::Attribute]) -> usize {
    attributes.first().map_or(0, |first| types::offset(first.pound_token.span))
}

/// What attributes under other names than the usual ones say.
pub(super) fn renamed(file: &syn::File, attributes: &[Renamed]) -> Vec<Option<Reading>> {
    let mut found = vec![None; attributes.len()];
    at_items(file, attributes.iter().map(|renamed| renamed.item), &mut |item, at| {
        let Renamed { kind, position, .. } = attributes[at];
        found[at] = annotation::by_kind(kind, item, position);
    });
    found
}

/// Gives each item that starts at one of these places, with the position of the place in the list; wherever it stands.
pub(super) fn at_items(file: &syn::File, starts: impl Iterator<Item = usize>, with: &mut dyn FnMut(&syn::Item, usize)) {
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

fn read_module(of: &syn::ItemMod, attributes: &Attributes) -> Module {
    Module {
        paths: attributes.paths.clone(),
        items: of.content.as_ref().map(|(_, content)| items(content)),
        macro_use: attributes.macro_use,
        is_partial: false,
    }
}

fn imports(tree: &UseTree, mut path: Path, template: &Item, into: &mut Vec<Item>) {
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

fn read_struct(of: &syn::Fields, generics: &syn::Generics, has_value: bool) -> Struct {
    let fields = of.iter().enumerate().map(|(at, field)| Field {
        name: field.ident.as_ref().map_or_else(|| at.to_string(), types::name),
        ty: as_written(&field.ty),
    });
    let (fields, types) = (fields.collect(), of.iter().map(|field| types::ty(&field.ty)).collect());
    let state = of.iter().position(|field| has_mark(&field.attrs, "state"));
    let inside = Inside { fields, types, generics: types::parameters(generics), state };
    Struct { has_value, inside: inside.into() }
}

/// Whether an attribute stands on a field or variant.
fn has_mark(attributes: &[syn::Attribute], mark: &str) -> bool {
    attributes.iter().any(|attribute| attribute.path().is_ident(mark))
}

fn read_enum(of: &syn::ItemEnum) -> Enum {
    let mut fields = Vec::new();
    let mut types = Vec::new();
    let mut variants = Vec::new();
    for variant in &of.variants {
        let name = types::name(&variant.ident);
        if variant.fields.is_empty() {
            fields.push(Field { name: name.clone(), ty: String::new() });
            types.push(Type::Other);
        }
        for (at, field) in variant.fields.iter().enumerate() {
            let inner = field.ident.as_ref().map_or_else(|| at.to_string(), types::name);
            fields.push(Field { name: format!("{name}.{inner}"), ty: as_written(&field.ty) });
            types.push(types::ty(&field.ty));
        }
        variants.push(Variant {
            name,
            line: types::line(&variant.ident),
            is_initial: has_mark(&variant.attrs, "initial"),
            is_terminal: has_mark(&variant.attrs, "terminal"),
        });
    }
    Enum { fields, types, generics: types::parameters(&of.generics), variants }
}

/// The source text where it is one line without comments; else its tokens.
fn as_written(ty: &syn::Type) -> String {
    match ty.span().source_text() {
        Some(text) if !["//", "/*", "\n"].iter().any(|it| text.contains(it)) => text,
        _ => types::text(ty),
    }
}

/// The functions and globs that a `use` in a body brings: each path with its new name, `None` for a glob.
pub(super) fn each_import(of: &syn::ItemUse, mut with: impl FnMut(Path, Option<String>)) {
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

/// A function by its signature alone.
pub(super) fn signature(of: &syn::Signature) -> Function {
    function(of, None, false, false)
}

fn function(
    signature: &syn::Signature,
    block: Option<&syn::Block>,
    is_candidate: bool,
    may_hold_context: bool,
) -> Function {
    let parameters: Vec<Parameter> = signature
        .inputs
        .iter()
        .filter_map(|input| match input {
            FnArg::Typed(typed) => Some(Parameter {
                name: match &*typed.pat {
                    Pat::Ident(bound) => Some(types::name(&bound.ident)),
                    _ => None,
                },
                ty: types::ty(&typed.ty),
                by_mut: types::is_mutable_reference(&typed.ty),
            }),
            FnArg::Receiver(_) => None,
        })
        .collect();
    let takes_context = parameters.iter().any(|parameter| parameter.by_mut);
    Function {
        has_receiver: signature.receiver().is_some(),
        is_async: signature.asyncness.is_some(),
        generics: types::generics(&signature.generics),
        output: match &signature.output {
            ReturnType::Type(_, ty) => Some(types::ty(ty)),
            ReturnType::Default => None,
        },
        does: block
            .filter(|block| !is_left_out(block))
            .filter(|_| takes_context || may_hold_context || could_be_given_context(signature))
            .map(|block| body::parsed(signature, block)),
        body: block
            .filter(|block| !is_left_out(block))
            .filter(|_| is_candidate || takes_context)
            .map(|block| tokens::digest(block.to_token_stream())),
        parameters,
    }
}

/// Whether a body is not there: the skimmer writes this instead of what it leaves out.
fn is_left_out(block: &syn::Block) -> bool {
    matches!(&block.stmts[..], [Stmt::Expr(syn::Expr::Verbatim(nothing), Some(_))] if nothing.is_empty())
}

/// Whether a parameter could be or hold a context that is not taken by `&mut` as it stands.
fn could_be_given_context(signature: &syn::Signature) -> bool {
    let is_generic = signature.generics.type_params().next().is_some();
    is_generic || signature.inputs.iter().any(|input| matches!(input, FnArg::Typed(typed) if is_borrowing(&typed.ty)))
}

/// Whether a type is written with a lifetime or as `impl Trait`.
fn is_borrowing(ty: &syn::Type) -> bool {
    #[derive(Default)]
    struct Find(bool);
    impl Visit<'_> for Find {
        fn visit_lifetime(&mut self, _: &syn::Lifetime) {
            self.0 = true;
        }
        fn visit_type_impl_trait(&mut self, _: &syn::TypeImplTrait) {
            self.0 = true;
        }
    }
    let mut find = Find::default();
    find.visit_type(ty);
    find.0
}

fn trait_method(of: &syn::TraitItem) -> Option<Item> {
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

fn read_impl(of: &syn::ItemImpl, item: &syn::Item, attributes: &Attributes, into: &mut Vec<Item>) {
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

fn read_macro(of: &syn::ItemMacro, item: &syn::Item, attributes: &Attributes) -> Item {
    if let Some(name) = of.ident.as_ref().filter(|_| of.mac.path.is_ident("macro_rules")) {
        let kind = ItemKind::MacroRules(MacroRules {
            exported: attributes.macro_export.is_some(),
            local_inner_macros: attributes.macro_export.iter().flatten().any(|it| it == "local_inner_macros"),
            attributes: tokens::attributes(of.mac.tokens.clone()),
            rules: brackets(&of.mac),
        });
        return named(name, item, attributes, kind);
    }
    let kind = ItemKind::Invocation(invocation(&of.mac, Position::Items).into());
    Item { line: types::line(&of.mac.path), ..unnamed(item, attributes, kind) }
}

fn invocation(of: &syn::Macro, position: Position) -> Invocation {
    let path = types::path(&of.path);
    let include = (path.last() == "include").then(|| match syn::parse2::<syn::LitStr>(of.tokens.clone()) {
        Ok(file) => Include::File(file.value()),
        Err(_) => Include::Computed,
    });
    let (attributes, calls) = (tokens::attributes(of.tokens.clone()), tokens::calls(of.tokens.clone()));
    Invocation { path, attributes, calls, include, given: brackets(of), position }
}

/// What stands in the brackets of a macro.
fn brackets(of: &syn::Macro) -> Source {
    let (open, close) = (of.delimiter.span().open(), of.delimiter.span().close());
    Source {
        start: types::offset(open) + open.byte_range().len(),
        end: types::offset(close),
        line: types::line_of(open),
    }
}

/// An item of a newer language than the parser knows.
fn unread(of: &syn::Item) -> Item {
    let found = tokens::attributes(of.to_token_stream());
    let (path, given) = (Path::default(), Source::default());
    let (calls, position) = (tokens::calls(of.to_token_stream()), Position::Elsewhere);
    let invocation = Invocation { path, attributes: found, calls, include: None, given, position };
    let kind = ItemKind::Invocation(invocation.into());
    Item { line: types::line(of), ..unnamed(of, &Attributes::default(), kind) }
}

/// Items in a body, as blocks of their own, when any of them or of what is in them could be annotated.
fn inner_items(visit: impl FnOnce(&mut InnerItems), around: &Attributes, into: &mut Vec<Item>) {
    let mut find = InnerItems::default();
    visit(&mut find);
    let found = find.found.into_iter().filter(could_be_annotated);
    into.extend(found.map(|item| Item { condition: around.condition.and(&item.condition), ..item }));
}

/// Blocks with items or macro invocations in them, and the invocations that stand in no block.
#[derive(Default)]
struct InnerItems {
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
fn is_proof(of: &super::outline::Bound) -> bool {
    of.arguments.iter().any(|argument| !matches!(argument, Type::Other))
}

pub(super) fn attributes_of(item: &syn::Item) -> &[syn::Attribute] {
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
