//! What the attributes expand to. Not for hand-written code: it changes without notice.
//!
//! Every `static` here is written with `..X::EMPTY`, so that a field can be added without touching the macros.

mod resources;

pub use crate::running::Core;
pub use crate::snapshot::{Asked, assert_snapshot};
pub use inventory;
pub(crate) use resources::Slot;
pub use resources::{Need, Resources};

use crate::{App, BoxError, BoxFuture, Cascade, CascadeError, Emitter, Event, Resource, Stored};
use std::any::{Any, TypeId, type_name};
use std::borrow::Cow;
use std::sync::Arc;

/// An event, effect or change on its way.
pub type Payload = dyn Any + Send + Sync;

/// Gives a payload its type back. The registration was found by that type.
#[must_use]
pub fn payload<E: Any>(payload: &Payload) -> &E {
    payload.downcast_ref().expect("a payload is dispatched by its type")
}

/// The value of the required constants of the proof. Only attributes name it.
#[derive(Debug, Clone, Copy)]
pub struct Declared;

/// What attributes hand in with `inventory::submit!`.
#[derive(Debug)]
pub enum Entry {
    /// An event or an effect.
    Item(&'static ItemMeta),
    /// One handler of one event, effect or change.
    Handler(&'static Registration),
    /// A controller.
    Controller(&'static ControllerRegistration),
    /// An archiver.
    Archiver(&'static ArchiverMeta),
}

inventory::collect!(Entry);

/// What an [`ItemMeta`] speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ItemKind {
    /// `#[event]`
    Event,
    /// `#[effect]`
    Effect,
    /// What `on_change_of` listens to.
    Change,
}

/// An event or effect.
#[derive(Debug)]
pub struct ItemMeta {
    /// Event or effect.
    pub kind: ItemKind,
    /// The identifier.
    pub name: &'static str,
    /// `module_path!()` at the definition.
    pub module: &'static str,
    /// How the id begins instead of with the name of the crate: `shop(bin)`; mostly empty.
    pub label: &'static str,
    /// `file!()`
    pub file: &'static str,
    /// `line!()`
    pub line: u32,
    /// `name = ".."`, or the identifier.
    pub stable_name: &'static str,
    /// `version = N`, or 1.
    pub version: u32,
    /// `moved = ".."`
    pub moved: Option<&'static str>,
    /// `tag = [..]`
    pub tags: &'static [&'static str],
    /// Effects: `performed_by = ".."`
    pub performed_by: Option<&'static str>,
    /// Effects: `completes_with = [..]`
    pub completes_with: &'static [Kept],
}

impl ItemMeta {
    /// What the fields that an attribute does not give are.
    pub const EMPTY: ItemMeta = ItemMeta {
        kind: ItemKind::Event,
        name: "",
        module: "",
        label: "",
        file: "",
        line: 0,
        stable_name: "",
        version: 1,
        moved: None,
        tags: &[],
        performed_by: None,
        completes_with: &[],
    };

    /// The path of the definition.
    #[must_use]
    pub fn id(&self) -> String {
        format!("{}::{}", labelled(self.module, self.label), self.name)
    }
}

/// An event that becomes data: one that is scheduled, or reported by an external program.
#[derive(Debug)]
pub struct Kept {
    /// The event.
    pub item: &'static ItemMeta,
    /// Its type.
    pub type_id: fn() -> TypeId,
    /// To data and back.
    pub codec: Codec,
}

impl Kept {
    /// `schedules: &[Kept::of::<AuthExpired>()]`
    #[must_use]
    pub const fn of<E: Event + Stored>() -> Kept {
        Kept { item: E::META, type_id: TypeId::of::<E>, codec: Codec::of::<E>() }
    }
}

/// A payload to data and back.
#[derive(Debug, Clone, Copy)]
pub struct Codec {
    /// The payload must be of the type that the codec was made for.
    pub encode: fn(&Payload) -> serde_json::Result<serde_json::Value>,
    /// The payload is of the type that the codec was made for.
    pub decode: fn(&serde_json::Value) -> serde_json::Result<Arc<Payload>>,
}

impl Codec {
    /// `codec: Some(Codec::of::<AuthCreated>())`
    #[must_use]
    pub const fn of<E: Stored + Any + Send + Sync>() -> Codec {
        Codec {
            encode: |given| serde_json::to_value(payload::<E>(given)),
            decode: |data| Ok(Arc::new(<E as serde::Deserialize>::deserialize(data)?)),
        }
    }
}

/// What an [`EmitterMeta`] speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum EmitterKind {
    /// `#[handler]`
    Handler,
    /// `#[controller]`
    Controller,
    /// `#[effect_handler]`
    EffectHandler,
}

/// `timing = ..`
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Timing {
    /// In the same unit of work; the default of handlers.
    Inline,
    /// In the same process, once the unit of work is committed.
    AfterCommit,
    /// By a ticket; always so for effect handlers.
    Deferred,
}

/// A handler, controller or effect handler: one per function, however many events it handles.
#[derive(Debug)]
pub struct EmitterMeta {
    /// Which of the three.
    pub kind: EmitterKind,
    /// The function's name.
    pub name: &'static str,
    /// `module_path!()`
    pub module: &'static str,
    /// As in [`ItemMeta::label`].
    pub label: &'static str,
    /// `file!()`
    pub file: &'static str,
    /// `line!()`
    pub line: u32,
    /// `timing = ..`
    pub timing: Timing,
    /// `may_emit = [E]`
    pub emits: &'static [&'static ItemMeta],
    /// `may_emit = [scheduled(E)]`
    pub schedules: &'static [Kept],
    /// `may_request = [F]`
    pub requests: &'static [&'static ItemMeta],
    /// `route = "POST /payments"`
    pub route: Option<&'static str>,
    /// `schedule = ".."`
    pub schedule: Option<&'static str>,
    /// `resumes = E`
    pub resumes: Option<&'static ItemMeta>,
    /// The expression of `exclusive`, as the grammar prints it.
    pub exclusive: Option<&'static str>,
    /// The path of `precondition`, as the grammar prints it.
    pub precondition: Option<&'static str>,
    /// `loops = ".."`
    pub loops: Option<&'static str>,
    /// `moved = ".."`
    pub moved: Option<&'static str>,
    /// `tag = [..]`
    pub tags: &'static [&'static str],
}

