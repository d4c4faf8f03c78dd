//! `#[derive(OneOf)]`

use crate::call::at;
use ensue_grammar::annotation::{self, Error, Kind, wrong_item};
use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::{Item, spanned::Spanned};

pub(crate) fn expand(item: &TokenStream) -> TokenStream {
    let item = match syn::parse2::<Item>(item.clone()) {
        Ok(Item::Enum(item)) => item,
        Ok(other) => return wrong_item(Kind::OneOf, &other).to_compile_error(),
        Err(unfinished) => return unfinished.into_compile_error(),
    };
    let (one_of, errors) = annotation::one_of(&item);
    let (impl_generics, type_generics, clause) = item.generics.split_for_impl();
    let name = &item.ident;
    let lifetime = item.generics.lifetimes().next().map(|parameter| &parameter.lifetime);
    let conversions = one_of.variants.iter().filter(|_| lifetime.is_some()).map(|variant| {
        let (case, event) = (&variant.name, &variant.event);
        quote_spanned! {at(event.span())=>
            #[automatically_derived]
            impl #impl_generics ::std::convert::From<&#lifetime #event> for #name #type_generics #clause {
                fn from(event: &#lifetime #event) -> Self {
                    Self::#case(event)
                }
            }
        }
    });
    let errors = errors.iter().map(Error::to_compile_error);
    quote!(#(#conversions)* #(#errors)*)
}
