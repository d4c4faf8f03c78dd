//! When a `cfg` predicate holds in a crate, as far as that is fixed.

use crate::parse::{self, Condition};
use crate::source::{Package, Selected, Settings};

/// What is known of predicates in the crates of one package.
#[derive(Debug)]
pub(super) struct Cfg {
    settings: Settings,
    selected: Option<Selected>,
}

impl Cfg {
    pub(super) fn of(package: &Package, settings: &Settings) -> Cfg {
        Cfg { settings: settings.clone(), selected: package.selected.clone() }
    }

    /// A condition as written, without the predicates that are decided.
    pub(super) fn settle(&self, written: &Condition) -> Condition {
        written.settled(&|text| {
            let (key, value) = parse::predicate(text);
            let holds = self.settings.holds(self.selected.as_ref(), key, value.as_deref())?;
            Some(if holds { Condition::Always } else { Condition::Never })
        })
    }
}
