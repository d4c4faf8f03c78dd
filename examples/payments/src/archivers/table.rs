//! Where the archivers of this example keep their resources.

use crate::PaymentError;
use ensue::{Cx, Resource};
use std::collections::BTreeMap;
use std::collections::btree_map::Values;
use std::fmt::Display;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Resources by number, in memory.
///
/// Calls run at the same time, so what a check has seen must still be true when the change is made. Each method is therefore
/// one step that nobody comes between, as a statement or a locked row is in a database; a value that leaves is a copy.
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
        insert(&mut self.rows(), make)
    }

    /// Adds the resource that `make` builds, unless `check` refuses in view of those that are there.
    pub(super) fn add_if(
        &self,
        check: impl FnOnce(Values<'_, R::Id, R>) -> Result<(), PaymentError>,
        make: impl FnOnce(R::Id) -> R,
    ) -> Result<R::Id, PaymentError> {
        let mut rows = self.rows();
        check(rows.values())?;
        Ok(insert(&mut rows, make))
    }

    /// The resource with this number.
    pub(super) fn get(&self, id: R::Id) -> Result<R, PaymentError> {
        self.rows().get(&id).cloned().ok_or_else(|| unknown::<R>(id))
    }

    /// All resources that `wanted` accepts, in the order of their numbers.
    pub(super) fn select(&self, wanted: impl Fn(&R) -> bool) -> Vec<R> {
        self.rows().values().filter(|row| wanted(row)).cloned().collect()
    }

    /// Moves the resource with this number to a state, which the transition that runs must declare; gives it as it is then.
    pub(super) fn change<C>(&self, id: R::Id, to: R::State, cx: &mut Cx<'_, C>) -> Result<R, PaymentError> {
        self.update(id, |row| Ok(cx.change(row, to)?))
    }

    /// Changes the resource with this number, if `change` does not fail; gives it as it is then.
    pub(super) fn update(
        &self,
        id: R::Id,
        change: impl FnOnce(&mut R) -> Result<(), PaymentError>,
    ) -> Result<R, PaymentError> {
        let mut rows = self.rows();
        let row = rows.get_mut(&id).ok_or_else(|| unknown::<R>(id))?;
        let mut changed = row.clone();
        change(&mut changed)?;
        row.clone_from(&changed);
        Ok(changed)
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

fn insert<R: Resource>(rows: &mut BTreeMap<R::Id, R>, make: impl FnOnce(R::Id) -> R) -> R::Id
where
    R::Id: Copy + Ord + From<u32>,
{
    let number = u32::try_from(rows.len() + 1).expect("a table in memory holds fewer than 2^32 rows");
    let id = R::Id::from(number);
    rows.insert(id, make(id));
    id
}

fn unknown<R: Resource>(id: R::Id) -> PaymentError
where
    R::Id: Display,
{
    PaymentError::Unknown { what: R::NAME, id: id.to_string() }
}
