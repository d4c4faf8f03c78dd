//! `#[allow(lint, .., reason = "..")]`

use crate::annotation::{Allow, Error, Kind, arguments::Arguments, messages, subject::Subject};
use proc_macro2::{Ident, TokenStream};

/// Reads `#[allow(..)]`; `item` is the name of what it stands on.
#[must_use]
pub fn allow(args: TokenStream, item: &Ident) -> (Allow, Vec<Error>) {
    let (lints, mut args) = Arguments::split_names(Subject::new(Kind::Allow, item), args, &["reason"]);
    let reason = args.text("reason", "\"..\"");
    let mut names = Vec::new();
    for lint in lints {
        match syn::parse2::<Ident>(lint.clone()) {
            Ok(name) => names.push(name),
            Err(_) => args.errors.push(messages::bad_lint(&args.of, &lint)),
        }
    }
    args.once(&mut names);
    match names.first() {
        None if args.errors.is_empty() => args.errors.push(messages::no_lint(&args.of)),
        Some(lint) if args.key("reason").is_none() => args.errors.push(messages::no_reason(&args.of, lint)),
        _ => {}
    }
    (Allow { lints: names, reason }, args.errors)
}
