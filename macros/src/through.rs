//! What a method or helper that emits for its caller gets: bounds that ask the caller, and a step of *through*.

use crate::call::at;
use crate::emitter::option;
use crate::function::Function;
use ensue_grammar::annotation::{Context, Emissions, source};
use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use syn::{
    FnArg, GenericArgument, Path, PathArguments, Type, TypeParamBound, parse_quote, parse_quote_spanned,
    spanned::Spanned,
};

/// Asks the caller for all that is declared, each bound at its entry.
pub(crate) fn ask_caller(function: &mut Function, context: &Context, emissions: &Emissions) {
    let bounds = bounds(emissions);
    if bounds.is_empty() {
        return;
    }
    if matches!(context.emitter, Type::ImplTrait(_)) {
        for input in &mut function.sig.inputs {
            if let FnArg::Typed(parameter) = input {
                extend_impl_trait(&mut parameter.ty, &context.emitter, &bounds);
            }
        }
        return;
    }
    let caller = &context.emitter;
    let clause = function.sig.generics.make_where_clause();
    clause.predicates.push(parse_quote!(#caller: #(#bounds)+*));
}

fn bounds(emissions: &Emissions) -> Vec<TypeParamBound> {
    let lists = [("Emits", &emissions.emits), ("Schedules", &emissions.schedules), ("Requests", &emissions.requests)];
    let bounds = lists.into_iter().flat_map(|(of, paths)| paths.iter().map(move |path| bound(of, path)));
    bounds.collect()
}

fn bound(of: &str, path: &Path) -> TypeParamBound {
    let of = proc_macro2::Ident::new(of, path.span());
    parse_quote_spanned!(at(path.span())=> ::ensue::#of<#path>)
}

/// Adds bounds to the `impl Trait` that is the emitter, at any depth of references and generic arguments.
fn extend_impl_trait(ty: &mut Type, emitter: &Type, bounds: &[TypeParamBound]) {
    match ty {
        Type::ImplTrait(found) if source(found) == source(emitter) => found.bounds.extend(bounds.iter().cloned()),
        Type::Reference(reference) => extend_impl_trait(&mut reference.elem, emitter, bounds),
        Type::Group(group) => extend_impl_trait(&mut group.elem, emitter, bounds),
        Type::Path(path) => {
            for segment in &mut path.path.segments {
                if let PathArguments::AngleBracketed(arguments) = &mut segment.arguments {
                    for argument in &mut arguments.args {
                        if let GenericArgument::Type(ty) = argument {
                            extend_impl_trait(ty, emitter, bounds);
                        }
                    }
                }
            }
        }
        _ => {}
    }
}

/// Puts the body into a context that knows the step. The context lives as long as the body's last temporary, whatever the
/// edition, and the statements keep a block of their own.
pub(crate) fn step(function: &mut Function, context: &Context, name: &str, rule: Option<&TokenStream>) {
    let cx = &context.name;
    let rule = option(rule);
    function.wrap(|statements| {
        let through = quote_spanned!(at(cx.span())=> &mut #cx.__through(&__METHOD));
        let statements = statements.to_token_stream();
        quote! {
            static __METHOD: ::ensue::__private::Method = ::ensue::__private::Method {
                name: #name,
                rule: #rule,
            };
            #[allow(clippy::used_underscore_binding, clippy::match_single_binding)]
            match #through {
                #cx => { #statements }
            }
        }
    });
}
