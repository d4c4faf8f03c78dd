//! The call of an annotated function by the application.

use crate::function::Function;
use ensue_grammar::annotation::{Parameter, Parameters, Role};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{ReturnType, spanned::Spanned};

/// `needs: &[Need::of::<Auths>()]`: the shared resources, in the order of the parameters.
pub(crate) fn needs(parameters: &Parameters) -> TokenStream {
    let needs = parameters.with(Role::Resource).map(|parameter| {
        let ty = parameter.referent();
        quote_spanned!(at(ty.span())=> ::ensue::__private::Need::of::<#ty>())
    });
    quote!(&[#(#needs),*])
}

/// `create_auth(event, res.get::<Auths>(0), &mut Cx::<create_auth>::__new(core)).await`
///
/// The emitter of the context is written out. Were it inferred, a function could take the context of another one and emit
/// what that declares. `event` says how the event is passed.
pub(crate) fn call(
    callee: &TokenStream,
    function: &Function,
    parameters: &Parameters,
    event: &TokenStream,
) -> TokenStream {
    let name = &function.sig.ident;
    let mut position = 0_usize;
    let arguments = parameters.all.iter().map(|parameter| match parameter.role {
        Role::EventByReference | Role::EventByValue => event.clone(),
        Role::Context => quote_spanned!(at(parameter.ty.span())=> &mut ::ensue::Cx::<#name>::__new(__core)),
        Role::Argument => argument(parameter),
        Role::Resource => {
            let ty = parameter.referent();
            position += 1;
            let index = position - 1;
            quote_spanned!(at(ty.span())=> __res.get::<#ty>(#index))
        }
    });
    let awaited = function.awaited();
    quote_spanned!(at(name.span())=> #callee(#(#arguments),*) #awaited)
}

/// The place of a token, for tokens of ours: errors point there, and still the names are those of these macros. The token
/// may come from a `macro_rules!` that hides its names, or from an edition in which `async` is no keyword.
pub(crate) fn at(span: Span) -> Span {
    Span::call_site().located_at(span)
}

/// The future of a call: `Send` is asked at the function's name.
pub(crate) fn boxed(name: &Ident, call: &TokenStream, finish: &TokenStream) -> TokenStream {
    quote_spanned! {at(name.span())=>
        ::std::boxed::Box::pin(async move {
            let __out = #call;
            #finish
        })
    }
}

/// What lints say of the function that calls: not everything is used by everyone, and some return nothing.
pub(crate) fn quiet() -> TokenStream {
    quote!(#[allow(unused_variables, unit_bindings, clippy::let_unit_value)])
}

/// What came out, as a result; what cannot be returned is told at the return type.
pub(crate) fn outcome(function: &Function) -> TokenStream {
    let span = match &function.sig.output {
        ReturnType::Type(_, ty) => ty.span(),
        ReturnType::Default => function.sig.ident.span(),
    };
    quote_spanned!(at(span)=> ::ensue::Outcome::outcome(__out))
}

/// The type that it returns.
pub(crate) fn returned(function: &Function) -> TokenStream {
    match &function.sig.output {
        ReturnType::Type(_, ty) => quote!(#ty),
        ReturnType::Default => quote!(()),
    }
}

fn argument(parameter: &Parameter) -> TokenStream {
    parameter.name.as_ref().map_or_else(TokenStream::new, |name| quote!(self.#name))
}
