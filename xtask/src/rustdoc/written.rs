//! What is written: the signatures of a crate, in the modules that the analyzer finds.

use super::host::Host;
use super::shape::Shape;
use ensue_analyzer::parse::outline::Path;
use ensue_analyzer::resolve::{CrateId, Module, ModuleId, Names};
use ensue_analyzer::source::Tree;
use proc_macro2::{Delimiter, LineColumn, Span, TokenStream, TokenTree};
use std::collections::BTreeMap;
use syn::parse::{Parse, ParseStream, Parser};
use syn::spanned::Spanned;
use syn::{
    FnArg, GenericArgument, GenericParam, PathArguments, ReceiverKind, ReturnType, Type, TypeParamBound, UseTree,
    Visibility, WherePredicate,
};

/// An item with a signature.
pub(super) struct Written {
    pub(super) module: ModuleId,
    /// Of the file that it stands in, in the analyzer's names.
    pub(super) file: usize,
    pub(super) line: usize,
    /// From 1, in characters.
    pub(super) column: usize,
    pub(super) signature: Shape<Path>,
}

/// The signatures of a crate.
#[derive(Default)]
pub(super) struct Crate {
    pub(super) items: Vec<Written>,
    /// Files that could not be parsed.
    pub(super) unread: Vec<String>,
}

/// Reads the signatures of a crate, in the modules that exist where it was documented.
pub(super) fn read(tree: &dyn Tree, names: &Names, krate: CrateId, host: &Host) -> Crate {
    let mut children: BTreeMap<(ModuleId, u32), Vec<ModuleId>> = BTreeMap::new();
    let mut files = BTreeMap::new();
    let is_there = |module: &Module| host.holds(&module.condition) != Some(false);
    for (id, module) in names.modules().filter(|(id, it)| names.crate_of(*id) == krate && is_there(it)) {
        let real = names.made.get(&module.file).map_or(module.file, |made| made.file);
        files.insert(id, real);
        if let Some(parent) = module.parent {
            children.entry((parent, module.line)).or_default().push(id);
        }
    }
    let mut read = Read { children: &children, files: &files, open: vec![names.root(krate)], into: Crate::default() };
    while let Some(module) = read.open.pop() {
        let path = &names.files[files[&module]];
        let text = tree.read(path).ok().and_then(|bytes| String::from_utf8(bytes).ok());
        match text.and_then(|text| syn::parse_file(&text).ok()) {
            Some(file) => read.items(module, &file.items),
            None => read.into.unread.push(path.clone()),
        }
    }
    read.into
}

struct Read<'a> {
    /// By parent and the line that declares them.
    children: &'a BTreeMap<(ModuleId, u32), Vec<ModuleId>>,
    files: &'a BTreeMap<ModuleId, usize>,
    /// Modules in files of their own, which are still to be read.
    open: Vec<ModuleId>,
    into: Crate,
}

