//! `#[transition]` outside of an archiver. On its methods `#[archiver]` reads it, and it never gets here.

use ensue_grammar::annotation::{Kind, wrong_item};
use proc_macro2::TokenStream;
use quote::quote;
use syn::{Item, ItemFn};

pub(crate) fn expand(item: &TokenStream) -> TokenStream {
    // A method without `self` reads as a function, one with `self` only as a method; for the message both are one.
    let error = match syn::parse2::<syn::ImplItemFn>(item.clone()) {
        Ok(method) => wrong_item(Kind::Transition, &Item::Fn(as_function(method))),
        Err(_) => match syn::parse2::<Item>(item.clone()) {
            Ok(other) => wrong_item(Kind::Transition, &other),
            Err(unfinished) => {
                let unfinished = unfinished.into_compile_error();
                return quote!(#item #unfinished);
            }
        },
    };
    let error = error.to_compile_error();
    quote!(#item #error)
}

fn as_function(method: syn::ImplItemFn) -> ItemFn {
    ItemFn {
        attrs: method.attrs,
        vis: method.vis,
        modifiers: method.modifiers,
        sig: method.sig,
        block: Box::new(method.block),
    }
}
