//! `#[controller]`

use crate::call::at;
use crate::call::{boxed, call, needs, outcome, quiet, returned};
use crate::docs;
use crate::emitter::{Meta, emitter, emitter_type, hidden, option, proof};
use crate::function::Function;
use ensue_grammar::annotation::{self, Controller, Error, Kind, Role, last_segment, other_role};
use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;

pub(crate) fn expand(args: TokenStream, item: &TokenStream) -> TokenStream {
    let mut function = match Function::read(Kind::Controller, item) {
        Ok(function) => function,
        Err(instead) => return instead,
    };
    let (controller, mut errors) = annotation::controller(args, &function.sig);
    errors.extend(other_role(Kind::Controller, &function.sig.ident, &function.attrs, &last_segment));

    let name = function.sig.ident.clone();
    docs::append(&mut function.attrs, &docs::of_controller(&name, &controller));
    function.keep_signature();
    let emitter_type = emitter_type(&function, &fields(&function, &controller));
    let meta = emitter(&name, meta(&controller));
    let proof = proof(&controller.emissions, &name);
    let entry = entry(&function, &controller, &errors);
    let hidden = hidden(&function.conditions(), &quote!(#meta #proof #entry));
    let errors = errors.iter().map(Error::to_compile_error);
    quote!(#function #emitter_type #hidden #(#errors)*)
}

/// The by-value arguments: a call is a literal of the type.
fn fields(function: &Function, controller: &Controller) -> TokenStream {
    let vis = &function.vis;
    let arguments = controller.parameters.with(Role::Argument);
    let fields = arguments.filter_map(|argument| {
        let (name, ty) = (argument.name.as_ref()?, &argument.ty);
        Some(quote!(#vis #name: #ty,))
    });
    fields.collect()
}

fn meta(controller: &Controller) -> Meta<'_> {
    let route = option(controller.route.as_ref().map(|route| &route.text));
    let schedule = option(controller.schedule.as_ref());
    let resumes = controller.resumes.as_ref();
    let resumes = option(resumes.map(|event| quote_spanned!(at(event.span())=> <#event as ::ensue::Event>::META)));
    Meta {
        kind: "Controller",
        emissions: &controller.emissions,
        moved: controller.moved.as_ref(),
        tags: &controller.tags,
        fields: quote! {
            route: #route,
            schedule: #schedule,
            resumes: #resumes,
        },
    }
}

/// `impl Controller`, which stands even when something is wrong, since calls elsewhere need it; then nothing runs.
fn entry(function: &Function, controller: &Controller, errors: &[Error]) -> TokenStream {
    let name = &function.sig.ident;
    let (returned, quiet) = (returned(function), quiet());
    let reply = quote_spanned!(at(returned.span())=> <#returned as ::ensue::Outcome>::Reply);
    let (needs, run, registration) = if errors.is_empty() {
        let called = call(&name.to_token_stream(), function, &controller.parameters, &TokenStream::new());
        (needs(&controller.parameters), boxed(name, &called, &outcome(function)), registration(function, controller))
    } else {
        (quote!(&[]), quote!(::core::unreachable!()), TokenStream::new())
    };
    let routed = controller.route.as_ref().map(|route| {
        let (method, path) = (&route.method, &route.path);
        quote! {
            impl ::ensue::Routed for #name {
                const METHOD: &'static str = #method;
                const PATH: &'static str = #path;
            }
        }
    });
    // At the type, so that one which cannot be returned is marked there and nowhere else.
    let at_type = Span::call_site().located_at(returned.span());
    let run = quote_spanned! {at(at_type)=>
        #quiet
        fn run<'__a>(
            self,
            __res: &'__a ::ensue::__private::Resources,
            __core: &'__a mut ::ensue::__private::Core,
        ) -> ::ensue::BoxFuture<'__a, ::core::result::Result<Self::Reply, ::ensue::BoxError>> {
            #run
        }
    };
    quote! {
        impl ::ensue::Controller for #name {
            type Reply = #reply;
            const NEEDS: &'static [::ensue::__private::Need] = #needs;
            #run
        }
        #routed
        #registration
    }
}

fn registration(function: &Function, controller: &Controller) -> TokenStream {
    let name = &function.sig.ident;
    let timed = controller.schedule.as_ref().map(|_| {
        quote! {
            impl ::ensue::__private::Timed for #name {
                fn start() -> Self {
                    #name {}
                }
            }
        }
    });
    let of = if timed.is_some() { quote!(timed) } else { quote!(of) };
    quote! {
        #timed
        static __REGISTRATION: ::ensue::__private::ControllerRegistration =
            ::ensue::__private::ControllerRegistration::#of::<#name>();
        ::ensue::__private::inventory::submit! { ::ensue::__private::Entry::Controller(&__REGISTRATION) }
    }
}
