//! What is wrong with the arguments of an attribute, and what they lack.

use super::{METHODS, TIMINGS, guess, messages, source, words};
use crate::annotation::Kind;
use crate::annotation::subject::Subject;
use proc_macro2::Ident;
use quote::ToTokens;

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
}
