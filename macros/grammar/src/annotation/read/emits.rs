//! `#[emits(E, scheduled(F), requests(G))]`, and the context of what emits for its caller.

use super::parameters::{peel, plain_name};
use crate::annotation::{Context, Emits, Error, Kind, arguments::Arguments, messages, subject::Subject};
use proc_macro2::TokenStream;
use syn::{FnArg, GenericArgument, GenericParam, Generics, PathArguments, Signature, Type, TypePath};

/// Reads `#[emits(..)]` on a function that is no method of an archiver.
#[must_use]
pub fn emits(args: TokenStream, sig: &Signature) -> (Emits, Vec<Error>) {
    let of = Subject::new(Kind::Emits, &sig.ident);
    let (emissions, mut errors) = Arguments::emission_list(of.clone(), args);
    let context = context(&of, sig, &[&sig.generics], &mut errors);
    (Emits { emissions, context }, errors)
}

/// The parameter `cx: &mut Cx<'_, C>`, where `C` is any caller: one of these generics, or `impl Trait`.
pub(super) fn context(
    of: &Subject,
    sig: &Signature,
    generics: &[&Generics],
    errors: &mut Vec<Error>,
) -> Option<Context> {
    let candidates = sig.inputs.iter().filter_map(|input| {
        let FnArg::Typed(parameter) = input else { return None };
        let Type::Reference(reference) = peel(&parameter.ty) else { return None };
        let Type::Path(path) = peel(&reference.elem) else { return None };
        reference.mutability?;
        Some((parameter, path, emitter(path)))
    });
    let candidates: Vec<_> = candidates.collect();
    let named = candidates.iter().find(|(_, path, _)| path.path.segments.last().is_some_and(|last| last.ident == "Cx"));
    let by_form = || candidates.iter().find(|(_, _, emitter)| emitter.is_some_and(|ty| is_any(ty, generics)));
    let Some((parameter, path, emitter)) = named.or_else(by_form) else {
        errors.push(messages::no_context(of));
        return None;
    };
    let Some(emitter) = emitter.filter(|emitter| is_any(emitter, generics)) else {
        match emitter {
            Some(emitter) => errors.push(messages::fixed_context(of, emitter)),
            None => errors.push(messages::fixed_context(of, path)),
        }
        return None;
    };
    let Some(name) = plain_name(&parameter.pat) else {
        errors.push(messages::context_pattern(of, &parameter.pat));
        return None;
    };
    Some(Context { name, emitter: emitter.clone() })
}

/// `C` of `Cx<'_, C>`
fn emitter(path: &TypePath) -> Option<&Type> {
    let PathArguments::AngleBracketed(arguments) = &path.path.segments.last()?.arguments else { return None };
    arguments.args.iter().rev().find_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(peel(ty)),
        _ => None,
    })
}

fn is_any(ty: &Type, generics: &[&Generics]) -> bool {
    match ty {
        Type::ImplTrait(_) => true,
        Type::Path(path) => generics.iter().flat_map(|generics| &generics.params).any(
            |parameter| matches!(parameter, GenericParam::Type(parameter) if path.path.is_ident(&parameter.ident)),
        ),
        _ => false,
    }
}
