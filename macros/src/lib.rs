//! The attributes of Ensue, as the crate `ensue` exports them.
//!
//! What they expand to names `::ensue`: depend on `ensue` under its own name. Each attribute tells all mistakes of an
//! annotation at once, and keeps the item and the types that it defines whatever is wrong, so that nothing else breaks.

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
mod label;
mod listener;
mod one_of;
mod resource;
mod through;
mod transition;

#[cfg(test)]
mod tests;

use proc_macro::TokenStream;

/// A fact that happened: on a struct or an enum, without generic parameters.
///
/// | argument | means |
/// |---|---|
/// | `name = ".."` | the stable name, under which it is stored; the identifier when absent |
/// | `version = 2` | version of the payload; 1 when absent |
/// | `moved = "old::path"` | the path that it had, so that a diff knows it again |
/// | `tag = ["..", ..]` | words to filter by |
///
/// An event that waits (`scheduled`, or for a deferred handler) must be serializable; others need not.
///
/// ```
/// /// The customer asked us to take a payment.
/// #[ensue::event(name = "payment.created", version = 2)]
/// pub struct PaymentCreated {
///     pub payment: u32,
/// }
///
/// assert_eq!(<PaymentCreated as ensue::Event>::NAME, "payment.created");
/// ```
#[proc_macro_attribute]
pub fn event(args: TokenStream, item: TokenStream) -> TokenStream {
    event::expand(args.into(), &item.into()).into()
}

/// A request for a change in the outside world, described as data: on a serializable struct or enum.
///
/// Takes what [`event`](macro@event) takes. An effect is performed by an [`effect_handler`](macro@effect_handler), or by a
/// program outside: then `performed_by = ".."` names the program, and `completes_with = [E, ..]` the events by which it
/// reports back.
///
/// ```
/// use serde::{Deserialize, Serialize};
///
/// #[ensue::event]
/// #[derive(Serialize, Deserialize)]
/// pub struct InvoiceWritten;
///
/// #[ensue::effect(performed_by = "invoicing", completes_with = [InvoiceWritten])]
/// #[derive(Serialize, Deserialize)]
/// pub struct WriteInvoice {
///     pub payment: u32,
/// }
/// ```
#[proc_macro_attribute]
pub fn effect(args: TokenStream, item: TokenStream) -> TokenStream {
    effect::expand(args.into(), &item.into()).into()
}

/// Listens to events and decides what to do: on a function, sync or async.
///
/// | argument | means |
/// |---|---|
/// | `on = E` or `on = [E, F]` | the events |
/// | `on_change_of = [R]` | instead of `on`: changes of resources; the event is `&Changed<R>` |
/// | `may_emit = [E, scheduled(F)]` | all that it may emit, at once or at a later time, itself or through others |
/// | `may_request = [Effect]` | all effects that it may request |
/// | `timing = ..` | `inline` (the default), `after_commit` or `deferred` |
/// | `exclusive = expr` | with `deferred`: runs that agree in the text of this expression over the event do not overlap, whichever handlers they are of |
/// | `precondition = path` | a function with the same parameters and asyncness, asked just before |
/// | `loops = ".."` | why a loop through it ends |
/// | `moved = "old::path"`, `tag = ["..", ..]` | as for an [`event`](macro@event) |
///
/// The first parameter is the event: a reference takes it as it is, anything else is made from it with `Into` (see
/// [`OneOf`](derive@OneOf)). `&mut` is the context, typed by the function itself. Every other `&T` is a shared resource, found
/// by its type. It returns nothing, or a `Result` whose error converts into `Box<dyn Error + Send + Sync>`.
///
/// ```
/// use ensue::{Cx, event, handler};
///
/// #[event]
/// pub struct PaymentCreated { pub payment: u32 }
///
/// #[event]
/// pub struct AuthCreated { pub auth: u32 }
///
/// #[handler(on = PaymentCreated, may_emit = [AuthCreated])]
/// fn create_auth(event: &PaymentCreated, cx: &mut Cx<'_, create_auth>) {
///     cx.emit(AuthCreated { auth: event.payment });
/// }
/// # fn main() {}
/// ```
///
/// What is not declared does not compile:
///
/// ```compile_fail,E0277
/// # use ensue::{Cx, event, handler};
/// # #[event] pub struct PaymentCreated { pub payment: u32 }
/// # #[event] pub struct AuthCreated { pub auth: u32 }
/// #[handler(on = PaymentCreated)]
/// fn create_auth(event: &PaymentCreated, cx: &mut Cx<'_, create_auth>) {
///     cx.emit(AuthCreated { auth: event.payment }); // `create_auth` emits `AuthCreated` without declaring it
/// }
/// # fn main() {}
/// ```
///
/// # The type of the same name
///
/// `create_auth` in `Cx<'_, create_auth>` is a type that the attribute makes beside the function. One `use` imports both.
/// Modules live among the types too, so a module of the same name beside the function, or beside a re-export of it, is rustc's
/// error E0255. A handler need not be re-exported: it registers itself.
///
/// ```compile_fail,E0255
/// mod create_auth {
///     # #[ensue::event] pub struct PaymentCreated;
///     #[ensue::handler(on = PaymentCreated)]
///     pub fn create_auth(event: &PaymentCreated) {}
/// }
/// pub use create_auth::create_auth; // the module has this name already: leave the re-export out, or rename the module
/// # fn main() {}
/// ```
///
/// A handler is a free function without generic parameters. In a crate with `#![forbid(non_camel_case_types)]` the type cannot
/// be allowed its name (E0453): `deny` instead.
#[proc_macro_attribute]
pub fn handler(args: TokenStream, item: TokenStream) -> TokenStream {
    handler::expand(args.into(), &item.into()).into()
}