impl Read<'_> {
    fn items(&mut self, module: ModuleId, items: &[syn::Item]) {
        for item in items {
            self.item(module, item);
        }
    }

    fn add(&mut self, module: ModuleId, start: LineColumn, kind: &'static str, parts: Vec<Shape<Path>>) {
        self.into.items.push(Written {
            module,
            file: self.files[&module],
            line: start.line,
            column: start.column + 1,
            signature: Shape::Group(kind, parts),
        });
    }

    fn item(&mut self, module: ModuleId, item: &syn::Item) {
        match item {
            syn::Item::Mod(it) => {
                let line = u32::try_from(it.ident.span().start().line).unwrap_or(0);
                let found = self.children.get(&(module, line)).cloned().unwrap_or_default();
                match &it.content {
                    Some((_, items)) => found.into_iter().for_each(|child| self.items(child, items)),
                    None => self.open.extend(found),
                }
            }
            syn::Item::Struct(it) => {
                self.add(module, start(&it.vis, it.struct_token.span()), "type", vec![generics(&it.generics)]);
                self.fields(module, &it.fields);
            }
            syn::Item::Union(it) => {
                self.add(module, start(&it.vis, it.union_token.span()), "type", vec![generics(&it.generics)]);
                it.fields.named.iter().for_each(|field| self.field(module, field));
            }
            syn::Item::Enum(it) => {
                self.add(module, start(&it.vis, it.enum_token.span()), "type", vec![generics(&it.generics)]);
                it.variants.iter().for_each(|variant| self.fields(module, &variant.fields));
            }
            syn::Item::Fn(it) => self.function(module, start(&it.vis, it.sig.span()), &it.sig),
            syn::Item::Type(it) => {
                let parts = vec![generics(&it.generics), ty(&it.ty)];
                self.add(module, start(&it.vis, it.type_token.span()), "alias", parts);
            }
            syn::Item::Const(it) => self.add(module, start(&it.vis, it.const_token.span()), "value", vec![ty(&it.ty)]),
            syn::Item::Static(it) => {
                self.add(module, start(&it.vis, it.static_token.span()), "value", vec![ty(&it.ty)]);
            }
            syn::Item::Trait(it) => self.read_trait(module, it),
            syn::Item::TraitAlias(it) => {
                let parts = vec![generics(&it.generics), bounds("bounds", &it.bounds)];
                self.add(module, start(&it.vis, it.trait_token.span()), "trait", parts);
            }
            syn::Item::Impl(it) => self.read_impl(module, it),
            syn::Item::Use(it) if !matches!(it.vis, Visibility::Inherited) => {
                self.imports(module, start(&it.vis, it.use_token.span()), &it.tree, Vec::new());
            }
            syn::Item::Macro(it) if !it.mac.path.is_ident("macro_rules") => {
                let found: Vec<syn::Item> = given(&it.mac.tokens);
                for item in &found {
                    self.item(module, item);
                }
            }
            _ => {}
        }
    }

    fn fields(&mut self, module: ModuleId, fields: &syn::Fields) {
        fields.iter().for_each(|field| self.field(module, field));
    }

    fn field(&mut self, module: ModuleId, field: &syn::Field) {
        let first = field.ident.as_ref().map_or_else(|| field.ty.span(), Spanned::span);
        self.add(module, start(&field.vis, first), "field", vec![ty(&field.ty)]);
    }

    fn function(&mut self, module: ModuleId, start: LineColumn, signature: &syn::Signature) {
        let inputs = signature.inputs.iter().map(|input| match input {
            FnArg::Typed(it) => ty(&it.ty),
            FnArg::Receiver(it) => match &it.kind {
                ReceiverKind::Typed(_, it) => ty(it),
                _ => Shape::Blank,
            },
        });
        let parts =
            vec![generics(&signature.generics), Shape::Group("inputs", inputs.collect()), output(&signature.output)];
        self.add(module, start, "function", parts);
    }

    fn read_trait(&mut self, module: ModuleId, of: &syn::ItemTrait) {
        let keyword = of.unsafety.map_or_else(|| of.trait_token.span(), |it| it.span());
        let parts = vec![generics(&of.generics), bounds("bounds", &of.supertraits)];
        self.add(module, start(&of.vis, keyword), "trait", parts);
        self.trait_items(module, &of.items);
    }

    fn trait_items(&mut self, module: ModuleId, items: &[syn::TraitItem]) {
        for item in items {
            match item {
                syn::TraitItem::Const(it) => {
                    self.add(module, it.const_token.span().start(), "value", vec![ty(&it.ty)]);
                }
                syn::TraitItem::Fn(it) => self.function(module, it.sig.span().start(), &it.sig),
                syn::TraitItem::Type(it) => {
                    let given = Shape::Group("given", it.default.iter().map(|(_, it)| ty(it)).collect());
                    let parts = vec![generics(&it.generics), bounds("bounds", &it.bounds), given];
                    self.add(module, it.type_token.span().start(), "associated type", parts);
                }
                syn::TraitItem::Macro(it) => self.trait_items(module, &given(&it.mac.tokens)),
                _ => {}
            }
        }
    }

    fn read_impl(&mut self, module: ModuleId, of: &syn::ItemImpl) {
        let keyword = of.unsafety.map_or_else(|| of.impl_token.span(), |it| it.span());
        let of_trait = of.trait_.iter().map(|(it, _)| path(it)).collect();
        let parts = vec![generics(&of.generics), Shape::Group("trait", of_trait), ty(&of.self_ty)];
        self.add(module, keyword.start(), "impl", parts);
        self.impl_items(module, &of.items);
    }

    fn impl_items(&mut self, module: ModuleId, items: &[syn::ImplItem]) {
        for item in items {
            match item {
                syn::ImplItem::Const(it) => {
                    self.add(module, start(&it.vis, it.const_token.span()), "value", vec![ty(&it.ty)]);
                }
                syn::ImplItem::Fn(it) => self.function(module, start(&it.vis, it.sig.span()), &it.sig),
                syn::ImplItem::Type(it) => {
                    let bounds = Shape::Group("bounds", Vec::new());
                    let parts = vec![generics(&it.generics), bounds, Shape::Group("given", vec![ty(&it.ty)])];
                    self.add(module, start(&it.vis, it.type_token.span()), "associated type", parts);
                }
                syn::ImplItem::Macro(it) => self.impl_items(module, &given(&it.mac.tokens)),
                _ => {}
            }
        }
    }

    /// Each name that a `pub use` brings is itself a path to compare, where it is now known; of a glob its source is.
    fn imports(&mut self, module: ModuleId, around: LineColumn, tree: &UseTree, before: Vec<String>) {
        let named = |name: &syn::Ident| Path { segments: vec![plain(name)], ..Path::default() };
        match tree {
            UseTree::Path(it) => {
                let path = [before, vec![plain(&it.ident)]].concat();
                self.imports(module, around, &it.tree, path);
            }
            UseTree::Group(it) => {
                for tree in &it.items {
                    // rustdoc gives the place of the leaf inside braces.
                    self.imports(module, tree.span().start(), tree, before.clone());
                }
            }
            UseTree::Name(it) if it.ident == "self" => {
                if let Some(name) = before.last() {
                    let path = Path { segments: vec![name.clone()], ..Path::default() };
                    self.add(module, around, "import", vec![Shape::Named(path, Vec::new())]);
                }
            }
            UseTree::Name(it) => {
                self.add(module, around, "import", vec![Shape::Named(named(&it.ident), Vec::new())]);
            }
            UseTree::Rename(it) if it.rename != "_" => {
                self.add(module, around, "import", vec![Shape::Named(named(&it.rename), Vec::new())]);
            }
            UseTree::Rename(_) => {}
            UseTree::Glob(_) => {
                let path = Path { segments: before, ..Path::default() };
                self.add(module, around, "glob", vec![Shape::Named(path, Vec::new())]);
            }
        }
    }
}

