//! The attributes of Ensue.

mod allow;
mod archiver;
mod block;
mod call;
mod controller;
mod data;
mod docs;
mod effect;
mod effect_handler;
mod emits;
mod emitter;
mod event;
mod function;
mod handler;
mod listener;
mod one_of;
mod resource;
mod through;
mod transition;

#[cfg(test)]
mod tests;

use proc_macro::TokenStream;

/// A fact that happened.
#[proc_macro_attribute]
pub fn event(args: TokenStream, item: TokenStream) -> TokenStream {
    event::expand(args.into(), &item.into()).into()
}

/// A request for a change in the outside world, described as data.
#[proc_macro_attribute]
pub fn effect(args: TokenStream, item: TokenStream) -> TokenStream {
    effect::expand(args.into(), &item.into()).into()
}

/// Listens to events and decides what to do.
#[proc_macro_attribute]
pub fn handler(args: TokenStream, item: TokenStream) -> TokenStream {
    handler::expand(args.into(), &item.into()).into()
}

/// Performs an effect.
#[proc_macro_attribute]
pub fn effect_handler(args: TokenStream, item: TokenStream) -> TokenStream {
    effect_handler::expand(args.into(), &item.into()).into()
}

/// An entry point.
#[proc_macro_attribute]
pub fn controller(args: TokenStream, item: TokenStream) -> TokenStream {
    controller::expand(args.into(), &item.into()).into()
}

/// Owns a resource: its changes of state, its storage, and the events that these emit.
#[proc_macro_attribute]
pub fn archiver(args: TokenStream, item: TokenStream) -> TokenStream {
    archiver::expand(args.into(), &item.into()).into()
}

/// A change of state, on a method of an [`archiver`](macro@archiver).
#[proc_macro_attribute]
pub fn transition(_args: TokenStream, item: TokenStream) -> TokenStream {
    transition::expand(&item.into()).into()
}

/// What a method of an archiver, or any other function with a context, emits for its caller.
#[proc_macro_attribute]
pub fn emits(args: TokenStream, item: TokenStream) -> TokenStream {
    emits::expand(args.into(), &item.into()).into()
}

/// Silences a lint of `cargo ensue check`, with a reason.
#[proc_macro_attribute]
pub fn allow(args: TokenStream, item: TokenStream) -> TokenStream {
    allow::expand(args.into(), &item.into()).into()
}

/// Several events as one enum of references.
#[proc_macro_derive(OneOf)]
pub fn one_of(item: TokenStream) -> TokenStream {
    one_of::expand(&item.into()).into()
}

/// A domain object with an identity and a state.
#[proc_macro_derive(Resource, attributes(id, state, initial, terminal))]
pub fn resource(item: TokenStream) -> TokenStream {
    resource::expand(&item.into()).into()
}
