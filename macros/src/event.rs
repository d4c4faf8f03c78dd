//! `#[event]`

use crate::call::at;
use crate::{data, docs};
use ensue_grammar::annotation::{self, Error, Kind};
use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

pub(crate) fn expand(args: TokenStream, item: &TokenStream) -> TokenStream {
    let mut item = match data::read(Kind::Event, item) {
        Ok(item) => item,
        Err(instead) => return instead,
    };
    let (event, mut errors) = annotation::event(args, &item);
    errors.extend(data::other_role(Kind::Event, &item));
    docs::append(data::attributes(&mut item), &docs::of_data(Kind::Event, &event, None));
    let name = data::name(&item);
    let facts = data::facts(Kind::Event, &event, &name, &quote!(..::ensue::__private::ItemMeta::EMPTY));
    let event = quote_spanned!(at(name.span())=> impl ::ensue::Event for #name { #facts });
    let hidden = data::hidden(&item, &quote!(#event), "Event", &errors);
    let errors = errors.iter().map(Error::to_compile_error);
    quote!(#item #hidden #(#errors)*)
}