impl EmitterMeta {
    /// What the fields that an attribute does not give are.
    pub const EMPTY: EmitterMeta = EmitterMeta {
        kind: EmitterKind::Handler,
        name: "",
        module: "",
        label: "",
        file: "",
        line: 0,
        timing: Timing::Inline,
        emits: &[],
        schedules: &[],
        requests: &[],
        route: None,
        schedule: None,
        resumes: None,
        exclusive: None,
        precondition: None,
        loops: None,
        moved: None,
        tags: &[],
    };

    /// The path of the function.
    #[must_use]
    pub fn id(&self) -> String {
        format!("{}::{}", labelled(self.module, self.label), self.name)
    }
}

/// Runs a handler: `Outcome::outcome(h(payload::<E>(payload), res.get(0), &mut Cx::<h>::__new(core)).await)`.
pub type Run = for<'a> fn(&'a Payload, &'a Resources, &'a mut Core) -> BoxFuture<'a, Result<(), BoxError>>;

/// Asks a precondition: as [`Run`], with `Verdict::verdict`.
pub type Check = for<'a> fn(&'a Payload, &'a Resources, &'a mut Core) -> BoxFuture<'a, Result<bool, BoxError>>;

/// One handler of one event, effect or change.
#[derive(Debug)]
pub struct Registration {
    /// The function.
    pub meta: &'static EmitterMeta,
    /// `<E as Event>::META`, `<F as Effect>::META` or `change::<R>()`.
    pub item: &'static ItemMeta,
    /// `TypeId::of::<E>`, where `E` is the event, the effect or `Changed<R>`.
    pub payload: fn() -> TypeId,
    /// `on_change_of`: the resource.
    pub because: Option<ResourceRef>,
    /// The shared resources, in the order of the parameters: `res.get(i)` is the i-th.
    pub needs: &'static [Need],
    /// Runs it.
    pub run: Run,
    /// `precondition = ..`
    pub precondition: Option<Check>,
    /// `exclusive = ..`: the expression over the payload, by `ToString`.
    pub exclusive: Option<fn(&Payload) -> String>,
    /// Deferred handlers and effect handlers: `Some(Codec::of::<E>())`.
    pub codec: Option<Codec>,
}

/// A controller.
#[derive(Debug)]
pub struct ControllerRegistration {
    /// `TypeId::of::<post_payment>`
    pub type_id: fn() -> TypeId,
    /// The function.
    pub meta: &'static EmitterMeta,
    /// As `Controller::NEEDS`.
    pub needs: &'static [Need],
    /// Where it has a `schedule`: how it is called.
    pub timer: Option<TimerCall>,
}

/// Calls a controller that takes no arguments.
pub type TimerCall = for<'a> fn(&'a App) -> BoxFuture<'a, Result<Cascade, CascadeError>>;

/// A controller with a `schedule`: it takes no arguments, so anyone can make the call.
pub trait Timed: crate::Controller {
    /// `nightly {}`
    fn start() -> Self;
}

impl ControllerRegistration {
    /// `static REG: ControllerRegistration = ControllerRegistration::of::<post_payment>();`
    #[must_use]
    pub const fn of<K: crate::Controller>() -> ControllerRegistration {
        ControllerRegistration { type_id: TypeId::of::<K>, meta: <K as Emitter>::META, needs: K::NEEDS, timer: None }
    }

