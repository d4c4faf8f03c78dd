//! Shared resources and other things found by type.

use crate::__private::Slot;
use std::any::TypeId;
use std::collections::HashMap;
use std::fmt;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::Arc;

/// A map by type. A `TypeId` is a hash already.
pub(crate) type TypeMap<V> = HashMap<TypeId, V, BuildHasherDefault<TypeHasher>>;

#[derive(Default)]
pub(crate) struct TypeHasher(u64);

impl Hasher for TypeHasher {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// The shared resources that an application, or a test, was given.
#[derive(Default)]
pub(crate) struct Shared {
    slots: TypeMap<Slot>,
}

impl Shared {
    /// Keeps a resource; false when one of its type was given before.
    pub(crate) fn insert<T: ?Sized + Send + Sync + 'static>(&mut self, resource: Arc<T>) -> bool {
        self.slots.insert(TypeId::of::<T>(), Arc::new(resource)).is_none()
    }

    pub(crate) fn find(&self, type_id: TypeId) -> Option<Slot> {
        self.slots.get(&type_id).cloned()
    }
}

impl fmt::Debug for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shared").field("resources", &self.slots.len()).finish()
    }
}
