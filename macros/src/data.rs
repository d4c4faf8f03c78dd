//! What `#[event]` and `#[effect]` have in common: a type that becomes an item of the registry.

use crate::call::at;
use crate::emitter::{self, option, place, text};
use crate::function::conditions;
use ensue_grammar::annotation::{self, Error, Event, Kind, last_segment};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::{Attribute, Item};

/// Reads the struct or enum below an attribute; on another item, gives what the macro must say instead.
pub(crate) fn read(kind: Kind, item: &TokenStream) -> Result<Item, TokenStream> {
    let error = match syn::parse2::<Item>(item.clone()) {
        Ok(item @ (Item::Struct(_) | Item::Enum(_))) => return Ok(item),
        Ok(other) => annotation::wrong_item(kind, &other).to_compile_error(),
        Err(unfinished) => unfinished.into_compile_error(),
    };
    Err(quote!(#item #error))
}

pub(crate) fn other_role(kind: Kind, item: &Item) -> Option<Error> {
    let attributes = match item {
        Item::Struct(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        _ => return None,
    };
    annotation::other_role(kind, &name(item), attributes, &last_segment)
}

pub(crate) fn attributes(item: &mut Item) -> &mut Vec<Attribute> {
    match item {
        Item::Struct(item) => &mut item.attrs,
        Item::Enum(item) => &mut item.attrs,
        _ => unreachable!("`read` gives structs and enums"),
    }
}

pub(crate) fn name(item: &Item) -> Ident {
    match item {
        Item::Struct(item) => item.ident.clone(),
        Item::Enum(item) => item.ident.clone(),
        _ => unreachable!("`read` gives structs and enums"),
    }
}

/// The constants of `Event` and `Effect`.
pub(crate) fn facts(kind: Kind, event: &Event, name: &Ident, further: &TokenStream) -> TokenStream {
    let kind = if kind == Kind::Effect { format_ident!("Effect") } else { format_ident!("Event") };
    let item = place(name);
    let stable = event.name.clone().unwrap_or_else(|| text(name));
    let version = event.version();
    let moved = option(event.moved.as_ref());
    let tags = &event.tags;
    quote! {
        const NAME: &'static str = #stable;
        const VERSION: u32 = #version;
        const META: &'static ::ensue::__private::ItemMeta = &::ensue::__private::ItemMeta {
            kind: ::ensue::__private::ItemKind::#kind,
            #item
            stable_name: #stable,
            version: #version,
            moved: #moved,
            tags: &[#(#tags),*],
            #further
        };
    }
}

/// The impls, which stand even when something is wrong, and the registration, which does not.
pub(crate) fn hidden(item: &Item, impls: &TokenStream, of: &str, errors: &[Error]) -> TokenStream {
    let (attributes, generic) = match item {
        Item::Struct(item) => (&item.attrs, !item.generics.params.is_empty()),
        Item::Enum(item) => (&item.attrs, !item.generics.params.is_empty()),
        _ => return TokenStream::new(),
    };
    if generic {
        // Said already; an impl for a type without its arguments would only say it again.
        return TokenStream::new();
    }
    let (name, of) = (name(item), format_ident!("{of}"));
    let registration = errors.is_empty().then(|| {
        quote_spanned! {at(name.span())=>
            ::ensue::__private::inventory::submit! { ::ensue::__private::Entry::Item(<#name as ::ensue::#of>::META) }
        }
    });
    emitter::hidden(&conditions(attributes), &quote!(#impls #registration))
}