/// Performs an effect: as a [`handler`](macro@handler), with `on = Effect` and the effect as first parameter.
///
/// It runs from a ticket, after the unit of work that requested the effect. Its `timing` is always `deferred`.
///
/// ```
/// use ensue::{Cx, effect, effect_handler, event};
/// use serde::{Deserialize, Serialize};
///
/// #[event]
/// pub struct ReceiptSent;
///
/// #[effect]
/// #[derive(Serialize, Deserialize)]
/// pub struct SendReceipt { pub to: String }
///
/// #[effect_handler(on = SendReceipt, may_emit = [ReceiptSent])]
/// async fn send_receipt(effect: &SendReceipt, cx: &mut Cx<'_, send_receipt>) -> Result<(), String> {
///     if effect.to.is_empty() {
///         return Err("nobody to send it to".to_owned());
///     }
///     cx.emit(ReceiptSent);
///     Ok(())
/// }
/// # fn main() {}
/// ```
#[proc_macro_attribute]
pub fn effect_handler(args: TokenStream, item: TokenStream) -> TokenStream {
    effect_handler::expand(args.into(), &item.into()).into()
}

/// An entry point: HTTP, a webhook, a timer, the command line. On a function, sync or async.
///
/// | argument | means |
/// |---|---|
/// | `route = "POST /payments"` | method and path |
/// | `schedule = ".."` | instead of `route`: when it runs; then it takes nothing by value, and `App::timers` lists it |
/// | `resumes = E` | continues what the event left waiting |
/// | `may_emit`, `may_request`, `moved`, `tag` | as for a [`handler`](macro@handler) |
///
/// What it takes by value are its arguments, and become the fields of a struct of its name: a call is a literal of it. `&T` is
/// a shared resource, `&mut` the context.
///
/// ```standalone_crate
/// use ensue::{App, Cx, controller, event};
///
/// #[event]
/// pub struct PaymentCreated { pub payment: u32 }
///
/// #[controller(route = "POST /payments", may_emit = [PaymentCreated])]
/// pub async fn post_payment(payment: u32, cx: &mut Cx<'_, post_payment>) -> Result<String, String> {
///     cx.emit(PaymentCreated { payment });
///     Ok(format!("payment {payment}"))
/// }
///
/// # fn main() {
/// let app = App::builder().build().expect("nothing is missing");
/// let done = pollster::block_on(app.call(post_payment { payment: 7 })).expect("it succeeds");
/// assert_eq!(done.reply, "payment 7");
/// assert_eq!(done.cascade.emitted::<PaymentCreated>().count(), 1);
/// # }
/// ```
#[proc_macro_attribute]
pub fn controller(args: TokenStream, item: TokenStream) -> TokenStream {
    controller::expand(args.into(), &item.into()).into()
}

