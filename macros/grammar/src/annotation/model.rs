//! What the annotations say: plain data, every entry with the tokens that said it.
//!
//! Names stay [`Path`]s as written. The macros hand them to rustc; the analyzer resolves them itself.

use crate::graph;
use syn::{Expr, Ident, LitInt, LitStr, Path, Type};

/// An annotation that could be read, with all that it declares.
#[derive(Debug, Clone)]
#[allow(
    clippy::large_enum_variant,
    reason = "one exists at a time and is taken apart at once; that it is large depends on the features of syn"
)]
pub enum Annotation {
    /// `#[event]`
    Event(Event),
    /// `#[effect]`
    Effect(Effect),
    /// `#[handler]`
    Handler(Handler),
    /// `#[effect_handler]`
    EffectHandler(Handler),
    /// `#[controller]`
    Controller(Controller),
    /// `#[archiver]`, with what stands on its methods
    Archiver(Archiver),
    /// `#[emits]` on a function that is no method of an archiver
    Emits(Emits),
    /// `#[allow]`
    Allow(Allow),
    /// `#[derive(OneOf)]`
    OneOf(OneOf),
    /// `#[derive(Resource)]` on the resource
    Resource(Resource),
    /// `#[derive(Resource)]` on the enum of its states
    States(States),
}

/// What `#[event]` declares.
#[derive(Debug, Clone, Default)]
pub struct Event {
    /// `name = ".."`: the stable name; the identifier when absent.
    pub name: Option<LitStr>,
    /// `version = N`; 1 when absent.
    pub version: Option<LitInt>,
    /// `moved = "old::path"`
    pub moved: Option<LitStr>,
    /// `tag = ["..", ..]`
    pub tags: Vec<LitStr>,
}

/// What `#[effect]` declares.
#[derive(Debug, Clone, Default)]
pub struct Effect {
    /// As for an event.
    pub event: Event,
    /// `performed_by = ".."`: a program outside performs it.
    pub performed_by: Option<LitStr>,
    /// `completes_with = [E, ..]`: what that program reports back.
    pub completes_with: Vec<Path>,
}

/// What may be emitted, scheduled and requested.
#[derive(Debug, Clone, Default)]
pub struct Emissions {
    /// Events emitted at once.
    pub emits: Vec<Path>,
    /// Events of `scheduled(..)`.
    pub schedules: Vec<Path>,
    /// Effects of `may_request` and `requests(..)`.
    pub requests: Vec<Path>,
}

/// What `#[handler]` or `#[effect_handler]` declares.
#[derive(Debug, Clone)]
pub struct Handler {
    /// What it listens to.
    pub on: On,
    /// `may_emit` and `may_request`.
    pub emissions: Emissions,
    /// `timing = ..`; see [`Handler::timing`] for the value when absent.
    pub timing: Option<Timing>,
    /// `exclusive = ..`: runs that agree in this value do not overlap.
    pub exclusive: Option<Expr>,
    /// `precondition = path`: checked just before it runs.
    pub precondition: Option<Path>,
    /// `loops = "reason"`
    pub loops: Option<LitStr>,
    /// `moved = "old::path"`
    pub moved: Option<LitStr>,
    /// `tag = ["..", ..]`
    pub tags: Vec<LitStr>,
    /// What it takes.
    pub parameters: Parameters,
}

/// What a handler listens to.
#[derive(Debug, Clone)]
pub enum On {
    /// `on = E` or `on = [E, F]`. Empty when `on` is missing or could not be read.
    Events(Vec<Path>),
    /// `on_change_of = [Resource]`
    ChangeOf(Vec<Path>),
}

/// `timing = inline`, with the word that said it.
#[derive(Debug, Clone)]
pub struct Timing {
    /// What it means.
    pub value: graph::Timing,
    /// What was written.
    pub word: Ident,
}

/// What `#[controller]` declares.
#[derive(Debug, Clone, Default)]
pub struct Controller {
    /// `route = "POST /payments"`
    pub route: Option<Route>,
    /// `schedule = ".."`
    pub schedule: Option<LitStr>,
    /// `resumes = E`: continues what the event left waiting.
    pub resumes: Option<Path>,
    /// `may_emit` and `may_request`.
    pub emissions: Emissions,
    /// `moved = "old::path"`
    pub moved: Option<LitStr>,
    /// `tag = ["..", ..]`
    pub tags: Vec<LitStr>,
    /// What it takes.
    pub parameters: Parameters,
}

/// Method and path of a controller.
#[derive(Debug, Clone)]
pub struct Route {
    /// As written: `"POST /payments"`.
    pub text: LitStr,
    /// `POST`
    pub method: String,
    /// `/payments`
    pub path: String,
}

/// What `#[archiver]` and the attributes on its methods declare.
#[derive(Debug, Clone, Default)]
pub struct Archiver {
    /// `resource = Type`
    pub resource: Option<Path>,
    /// `moved = "old::path"`
    pub moved: Option<LitStr>,
    /// `tag = ["..", ..]`
    pub tags: Vec<LitStr>,
    /// Methods with `#[transition]` or `#[emits]`, in the order of the source.
    pub methods: Vec<Method>,
}

