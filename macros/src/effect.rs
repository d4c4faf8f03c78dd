//! `#[effect]`

use crate::call::at;
use crate::{data, docs};
use ensue_grammar::annotation::{self, Error, Kind};
use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

pub(crate) fn expand(args: TokenStream, item: &TokenStream) -> TokenStream {
    let mut item = match data::read(Kind::Effect, item) {
        Ok(item) => item,
        Err(instead) => return instead,
    };
    let (effect, mut errors) = annotation::effect(args, &item);
    errors.extend(data::other_role(Kind::Effect, &item));
    docs::append(data::attributes(&mut item), &docs::of_data(Kind::Effect, &effect.event, Some(&effect)));
    let name = data::name(&item);
    let performed_by = crate::emitter::option(effect.performed_by.as_ref());
    let kept = effect.completes_with.iter();
    let kept = kept.map(|event| quote_spanned!(at(event.span())=> ::ensue::__private::Kept::of::<#event>()));
    let further = quote!(performed_by: #performed_by, completes_with: &[#(#kept),*],);
    let facts = data::facts(Kind::Effect, &effect.event, &name, &further);
    let completions = effect.completes_with.iter().map(|event| {
        quote_spanned! {at(event.span())=>
            impl ::ensue::CompletesWith<#event> for #name {
                const DECLARE_IT_IN_COMPLETES_WITH: ::ensue::__private::Declared = ::ensue::__private::Declared;
            }
        }
    });
    let effect = quote_spanned!(at(name.span())=> impl ::ensue::Effect for #name { #facts });
    let hidden = data::hidden(&item, &quote!(#effect #(#completions)*), "Effect", &errors);
    let errors = errors.iter().map(Error::to_compile_error);
    quote!(#item #hidden #(#errors)*)
}
