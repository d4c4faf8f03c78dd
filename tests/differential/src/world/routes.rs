//! Ways to write a name: every path that leads from a module to a thing.

use super::{Def, Found, Key, Namespace, Reach, World};
use std::collections::BTreeMap;

/// A path as written, and what it leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Route {
    /// `["", "a"]` for `::a`.
    pub(crate) segments: Vec<String>,
    pub(crate) to: Def,
    /// From where its end can be used.
    pub(crate) reach: Reach,
    /// Whether every step is known before any attribute is expanded.
    pub(crate) is_early: bool,
}

/// Which rule the first segment of a path follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Position {
    /// In a `use`; one that stands already has a number in its module, and does not lead to itself.
    Import(Option<usize>),
    Plain,
}

impl Position {
    /// The import that does not lead to itself.
    fn import(self) -> Option<usize> {
        if let Position::Import(at) = self { at } else { None }
    }
}

/// Segments that a path may have; longer ones teach nothing new.
const LONGEST: usize = 5;

/// Ways to one module that are followed further.
const WAYS: usize = 2;

/// Names of the prelude: a name without a path may mean them, and rustc refuses to choose.
const PRELUDE: [&str; 6] = ["Option", "Vec", "Box", "String", "Result", "Some"];

/// Crates that every crate knows.
const TOOLCHAIN: [&str; 3] = ["std", "core", "alloc"];

impl Route {
    /// As written.
    pub(crate) fn text(&self) -> String {
        text(&self.segments)
    }
}

/// A path with raw identifiers where they are needed.
fn text(segments: &[String]) -> String {
    let segments: Vec<String> = segments.iter().map(|it| spelled(it)).collect();
    segments.join("::")
}

/// A name as source spells it.
pub(crate) fn spelled(name: &str) -> String {
    const KEYWORDS: [&str; 6] = ["type", "match", "async", "try", "gen", "dyn"];
    if KEYWORDS.contains(&name) { format!("r#{name}") } else { name.to_owned() }
}

impl World {
    /// Where a path leads that is written in a module, if it still leads to a module or crate.
    pub(crate) fn follow(&self, from: usize, position: Position, segments: &[String]) -> Option<Route> {
        let mut starts = self.starts(from, position);
        // The longest start comes last: `super::super`.
        starts.retain(|start| segments.starts_with(&start.segments));
        let mut route = starts.into_iter().max_by_key(|start| start.segments.len())?;
        while let Some(name) = segments.get(route.segments.len()) {
            let found =
                self.members(route.to, from, position.import()).get(&(Namespace::Types, name.clone())).copied()?;
            route = self.step(&route, name, &found)?;
        }
        Some(route)
    }

    /// What a whole path means.
    pub(crate) fn resolve(
        &self,
        from: usize,
        position: Position,
        namespace: Namespace,
        segments: &[String],
    ) -> Option<Found> {
        let (last, way) = segments.split_last()?;
        let key = (namespace, last.clone());
        if way.is_empty() {
            return self.single(from, position).get(&key).copied();
        }
        let route = self.follow(from, position, way)?;
        self.members(route.to, from, position.import()).get(&key).copied()
    }

    /// The ways from a module to modules and crates: `crate::a`, `super`, `dep::b`.
    pub(crate) fn ways(&self, from: usize, position: Position) -> Vec<Route> {
        let mut open = self.starts(from, position);
        let mut all: Vec<Route> = Vec::new();
        let mut times: BTreeMap<Def, usize> = BTreeMap::new();
        while !open.is_empty() {
            let mut next = Vec::new();
            for route in open {
                let seen = times.entry(route.to).or_default();
                *seen += 1;
                if *seen > WAYS {
                    continue;
                }
                if route.segments.len() < LONGEST {
                    for ((namespace, name), found) in self.members(route.to, from, position.import()) {
                        if namespace == Namespace::Types {
                            next.extend(self.step(&route, &name, &found));
                        }
                    }
                }
                all.push(route);
            }
            open = next;
        }
        all
    }

