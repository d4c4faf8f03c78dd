//! `#[handler]`, `#[effect_handler]` and `#[controller]`.

use super::{data::moved, parameters};
use crate::annotation::{
    Controller, Error, Handler, Kind, On, Role, Route, Timing, arguments::Arguments, messages, source, subject::Subject,
};
use crate::graph;
use proc_macro2::TokenStream;
use syn::Signature;

const HANDLER: &[&str] =
    &["on", "on_change_of", "may_emit", "may_request", "timing", "exclusive", "precondition", "loops", "moved", "tag"];
const EFFECT_HANDLER: &[&str] =
    &["on", "may_emit", "may_request", "timing", "exclusive", "precondition", "loops", "moved", "tag"];
const CONTROLLER: &[&str] = &["route", "schedule", "resumes", "may_emit", "may_request", "moved", "tag"];

/// Reads `#[handler(..)]` with the signature below it.
#[must_use]
pub fn handler(args: TokenStream, sig: &Signature) -> (Handler, Vec<Error>) {
    let mut args = Arguments::split(Subject::new(Kind::Handler, &sig.ident), args, HANDLER);
    args.exclude("on", "on_change_of");
    let events = args.paths("on", "an event");
    let resources = args.paths("on_change_of", "a resource");
    let on = if args.key("on").is_none() && args.key("on_change_of").is_some() {
        On::ChangeOf(resources)
    } else {
        On::Events(events)
    };
    if args.key("on").is_none() && args.key("on_change_of").is_none() {
        args.errors.push(messages::no_on(&args.of));
    }
    let timing = timing(&mut args);
    listener(args, on, timing, sig)
}

/// Reads `#[effect_handler(..)]` with the signature below it.
#[must_use]
pub fn effect_handler(args: TokenStream, sig: &Signature) -> (Handler, Vec<Error>) {
    let mut args = Arguments::split(Subject::new(Kind::EffectHandler, &sig.ident), args, EFFECT_HANDLER);
    let on = On::Events(args.paths("on", "an effect"));
    if args.key("on").is_none() {
        args.errors.push(messages::no_on(&args.of));
    }
    let timing = timing(&mut args);
    let timing = timing.filter(|timing| {
        let deferred = timing.value == graph::Timing::Deferred;
        if !deferred {
            args.errors.push(messages::effect_timing(&args.of, &timing.word));
        }
        deferred
    });
    listener(args, on, timing, sig)
}

/// What handlers and effect handlers have in common.
fn listener(mut args: Arguments, on: On, timing: Option<Timing>, sig: &Signature) -> (Handler, Vec<Error>) {
    let handler = Handler {
        emissions: args.may(),
        timing,
        exclusive: args.expression("exclusive", "event.account"),
        precondition: args.path("precondition", "still_open"),
        loops: args.text("loops", "\"why it ends\""),
        moved: moved(&mut args),
        tags: args.texts("tag", "[\"billing\"]"),
        parameters: parameters::of_listener(&args.of, sig, &on, &mut args.errors),
        on,
    };
    exclusive_waits(&mut args, &handler);
    (handler, args.errors)
}

/// Only what waits as a ticket can wait for another; to say it elsewhere would promise what nobody keeps.
fn exclusive_waits(args: &mut Arguments, handler: &Handler) {
    let waits = args.of.kind == Kind::EffectHandler || handler.timing() == graph::Timing::Deferred;
    let timing_is_read = args.key("timing").is_none() || handler.timing.is_some();
    if let Some(key) = args.key("exclusive").filter(|_| handler.exclusive.is_some() && timing_is_read && !waits) {
        args.errors.push(messages::exclusive_here(&args.of, &key));
    }
}

fn timing(args: &mut Arguments) -> Option<Timing> {
    let word = args.word("timing", "inline|after_commit|deferred")?;
    let value = match word.to_string().as_str() {
        "inline" => graph::Timing::Inline,
        "after_commit" => graph::Timing::AfterCommit,
        "deferred" => graph::Timing::Deferred,
        "scheduled" => {
            args.errors.push(messages::timing_scheduled(&args.of, &word));
            return None;
        }
        _ => {
            args.errors.push(messages::unknown_timing(&args.of, &word));
            return None;
        }
    };
    Some(Timing { value, word })
}

/// Reads `#[controller(..)]` with the signature below it.
#[must_use]
pub fn controller(args: TokenStream, sig: &Signature) -> (Controller, Vec<Error>) {
    let mut args = Arguments::split(Subject::new(Kind::Controller, &sig.ident), args, CONTROLLER);
    args.exclude("route", "schedule");
    let controller = Controller {
        route: route(&mut args),
        schedule: args.text("schedule", "\"0 3 * * *\""),
        resumes: args.path("resumes", "AuthPending"),
        emissions: args.may(),
        moved: moved(&mut args),
        tags: args.texts("tag", "[\"billing\"]"),
        parameters: parameters::of_controller(&args.of, sig, &mut args.errors),
    };
    if args.key("schedule").is_some() {
        for argument in controller.parameters.with(Role::Argument) {
            args.errors.push(messages::scheduled_argument(&args.of, &argument.ty));
        }
    }
    (controller, args.errors)
}

fn route(args: &mut Arguments) -> Option<Route> {
    let text = args.text("route", "\"POST /payments\"")?;
    let value = text.value();
    let parts = value.split_once(' ').filter(|(method, path)| {
        messages::METHODS.contains(method) && path.starts_with('/') && !path.contains(char::is_whitespace)
    });
    let Some((method, path)) = parts else {
        args.errors.push(messages::bad_route(&args.of, &text));
        return None;
    };
    Some(Route { method: method.to_owned(), path: path.to_owned(), text })
}

/// Whether an entry of `on` is this type, as far as the text tells.
pub(super) fn listens_to(on: &On, ty: &syn::Type) -> bool {
    on.paths().iter().any(|path| source(path) == source(ty))
}
