//! Every message: what is written, the tokens to change, and what is said.
#![cfg(feature = "annotation")]

mod cases;

use cases::Case;
use ensue_grammar::annotation::{self, CODES, Error, Kind};
use proc_macro2::TokenStream;
use std::collections::BTreeSet;
use syn::{Attribute, Item, Meta, Path};

#[test]
fn each_mistake_is_told_once_at_the_tokens_to_change() {
    for Case { code, source, message, .. } in cases::all() {
        let plain = plain(source);
        let errors = errors(&plain);
        let told: Vec<_> = errors.iter().map(|error| (error.code, error.to_string(), marked(&plain, error))).collect();
        assert_eq!(told, [(*code, (*message).to_owned(), (*source).to_owned())]);
    }
}

#[test]
fn each_message_names_the_item_says_what_was_expected_and_helps() {
    // A remedy tells what to do or what was expected, and shows it as code.
    let starts = ["expected ", "write ", "did you mean ", "name ", "keep ", "say ", "put ", "take ", "leave ", "wrap "];
    for Case { item, source, message, .. } in cases::all() {
        let errors = errors(&plain(source));
        let Error { problem, remedy, .. } = errors.first().unwrap_or_else(|| panic!("nothing is told: {source}"));
        assert!(item.split("::").all(|name| plain(source).contains(name)), "{item} is not in {source}");
        assert!(problem.contains(&format!("]` on `{item}` ")), "does not name `{item}`: {message}");
        let helps = starts.iter().any(|start| remedy.starts_with(start) || remedy.contains(&format!(": {start}")));
        assert!(helps, "does not say what was expected: {message}");
        assert!(remedy.contains('`') || remedy.contains("name"), "shows nothing to write: {message}");
        assert_eq!(message.matches('`').count() % 2, 0, "code without its end: {message}");
        assert!(!message.ends_with('.') && !message.contains("invalid") && !message.contains("illegal"), "{message}");
    }
}

#[test]
fn every_message_has_a_case() {
    let told: BTreeSet<_> = cases::all().map(|case| case.code).collect();
    let without: Vec<_> = CODES.concat().into_iter().filter(|code| !told.contains(*code)).collect();
    assert!(without.is_empty(), "{without:?}");
}

#[test]
fn all_mistakes_are_told_at_once() {
    let source = "#[handler(on = [E,, F<u8>], may_emits = [G], timing = later, moved = \"x\", version = 2, on = H)]\
        fn settle<T>(cx: &Cx<'_, settle>, name: &str, auths: Auths) {}";
    let codes: Vec<_> = errors(source).iter().map(|error| error.code).collect();
    let expected = [
        "unknown_key",
        "unknown_key",
        "duplicate_key",
        "empty_entry",
        "generic_path",
        "unknown_timing",
        "bad_moved",
        "generic_function",
        "context_not_mut",
        "no_event",
        "text_resource",
        "resource_by_value",
    ];
    assert_eq!(codes, expected);
}

#[test]
fn a_message_stays_one_short_line_whatever_was_written() {
    let source = format!("#[event(version = \"{}\n\x07\")] struct Paid;", "\n\x07 long ".repeat(10_000));
    let errors = errors(&source);
    let [error] = &errors[..] else { panic!("{errors:?}") };
    let message = error.to_string();
    assert!(message.len() < 300 && !message.contains(char::is_control), "{message}");
    assert!(message.ends_with("as in `version = 2`"), "{message}");
}

/// What is wrong in an item with one of our attributes on top.
fn errors(source: &str) -> Vec<Error> {
    let item: Item = syn::parse_str(source).unwrap_or_else(|error| panic!("{error}: {source}"));
    let (kind, args) = ours(&item).unwrap_or_else(|| panic!("no attribute of ours: {source}"));
    annotation::read(kind, args, &item, &annotation::last_segment).1
}

fn ours(item: &Item) -> Option<(Kind, TokenStream)> {
    let attribute = attributes(item).first()?;
    match &attribute.meta {
        Meta::List(list) if attribute.path().is_ident("derive") => {
            let derive = list.parse_args::<Path>().ok()?;
            Some((Kind::from_derive(&derive.get_ident()?.to_string())?, TokenStream::new()))
        }
        _ => Some((annotation::last_segment(attribute.path())?, annotation::arguments(attribute))),
    }
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Union(item) => &item.attrs,
        _ => &[],
    }
}

/// The source without the marks.
fn plain(source: &str) -> String {
    source.replace(['«', '»'], "")
}

/// The source with marks around the tokens of an error.
fn marked(source: &str, error: &Error) -> String {
    let (start, end) = (error.start.byte_range().start, error.end.byte_range().end);
    format!("{}«{}»{}", &source[..start], &source[start..end], &source[end..])
}
