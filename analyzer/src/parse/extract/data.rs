//! The fields and variants of types.

use crate::parse::outline::{Enum, Inside, Struct, Type, Variant};
use crate::parse::types;
use ensue_grammar::graph::Field;
use syn::spanned::Spanned;

pub(super) fn read_struct(of: &syn::Fields, generics: &syn::Generics, has_value: bool) -> Struct {
    let fields = of.iter().enumerate().map(|(at, field)| Field {
        name: field.ident.as_ref().map_or_else(|| at.to_string(), types::name),
        ty: as_written(&field.ty),
    });
    let (fields, types) = (fields.collect(), of.iter().map(|field| types::ty(&field.ty)).collect());
    let state = of.iter().position(|field| has_mark(&field.attrs, "state"));
    let inside = Inside { fields, types, generics: types::parameters(generics), state };
    Struct { has_value, inside: inside.into() }
}

pub(super) fn read_enum(of: &syn::ItemEnum) -> Enum {
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

/// Whether an attribute stands on a field or variant.
fn has_mark(attributes: &[syn::Attribute], mark: &str) -> bool {
    attributes.iter().any(|attribute| attribute.path().is_ident(mark))
}

/// The source text where it is one line without comments; else its tokens.
fn as_written(ty: &syn::Type) -> String {
    match ty.span().source_text() {
        Some(text) if !["//", "/*", "\n"].iter().any(|it| text.contains(it)) => text,
        _ => types::text(ty),
    }
}
