//! What `#[handler]` and `#[effect_handler]` expand to.

use crate::call::at;
use crate::call::{boxed, call, needs, outcome, quiet};
use crate::docs;
use crate::emitter::{Meta, emitter, emitter_type, hidden, option, proof};
use crate::function::Function;
use ensue_grammar::annotation::{Error, Handler, Kind, On, Role, source};
use ensue_grammar::graph::Timing;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::{Path, spanned::Spanned};

/// The function, its type and its proof; and, when nothing is wrong, one registration for each event.
pub(crate) fn expand(kind: Kind, mut function: Function, handler: &Handler, errors: &[Error]) -> TokenStream {
    let name = function.sig.ident.clone();
    docs::append(&mut function.attrs, &docs::of_handler(handler));
    function.keep_signature();
    let emitter_type = emitter_type(&function, &TokenStream::new());
    let meta = emitter(&name, meta(kind, handler));
    let proof = proof(&handler.emissions, &name);
    let registrations = match errors {
        [] => handler.on.paths().iter().map(|entry| registration(kind, &function, handler, entry)).collect(),
        _ => TokenStream::new(),
    };
    let hidden = hidden(&function.conditions(), &quote!(#meta #proof #registrations));
    let errors = errors.iter().map(Error::to_compile_error);
    quote!(#function #emitter_type #hidden #(#errors)*)
}

fn meta(kind: Kind, handler: &Handler) -> Meta<'_> {
    let timing = match timing(kind, handler) {
        Timing::AfterCommit => quote!(AfterCommit),
        Timing::Deferred => quote!(Deferred),
        Timing::Inline | Timing::Scheduled => quote!(Inline),
    };
    let exclusive = option(handler.exclusive.as_ref().map(|expression| source(expression)));
    let precondition = option(handler.precondition.as_ref().map(|path| source(path)));
    let loops = option(handler.loops.as_ref());
    Meta {
        kind: if kind == Kind::EffectHandler { "EffectHandler" } else { "Handler" },
        emissions: &handler.emissions,
        moved: handler.moved.as_ref(),
        tags: &handler.tags,
        fields: quote! {
            timing: ::ensue::__private::Timing::#timing,
            exclusive: #exclusive,
            precondition: #precondition,
            loops: #loops,
        },
    }
}

/// An effect is always performed from its ticket.
fn timing(kind: Kind, handler: &Handler) -> Timing {
    if kind == Kind::EffectHandler { Timing::Deferred } else { handler.timing() }
}

/// One event of the handler. All of it stands at the entry of `on`, so that rustc points there.
fn registration(kind: Kind, function: &Function, handler: &Handler, entry: &Path) -> TokenStream {
    let name = &function.sig.ident;
    let payload = payload(handler, entry);
    let (item, because) = origin(kind, handler, entry);
    let needs = needs(&handler.parameters);
    let event = event(handler, entry, &payload);
    let run = boxed(name, &call(&name.to_token_stream(), function, &handler.parameters, &event), &outcome(function));
    let check = handler.precondition.as_ref().map(|path| check(function, handler, path, &event));
    let precondition = option(check.as_ref().map(|_| quote!(__check)));
    let exclusive = exclusive(handler, entry, &payload);
    let kept = timing(kind, handler) == Timing::Deferred;
    let codec = option(kept.then(|| quote_spanned!(at(entry.span())=> ::ensue::__private::Codec::of::<#payload>())));
    let runs = runs(&quote!(__run), &quote!(()), &run);
    quote_spanned! {at(entry.span())=>
        const _: () = {
            #runs
            #check
            static __REGISTRATION: ::ensue::__private::Registration = ::ensue::__private::Registration {
                meta: <#name as ::ensue::Emitter>::META,
                item: #item,
                payload: ::std::any::TypeId::of::<#payload>,
                because: #because,
                needs: #needs,
                run: __run,
                precondition: #precondition,
                exclusive: #exclusive,
                codec: #codec,
            };
            impl ::ensue::HandledBy<#name> for #payload {
                const REG: &'static ::ensue::__private::Registration = &__REGISTRATION;
            }
            ::ensue::__private::inventory::submit! { ::ensue::__private::Entry::Handler(&__REGISTRATION) }
        };
    }
}

/// The type that arrives: the event, the effect, or the change of the resource.
fn payload(handler: &Handler, entry: &Path) -> TokenStream {
    match handler.on {
        On::Events(_) => quote!(#entry),
        On::ChangeOf(_) => quote_spanned!(at(entry.span())=> ::ensue::Changed<#entry>),
    }
}

/// The item that it belongs to, and the resource whose change is meant.
fn origin(kind: Kind, handler: &Handler, entry: &Path) -> (TokenStream, TokenStream) {
    let span = entry.span();
    let item = match (&handler.on, kind) {
        (On::ChangeOf(_), _) => quote_spanned!(at(span)=> ::ensue::__private::change::<#entry>()),
        (_, Kind::EffectHandler) => quote_spanned!(at(span)=> <#entry as ::ensue::Effect>::META),
        _ => quote_spanned!(at(span)=> <#entry as ::ensue::Event>::META),
    };
    let because = matches!(handler.on, On::ChangeOf(_));
    let because = because.then(|| quote_spanned!(at(span)=> ::ensue::__private::ResourceRef::of::<#entry>()));
    (item, option(because))
}

/// A reference is passed as it is; anything else is converted from the reference.
fn event(handler: &Handler, entry: &Path, payload: &TokenStream) -> TokenStream {
    let reference = quote_spanned!(at(entry.span())=> ::ensue::__private::payload::<#payload>(__payload));
    match handler.parameters.first(Role::EventByValue) {
        Some(_) => quote_spanned!(at(entry.span())=> ::std::convert::Into::into(#reference)),
        None => reference,
    }
}

fn runs(name: &TokenStream, output: &TokenStream, body: &TokenStream) -> TokenStream {
    let quiet = quiet();
    quote! {
        #quiet
        fn #name<'__a>(
            __payload: &'__a ::ensue::__private::Payload,
            __res: &'__a ::ensue::__private::Resources,
            __core: &'__a mut ::ensue::__private::Core,
        ) -> ::ensue::BoxFuture<'__a, ::core::result::Result<#output, ::ensue::BoxError>> {
            #body
        }
    }
}

/// The precondition takes what the handler takes, and waits as it does.
fn check(function: &Function, handler: &Handler, path: &Path, event: &TokenStream) -> TokenStream {
    let asked = call(&path.to_token_stream(), function, &handler.parameters, event);
    let verdict = quote_spanned!(at(path.span())=> ::ensue::Verdict::verdict(__out));
    runs(&quote!(__check), &quote!(bool), &boxed(&function.sig.ident, &asked, &verdict))
}

/// `exclusive` is an expression over the event, by the name that the handler gives it.
fn exclusive(handler: &Handler, entry: &Path, payload: &TokenStream) -> TokenStream {
    let Some(expression) = &handler.exclusive else { return quote!(::core::option::Option::None) };
    let event = event(handler, entry, payload);
    let parameter = handler.parameters.all.first();
    let name = parameter.and_then(|parameter| parameter.name.clone());
    let name = name.unwrap_or_else(|| Ident::new("event", Span::call_site()));
    let ty = match parameter {
        Some(parameter) if parameter.role == Role::EventByValue => parameter.ty.to_token_stream(),
        _ => quote!(&#payload),
    };
    quote_spanned! {at(expression.span())=>
        ::std::option::Option::Some(|__payload| {
            #[allow(unused_variables)]
            let #name: #ty = #event;
            ::std::string::ToString::to_string(&(#expression))
        })
    }
}