    /// The ways from a module to things of a namespace that are wanted, each with the whole path.
    pub(crate) fn routes(
        &self,
        from: usize,
        position: Position,
        namespace: Namespace,
        wanted: impl Fn(&World, Def) -> bool,
    ) -> Vec<Route> {
        let mut all = Vec::new();
        let mut add = |route: Option<&Route>, key: &Key, found: &Found| {
            let Some(def) = found.def.filter(|def| key.0 == namespace && wanted(self, *def)) else { return };
            let (mut segments, is_early) =
                route.map_or_else(|| (Vec::new(), true), |it| (it.segments.clone(), it.is_early));
            segments.push(key.1.clone());
            all.push(Route { segments, to: def, reach: found.reach, is_early: is_early && found.is_early });
        };
        for (key, found) in self.single(from, position) {
            add(None, &key, &found);
        }
        for way in self.ways(from, position) {
            for (key, found) in self.members(way.to, from, position.import()) {
                add(Some(&way), &key, &found);
            }
        }
        all
    }

    /// The names that a path may consist of alone.
    fn single(&self, from: usize, position: Position) -> BTreeMap<Key, Found> {
        let krate = &self.crates[self.modules[from].krate];
        let is_import = matches!(position, Position::Import(_));
        let is_old = is_import && krate.edition < 2018;
        let mut names = if is_old {
            self.members(Def::Module(krate.root), from, position.import())
        } else {
            self.in_scope_for(from, position)
        };
        // Imports and attributes do not take what a glob brings where something further out has the name as well: a body,
        // a crate, or the prelude.
        let is_body = self.modules[from].is_block;
        names.retain(|key, found| {
            let name = key.1.as_str();
            let is_outer =
                is_body || krate.externs.contains_key(name) || PRELUDE.contains(&name) || TOOLCHAIN.contains(&name);
            let is_strict = is_import || key.0 == Namespace::Macros;
            !(is_strict && is_outer && (found.by_glob || (is_import && !found.is_early)))
        });
        names
    }

    fn in_scope_for(&self, from: usize, position: Position) -> BTreeMap<Key, Found> {
        self.names_in_scope(from, position.import())
    }

    /// Where paths can start.
    fn starts(&self, from: usize, position: Position) -> Vec<Route> {
        let krate = &self.crates[self.modules[from].krate];
        let is_old = krate.edition < 2018;
        let mut all = Vec::new();
        let mut start = |segments: &[&str], to: Def| {
            let segments = segments.iter().map(|it| (*it).to_owned()).collect();
            all.push(Route { segments, to, reach: Reach::Public, is_early: true });
        };
        let named = self.named(from);
        start(&["crate"], Def::Module(krate.root));
        start(&["self"], Def::Module(named));
        let mut above = Vec::new();
        let mut here = named;
        while let Some(parent) = self.modules[here].parent.filter(|_| above.len() < 3) {
            here = self.named(parent);
            above.push("super");
            start(&above, Def::Module(here));
        }
        let single = self.single(from, position);
        let scope = self.in_scope_for(from, position);
        for (name, def) in &krate.externs {
            if !is_old {
                start(&["", name], *def);
            }
            let is_hidden = scope.contains_key(&(Namespace::Types, name.clone()));
            let is_import = matches!(position, Position::Import(_));
            if !(is_hidden || is_old && is_import) {
                start(&[name], *def);
            }
        }
        let none = Route { segments: Vec::new(), to: Def::Module(named), reach: Reach::Public, is_early: true };
        // An import does not begin at what an attribute writes: a glob may have brought another meaning before.
        let is_settled = |found: &Found| found.is_early || position == Position::Plain;
        for ((namespace, name), found) in &single {
            if *namespace == Namespace::Types && is_settled(found) {
                all.extend(self.step(&none, name, found));
            }
        }
        if is_old {
            let root = Route {
                segments: vec![String::new()],
                to: Def::Module(krate.root),
                reach: Reach::Public,
                is_early: true,
            };
            for ((namespace, name), found) in self.members(root.to, from, position.import()) {
                if namespace == Namespace::Types {
                    all.extend(self.step(&root, &name, &found));
                }
            }
        }
        all
    }

    /// One step further, into a module or crate.
    fn step(&self, route: &Route, name: &str, found: &Found) -> Option<Route> {
        let has_names = |def: &Def| match def {
            Def::Module(_) | Def::Ensue => true,
            Def::Item(item) => !self.items[*item].variants.is_empty(),
            _ => false,
        };
        let to = found.def.filter(has_names)?;
        // A body has no name.
        if matches!(to, Def::Module(module) if self.modules[module].is_block) {
            return None;
        }
        let segments = [route.segments.clone(), vec![name.to_owned()]].concat();
        Some(Route { segments, to, reach: found.reach, is_early: route.is_early && found.is_early })
    }
}