/// A method of an archiver that changes, emits, schedules or requests something.
#[derive(Debug, Clone)]
pub struct Method {
    /// Its name.
    pub name: Ident,
    /// Its position among the items of the impl block.
    pub index: usize,
    /// What it may do, and what each caller must therefore declare.
    pub emissions: Emissions,
    /// `#[transition]`: absent when the method changes no state.
    pub transition: Option<Transition>,
    /// The parameter that is the context.
    pub context: Option<Context>,
}

/// A change of state.
#[derive(Debug, Clone)]
pub struct Transition {
    /// States it may start from; empty when it creates the resource.
    pub from: Vec<Ident>,
    /// State it leads to; absent when it could not be read.
    pub to: Option<Ident>,
}

/// What `#[emits]` declares on a function that is no method of an archiver.
#[derive(Debug, Clone)]
pub struct Emits {
    /// What each caller must declare.
    pub emissions: Emissions,
    /// The parameter that is the context.
    pub context: Option<Context>,
}

/// What `#[allow(lint, .., reason = "..")]` says.
#[derive(Debug, Clone, Default)]
pub struct Allow {
    /// Names of lints.
    pub lints: Vec<Ident>,
    /// Why.
    pub reason: Option<LitStr>,
}

/// What `#[derive(OneOf)]` stands on: each variant holds a reference to one event.
#[derive(Debug, Clone, Default)]
pub struct OneOf {
    /// In the order of the source.
    pub variants: Vec<Variant>,
}

/// A variant of [`OneOf`].
#[derive(Debug, Clone)]
pub struct Variant {
    /// Its name.
    pub name: Ident,
    /// The event, without the reference.
    pub event: Type,
}

/// What `#[derive(Resource)]` stands on.
#[derive(Debug, Clone, Default)]
pub struct Resource {
    /// The field with `#[id]`.
    pub id: Option<Member>,
    /// The field with `#[state]`.
    pub state: Option<Member>,
}

/// A field of a [`Resource`].
#[derive(Debug, Clone)]
pub struct Member {
    /// Its name, or its position in a tuple struct.
    pub name: syn::Member,
    /// Its type.
    pub ty: Type,
}

/// What `#[derive(Resource)]` on an enum declares: the states of a resource.
#[derive(Debug, Clone, Default)]
pub struct States {
    /// In the order of the source.
    pub states: Vec<State>,
}

/// A state of a resource.
#[derive(Debug, Clone)]
pub struct State {
    /// Its name.
    pub name: Ident,
    /// `#[initial]`, `#[terminal]`, both or neither.
    pub marks: Vec<Mark>,
}

/// Where a state stands in the life of its resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mark {
    /// `#[initial]`: a resource may begin here.
    Initial,
    /// `#[terminal]`: nothing leads away from here.
    Terminal,
}

/// What a handler or controller takes, in the order of the source.
#[derive(Debug, Clone, Default)]
pub struct Parameters {
    /// Each with its role.
    pub all: Vec<Parameter>,
}

/// A parameter and what it is for.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// Its name; absent for `_` and for other patterns.
    pub name: Option<Ident>,
    /// What it is for.
    pub role: Role,
    /// As written.
    pub ty: Type,
}

/// What a parameter is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// The event as it is: `&E`, `&impl Trait`, `&dyn Trait`, `&Changed<R>`.
    EventByReference,
    /// The event converted with `Into`: an enum that derives `OneOf`.
    EventByValue,
    /// `&mut Cx<'_, ..>`
    Context,
    /// `&T`: shared, found by type.
    Resource,
    /// By value: a field of the call of a controller.
    Argument,
}

/// The context of a method or helper.
#[derive(Debug, Clone)]
pub struct Context {
    /// The name of the parameter.
    pub name: Ident,
    /// The emitter in `&mut Cx<'_, C>`: a generic parameter, or `impl Trait`.
    pub emitter: Type,
}

impl Handler {
    /// When it runs, seen from its event; a handler is `inline` unless it says otherwise.
    #[must_use]
    pub fn timing(&self) -> graph::Timing {
        self.timing.as_ref().map_or(graph::Timing::Inline, |timing| timing.value)
    }
}

impl On {
    /// The names listed, be they events, effects or resources.
    #[must_use]
    pub fn paths(&self) -> &[Path] {
        match self {
            On::Events(paths) | On::ChangeOf(paths) => paths,
        }
    }
}

impl Event {
    /// The version, 1 unless it says otherwise.
    #[must_use]
    pub fn version(&self) -> u32 {
        self.version.as_ref().and_then(|version| version.base10_parse().ok()).unwrap_or(1)
    }
}

impl Parameters {
    /// The first parameter with this role.
    #[must_use]
    pub fn first(&self, role: Role) -> Option<&Parameter> {
        self.with(role).next()
    }

    /// All parameters with this role, in order.
    pub fn with(&self, role: Role) -> impl Iterator<Item = &Parameter> {
        self.all.iter().filter(move |parameter| parameter.role == role)
    }
}

impl Parameter {
    /// The type behind the reference, or the type itself when it is taken by value.
    #[must_use]
    pub fn referent(&self) -> &Type {
        match &self.ty {
            Type::Reference(reference) => &reference.elem,
            other => other,
        }
    }
}

impl Emissions {
    /// Whether nothing is declared.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.emits.is_empty() && self.schedules.is_empty() && self.requests.is_empty()
    }
}
