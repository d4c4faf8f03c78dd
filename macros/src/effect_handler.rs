//! `#[effect_handler]`

use crate::{function::Function, listener};
use ensue_grammar::annotation::{self, Kind, last_segment, other_role};
use proc_macro2::TokenStream;

pub(crate) fn expand(args: TokenStream, item: &TokenStream) -> TokenStream {
    let function = match Function::read(Kind::EffectHandler, item) {
        Ok(function) => function,
        Err(instead) => return instead,
    };
    let (handler, mut errors) = annotation::effect_handler(args, &function.sig);
    errors.extend(other_role(Kind::EffectHandler, &function.sig.ident, &function.attrs, &last_segment));
    listener::expand(Kind::EffectHandler, function, &handler, &errors)
}
