//! When a `cfg` predicate holds in a crate, as far as that is fixed, and what else tells it from one in another crate.

use super::names::{Crate, CrateId, Names};
use crate::condition::{Condition, predicate};
use crate::source::{Package, Selected, Settings};
use ensue_grammar::graph::package_named;

/// What is known of predicates in the crates of one package.
#[derive(Debug)]
pub(super) struct Cfg {
    /// The package as a predicate's prefix.
    package: String,
    settings: Settings,
    selected: Option<Selected>,
}

impl Cfg {
    pub(super) fn of(package: &Package, settings: &Settings) -> Cfg {
        Cfg { package: package.name.replace('-', "_"), settings: settings.clone(), selected: package.selected.clone() }
    }

    /// A condition as written, without the predicates that are decided. Those that remain and that can be true in one
    /// package and false in the next say of which they are: `mail/feature = "smtp"`.
    pub(super) fn settle(&self, written: &Condition) -> Condition {
        written.settled(&|text| {
            let (key, value) = predicate(text);
            match self.settings.holds(self.selected.as_ref(), key, value.as_deref()) {
                Some(true) => Some(Condition::Always),
                Some(false) => Some(Condition::Never),
                None => Some(Condition::Is(text.to_owned()).in_package(&self.package)),
            }
        })
    }
}

impl Names {
    /// A condition as it is told of something in a crate: where no package is named, that crate's is meant.
    #[must_use]
    pub fn told(&self, krate: &str, condition: &Condition) -> Option<String> {
        let home = self.crates.iter().find(|it| it.label == krate).map(package_of);
        home.map_or_else(|| condition.text(), |package| condition.without_package(package).text())
    }

    /// The package of a crate, where the crate's label does not say it.
    #[must_use]
    pub fn unsaid_package(&self, krate: CrateId) -> Option<String> {
        let krate = self.krate(krate);
        (package_named(&krate.label) != package_of(krate)).then(|| package_of(krate).to_owned())
    }
}

/// The package of a crate, as a prefix of predicates has it.
pub(super) fn package_of(krate: &Crate) -> &str {
    &krate.cfg.package
}
