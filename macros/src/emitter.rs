//! The type that stands for a function: what it declares, and the proof of it.

use crate::call::at;
use crate::function::Function;
use crate::label::label;
use ensue_grammar::annotation::{Emissions, source};
use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::{Ident, LitStr, Path, spanned::Spanned};

/// The type of a function's name. It is hidden, so that a link to the name means the function.
pub(crate) fn emitter_type(function: &Function, fields: &TokenStream) -> TokenStream {
    let (name, vis, conditions) = (&function.sig.ident, &function.vis, function.conditions());
    let allow = silence();
    quote! {
        #(#conditions)*
        #allow
        #[doc(hidden)]
        #vis struct #name { #fields }
    }
}

/// What generated items must not be told by lints: the user wrote none of them.
fn silence() -> TokenStream {
    quote! {
        #[allow(
            non_camel_case_types,
            missing_docs,
            missing_debug_implementations,
            missing_copy_implementations,
            unnameable_types,
            unreachable_pub,
            single_use_lifetimes,
            clippy::empty_structs_with_brackets,
            clippy::exhaustive_structs,
            clippy::missing_docs_in_private_items,
            clippy::partial_pub_fields,
            clippy::struct_field_names
        )]
    }
}

/// `impl Emits<E> for create_auth`, each at its entry: rustc points there when it lists what is declared.
pub(crate) fn proof(emissions: &Emissions, emitter: &Ident) -> TokenStream {
    let declare = |paths: &[Path], of: &str, constant: &str| {
        let impls = paths.iter().map(|path| {
            let span = path.span();
            let (of, constant) = (Ident::new(of, span), Ident::new(constant, span));
            quote_spanned! {at(span)=>
                impl ::ensue::#of<#path> for #emitter {
                    const #constant: ::ensue::__private::Declared = ::ensue::__private::Declared;
                }
            }
        });
        impls.collect::<TokenStream>()
    };
    let emits = declare(&emissions.emits, "Emits", "DECLARE_IT_IN_MAY_EMIT");
    let schedules = declare(&emissions.schedules, "Schedules", "DECLARE_IT_AS_SCHEDULED_IN_MAY_EMIT");
    let requests = declare(&emissions.requests, "Requests", "DECLARE_IT_IN_MAY_REQUEST");
    quote!(#emits #schedules #requests)
}

/// What the registry knows of a function, beside what all of them have.
pub(crate) struct Meta<'a> {
    /// A variant of `EmitterKind`.
    pub(crate) kind: &'a str,
    pub(crate) emissions: &'a Emissions,
    pub(crate) moved: Option<&'a LitStr>,
    pub(crate) tags: &'a [LitStr],
    /// Further fields, `name: value,`.
    pub(crate) fields: TokenStream,
}

/// `impl Emitter for create_auth`
pub(crate) fn emitter(name: &Ident, meta: Meta<'_>) -> TokenStream {
    let Meta { kind, emissions, moved, tags, fields } = meta;
    let kind = Ident::new(kind, Span::call_site());
    let item = place(name);
    let emits = metas(&emissions.emits, "Event");
    let schedules = emissions.schedules.iter().map(|path| quote!(::ensue::__private::Kept::of::<#path>()));
    let requests = metas(&emissions.requests, "Effect");
    let moved = option(moved);
    quote! {
        impl ::ensue::Emitter for #name {
            const META: &'static ::ensue::__private::EmitterMeta = &::ensue::__private::EmitterMeta {
                kind: ::ensue::__private::EmitterKind::#kind,
                #item
                emits: &[#emits],
                schedules: &[#(#schedules),*],
                requests: &[#requests],
                moved: #moved,
                tags: &[#(#tags),*],
                #fields
                ..::ensue::__private::EmitterMeta::EMPTY
            };
        }
    }
}

/// Name, module, label, file and line of an item: the line is the one of its name.
///
/// What has a place in the source is of the source's edition: in that of 2015 `::std` can be named there, `::core` cannot.
pub(crate) fn place(name: &Ident) -> TokenStream {
    let text = text(name);
    let label = label();
    quote_spanned! {name.span()=>
        name: #text,
        module: ::std::module_path!(),
        label: #label,
        file: ::std::file!(),
        line: ::std::line!(),
    }
}

/// `<E as Event>::META, ..`
pub(crate) fn metas(paths: &[Path], of: &str) -> TokenStream {
    let metas = paths.iter().map(|path| {
        let of = Ident::new(of, path.span());
        quote_spanned!(at(path.span())=> <#path as ::ensue::#of>::META)
    });
    quote!(#(#metas),*)
}

/// `Some(..)` or `None`
pub(crate) fn option(value: Option<impl ToTokens>) -> TokenStream {
    let some = value.map(|value| quote!(::core::option::Option::Some(#value)));
    some.unwrap_or_else(|| quote!(::core::option::Option::None))
}

/// An identifier as people read it: without `r#`.
pub(crate) fn text(name: &Ident) -> LitStr {
    LitStr::new(source(name).trim_start_matches("r#"), name.span())
}

/// Items that nobody can name. They stand under the conditions of what they are made for.
pub(crate) fn hidden(conditions: &[&syn::Attribute], items: &TokenStream) -> TokenStream {
    quote! {
        #(#conditions)*
        #[allow(deprecated)]
        const _: () = { #items };
    }
}
