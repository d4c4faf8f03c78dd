//! When a `cfg` predicate holds in a crate, as far as that is fixed, and what else tells it from one in another crate.

use super::names::{Crate, CrateId, ModuleId, Names};
use crate::condition::{Condition, Home, TEST, predicate};
use crate::source::{Package, Selected, Settings};
use ensue_grammar::graph::package_named;

/// What is known of predicates in a crate.
#[derive(Debug)]
pub(super) struct Cfg {
    /// The package as a predicate's prefix.
    package: String,
    settings: Settings,
    selected: Option<Selected>,
    /// When `test` holds.
    pub(super) test: Condition,
}

impl Cfg {
    pub(super) fn of(package: &Package, settings: &Settings) -> Cfg {
        let (settings, selected) = (settings.clone(), package.selected.clone());
        Cfg { package: package.name.replace('-', "_"), settings, selected, test: Condition::Never }
    }

    /// A condition as written, without the predicates that are decided. Those that remain and that can be true in one
    /// package and false in the next say of which they are: `mail/feature = "smtp"`.
    pub(super) fn settle(&self, written: &Condition) -> Condition {
        let home = Home { package: &self.package, krate: "" };
        written.settled(&|text| {
            let (key, value) = predicate(text);
            if key == TEST {
                return Some(if value.is_none() { self.test.clone() } else { Condition::Never });
            }
            match self.settings.holds(self.selected.as_ref(), key, value.as_deref()) {
                Some(true) => Some(Condition::Always),
                Some(false) => Some(Condition::Never),
                None => Some(Condition::Is(text.to_owned()).from_home(home)),
            }
        })
    }
}

/// How a crate is compiled into a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Built {
    /// As a dependency is, or a program.
    Plainly,
    /// With `cfg(test)`: the crate whose unit tests the program runs.
    AsTest,
}

impl Names {
    /// A condition as it is told of something in a crate: where no package is named, that crate's is meant.
    #[must_use]
    pub fn told(&self, krate: &str, condition: &Condition) -> Option<String> {
        let home = self.crates.iter().find(|it| it.label == krate).map(package_of);
        home.map_or_else(|| condition.text(), |package| condition.at_home(Home { package, krate }).text())
    }

    /// When `cfg(test)` holds in a module.
    #[must_use]
    pub fn tests_in(&self, module: ModuleId) -> &Condition {
        &self.crates[self.modules[module.0].krate.0].cfg.test
    }

    /// What remains of a condition for what stands in a module: no other crate is compiled as a test together with its own.
    #[must_use]
    pub fn seen_from(&self, module: ModuleId, condition: &Condition) -> Condition {
        let own = &self.crates[self.modules[module.0].krate.0].label;
        if self.has_unit_tests { condition.with_tests_of(|krate| krate == own) } else { condition.clone() }
    }

    /// What remains of a condition in a program, where it is compiled as part of a crate, as a test or not.
    #[must_use]
    pub fn compiled(&self, krate: CrateId, condition: &Condition, built: Built) -> Condition {
        let label = &self.krate(krate).label;
        let tests = Condition::tested(label);
        match built {
            Built::Plainly => condition.with_tests_of(|_| false),
            Built::AsTest => {
                condition.settled(&|text| (tests == Condition::Is(text.to_owned())).then_some(Condition::Always))
            }
        }
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
