//! Paths, types and bounds, reduced to names.

use super::outline::{Bound, Generic, Path, Type, Visibility};
use proc_macro2::Span;
use quote::ToTokens;
use std::cell::Cell;
use syn::ext::IdentExt;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{GenericArgument, GenericParam, PathArguments, Token, TypeParamBound, WherePredicate};

/// An identifier without `r#`.
pub(super) fn name(ident: &syn::Ident) -> String {
    ident.unraw().to_string()
}

/// The line where something starts, from 1.
pub(super) fn line(of: &impl Spanned) -> u32 {
    line_of(of.span())
}

/// The line where a span starts, from 1.
pub(super) fn line_of(span: Span) -> u32 {
    u32::try_from(span.start().line).unwrap_or(u32::MAX).saturating_add(START.get().line)
}

/// The line where an expression starts, from 1. Its first token is looked for: to make tokens of all of it costs more.
pub(super) fn line_of_expr(of: &syn::Expr) -> u32 {
    use syn::Expr;
    let (attributes, first) = match of {
        Expr::Assign(it) => (&it.attrs, &it.left),
        Expr::Await(it) => (&it.attrs, &it.base),
        Expr::Binary(it) => (&it.attrs, &it.left),
        Expr::Call(it) => (&it.attrs, &it.func),
        Expr::Cast(it) => (&it.attrs, &it.expr),
        Expr::Field(it) => (&it.attrs, &it.base),
        Expr::Index(it) => (&it.attrs, &it.expr),
        Expr::MethodCall(it) => (&it.attrs, &it.receiver),
        Expr::Try(it) => (&it.attrs, &it.expr),
        Expr::Block(it) if it.attrs.is_empty() && it.label.is_none() => {
            return line_of(it.block.brace_token.span.open());
        }
        Expr::If(it) if it.attrs.is_empty() => return line_of(it.if_token.span),
        Expr::Macro(it) if it.attrs.is_empty() => return line_of_path(&it.mac.path),
        Expr::Match(it) if it.attrs.is_empty() => return line_of(it.match_token.span),
        Expr::Path(it) if it.attrs.is_empty() && it.qself.is_none() => return line_of_path(&it.path),
        Expr::Reference(it) if it.attrs.is_empty() => return line_of(it.and_token.span),
        Expr::Struct(it) if it.attrs.is_empty() && it.qself.is_none() => return line_of_path(&it.path),
        other => return line(other),
    };
    if attributes.is_empty() { line_of_expr(first) } else { line(of) }
}

fn line_of_path(of: &syn::Path) -> u32 {
    let first = of.segments.first().map(|first| first.ident.span());
    of.leading_colon.map(|colon| colon.spans[0]).or(first).map_or(0, line_of)
}

/// Where a span starts in its file, in bytes.
pub(super) fn offset(span: Span) -> usize {
    span.byte_range().start + START.get().offset
}

/// Where a span ends in its file, in bytes.
pub(super) fn end(span: Span) -> usize {
    span.byte_range().end + START.get().offset
}

/// Where in its file the text starts that this thread parses. Spans count from there.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Start {
    /// Lines before it.
    pub(super) line: u32,
    /// Bytes before it.
    pub(super) offset: usize,
}

thread_local! {
    static START: Cell<Start> = const { Cell::new(Start { line: 0, offset: 0 }) };
}

/// Parses text that starts there.
pub(super) fn starting<T>(at: Start, parse: impl FnOnce() -> T) -> T {
    let before = START.replace(at);
    let parsed = parse();
    START.set(before);
    parsed
}

/// Tokens on one line, as a person would write them where that is cheap to tell.
pub(super) fn text(tokens: &impl ToTokens) -> String {
    super::tokens::text(tokens.to_token_stream())
}

pub(super) fn path(path: &syn::Path) -> Path {
    Path {
        absolute: path.leading_colon.is_some(),
        segments: path.segments.iter().map(|segment| name(&segment.ident)).collect(),
        line: line_of_path(path),
    }
}

