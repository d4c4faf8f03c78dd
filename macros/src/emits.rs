//! `#[emits]` on a function that is no method of an archiver.

use crate::{docs, emitter, function::Function, through};
use ensue_grammar::annotation::{self, Error, Kind, last_segment, other_role};
use proc_macro2::TokenStream;
use quote::quote;

pub(crate) fn expand(args: TokenStream, item: &TokenStream) -> TokenStream {
    let mut function = match Function::read(Kind::Emits, item) {
        Ok(function) => function,
        Err(instead) => return instead,
    };
    let (emits, mut errors) = annotation::emits(args, &function.sig);
    errors.extend(other_role(Kind::Emits, &function.sig.ident, &function.attrs, &last_segment));
    docs::append(&mut function.attrs, &docs::of_helper(&emits.emissions));
    if let Some(context) = &emits.context {
        through::ask_caller(&mut function, context, &emits.emissions);
        // Inside an `impl` block the name of the type is not known here, so a method is no step of its own.
        if function.sig.receiver().is_none() {
            let name = emitter::text(&function.sig.ident).value();
            through::step(&mut function, context, &name, None);
        }
    }
    let errors = errors.iter().map(Error::to_compile_error);
    quote!(#function #(#errors)*)
}
