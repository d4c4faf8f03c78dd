//! What archivers declare, of themselves and of their methods.

use super::ItemMeta;
use std::any::{Any, TypeId, type_name};

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
