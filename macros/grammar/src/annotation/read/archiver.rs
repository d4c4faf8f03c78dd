//! `#[archiver]` on an impl block, with `#[transition]` and `#[emits]` on its methods.

use super::{Names, arguments as arguments_of, data::moved, emits::context, type_name};
use crate::annotation::{
    Archiver, Emissions, Error, Kind, Method, Transition, arguments::Arguments, arguments::one_group, messages,
    subject::Subject,
};
use proc_macro2::{Delimiter, TokenStream};
use syn::punctuated::Punctuated;
use syn::{
    Attribute, FnArg, GenericArgument, GenericParam, Ident, ImplItem, ImplItemFn, ItemImpl, PathArguments, Token, Type,
    TypeParamBound, WherePredicate,
};

const ARCHIVER: &[&str] = &["resource", "moved", "tag"];
const TRANSITION: &[&str] = &["from", "to", "emits"];

/// The traits of the proof: on a method of an archiver, `emits` adds them.
const PROOF: &[&str] = &["Emits", "Schedules", "Requests"];

/// Reads `#[archiver(..)]` and what stands on the methods of its block; `names` tells which attributes are ours.
#[must_use]
pub fn archiver(args: TokenStream, block: &ItemImpl, names: Names<'_>) -> (Archiver, Vec<Error>) {
    let owner = type_name(&block.self_ty);
    let mut args = Arguments::split(Subject::new(Kind::Archiver, &owner), args, ARCHIVER);
    let resource = args.path("resource", "Auth");
    if args.key("resource").is_none() {
        args.errors.push(messages::no_resource(&args.of));
    }
    let moved = moved(&mut args);
    let tags = args.texts("tag", "[\"billing\"]");
    if let Some((path, _)) = &block.trait_ {
        args.errors.push(messages::trait_impl(&args.of, path));
    }
    let mut methods = Vec::new();
    for (index, item) in block.items.iter().enumerate() {
        if let ImplItem::Fn(function) = item {
            methods.extend(method(index, function, block, names, &mut args.errors));
        }
    }
    (Archiver { resource, moved, tags, methods }, args.errors)
}

/// A method with one of our attributes; without any it can only hold what is refused.
fn method(
    index: usize,
    function: &ImplItemFn,
    block: &ItemImpl,
    names: Names<'_>,
    errors: &mut Vec<Error>,
) -> Option<Method> {
    let owner = type_name(&block.self_ty).to_string();
    let name = &function.sig.ident;
    let ours = function.attrs.iter().filter_map(|attribute| Some((attribute, names(attribute.path())?)));
    let mut ours = ours.filter(|(_, kind)| matches!(kind, Kind::Transition | Kind::Emits));
    let first = ours.next();
    let of = Subject::method(first.map_or(Kind::Archiver, |(_, kind)| kind), &owner, name);
    written_bounds(&of, function, errors);

    let (attribute, kind) = first?;
    for (attribute, other) in ours {
        errors.push(match (kind, other) {
            (Kind::Transition, Kind::Emits) | (Kind::Emits, Kind::Transition) => {
                messages::transition_and_emits(&of, attribute)
            }
            _ => messages::two_roles(&of, attribute, other),
        });
    }
    let (transition, emissions) = if kind == Kind::Transition {
        transition(&of, attribute, errors)
    } else {
        let (emissions, found) = Arguments::emission_list(of.clone(), arguments_of(attribute));
        errors.extend(found);
        (None, emissions)
    };
    let context = context(&of, &function.sig, &[&function.sig.generics, &block.generics], errors);
    Some(Method { name: name.clone(), index, emissions, transition, context })
}

/// `#[transition(from = [..], to = S, emits = [..])]`
fn transition(of: &Subject, attribute: &Attribute, errors: &mut Vec<Error>) -> (Option<Transition>, Emissions) {
    let mut args = Arguments::split(of.clone(), arguments_of(attribute), TRANSITION);
    let mut from = Vec::new();
    for (_, entry) in args.entries("from", "[Created, PendingFraud]") {
        from.extend(state(&mut args, &entry));
    }
    args.once(&mut from);
    if args.key("to").is_none() {
        args.errors.push(messages::no_to(of));
    }
    let to = match args.value("to", "Succeeded") {
        Some((_, value)) if one_group(&value, Delimiter::Bracket).is_some() => {
            args.errors.push(messages::several_to(of, &value));
            None
        }
        Some((_, value)) => state(&mut args, &value),
        None => None,
    };
    let emissions = args.emits();
    errors.append(&mut args.errors);
    (Some(Transition { from, to }), emissions)
}

fn state(args: &mut Arguments, tokens: &TokenStream) -> Option<Ident> {
    let state = syn::parse2(tokens.clone()).ok();
    if state.is_none() {
        args.errors.push(messages::bad_state(&args.of, tokens));
    }
    state
}

/// Refuses `C: Emits<E>`: what a method emits is said in one place, where the analyzer reads it too.
fn written_bounds(of: &Subject, function: &ImplItemFn, errors: &mut Vec<Error>) {
    let sig = &function.sig;
    let mut refuse = |bounds: &Punctuated<TypeParamBound, Token![+]>| {
        let traits = bounds.iter().filter_map(|bound| match bound {
            TypeParamBound::Trait(bound) => Some((bound, bound.path.segments.last()?)),
            _ => None,
        });
        let proof = traits.filter(|(_, last)| PROOF.contains(&last.ident.to_string().as_str()));
        errors.extend(proof.map(|(bound, _)| messages::written_bound(of, bound)));
    };
    for parameter in &sig.generics.params {
        if let GenericParam::Type(parameter) = parameter {
            refuse(&parameter.bounds);
        }
    }
    for predicate in sig.generics.where_clause.iter().flat_map(|clause| &clause.predicates) {
        if let WherePredicate::Type(predicate) = predicate {
            refuse(&predicate.bounds);
        }
    }
    for input in &sig.inputs {
        if let FnArg::Typed(parameter) = input {
            impl_traits(&parameter.ty, &mut refuse);
        }
    }
}

/// The bounds of `impl Trait`, at any depth of references and generic arguments.
fn impl_traits(ty: &Type, refuse: &mut impl FnMut(&Punctuated<TypeParamBound, Token![+]>)) {
    match ty {
        Type::ImplTrait(ty) => refuse(&ty.bounds),
        Type::Reference(ty) => impl_traits(&ty.elem, refuse),
        Type::Group(ty) => impl_traits(&ty.elem, refuse),
        Type::Paren(ty) => impl_traits(&ty.elem, refuse),
        Type::Path(ty) => {
            let lists = ty.path.segments.iter().filter_map(|segment| match &segment.arguments {
                PathArguments::AngleBracketed(arguments) => Some(&arguments.args),
                _ => None,
            });
            for argument in lists.flatten() {
                if let GenericArgument::Type(ty) = argument {
                    impl_traits(ty, refuse);
                }
            }
        }
        _ => {}
    }
}
