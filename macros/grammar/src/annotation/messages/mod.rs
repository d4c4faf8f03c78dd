//! Every message, in one place: so that they speak alike, and a test can go through all of them.
//!
//! Each gives the tokens to change, the problem, and what was expected or what to write instead.

mod arguments;
mod items;

pub(super) use arguments::*;
pub(super) use items::*;

use super::{Error, nearest::nearest};
use proc_macro2::Span;
use quote::ToTokens;

/// The code of every message, in the order of the source: those about arguments, those about items.
pub const CODES: [&[&str]; 2] = [arguments::CODES, items::CODES];

/// Defines the messages as functions that give an [`Error`], and lists their names in a `CODES`.
macro_rules! messages {
    ($($(#[$doc:meta])* fn $name:ident($($argument:ident: $type:ty),* $(,)?) {
        at: $at:expr,
        problem: $problem:expr,
        remedy: $remedy:expr,
    })*) => {
        /// The code of every message here, in the order of the source.
        pub(super) const CODES: &[&str] = &[$(stringify!($name)),*];

        $($(#[$doc])* pub(in crate::annotation) fn $name($($argument: $type),*) -> $crate::annotation::Error {
            super::at(stringify!($name), $at, $problem, $remedy.into())
        })*
    };
}
use messages;

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
