//! Which features are on, as far as manifests tell.
//!
//! Features are unified over the packages of the tree, as cargo does. Where cargo's answer depends on what else is built
//! (what only a development or build dependency asks, or one of an undecided platform), a feature is neither on nor off.

use super::{Asked, Dependency, DependencyKind, Origin, Package, Platform, Target};
use crate::rules::{Rule, Rules};
use std::collections::{BTreeMap, BTreeSet};

/// The features of a package that are on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selected {
    /// In every build of this selection.
    pub on: BTreeSet<String>,
    /// In some: these, and those that are always on.
    pub possible: BTreeSet<String>,
}

/// A feature, or `package/feature`, of a package by its position.
pub(super) type Wish = (usize, String);

/// Turns the wishes on, with all that follows, and takes away what no feature brings: dependencies, packages that are then
/// not reached, and targets that require more.
pub(super) fn select(packages: &mut Vec<Package>, wishes: &[Wish], platform: Option<Platform>, rules: &Rules) {
    let of = |reading| Selection::of(packages, wishes, platform, rules, reading);
    let (certain, possible) = (of(Reading::Certain), of(Reading::Possible));
    let lacking: Vec<BTreeSet<String>> = (0..packages.len()).map(|at| possible.lacking(at)).collect();
    let Selection { active, built, on: possible_on, .. } = possible;
    let Selection { on, .. } = certain;
    for (at, package) in packages.iter_mut().enumerate() {
        let of = |all: &BTreeSet<Wish>| all.iter().filter(|(of, _)| *of == at).map(|(_, it)| it.clone()).collect();
        package.selected = Some(Selected { on: of(&on), possible: of(&possible_on) });
        package.dependencies.retain(|it| !it.optional || active.contains(&(at, it.key.clone())));
        let is_built = |target: &Target| target.required_features.iter().all(|it| !lacking[at].contains(it));
        package.targets.retain(|target| !rules.follow(Rule::RequiredFeatures) || is_built(target));
    }
    let mut at = 0..;
    packages.retain(|_| at.next().is_some_and(|at| built.contains(&at)));
}

/// Takes away the dependencies that the platform does not have.
pub(super) fn on_platform(packages: &mut [Package], platform: Platform) {
    let counts = |asked: &Asked| asked.platform.as_deref().is_none_or(|key| platform.has_table(key) != Some(false));
    for dependencies in packages.iter_mut().map(|package| &mut package.dependencies) {
        for dependency in dependencies.iter_mut() {
            dependency.asked.retain(counts);
            dependency.optional = dependency.asked.iter().all(|asked| asked.optional);
        }
        dependencies.retain(|dependency| !dependency.asked.is_empty());
    }
}

/// Which of the two questions is asked: what is on in every build, or in some.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reading {
    Certain,
    Possible,
}

/// Features that are on, and what turned on.
struct Selection<'p> {
    packages: &'p [Package],
    by_dir: BTreeMap<&'p str, usize>,
    platform: Option<Platform>,
    rules: &'p Rules,
    reading: Reading,
    on: BTreeSet<Wish>,
    /// Dependencies that are part of the build, by package and key.
    active: BTreeSet<(usize, String)>,
    /// Packages that are.
    built: BTreeSet<usize>,
    /// `name?/feature` of dependencies that are not active so far.
    waiting: BTreeMap<(usize, String), BTreeSet<String>>,
    ahead: Vec<Wish>,
}