    /// The same for a controller with a `schedule`.
    #[must_use]
    pub const fn timed<K: Timed>() -> ControllerRegistration {
        let timer: TimerCall = |app| Box::pin(async { app.call(K::start()).await.map(|done| done.cascade) });
        ControllerRegistration { timer: Some(timer), ..ControllerRegistration::of::<K>() }
    }
}

/// A type that an archiver owns or a handler watches.
#[derive(Debug, Clone, Copy)]
pub struct ResourceRef {
    /// Its type.
    pub type_id: fn() -> TypeId,
    /// Path of the type's definition.
    pub path: fn() -> &'static str,
}

impl ResourceRef {
    /// `ResourceRef::of::<Auth>()`
    #[must_use]
    pub const fn of<R: 'static>() -> ResourceRef {
        ResourceRef { type_id: TypeId::of::<R>, path: type_name::<R> }
    }
}

/// The item that stands for changes of `R`.
#[must_use]
pub const fn change<R: Resource>() -> &'static ItemMeta {
    struct Of<R>(std::marker::PhantomData<R>);
    impl<R: Resource> Of<R> {
        const META: &'static ItemMeta =
            &ItemMeta { kind: ItemKind::Change, name: R::NAME, stable_name: R::NAME, ..ItemMeta::EMPTY };
    }
    Of::<R>::META
}

/// A path as ids have it: with the label instead of the name of the crate.
pub(crate) fn labelled<'p>(path: &'p str, label: &str) -> Cow<'p, str> {
    if label.is_empty() {
        return Cow::Borrowed(path);
    }
    Cow::Owned(path.split_once("::").map_or_else(|| label.to_owned(), |(_, rest)| format!("{label}::{rest}")))
}

/// An archiver.
#[derive(Debug)]
pub struct ArchiverMeta {
    /// Identifier of the type.
    pub name: &'static str,
    /// `module_path!()`
    pub module: &'static str,
    /// As in [`ItemMeta::label`].
    pub label: &'static str,
    /// `file!()`
    pub file: &'static str,
    /// `line!()`
    pub line: u32,
    /// Path of the type's definition; `None` where only the place of the impl block is known.
    pub owner: Option<fn() -> &'static str>,
    /// Path of a type that stands beside the impl block: it has the functions in it whose bodies that is in.
    pub beside: fn() -> &'static str,
    /// `resource = Type`
    pub resource: ResourceRef,
    /// The annotated methods, in the order of the source.
    pub methods: &'static [MethodMeta],
    /// `moved = ".."`
    pub moved: Option<&'static str>,
    /// `tag = [..]`
    pub tags: &'static [&'static str],
}

impl ArchiverMeta {
    /// What the fields that an attribute does not give are; `resource` must be given.
    pub const EMPTY: ArchiverMeta = ArchiverMeta {
        name: "",
        module: "",
        label: "",
        file: "",
        line: 0,
        owner: None,
        beside: type_name::<()>,
        resource: ResourceRef::of::<()>(),
        methods: &[],
        moved: None,
        tags: &[],
    };
}

/// What a method of an archiver declares.
#[derive(Debug)]
pub struct MethodMeta {
    /// The method's name.
    pub name: &'static str,
    /// States it may start from.
    pub from: &'static [&'static str],
    /// State it leads to.
    pub to: Option<&'static str>,
    /// Events it emits.
    pub emits: &'static [&'static ItemMeta],
    /// Events it schedules.
    pub schedules: &'static [&'static ItemMeta],
    /// Effects it requests.
    pub requests: &'static [&'static ItemMeta],
}

impl MethodMeta {
    /// What the fields that an attribute does not give are.
    pub const EMPTY: MethodMeta =
        MethodMeta { name: "", from: &[], to: None, emits: &[], schedules: &[], requests: &[] };
}

/// A step of *through*: an archiver's method, or a helper with `#[emits]`. The first statement of its body is
/// `let cx = &mut cx.__through(&METHOD);`.
#[derive(Debug)]
pub struct Method {
    /// `Auths::create`, or the helper's name: what people read.
    pub name: &'static str,
    /// Transitions only.
    pub rule: Option<Rule>,
}

/// What a transition declares.
#[derive(Debug)]
pub struct Rule {
    /// The resource's type.
    pub resource: fn() -> TypeId,
    /// Whether it may start from this state: `matches!(s.downcast_ref::<S>(), Some(S::Created { .. }))`; `|_| true`
    /// without `from`.
    pub from: fn(&dyn Any) -> bool,
    /// Whether it may lead to this state.
    pub to: fn(&dyn Any) -> bool,
    /// `Created | PendingFraud -> Succeeded`, or `-> Created`.
    pub text: &'static str,
}
