//! `#[allow]`: read by the analyzer alone, so that here it only has to be right.

use ensue_grammar::annotation::{self, Error};
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::quote;

pub(crate) fn expand(args: TokenStream, item: &TokenStream) -> TokenStream {
    let (_, errors) = annotation::allow(args, &name(item));
    let errors = errors.iter().map(Error::to_compile_error);
    quote!(#item #(#errors)*)
}

/// The name behind the word that starts the item. Any item will do, so it is not read as a whole.
fn name(item: &TokenStream) -> Ident {
    const WORDS: [&str; 7] = ["fn", "struct", "enum", "impl", "mod", "trait", "type"];
    let mut words = item.clone().into_iter().filter_map(|token| match token {
        TokenTree::Ident(word) => Some(word),
        _ => None,
    });
    let start = words.find(|word| WORDS.contains(&word.to_string().as_str()));
    start.and_then(|_| words.next()).unwrap_or_else(|| Ident::new("item", Span::call_site()))
}