impl<'p> Selection<'p> {
    fn of(
        packages: &'p [Package],
        wishes: &[Wish],
        platform: Option<Platform>,
        rules: &'p Rules,
        reading: Reading,
    ) -> Selection<'p> {
        let mut all = Selection {
            packages,
            by_dir: packages.iter().enumerate().map(|(at, package)| (package.dir.as_str(), at)).collect(),
            platform,
            rules,
            reading,
            on: BTreeSet::new(),
            active: BTreeSet::new(),
            built: BTreeSet::new(),
            waiting: BTreeMap::new(),
            ahead: wishes.to_vec(),
        };
        for at in (0..packages.len()).filter(|at| packages[*at].is_member) {
            all.build(at);
        }
        while let Some((at, wish)) = all.ahead.pop() {
            all.turn_on(at, &wish);
        }
        all
    }

    /// Makes a package part of the build, with the dependencies that no feature decides about.
    fn build(&mut self, at: usize) {
        let packages = self.packages;
        if self.built.insert(at) {
            for dependency in &packages[at].dependencies {
                for asked in dependency.asked.iter().filter(|asked| !asked.optional) {
                    self.ask(at, dependency, asked);
                }
            }
        }
    }

    /// Turns on what a line of `[features]` may hold.
    fn turn_on(&mut self, at: usize, wish: &str) {
        if let Some(key) = wish.strip_prefix("dep:") {
            return self.depend(at, key);
        }
        let Some((key, feature)) = wish.split_once('/') else {
            // A package need not have the feature `default`.
            let Some(turns_on) = self.packages[at].features.get(wish) else { return };
            if self.on.insert((at, wish.to_owned())) && self.rules.follow(Rule::Features) {
                self.ahead.extend(turns_on.iter().map(|wish| (at, wish.clone())));
            }
            return;
        };
        let (key, is_weak) = key.strip_suffix('?').map_or((key, false), |key| (key, true));
        if !is_weak {
            self.depend(at, key);
            // Without `dep:` the feature that the dependency implies is meant as well.
            if self.packages[at].features.contains_key(key) {
                self.ahead.push((at, key.to_owned()));
            }
        }
        if self.active.contains(&(at, key.to_owned())) {
            self.pass_on(at, key, feature);
        }
        self.waiting.entry((at, key.to_owned())).or_default().insert(feature.to_owned());
    }

    /// Turns an optional dependency on.
    fn depend(&mut self, at: usize, key: &str) {
        let packages = self.packages;
        for dependency in packages[at].dependencies.iter().filter(|it| it.key == key) {
            for asked in &dependency.asked {
                self.ask(at, dependency, asked);
            }
        }
    }

    /// Does what a line that counts asks of a dependency.
    fn ask(&mut self, at: usize, dependency: &Dependency, asked: &Asked) {
        if !self.counts(dependency, asked) {
            return;
        }
        let key = (at, dependency.key.clone());
        self.active.insert(key.clone());
        if let Some(to) = self.package_of(dependency) {
            self.build(to);
            self.ahead.extend(asked.features.iter().map(|feature| (to, feature.clone())));
            let waiting: Vec<String> = self.waiting.get(&key).into_iter().flatten().cloned().collect();
            self.ahead.extend(waiting.into_iter().map(|feature| (to, feature)));
        }
    }

    fn pass_on(&mut self, at: usize, key: &str, feature: &str) {
        let packages = self.packages;
        let dependencies = packages[at].dependencies.iter().filter(|it| it.key == key);
        let counted = dependencies.filter(|it| it.asked.iter().any(|asked| self.counts(it, asked)));
        let found: Vec<usize> = counted.filter_map(|it| self.package_of(it)).collect();
        self.ahead.extend(found.into_iter().map(|to| (to, feature.to_owned())));
    }

    /// What the targets of a package require and do not get.
    fn lacking(&self, at: usize) -> BTreeSet<String> {
        let package = &self.packages[at];
        let is_on = |wish: &str| match wish.split_once('/') {
            None => self.on.contains(&(at, wish.to_owned())),
            Some((key, feature)) => package.dependencies.iter().filter(|it| it.key == key).any(|dependency| {
                // Which features a package outside of the tree has is not known.
                self.active.contains(&(at, key.to_owned()))
                    && self.package_of(dependency).is_none_or(|to| self.on.contains(&(to, feature.to_owned())))
            }),
        };
        let required = package.targets.iter().flat_map(|target| &target.required_features);
        required.filter(|wish| !is_on(wish)).cloned().collect()
    }

    fn counts(&self, dependency: &Dependency, asked: &Asked) -> bool {
        let on_platform = match (asked.platform.as_deref(), self.platform) {
            (None, _) => Some(true),
            (Some(key), Some(platform)) => platform.has_table(key),
            (Some(_), None) => None,
        };
        match self.reading {
            Reading::Certain => dependency.kind == DependencyKind::Normal && on_platform == Some(true),
            Reading::Possible => on_platform != Some(false),
        }
    }

    fn package_of(&self, dependency: &Dependency) -> Option<usize> {
        let Origin::Tree(dir) = &dependency.origin else { return None };
        self.by_dir.get(dir.as_str()).copied()
    }
}