/// Items among what a macro is given. Which of them it makes, rustdoc tells: it knows them by where they are written.
fn given<T: Parse>(tokens: &TokenStream) -> Vec<T> {
    let all = |input: ParseStream<'_>| {
        let mut items = Vec::new();
        while !input.is_empty() {
            items.push(input.parse()?);
        }
        Ok(items)
    };
    if let Ok(items) = all.parse2(tokens.clone()) {
        return items;
    }
    let groups = tokens.clone().into_iter().filter_map(|token| match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => Some(group.stream()),
        _ => None,
    });
    groups.flat_map(|group| given(&group)).collect()
}

/// Where an item starts without its attributes.
fn start(visibility: &Visibility, keyword: Span) -> LineColumn {
    match visibility {
        Visibility::Inherited => keyword.start(),
        written => written.span().start(),
    }
}

fn ty(of: &Type) -> Shape<Path> {
    match of {
        Type::Array(it) => Shape::Group("array", vec![ty(&it.elem)]),
        Type::FnPtr(it) => {
            let inputs = it.inputs.iter().map(|input| ty(&input.ty)).collect();
            Shape::Group("fn", vec![Shape::Group("inputs", inputs), output(&it.output)])
        }
        Type::Group(it) => ty(&it.elem),
        Type::Paren(it) => ty(&it.elem),
        Type::ImplTrait(it) => bounds("impl trait", &it.bounds),
        Type::TraitObject(it) => bounds("dyn", &it.bounds),
        Type::Path(it) => match &it.qself {
            None => path(&it.path),
            Some(of) => {
                let mut parts = vec![ty(&of.ty)];
                if of.position > 0 {
                    let mut of_trait = it.path.clone();
                    of_trait.segments = it.path.segments.iter().take(of.position).cloned().collect();
                    parts.push(path(&of_trait));
                }
                Shape::Projection(parts)
            }
        },
        Type::Ptr(it) => Shape::Group("pointer", vec![ty(&it.elem)]),
        Type::Reference(it) => Shape::Group("reference", vec![ty(&it.elem)]),
        Type::Slice(it) => Shape::Group("slice", vec![ty(&it.elem)]),
        Type::Tuple(it) => Shape::Group("tuple", it.elems.iter().map(ty).collect()),
        _ => Shape::Blank,
    }
}

