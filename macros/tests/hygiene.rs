//! The attributes among names that mean something else: whatever a crate calls its own things, an annotation means what it says.
#![no_implicit_prelude]
#![allow(
    dead_code,
    unused_macros,
    non_camel_case_types,
    clippy::all,
    clippy::pedantic,
    reason = "the names are chosen to be in the way"
)]

use ::core::prelude::v1::{derive, test};
use ::ensue::{Cx, OneOf, Resource, controller, effect, effect_handler, emits, event, handler};
use ::serde::{Deserialize, Serialize};

/// Names of the prelude.
struct Option;
struct Result;
struct Box;
struct Some;
struct None;
struct Err;
struct String;
trait Into {}
trait Send {}

/// Names of ours.
struct Emits;
struct Payload;
trait Controller {}

/// Names of crates.
mod core {}
mod std {}
mod ensue {}

/// Names of macros that the attributes use.
macro_rules! module_path {
    () => {
        ::core::compile_error!("not this one")
    };
}
macro_rules! matches {
    ($($token:tt)*) => {
        ::core::compile_error!("not this one")
    };
}

#[event]
struct Unit;

#[event]
struct Tuple(u32);

#[event]
#[derive(Serialize, Deserialize)]
enum Many {
    Plain,
    Named { x: u8 },
}

#[event]
struct r#type {
    r#fn: u32,
}

#[effect(name = "do")]
#[derive(Serialize, Deserialize)]
enum Do {
    It,
}

struct Things<T>(T);

impl Things<u8> {
    fn number(&self) -> u32 {
        self.0 as u32
    }
}

#[handler(on = [Unit, Tuple], may_emit = [r#type, scheduled(Many), Unit], may_request = [Do])]
fn r#match<'a, 'b: 'a>(_: &'a impl Sync, r#use: &'b Things<u8>, cx: &mut Cx<'_, r#match>)
where
    'b: 'a,
{
    cx.emit(r#type { r#fn: r#use.number() });
    cx.schedule(::std::time::Duration::ZERO, Many::Plain);
    cx.request(Do::It);
}

#[derive(OneOf)]
enum Both<'x> {
    Unit(&'x Unit),
    Tuple(&'x Tuple),
}

#[handler(on = [Unit, Tuple])]
async fn both(event: Both<'_>) {
    match event {
        Both::Unit(Unit) | Both::Tuple(Tuple(_)) => {}
    }
}

#[handler(on = Many, timing = deferred, exclusive = r#in.number(), precondition = is_named)]
async fn waits(r#in: &Many) {
    r#in.number();
}

async fn is_named(event: &Many) -> bool {
    event.number() > 0
}

impl Many {
    fn number(&self) -> u8 {
        match self {
            Many::Plain => 0,
            Many::Named { x } => *x,
        }
    }
}

#[derive(Resource)]
struct Auth {
    #[id]
    r#id: u32,
    #[state]
    r#mod: State<u8>,
}

#[derive(Debug)]
enum State<T> {
    Open(T),
    Closed { why: T },
}

use ::core::{fmt::Debug, iter::Iterator, marker::Sync};

trait Store: ::core::marker::Send + Sync {
    fn is_full(&self) -> bool;
}

struct Auths<S: ?Sized>(::std::boxed::Box<S>);

use ::core::marker::Sized;

/// An archiver away from its type, generic over its store.
mod elsewhere {
    use super::{Auth, Auths, Do, Many, Sized, State, Store, Unit};
    use ::core::result::Result;
    use ::ensue::{Cx, IllegalMove, archiver};

    #[archiver(resource = Auth)]
    impl<S: Store + ?Sized> Auths<S>
    where
        S: 'static,
    {
        const WHY: u8 = 1;

        #[transition(from = [Open], to = Closed, emits = [Unit, requests(Do), scheduled(Many)])]
        pub(super) async fn close<'k, r#Caller>(
            &self,
            auth: &'k mut Auth,
            cx: &mut Cx<'_, r#Caller>,
        ) -> Result<&'k mut Auth, IllegalMove>
        where
            Self: 'static,
        {
            cx.change(auth, State::Closed { why: Self::WHY })?;
            self.tell(cx);
            Result::Ok(auth)
        }

        #[emits(Unit)]
        fn tell(self: &Self, cx: &mut Cx<'_, impl Sized>) {
            if !self.0.is_full() {
                cx.emit(Unit);
            }
        }

        #[cfg(any())]
        #[emits(Nothing)]
        fn left_out(&self, cx: &mut Cx<'_, impl Nothing>) {}
    }
}

#[handler(on = Many, may_emit = [Unit, scheduled(Many)], may_request = [Do])]
async fn through(
    _: &Many,
    auths: &Auths<dyn Store>,
    cx: &mut Cx<'_, through>,
) -> ::core::result::Result<(), ::ensue::IllegalMove> {
    let mut auth = Auth { id: 1, r#mod: State::Open(1) };
    auths.close(&mut auth, cx).await.map(|_| ())
}

#[effect_handler(on = Do, exclusive = 7)]
fn performs(r#do: &Do) {
    let Do::It = r#do;
}

#[controller(route = "GET /x", may_emit = [Unit])]
async fn r#loop(
    r#if: u64,
    mut core: u64,
    cx: &mut Cx<'_, r#loop>,
) -> ::core::result::Result<u64, ::std::string::String> {
    core += r#if;
    help(cx);
    ::core::result::Result::Ok(core)
}

#[emits(Unit)]
fn help<C: ?Sized>(cx: &mut Cx<'_, C>) {
    cx.emit(Unit);
}

/// One name in two modules.
mod one {
    #[::ensue::handler(on = super::Unit, may_emit = [super::Tuple])]
    pub(super) fn same(_: &super::Unit, cx: &mut ::ensue::Cx<'_, same>) {
        cx.emit(super::Tuple(1));
    }
}

mod two {
    #[::ensue::handler(on = super::Unit)]
    pub(super) fn same(_: &super::Unit) {}
}

#[test]
fn names_in_the_way_change_nothing() {
    let graph = ::ensue::linked();
    let ids: ::std::vec::Vec<_> = graph.nodes.iter().map(|node| node.id.as_str()).collect();
    for id in ["Auths", "both", "Do", "loop", "Many", "match", "one::same", "through", "two::same", "type"] {
        let id = ::std::format!("hygiene::{id}");
        let id = if id == "hygiene::Auths" { "hygiene::elsewhere::Auths" } else { &id };
        ::core::assert!(ids.contains(&id), "{id} is not among {ids:?}");
    }
}
