//! Shared resources, found once by type and then by position.

use std::any::{Any, TypeId, type_name};
use std::fmt;
use std::sync::Arc;

/// A shared resource that a function takes.
#[derive(Debug, Clone, Copy)]
pub struct Need {
    pub(crate) type_id: fn() -> TypeId,
    pub(crate) name: fn() -> &'static str,
}

impl Need {
    /// `needs: &[Need::of::<Auths>(), Need::of::<dyn Mailer>()]`
    #[must_use]
    pub const fn of<T: ?Sized + Send + Sync + 'static>() -> Need {
        Need { type_id: TypeId::of::<T>, name: type_name::<T> }
    }
}

/// A resource of any type: an `Arc<T>` inside.
pub(crate) type Slot = Arc<dyn Any + Send + Sync>;

/// The resources of one function, in the order of its `needs`.
#[derive(Default)]
pub struct Resources {
    slots: Box<[Slot]>,
}

impl Resources {
    /// Finds what `needs` names; the error lists all that `find` does not have.
    pub(crate) fn resolve(needs: &[Need], find: impl Fn(TypeId) -> Option<Slot>) -> Result<Resources, Vec<Need>> {
        let mut missing = Vec::new();
        let slots = needs.iter().filter_map(|need| {
            let slot = find((need.type_id)());
            if slot.is_none() {
                missing.push(*need);
            }
            slot
        });
        let slots = slots.collect();
        if missing.is_empty() { Ok(Resources { slots }) } else { Err(missing) }
    }

    /// The resource of the `position`-th need.
    #[must_use]
    pub fn get<T: ?Sized + Send + Sync + 'static>(&self, position: usize) -> &T {
        self.slots[position].downcast_ref::<Arc<T>>().expect("needs and parameters have one order")
    }
}

impl fmt::Debug for Resources {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Resources").field("slots", &self.slots.len()).finish()
    }
}
