//! Every message, in one place: so that they speak alike, and a test can go through all of them.
//!
//! Each gives the tokens to change, the problem, and what was expected or what to write instead.

use super::{Error, Kind, nearest::nearest, subject::Subject};
use proc_macro2::{Ident, Span};
use quote::ToTokens;

/// Defines the messages as functions that give an [`Error`], and lists their names in [`CODES`].
macro_rules! messages {
    ($($(#[$doc:meta])* fn $name:ident($($argument:ident: $type:ty),* $(,)?) {
        at: $at:expr,
        problem: $problem:expr,
        remedy: $remedy:expr,
    })*) => {
        /// The code of every message, in the order of the source.
        pub const CODES: &[&str] = &[$(stringify!($name)),*];

        $($(#[$doc])* pub(super) fn $name($($argument: $type),*) -> Error {
            at(stringify!($name), $at, $problem, $remedy.into())
        })*
    };
}

messages! {
    // ------------------------------------------------------------------------------------------------ arguments

    /// Tokens where a key was expected.
    fn no_key(of: &Subject, tokens: &dyn ToTokens, known: &[&str]) {
        at: tokens,
        problem: format!("{of} does not understand `{}`", source(tokens)),
        remedy: match known {
            [one] => format!("write `{one} = ..`"),
            _ => format!("write `key = value` with one of {}", words(known)),
        },
    }

    /// A key that the attribute does not have.
    fn unknown_key(of: &Subject, key: &Ident, known: &[&str]) {
        at: key,
        problem: format!("{of} does not know `{key}`"),
        remedy: guess(&key.to_string(), known),
    }

    /// A key that was given before.
    fn duplicate_key(of: &Subject, key: &Ident) {
        at: key,
        problem: format!("{of} gives `{key}` twice"),
        remedy: format!("say everything in one `{key} = ..`"),
    }

    /// `on` without `= ..`, or with nothing behind the sign.
    fn no_value(of: &Subject, key: &Ident, expected: &str) {
        at: key,
        problem: format!("{of} gives `{key}` no value"),
        remedy: format!("write `{key} = {expected}`"),
    }

    /// A value of another form.
    fn unexpected_value(of: &Subject, key: &Ident, value: &dyn ToTokens, expected: &str) {
        at: value,
        problem: format!("{of} cannot use `{}` as `{key}`", source(value)),
        remedy: format!("write `{key} = {expected}`"),
    }

    /// A list without entries.
    fn empty_list(of: &Subject, key: &Ident, list: &dyn ToTokens) {
        at: list,
        problem: format!("{of} gives an empty list as `{key}`"),
        remedy: match key.to_string().as_str() {
            "on" | "completes_with" => "name at least one".to_owned(),
            _ => format!("name at least one, or leave `{key}` out"),
        },
    }

    /// `[A,, B]`, or `[, A]`.
    fn empty_entry(of: &Subject, comma: &dyn ToTokens) {
        at: comma,
        problem: format!("{of} has an empty entry in a list"),
        remedy: "expected a name between two `,`",
    }

    /// Something in a list that is no path.
    fn not_a_path(of: &Subject, entry: &dyn ToTokens, what: &str) {
        at: entry,
        problem: format!("{of} cannot read `{}` as the name of {what}", source(entry)),
        remedy: "write the path of a type, as in `AuthCreated` or `events::AuthCreated`",
    }

    /// A path with generic arguments.
    fn generic_path(of: &Subject, entry: &dyn ToTokens, what: &str) {
        at: entry,
        problem: format!("{of} names `{}`, which has generic arguments", source(entry)),
        remedy: if source(entry).starts_with("Changed<") {
            "write `on_change_of = [Resource]` instead of `on`".to_owned()
        } else {
            format!("write a type of its own for this case, since {what} is one type without arguments")
        },
    }

    /// An entry that the list has already.
    fn duplicate_entry(of: &Subject, entry: &dyn ToTokens) {
        at: entry,
        problem: format!("{of} lists `{}` twice", source(entry)),
        remedy: "name each once, and remove this one",
    }

    /// `later(E)`
    fn unknown_word(of: &Subject, word: &Ident, known: &[&str]) {
        at: word,
        problem: format!("{of} does not know `{word}(..)` in a list"),
        remedy: guess(&word.to_string(), known),
    }

    /// `on = scheduled(E)`
    fn scheduled_here(of: &Subject, word: &Ident, key: &str) {
        at: word,
        problem: format!("{of} cannot have `scheduled(..)` in `{key}`"),
        remedy: "name the event alone, and write `may_emit = [scheduled(E)]` where it is emitted",
    }

    /// `may_emit = [requests(E)]`
    fn requests_here(of: &Subject, word: &Ident, key: &str) {
        at: word,
        problem: format!("{of} cannot have `requests(..)` in `{key}`"),
        remedy: "write `may_request = [..]` beside it",
    }

    /// `scheduled(A, B)` or `scheduled()`
    fn one_in_parentheses(of: &Subject, word: &Ident, inside: &dyn ToTokens) {
        at: inside,
        problem: format!("{of} has something other than one name in `{word}(..)`"),
        remedy: format!("write `{word}(A), {word}(B)`, one name in each"),
    }

    // --------------------------------------------------------------------------------------------------- values

    /// A text that says nothing, or holds control characters.
    fn blank_text(of: &Subject, key: &Ident, text: &dyn ToTokens, expected: &str) {
        at: text,
        problem: format!("{of} has no readable text as `{key}`"),
        remedy: format!("write `{key} = {expected}`"),
    }

    /// `version = 0`, `version = -1`, `version = "2"`
    fn bad_version(of: &Subject, value: &dyn ToTokens) {
        at: value,
        problem: format!("{of} cannot use `{}` as `version`", source(value)),
        remedy: format!("expected a whole number from 1 to {}, as in `version = 2`", u32::MAX),
    }

    /// `moved = "PaymentCreated"`
    fn bad_moved(of: &Subject, value: &dyn ToTokens) {
        at: value,
        problem: format!("{of} cannot use `{}` as `moved`", source(value)),
        remedy: "write the whole path that it had, from the crate's name on, as in `moved = \
            \"payments::events::PaymentCreated\"`",
    }

    /// `route = "/payments"`
    fn bad_route(of: &Subject, value: &dyn ToTokens) {
        at: value,
        problem: format!("{of} cannot use `{}` as `route`", source(value)),
        remedy: format!("write the method, a space and the path, as in `route = \"POST /payments\"`; methods \
            are {}", words(METHODS)),
    }

    /// `timing = later`
    fn unknown_timing(of: &Subject, word: &Ident) {
        at: word,
        problem: format!("{of} cannot use `{word}` as `timing`"),
        remedy: guess(&word.to_string(), TIMINGS),
    }

    /// `timing = scheduled`
    fn timing_scheduled(of: &Subject, word: &Ident) {
        at: word,
        problem: format!("{of} cannot use `scheduled` as `timing`"),
        remedy: "leave `timing` out, and write `may_emit = [scheduled(E)]` where the event is emitted",
    }

    /// An effect handler that is not deferred.
    fn effect_timing(of: &Subject, word: &Ident) {
        at: word,
        problem: format!("{of} cannot use `{word}` as `timing`"),
        remedy: "leave `timing` out, or write `timing = deferred`, since an effect is performed from its ticket",
    }

    /// `exclusive` on a handler that runs inside the unit of work of its event.
    fn exclusive_here(of: &Subject, key: &Ident) {
        at: key,
        problem: format!("{of} has `exclusive`, but does not wait as a ticket"),
        remedy: "write `timing = deferred` beside it, or leave `exclusive` out, since only tickets wait for each other",
    }

    /// Two keys that exclude each other.
    fn contradiction(of: &Subject, first: &str, second: &Ident) {
        at: second,
        problem: format!("{of} has both `{first}` and `{second}`"),
        remedy: format!("keep one of `{first} = ..` and `{second} = ..`"),
    }

    // -------------------------------------------------------------------------------------------- missing things

    /// A handler that listens to nothing.
    fn no_on(of: &Subject) {
        at: &of.name,
        problem: format!("{of} listens to nothing"),
        remedy: match of.kind {
            Kind::EffectHandler => "name its effect: `on = SendReceipt`",
            _ => "name its events: `on = E` or `on = [E, F]`, or the resources: `on_change_of = [R]`",
        },
    }

    /// An external effect of which nothing is heard again.
    fn no_completes_with(of: &Subject, performed_by: &Ident) {
        at: performed_by,
        problem: format!("{of} has `performed_by` without `completes_with`"),
        remedy: "name the events by which that program reports back, as in `completes_with = [E]`",
    }

    /// Completions of an effect that is performed here.
    fn no_performed_by(of: &Subject, completes_with: &Ident) {
        at: completes_with,
        problem: format!("{of} has `completes_with` without `performed_by`"),
        remedy: "name the program outside, as in `performed_by = \"..\"`; an `#[effect_handler]` has `may_emit`",
    }

    /// `#[archiver]` alone.
    fn no_resource(of: &Subject) {
        at: &of.name,
        problem: format!("{of} does not say what it owns"),
        remedy: "write `#[archiver(resource = Type)]`",
    }

    /// `#[transition]` without `to`.
    fn no_to(of: &Subject) {
        at: &of.name,
        problem: format!("{of} leads nowhere"),
        remedy: "name the state that it leads to: `to = Succeeded`; a method without has `#[emits(..)]`",
    }

    /// `#[emits]` or `#[emits()]`
    fn nothing_emitted(of: &Subject) {
        at: &of.name,
        problem: format!("{of} declares nothing"),
        remedy: "write `#[emits(E, scheduled(F), requests(G))]`, or remove it",
    }

    /// A state that is no plain name.
    fn bad_state(of: &Subject, state: &dyn ToTokens) {
        at: state,
        problem: format!("{of} cannot read `{}` as a state", source(state)),
        remedy: "write the name of a variant alone, as in `from = [Created, PendingFraud]`",
    }

    /// `to = [A, B]`
    fn several_to(of: &Subject, list: &dyn ToTokens) {
        at: list,
        problem: format!("{of} leads to `{}`", source(list)),
        remedy: "expected one state, as in `to = Succeeded`, and a method of its own for each",
    }

    /// `#[allow(reason = "..")]`
    fn no_lint(of: &Subject) {
        at: &of.name,
        problem: format!("{of} allows nothing"),
        remedy: "name a lint, as in `allow(declared_never_emitted, reason = \"..\")`",
    }

    /// `#[allow(lint)]`
    fn no_reason(of: &Subject, lint: &dyn ToTokens) {
        at: lint,
        problem: format!("{of} gives no reason"),
        remedy: format!("say why, as in `allow({}, reason = \"..\")`", source(lint)),
    }

    /// Something that is no name of a lint.
    fn bad_lint(of: &Subject, tokens: &dyn ToTokens) {
        at: tokens,
        problem: format!("{of} cannot read `{}` as a lint", source(tokens)),
        remedy: "write its name with `_`, as in `allow(declared_never_emitted, reason = \"..\")`",
    }

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

/// The words of `timing`.
pub(super) const TIMINGS: &[&str] = &["inline", "after_commit", "deferred"];

/// The methods of a route.
pub(super) const METHODS: &[&str] = &["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "CONNECT"];

/// Tokens as a message shows them: on one line, and no more of them than a reader can take in.
fn source(tokens: &dyn ToTokens) -> String {
    const MOST: usize = 80;
    let text = super::source(tokens);
    let mut shown: String = text.chars().take(MOST).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.chars().nth(MOST).is_some() {
        shown.push_str(" ..");
    }
    shown
}

fn at(code: &'static str, tokens: &dyn ToTokens, problem: String, remedy: String) -> Error {
    let mut spans = tokens.to_token_stream().into_iter().map(|token| token.span());
    let start = spans.next().unwrap_or_else(Span::call_site);
    Error { code, start, end: spans.last().unwrap_or(start), problem, remedy }
}

/// Names the nearest word, and all of them.
fn guess(written: &str, known: &[&str]) -> String {
    let expected = match known {
        [one] => format!("expected `{one}`"),
        _ => format!("expected one of {}", words(known)),
    };
    match nearest(written, known) {
        Some(word) => format!("did you mean `{word}`? {expected}"),
        None => expected,
    }
}

fn words(known: &[&str]) -> String {
    known.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}
