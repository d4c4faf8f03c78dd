//! What is wrong with the item that an attribute stands on.

use super::{messages, source};
use crate::annotation::Kind;
use crate::annotation::subject::Subject;
use proc_macro2::Ident;
use quote::ToTokens;

messages! {
    // ---------------------------------------------------------------------------------------------------- items

    /// An attribute on an item of another kind.
    fn wrong_item(of: &Subject, item: &dyn ToTokens, expected: &str) {
        at: item,
        problem: format!("{of} stands on the wrong item"),
        remedy: format!("expected {expected} below `{}`", of.kind),
    }

    /// Two of our attributes that each give the item a role.
    fn two_roles(of: &Subject, other: &dyn ToTokens, role: Kind) {
        at: other,
        problem: format!("{of} stands beside `{role}`"),
        remedy: format!("keep `{}` or `{role}`, and write a second item for the other", of.kind),
    }

    /// `struct Paid<T>`
    fn generic_event(of: &Subject, generics: &dyn ToTokens) {
        at: generics,
        problem: format!("{of} has generic parameters"),
        remedy: format!("expected `{}` alone, since handlers find it by its type", of.item),
    }

    /// `impl Trait for Auths`
    fn trait_impl(of: &Subject, path: &dyn ToTokens) {
        at: path,
        problem: format!("{of} stands on the impl of a trait"),
        remedy: format!("expected `impl {} {{ .. }}`, with methods of its own for what emits", of.item),
    }

    // ----------------------------------------------------------------------------------------------- parameters

    /// A method with `#[handler]`.
    fn takes_self(of: &Subject, receiver: &dyn ToTokens) {
        at: receiver,
        problem: format!("{of} takes `self`"),
        remedy: "expected a free function, which takes what it needs as a shared resource, as in `auths: &Auths`",
    }

    /// `fn settle<T>`
    fn generic_function(of: &Subject, parameter: &dyn ToTokens) {
        at: parameter,
        problem: format!("{of} has the generic parameter `{}`", source(parameter)),
        remedy: "expected types that are known, save for an event that is `&impl Trait`",
    }

    /// `unsafe fn settle`
    fn unsafe_function(of: &Subject, word: &dyn ToTokens) {
        at: word,
        problem: format!("{of} is `unsafe`"),
        remedy: "expected a safe function, since the application calls it, with an `unsafe` block inside",
    }

    /// `#[cfg(..)] auths: &Auths`
    fn conditional_parameter(of: &Subject, attribute: &dyn ToTokens) {
        at: attribute,
        problem: format!("{of} has a parameter under `cfg`"),
        remedy: "expected parameters that are always there: write two functions, each under its `#[cfg(..)]`",
    }

    /// No event, or not in the first place.
    fn no_event(of: &Subject, tokens: &dyn ToTokens) {
        at: tokens,
        problem: format!("{of} does not take its event first"),
        remedy: match of.kind {
            Kind::EffectHandler => "expected the effect as first parameter, as in `effect: &SendReceipt`",
            _ => "expected the event as first parameter, as in `event: &AuthCreated`",
        },
    }

    /// `event: AuthCreated`
    fn event_by_value(of: &Subject, ty: &dyn ToTokens) {
        at: ty,
        problem: format!("{of} takes its event by value"),
        remedy: format!("write `&{}`, since others may handle it too", source(ty)),
    }

    /// `a: &mut Cx, b: &mut Cx`, or `auths: &mut Auths`
    fn second_context(of: &Subject, ty: &dyn ToTokens) {
        at: ty,
        problem: format!("{of} takes a second `&mut`"),
        remedy: "take a shared resource as `&T`, with a lock inside when it changes: only the context is `&mut`",
    }

    /// `cx: &Cx<'_, settle>`
    fn context_not_mut(of: &Subject, ty: &dyn ToTokens) {
        at: ty,
        problem: format!("{of} takes its context as `{}`", source(ty)),
        remedy: "expected `&mut`, as in `cx: &mut Cx<'_, ..>`",
    }

    /// `auths: Auths` in a handler.
    fn resource_by_value(of: &Subject, ty: &dyn ToTokens) {
        at: ty,
        problem: format!("{of} takes `{}` by value", source(ty)),
        remedy: format!("shared resources are taken by reference: write `&{}`", source(ty)),
    }

    /// `name: &str`
    fn text_resource(of: &Subject, ty: &dyn ToTokens) {
        at: ty,
        problem: format!("{of} takes `{}` as a shared resource", source(ty)),
        remedy: "wrap it in a type of its own, as in `struct Currency(String)`, since resources are found by type",
    }

    /// `mailer: &impl Mailer`
    fn impl_resource(of: &Subject, ty: &dyn ToTokens) {
        at: ty,
        problem: format!("{of} takes `{}` as a shared resource", source(ty)),
        remedy: format!("write `&dyn {}`, since resources are found by type", source(ty).trim_start_matches("impl ")),
    }

    /// Two resources of one type.
    fn same_resource(of: &Subject, ty: &dyn ToTokens) {
        at: ty,
        problem: format!("{of} takes `&{}` twice", source(ty)),
        remedy: "take it once, or wrap the second in a type of its own, as in `struct Archive(..)`, since resources \
            are found by type",
    }

    /// `(a, b): (A, B)` in a controller.
    fn pattern_argument(of: &Subject, pattern: &dyn ToTokens) {
        at: pattern,
        problem: format!("{of} takes apart an argument with `{}`", source(pattern)),
        remedy: format!("expected a plain name, which becomes a field of `{} {{ .. }}`", of.item),
    }

    /// `payment: impl Into<NewPayment>`, `names: Vec<&str>`
    fn borrowed_argument(of: &Subject, ty: &dyn ToTokens) {
        at: ty,
        problem: format!("{of} has an argument of type `{}`", source(ty)),
        remedy: format!("expected a type that owns its data and is written out, since it is a field of `{} {{ \
            .. }}`", of.item),
    }

    /// A controller with `schedule` that takes arguments.
    fn scheduled_argument(of: &Subject, parameter: &dyn ToTokens) {
        at: parameter,
        problem: format!("{of} has a `schedule` and takes `{}` by value", source(parameter)),
        remedy: "take shared resources as `&T`, or remove `schedule`, since nobody calls it with arguments",
    }

    /// Emissions without a context to emit by.
    fn no_context(of: &Subject) {
        at: &of.name,
        problem: format!("{of} declares what it emits, but has no context"),
        remedy: "take one that is generic over the caller, as in `fn name<Caller>(cx: &mut Cx<'_, Caller>)`",
    }

    /// `cx: &mut Cx<'_, settle>` where the caller may be anyone.
    fn fixed_context(of: &Subject, ty: &dyn ToTokens) {
        at: ty,
        problem: format!("{of} is bound to the emitter `{}`", source(ty)),
        remedy: "expected any caller, as in `fn name<Caller>(cx: &mut Cx<'_, Caller>)`",
    }

    /// `_: &mut Cx<'_, C>` where the expansion has to name it.
    fn context_pattern(of: &Subject, pattern: &dyn ToTokens) {
        at: pattern,
        problem: format!("{of} has no name for its context"),
        remedy: "expected a plain name, as in `cx: &mut Cx<'_, Caller>`",
    }

    /// `C: Emits<E>` on a method of an archiver.
    fn written_bound(of: &Subject, bound: &dyn ToTokens) {
        at: bound,
        problem: format!("{of} has the bound `{}` written by hand", source(bound)),
        remedy: "put it in `emits`, as in `#[emits(E)]` or `#[transition(.., emits = [E])]`, which adds the bound",
    }

    /// `#[transition]` and `#[emits]` on one method.
    fn transition_and_emits(of: &Subject, emits: &dyn ToTokens) {
        at: emits,
        problem: format!("{of} stands beside `#[emits]`"),
        remedy: "say it in one place, as in `#[transition(.., emits = [..])]`",
    }

    // -------------------------------------------------------------------------------------------------- derives

    /// A variant that does not hold one reference to an event.
    fn bad_variant(of: &Subject, variant: &Ident, tokens: &dyn ToTokens) {
        at: tokens,
        problem: format!("{of} cannot use the variant `{variant}`"),
        remedy: format!("expected one reference to an event, as in `{variant}(&'a AuthSucceeded)`"),
    }

    /// An enum of references has a lifetime, and nothing else.
    fn one_of_generics(of: &Subject, tokens: &dyn ToTokens) {
        at: tokens,
        problem: format!("{of} has no lifetime of its events, or more than that"),
        remedy: format!("expected one lifetime, as in `enum {}<'a>`", of.item),
    }

    /// A resource without `#[id]` or `#[state]`.
    fn no_member(of: &Subject, mark: &str) {
        at: &of.name,
        problem: format!("{of} has no field with `#[{mark}]`"),
        remedy: format!("put `#[{mark}]` on one field"),
    }

    /// A second field with `#[id]` or `#[state]`.
    fn second_member(of: &Subject, attribute: &dyn ToTokens, mark: &str) {
        at: attribute,
        problem: format!("{of} has two fields with `#[{mark}]`"),
        remedy: format!("keep one `#[{mark}]`"),
    }

    /// `#[id]` on a variant, `#[initial]` on a field, or arguments for either.
    fn misplaced_mark(of: &Subject, attribute: &dyn ToTokens) {
        at: attribute,
        problem: format!("{of} cannot use `{}` here", source(attribute)),
        remedy: "put `#[id]` and `#[state]` on fields of the resource, `#[initial]` and `#[terminal]` on variants of \
            its states, each once and without arguments",
    }
}
