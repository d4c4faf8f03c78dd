//! What keeps an application from being built: everything at once, each with its remedy.

use ensue::{App, BuildError, Cx, Problem, controller, effect, effect_handler, event, handler};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

trait Mailer: Send + Sync {}

struct NoMail;

impl Mailer for NoMail {}

#[derive(Default)]
struct Auths;

#[event]
struct Created;

#[handler(on = Created)]
fn tell(_event: &Created, _mailer: &dyn Mailer, _auths: &Auths) {}

#[controller(may_emit = [Created])]
fn create(_auths: &Auths, cx: &mut Cx<'_, create>) {
    cx.emit(Created);
}

/// Takes the application.
#[handler(on = Created)]
fn call_back(_event: &Created, _app: &App) {}

mod one {
    #[ensue::event(name = "ended")]
    pub(super) struct EndedHere;
}

mod other {
    #[ensue::event(name = "ended")]
    pub(super) struct EndedThere;
}

fn first() {
    #[handler(on = one::EndedHere)]
    fn inner(_event: &one::EndedHere) {}
}

fn second() {
    #[handler(on = other::EndedThere)]
    fn inner(_event: &other::EndedThere) {}
}

#[effect]
#[derive(Serialize, Deserialize)]
struct Unperformed;

#[effect]
#[derive(Serialize, Deserialize)]
struct Twice;

#[effect_handler(on = Twice)]
fn once(_effect: &Twice) {}

#[effect_handler(on = Twice)]
fn again(_effect: &Twice) {}

/// Nobody requests it, so nobody misses its performer.
#[effect]
#[derive(Serialize, Deserialize)]
struct Unused;

#[handler(on = Created, may_request = [Unperformed])]
fn request(_event: &Created, cx: &mut Cx<'_, request>) {
    cx.request(Unperformed);
}

fn error() -> BuildError {
    let ((), ()) = (first(), second());
    App::builder().with(1_u8).with_shared(Arc::new(2_u8)).build().unwrap_err()
}

#[test]
fn everything_is_told_at_once() {
    let error = error();
    // Lines move with the source; all else is as it is printed.
    let mut text = String::new();
    for part in error.to_string().split_inclusive(')') {
        let place = part.rsplit_once(".rs:").filter(|(_, line)| line.trim_end_matches(')').parse::<u32>().is_ok());
        text.push_str(&place.map_or(part.to_owned(), |(before, _)| format!("{before}.rs)")));
    }
    let expected = "\
the application lacks 2 shared resource(s):
  building::Auths
    needed by building::create (runtime/tests/building.rs), building::tell (runtime/tests/building.rs)
  dyn building::Mailer
    needed by building::tell (runtime/tests/building.rs)
add each with `App::builder().with(..)`
`App` is not a shared resource, since a call from inside a cascade would emit what nothing declares: emit an event instead
    taken by building::call_back (runtime/tests/building.rs)
several events or effects have the stable name `ended`: give all but one `name = \"..\"`
    building::one::EndedHere (runtime/tests/building.rs), building::other::EndedThere (runtime/tests/building.rs)
several handlers or controllers are called `building::inner`: rename all but one, or move them into modules
    building::inner (runtime/tests/building.rs), building::inner (runtime/tests/building.rs)
nobody performs the effect `building::Unperformed`: write an `#[effect_handler(on = ..)]`, name the program outside with `performed_by = \"..\"`, or let another program of yours do it and say so with `.performed_elsewhere::<..>()`
    requested by building::request (runtime/tests/building.rs)
the effect `building::Twice` is performed by several: keep one
    building::again (runtime/tests/building.rs), building::once (runtime/tests/building.rs)
the shared resource `u8` was given twice: keep one, or make a type of its own for the other";
    assert_eq!(text, expected);
}

#[test]
fn problems_are_data_too() {
    let error = error();
    let missing = error.problems().iter().filter_map(|problem| match problem {
        Problem::MissingResource { resource, needed_by } => Some((*resource, needed_by.len())),
        _ => None,
    });
    assert_eq!(missing.collect::<Vec<_>>(), [("building::Auths", 2), ("dyn building::Mailer", 1)]);
    let given = App::builder().with(Auths).with_shared::<dyn Mailer>(Arc::new(NoMail)).build().unwrap_err();
    let missing = |problem: &Problem| matches!(problem, Problem::MissingResource { .. });
    assert!(!given.problems().iter().any(missing), "a trait object is found by its own type: {given}");
}
