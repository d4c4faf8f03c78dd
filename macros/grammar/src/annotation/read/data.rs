//! `#[event]` and `#[effect]`.

use super::{is_generic, name};
use crate::annotation::{Effect, Error, Event, Kind, arguments::Arguments, messages, subject::Subject};
use proc_macro2::TokenStream;
use syn::{Item, LitInt, LitStr};

const EVENT: &[&str] = &["name", "version", "moved", "tag"];
const EFFECT: &[&str] = &["name", "version", "moved", "tag", "performed_by", "completes_with"];

/// Reads `#[event(..)]` on a struct or enum.
#[must_use]
pub fn event(args: TokenStream, item: &Item) -> (Event, Vec<Error>) {
    let mut args = Arguments::split(Subject::new(Kind::Event, &name(item)), args, EVENT);
    let event = facts(&mut args);
    one_type(&mut args, item);
    (event, args.errors)
}

/// Reads `#[effect(..)]` on a struct or enum.
#[must_use]
pub fn effect(args: TokenStream, item: &Item) -> (Effect, Vec<Error>) {
    let mut args = Arguments::split(Subject::new(Kind::Effect, &name(item)), args, EFFECT);
    let event = facts(&mut args);
    let performed_by = args.text("performed_by", "\"invoicing\"");
    let completes_with = args.paths("completes_with", "an event");
    match (args.key("performed_by"), args.key("completes_with")) {
        (Some(key), None) => args.errors.push(messages::no_completes_with(&args.of, &key)),
        (None, Some(key)) => args.errors.push(messages::no_performed_by(&args.of, &key)),
        _ => {}
    }
    one_type(&mut args, item);
    (Effect { event, performed_by, completes_with }, args.errors)
}

/// What events and effects have in common.
fn facts(args: &mut Arguments) -> Event {
    Event {
        name: args.text("name", "\"PaymentCreated\""),
        version: version(args),
        moved: moved(args),
        tags: args.texts("tag", "[\"billing\"]"),
    }
}

fn version(args: &mut Arguments) -> Option<LitInt> {
    let (_, value) = args.value("version", "2")?;
    let version = syn::parse2::<LitInt>(value.clone()).ok();
    let version = version.filter(|version| version.suffix().is_empty());
    let version = version.filter(|version| version.base10_parse::<u32>().is_ok_and(|number| number > 0));
    if version.is_none() {
        args.errors.push(messages::bad_version(&args.of, &value));
    }
    version
}

/// `moved = "old::path"`: an id, as in the graph.
pub(super) fn moved(args: &mut Arguments) -> Option<LitStr> {
    let text = args.text("moved", "\"payments::events::PaymentCreated\"")?;
    let id = text.value();
    let is_path = id.contains("::") && !id.contains(char::is_whitespace) && id.split("::").all(|name| !name.is_empty());
    if !is_path {
        args.errors.push(messages::bad_moved(&args.of, &text));
        return None;
    }
    Some(text)
}

fn one_type(args: &mut Arguments, item: &Item) {
    let generics = match item {
        Item::Struct(item) => &item.generics,
        Item::Enum(item) => &item.generics,
        _ => return,
    };
    if is_generic(generics) {
        args.errors.push(messages::generic_event(&args.of, &generics.params));
    }
}
