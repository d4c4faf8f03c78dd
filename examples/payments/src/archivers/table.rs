//! Where the archivers of this example keep their resources.

use crate::PaymentError;
use ensue::Resource;
use std::collections::BTreeMap;
use std::fmt::Display;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Resources by number, in memory. A value leaves it as a copy and comes back by `save`, as with a database.
#[derive(Debug)]
pub(super) struct Table<R: Resource> {
    rows: Mutex<BTreeMap<R::Id, R>>,
}

impl<R> Table<R>
where
    R: Resource + Clone,
    R::Id: Copy + Ord + Display + From<u32>,
{
    /// Adds the resource that `make` builds for the next free number.
    pub(super) fn add(&self, make: impl FnOnce(R::Id) -> R) -> R::Id {
        let mut rows = self.rows();
        let number = u32::try_from(rows.len() + 1).expect("a table in memory holds fewer than 2^32 rows");
        let id = R::Id::from(number);
        rows.insert(id, make(id));
        id
    }

    /// The resource with this number.
    pub(super) fn get(&self, id: R::Id) -> Result<R, PaymentError> {
        let found = self.rows().get(&id).cloned();
        found.ok_or_else(|| PaymentError::Unknown { what: R::NAME, id: id.to_string() })
    }

    /// All resources that `wanted` accepts, in the order of their numbers.
    pub(super) fn select(&self, wanted: impl Fn(&R) -> bool) -> Vec<R> {
        self.rows().values().filter(|row| wanted(row)).cloned().collect()
    }

    /// Writes a changed resource back.
    pub(super) fn save(&self, row: R) {
        self.rows().insert(*row.id(), row);
    }

    /// No code runs while the lock is held that could leave a row half-changed, so a poisoned lock is as good as any.
    fn rows(&self) -> MutexGuard<'_, BTreeMap<R::Id, R>> {
        self.rows.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<R: Resource> Default for Table<R> {
    fn default() -> Self {
        Table { rows: Mutex::default() }
    }
}