pub(super) fn visibility(visibility: &syn::Visibility) -> Visibility {
    match visibility {
        syn::Visibility::Public(_) => Visibility::Public,
        syn::Visibility::Restricted(restricted) => Visibility::In(path(&restricted.path).into()),
        syn::Visibility::Inherited => Visibility::Private,
    }
}

pub(super) fn ty(of: &syn::Type) -> Type {
    match of {
        syn::Type::Path(it) if it.qself.is_none() => Type::Path(path(&it.path), arguments(&it.path)),
        syn::Type::Reference(it) => ty(&it.elem),
        syn::Type::Paren(it) => ty(&it.elem),
        syn::Type::Group(it) => ty(&it.elem),
        syn::Type::ImplTrait(it) => Type::Bounds(bounds(&it.bounds)),
        syn::Type::TraitObject(it) => Type::Bounds(bounds(&it.bounds)),
        syn::Type::Tuple(it) => Type::Tuple(it.elems.iter().map(ty).collect()),
        syn::Type::Slice(it) => Type::Slice(Box::new(ty(&it.elem))),
        syn::Type::Array(it) => Type::Slice(Box::new(ty(&it.elem))),
        _ => Type::Other,
    }
}

/// Whether a type is `&mut` of something.
pub(super) fn is_mutable_reference(of: &syn::Type) -> bool {
    match of {
        syn::Type::Reference(it) => it.mutability.is_some(),
        syn::Type::Paren(it) => is_mutable_reference(&it.elem),
        syn::Type::Group(it) => is_mutable_reference(&it.elem),
        _ => false,
    }
}

pub(super) fn bounds(of: &Punctuated<TypeParamBound, Token![+]>) -> Vec<Bound> {
    let traits = of.iter().filter_map(|bound| match bound {
        TypeParamBound::Trait(bound) => Some(&bound.path),
        _ => None,
    });
    traits.map(bound).collect()
}

pub(super) fn bound(of: &syn::Path) -> Bound {
    Bound { path: path(of), arguments: arguments(of) }
}

/// Type parameters with their bounds, those of `where` included.
pub(super) fn generics(of: &syn::Generics) -> Vec<Generic> {
    let mut all: Vec<Generic> = Vec::new();
    for parameter in &of.params {
        if let GenericParam::Type(parameter) = parameter {
            all.push(Generic { name: name(&parameter.ident), bounds: bounds(&parameter.bounds) });
        }
    }
    for predicate in of.where_clause.iter().flat_map(|clause| &clause.predicates) {
        let WherePredicate::Type(predicate) = predicate else { continue };
        let Type::Path(bounded, _) = ty(&predicate.bounded_ty) else { continue };
        if bounded.segments.len() != 1 {
            continue;
        }
        let name = bounded.last().to_owned();
        let more = bounds(&predicate.bounds);
        match all.iter_mut().find(|generic| generic.name == name) {
            Some(generic) => generic.bounds.extend(more),
            // A parameter of the impl block around it, or a concrete type: both may be asked for more.
            None => all.push(Generic { name, bounds: more }),
        }
    }
    all
}

/// Names of the type parameters, in their order.
pub(super) fn parameters(of: &syn::Generics) -> Vec<String> {
    of.type_params().map(|parameter| name(&parameter.ident)).collect()
}

fn arguments(of: &syn::Path) -> Vec<Type> {
    match of.segments.last().map(|segment| &segment.arguments) {
        Some(PathArguments::AngleBracketed(arguments)) => {
            let types = arguments.args.iter().filter_map(|argument| match argument {
                GenericArgument::Type(argument) => Some(ty(argument)),
                // `Iterator<Item = A>`
                GenericArgument::AssocType(argument) => Some(ty(&argument.ty)),
                _ => None,
            });
            types.collect()
        }
        Some(PathArguments::Parenthesized(called)) => called.inputs.iter().map(|input| ty(&input.ty)).collect(),
        _ => Vec::new(),
    }
}
