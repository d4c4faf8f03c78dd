//! What a handler or controller takes: each parameter has a role by its place and its form.

use super::function::listens_to;
use crate::annotation::{Error, Kind, On, Parameter, Parameters, Role, messages, source, subject::Subject};
use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{FnArg, GenericParam, Ident, Pat, PatType, Safety, Signature, Type};

/// The parameters of a handler or effect handler: the event, then `&T` and at most one `&mut`.
pub(super) fn of_listener(of: &Subject, sig: &Signature, on: &On, errors: &mut Vec<Error>) -> Parameters {
    free_function(of, sig, errors);
    let mut parameters = Parameters::default();
    for (i, parameter) in typed(sig).enumerate() {
        unconditional(of, parameter, errors);
        let ty = peel(&parameter.ty);
        let role = match ty {
            Type::Reference(reference) if reference.mutability.is_some() => Role::Context,
            _ if i == 0 && is_context(ty) => {
                errors.push(messages::context_not_mut(of, ty));
                Role::Context
            }
            Type::Reference(_) if i == 0 => Role::EventByReference,
            _ if i == 0 => {
                if listens_to(on, ty) {
                    errors.push(messages::event_by_value(of, ty));
                }
                Role::EventByValue
            }
            _ => shared(of, ty, errors).unwrap_or_else(|| {
                errors.push(messages::resource_by_value(of, ty));
                Role::Resource
            }),
        };
        if i == 0 && role == Role::Context {
            errors.push(messages::no_event(of, parameter));
        }
        add(of, &mut parameters, parameter, role, errors);
    }
    if parameters.all.is_empty() {
        errors.push(messages::no_event(of, &sig.ident));
    }
    parameters
}

/// The parameters of a controller: arguments by value, `&T` and at most one `&mut`.
pub(super) fn of_controller(of: &Subject, sig: &Signature, errors: &mut Vec<Error>) -> Parameters {
    free_function(of, sig, errors);
    let mut parameters = Parameters::default();
    for parameter in typed(sig) {
        unconditional(of, parameter, errors);
        let ty = peel(&parameter.ty);
        let role = match ty {
            Type::Reference(reference) if reference.mutability.is_some() => Role::Context,
            _ => shared(of, ty, errors).unwrap_or(Role::Argument),
        };
        if role == Role::Argument {
            argument(of, parameter, ty, errors);
        }
        add(of, &mut parameters, parameter, role, errors);
    }
    parameters
}

/// `&T`, or a context that lacks its `mut`; nothing for what is taken by value.
fn shared(of: &Subject, ty: &Type, errors: &mut Vec<Error>) -> Option<Role> {
    if is_context(ty) {
        errors.push(messages::context_not_mut(of, ty));
        return Some(Role::Context);
    }
    let Type::Reference(reference) = ty else { return None };
    match peel(&reference.elem) {
        Type::Slice(_) => errors.push(messages::text_resource(of, ty)),
        Type::Path(path) if path.path.is_ident("str") => errors.push(messages::text_resource(of, ty)),
        resource @ Type::ImplTrait(_) => errors.push(messages::impl_resource(of, resource)),
        _ => {}
    }
    Some(Role::Resource)
}

/// Adds a parameter; the context may be taken once, and each type of resource once.
fn add(of: &Subject, parameters: &mut Parameters, parameter: &PatType, role: Role, errors: &mut Vec<Error>) {
    let added = Parameter { name: plain_name(&parameter.pat), role, ty: peel(&parameter.ty).clone() };
    match role {
        Role::Context => {
            if let Some(first) = parameters.first(Role::Context) {
                // In `auths: &mut Auths, cx: &mut Cx<'_, ..>` the first one is wrong.
                let is_first_wrong = is_context(&added.ty) && !is_context(&first.ty);
                errors.push(messages::second_context(of, if is_first_wrong { &first.ty } else { &added.ty }));
            }
        }
        Role::Resource => {
            let resource = source(added.referent());
            if parameters.with(Role::Resource).any(|other| source(other.referent()) == resource) {
                errors.push(messages::same_resource(of, added.referent()));
            }
        }
        _ => {}
    }
    parameters.all.push(added);
}

/// An argument is a field of the call: it has a name, and a type that stands on its own.
fn argument(of: &Subject, parameter: &PatType, ty: &Type, errors: &mut Vec<Error>) {
    if plain_name(&parameter.pat).is_none() {
        errors.push(messages::pattern_argument(of, &parameter.pat));
    }
    if matches!(ty, Type::ImplTrait(_)) || borrows(ty.to_token_stream()) {
        errors.push(messages::borrowed_argument(of, ty));
    }
}

/// Whether a type holds a reference or a lifetime other than `'static`.
fn borrows(ty: TokenStream) -> bool {
    let mut tokens = ty.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let found = match token {
            TokenTree::Punct(punct) if punct.as_char() == '\'' => {
                !matches!(tokens.peek(), Some(TokenTree::Ident(lifetime)) if lifetime == "static")
            }
            TokenTree::Punct(punct) if punct.as_char() == '&' => {
                !matches!(tokens.peek(), Some(TokenTree::Punct(tick)) if tick.as_char() == '\'')
            }
            TokenTree::Group(group) => borrows(group.stream()),
            _ => false,
        };
        if found {
            return true;
        }
    }
    false
}

/// What holds for every function that the application calls.
fn free_function(of: &Subject, sig: &Signature, errors: &mut Vec<Error>) {
    if let Some(receiver) = sig.receiver() {
        errors.push(messages::takes_self(of, receiver));
    }
    for parameter in &sig.generics.params {
        if !matches!(parameter, GenericParam::Lifetime(_)) {
            errors.push(messages::generic_function(of, parameter));
        }
    }
    if let Safety::Unsafe(word) = &sig.safety {
        errors.push(messages::unsafe_function(of, word));
    }
    debug_assert!(matches!(of.kind, Kind::Handler | Kind::EffectHandler | Kind::Controller));
}

/// The application always passes every parameter.
fn unconditional(of: &Subject, parameter: &PatType, errors: &mut Vec<Error>) {
    let conditions = parameter.attrs.iter().filter(|attribute| attribute.path().is_ident("cfg"));
    errors.extend(conditions.map(|attribute| messages::conditional_parameter(of, attribute)));
}

fn typed(sig: &Signature) -> impl Iterator<Item = &PatType> {
    sig.inputs.iter().filter_map(|input| match input {
        FnArg::Typed(parameter) => Some(parameter),
        FnArg::Receiver(_) => None,
    })
}

/// `name` or `mut name`.
pub(super) fn plain_name(pattern: &Pat) -> Option<Ident> {
    match pattern {
        Pat::Ident(name) if name.by_ref.is_none() && name.subpat.is_none() => Some(name.ident.clone()),
        _ => None,
    }
}

/// Without the invisible groups in which macros pass types on.
pub(super) fn peel(ty: &Type) -> &Type {
    match ty {
        Type::Group(group) => peel(&group.elem),
        other => other,
    }
}

/// `Cx` or `&Cx`, by name: only to say that a `&mut` is missing.
fn is_context(ty: &Type) -> bool {
    let ty = match ty {
        Type::Reference(reference) => peel(&reference.elem),
        other => other,
    };
    matches!(ty, Type::Path(path) if path.path.segments.last().is_some_and(|segment| segment.ident == "Cx"))
}