fn path(of: &syn::Path) -> Shape<Path> {
    let written = Path {
        absolute: of.leading_colon.is_some(),
        segments: of.segments.iter().map(|segment| plain(&segment.ident)).collect(),
        line: u32::try_from(of.span().start().line).unwrap_or(0),
    };
    let arguments = of.segments.last().map(|last| arguments(&last.arguments)).unwrap_or_default();
    Shape::Named(written, arguments)
}

fn arguments(of: &PathArguments) -> Vec<Shape<Path>> {
    match of {
        PathArguments::None => Vec::new(),
        PathArguments::AngleBracketed(it) => angle_bracketed(it),
        PathArguments::Parenthesized(it) => {
            let inputs = it.inputs.iter().map(|input| ty(&input.ty)).collect();
            vec![Shape::Group("inputs", inputs), output(&it.output)]
        }
    }
}

fn angle_bracketed(of: &syn::AngleBracketedGenericArguments) -> Vec<Shape<Path>> {
    let constraint = |of: Option<&syn::AngleBracketedGenericArguments>, by| {
        Shape::Group("constraint", vec![Shape::Group("of", of.map(angle_bracketed).unwrap_or_default()), by])
    };
    let arguments = of.args.iter().filter_map(|argument| match argument {
        GenericArgument::Type(it) => Some(ty(it)),
        GenericArgument::Const(_) => Some(Shape::Blank),
        GenericArgument::AssocType(it) => Some(constraint(it.generics.as_ref(), ty(&it.ty))),
        GenericArgument::AssocConst(it) => Some(constraint(it.generics.as_ref(), Shape::Blank)),
        GenericArgument::Constraint(it) => Some(constraint(it.generics.as_ref(), bounds("bounds", &it.bounds))),
        _ => None,
    });
    arguments.collect()
}

fn output(of: &ReturnType) -> Shape<Path> {
    match of {
        ReturnType::Default => Shape::Group("output", Vec::new()),
        ReturnType::Type(_, it) => Shape::Group("output", vec![ty(it)]),
    }
}

fn bounds<'a>(word: &'static str, of: impl IntoIterator<Item = &'a TypeParamBound>) -> Shape<Path> {
    let traits = of.into_iter().filter_map(|bound| match bound {
        TypeParamBound::Trait(it) => Some(path(&it.path)),
        _ => None,
    });
    Shape::Group(word, traits.collect())
}

fn generics(of: &syn::Generics) -> Shape<Path> {
    let parameters = of.params.iter().filter_map(|parameter| match parameter {
        GenericParam::Lifetime(_) => None,
        GenericParam::Type(it) => {
            let default = Shape::Group("default", it.default.iter().map(|(_, it)| ty(it)).collect());
            Some(Shape::Group("parameter", vec![bounds("bounds", &it.bounds), default]))
        }
        GenericParam::Const(it) => Some(Shape::Group("constant", vec![ty(&it.ty)])),
    });
    let predicates = of.where_clause.iter().flat_map(|it| &it.predicates).filter_map(|predicate| match predicate {
        WherePredicate::Type(it) => {
            Some(Shape::Group("predicate", vec![ty(&it.bounded_ty), bounds("bounds", &it.bounds)]))
        }
        _ => None,
    });
    Shape::Group(
        "generics",
        vec![Shape::Group("parameters", parameters.collect()), Shape::Group("where", predicates.collect())],
    )
}

/// An identifier without `r#`.
fn plain(name: &syn::Ident) -> String {
    let name = name.to_string();
    name.strip_prefix("r#").map_or(name.clone(), str::to_owned)
}
