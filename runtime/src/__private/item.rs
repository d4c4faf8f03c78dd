//! Events, effects and changes, and how they become data.

use super::{Payload, labelled, payload};
use crate::{Event, Resource, Stored};
use std::any::{Any, TypeId};
use std::sync::Arc;

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
