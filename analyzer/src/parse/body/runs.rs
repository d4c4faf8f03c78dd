//! Which closures and `async` blocks of a body run: those that something is done with, where that itself runs.

use super::{Value, ValueId};
use std::collections::BTreeMap;

/// The part of a body that runs with a closure or `async` block; the body itself is the first.
pub(super) type Region = usize;

/// Values with the region that each stands in.
#[derive(Debug, Default)]
pub(super) struct Regions {
    of_value: Vec<Region>,
    count: usize,
    /// The region of each closure and `async` block, by its value.
    starts: BTreeMap<ValueId, Region>,
    /// In which region something is done with which.
    uses: Vec<(Region, Region)>,
    here: Region,
}

impl Regions {
    pub(super) fn new() -> Regions {
        Regions { count: 1, ..Regions::default() }
    }

    pub(super) fn enter(&mut self) -> Region {
        let around = std::mem::replace(&mut self.here, self.count);
        self.count += 1;
        around
    }

    /// Leaves the region entered last for the one around it.
    pub(super) fn leave(&mut self, around: Region) -> Region {
        std::mem::replace(&mut self.here, around)
    }

    /// Notes the value that is made next.
    pub(super) fn value(&mut self) {
        self.of_value.push(self.here);
    }

    /// A value is the closure or block of a region.
    pub(super) fn is(&mut self, value: ValueId, region: Region) {
        self.starts.insert(value, region);
    }

    pub(super) fn uses(&mut self, value: ValueId) {
        if let Some(region) = self.starts.get(&value) {
            self.uses.push((self.here, *region));
        }
    }

    /// Says of each value whether it runs.
    pub(super) fn tell(self, values: &mut [Value]) {
        let mut runs = vec![false; self.count];
        let mut open = vec![0];
        let mut users: BTreeMap<Region, Vec<Region>> = BTreeMap::new();
        for (user, used) in self.uses {
            users.entry(user).or_default().push(used);
        }
        while let Some(region) = open.pop() {
            if !std::mem::replace(&mut runs[region], true) {
                open.extend(users.get(&region).into_iter().flatten());
            }
        }
        for (value, region) in values.iter_mut().zip(self.of_value) {
            value.runs = runs[region];
        }
    }
}