/// Owns a resource: its changes of state, its storage, and the events that these emit. On an impl block, with
/// `resource = Type` (and `moved`, `tag`).
///
/// Its methods have [`transition`](macro@transition) or [`emits`](macro@emits), are generic over their caller, and may do what
/// these declare. Each declaration becomes a bound: who calls the method must declare it too. Bounds of this kind are not
/// written by hand here.
///
/// ```
/// use ensue::{Cx, IllegalMove, Resource, archiver, event};
///
/// #[derive(Debug, Clone, Copy, Resource)]
/// pub enum AuthState {
///     #[initial]
///     Created,
///     #[terminal]
///     Succeeded,
/// }
///
/// #[derive(Resource)]
/// pub struct Auth {
///     #[id]
///     id: u32,
///     #[state]
///     state: AuthState,
/// }
///
/// #[event]
/// pub struct AuthSucceeded { pub auth: u32 }
///
/// pub struct Auths;
///
/// #[archiver(resource = Auth)]
/// impl Auths {
///     #[transition(from = [Created], to = Succeeded, emits = [AuthSucceeded])]
///     pub fn succeed<Caller>(&self, auth: &mut Auth, cx: &mut Cx<'_, Caller>) -> Result<(), IllegalMove> {
///         cx.change(auth, AuthState::Succeeded)?;
///         cx.emit(AuthSucceeded { auth: auth.id });
///         Ok(())
///     }
/// }
/// # fn main() {}
/// ```
#[proc_macro_attribute]
pub fn archiver(args: TokenStream, item: TokenStream) -> TokenStream {
    archiver::expand(args.into(), &item.into()).into()
}

/// A change of state, on a method of an [`archiver`](macro@archiver), which has the example.
///
/// | argument | means |
/// |---|---|
/// | `from = [A, B]` | variants that it may start from; left out when it creates the resource |
/// | `to = S` | the variant that it leads to |
/// | `emits = [E, scheduled(F), requests(G)]` | as [`emits`](macro@emits) |
///
/// `cx.change` inside the method refuses every other change.
#[proc_macro_attribute]
pub fn transition(_args: TokenStream, item: TokenStream) -> TokenStream {
    transition::expand(&item.into()).into()
}

/// What a method of an [`archiver`](macro@archiver), or any other function with a context, does for its caller.
///
/// `#[emits(E, scheduled(F), requests(G))]` adds the bounds that ask it of the caller, and makes the function a step in the
/// record of a cascade. On a method outside of an archiver it adds the bounds alone.
///
/// ```
/// use ensue::{Cx, emits, event};
///
/// #[event]
/// pub struct AuthFailed { pub auth: u32 }
///
/// #[emits(AuthFailed)]
/// pub fn give_up<Caller>(auth: u32, cx: &mut Cx<'_, Caller>) {
///     cx.emit(AuthFailed { auth });
/// }
/// # fn main() {}
/// ```
#[proc_macro_attribute]
pub fn emits(args: TokenStream, item: TokenStream) -> TokenStream {
    emits::expand(args.into(), &item.into()).into()
}

/// Silences lints of `cargo ensue check` on the item below, with a reason.
///
/// ```
/// # use ensue::{Cx, event, handler};
/// # #[event] pub struct PaymentCreated;
/// # #[event] pub struct AuthCreated;
/// #[ensue::allow(declared_never_emitted, reason = "comes with the new provider")]
/// #[handler(on = PaymentCreated, may_emit = [AuthCreated])]
/// fn create_auth(event: &PaymentCreated, cx: &mut Cx<'_, create_auth>) {}
/// # fn main() {}
/// ```
#[proc_macro_attribute]
pub fn allow(args: TokenStream, item: TokenStream) -> TokenStream {
    allow::expand(args.into(), &item.into()).into()
}

/// Several events as one enum of references, for a handler of all of them: each variant holds one.
///
/// ```
/// use ensue::{OneOf, event, handler};
///
/// #[event]
/// pub struct AuthSucceeded { pub auth: u32 }
///
/// #[event]
/// pub struct AuthFailed { pub auth: u32, pub why: String }
///
/// #[derive(OneOf)]
/// enum AuthEnded<'a> {
///     Succeeded(&'a AuthSucceeded),
///     Failed(&'a AuthFailed),
/// }
///
/// #[handler(on = [AuthSucceeded, AuthFailed])]
/// fn tell(event: AuthEnded<'_>) {
///     match event {
///         AuthEnded::Succeeded(event) => assert!(event.auth > 0),
///         AuthEnded::Failed(event) => assert!(!event.why.is_empty()),
///     }
/// }
/// # fn main() {}
/// ```
#[proc_macro_derive(OneOf)]
pub fn one_of(item: TokenStream) -> TokenStream {
    one_of::expand(&item.into()).into()
}

/// A domain object with an identity and a state, owned by an [`archiver`](macro@archiver), which has the example.
///
/// On the struct, `#[id]` marks the field that tells one from another, and `#[state]` the one that `cx.change` changes. On the
/// enum of the states, `#[initial]` marks variants in which a resource may begin, and `#[terminal]` those that it never leaves.
#[proc_macro_derive(Resource, attributes(id, state, initial, terminal))]
pub fn resource(item: TokenStream) -> TokenStream {
    resource::expand(&item.into()).into()
}
