//! What each name of each module means.

use super::{Def, Found, Import, Key, Module, Namespace, Reach, Route, Scope, Takes, World};
use std::collections::BTreeMap;

impl World {
    /// Computes anew what all names mean.
    pub(crate) fn solve(&mut self) {
        self.scopes = self.modules.iter().map(defined).collect();
        // Each round carries names one import further.
        for _ in 0..self.modules.len() + 8 {
            let next: Vec<Scope> = (0..self.modules.len()).map(|module| self.scope_of(module, None)).collect();
            if next == self.scopes {
                return;
            }
            self.scopes = next;
        }
    }

    /// The names of a module, by what is known of the others; without those of one import, if one is told.
    pub(super) fn scope_of(&self, at: usize, without: Option<usize>) -> Scope {
        let module = &self.modules[at];
        let mut scope = defined(module);
        let mut globs: BTreeMap<Key, Found> = BTreeMap::new();
        for (_, import) in module.imports.iter().enumerate().filter(|(number, _)| Some(*number) != without) {
            match &import.takes {
                Takes::Name { name, rename } => {
                    for (namespace, found) in self.taken(at, import, name) {
                        scope.entry((namespace, rename.clone())).or_insert(found);
                    }
                }
                Takes::Itself { rename } => {
                    let Route { to, is_early, .. } = import.route;
                    let found = Found { def: Some(to), reach: import.reach, by_glob: false, is_early };
                    scope.entry((Namespace::Types, rename.clone())).or_insert(found);
                }
                Takes::All => {
                    for (key, found) in self.members(import.route.to, at) {
                        let reach = self.narrower(found.reach, import.reach);
                        let is_early = found.is_early && import.is_early;
                        let new = Found { reach, by_glob: true, is_early, ..found };
                        let known = globs.entry(key).or_insert(new);
                        if known.def != new.def {
                            known.def = None;
                        }
                        known.reach = self.wider(known.reach, new.reach);
                    }
                }
            }
        }
        for (key, found) in globs {
            scope.entry(key).or_insert(found);
        }
        scope
    }

    /// What an import of a name brings: one of each namespace that the importing module can see.
    pub(crate) fn taken(&self, at: usize, import: &Import, name: &str) -> Vec<(Namespace, Found)> {
        let visible = self.visible(&import.route, at, name);
        let brought = |(namespace, found): (Namespace, Found)| {
            let is_early = found.is_early && import.is_early;
            (namespace, Found { reach: import.reach, by_glob: false, is_early, ..found })
        };
        visible.into_iter().filter(|(_, found)| found.def.is_some()).map(brought).collect()
    }

    /// What a name at the end of a route means to who can see it.
    pub(crate) fn visible(&self, route: &Route, at: usize, name: &str) -> Vec<(Namespace, Found)> {
        let of = |namespace: Namespace| {
            let key = (namespace, name.to_owned());
            let found = if route.segments.is_empty() {
                self.in_scope(at, &key)
            } else {
                self.members(route.to, at).remove(&key)
            };
            found.map(|found| (namespace, found))
        };
        Namespace::ALL.into_iter().filter_map(of).collect()
    }

    /// The names of a module, or of Ensue, that a module may use.
    pub(crate) fn members(&self, of: Def, from: usize) -> Scope {
        match of {
            Def::Module(module) => {
                let scope = self.scopes.get(module).into_iter().flatten();
                scope.filter(|(_, it)| self.can_see(from, it.reach)).map(|(key, it)| (key.clone(), *it)).collect()
            }
            Def::Ensue => {
                let attribute = |it: super::Attribute| {
                    let key = (Namespace::Macros, it.name().to_owned());
                    let def = Some(Def::Attribute(it));
                    (key, Found { def, reach: Reach::Public, by_glob: false, is_early: true })
                };
                super::Attribute::ALL.into_iter().map(attribute).collect()
            }
            Def::Item(item) => {
                let it = &self.items[item];
                let variants = it.variants.iter().enumerate().filter(|_| self.can_see(from, it.reach));
                let both = variants.flat_map(|(at, name)| {
                    let def = Some(Def::Variant(item, at));
                    let found = Found { def, reach: it.reach, by_glob: false, is_early: false };
                    [Namespace::Types, Namespace::Values].map(|namespace| ((namespace, name.clone()), found))
                });
                both.collect()
            }
            Def::Variant(..) | Def::Attribute(_) | Def::Foreign(_) => Scope::new(),
        }
    }

    /// What a name without a path means, blocks around included, crates not.
    pub(crate) fn in_scope(&self, from: usize, key: &Key) -> Option<Found> {
        let mut here = from;
        loop {
            if let Some(found) = self.scopes[here].get(key) {
                return Some(*found);
            }
            match self.modules[here].parent {
                Some(parent) if self.modules[here].is_block => here = parent,
                _ => return None,
            }
        }
    }

    /// All names that mean something without a path, crates left out; the names that one import brings may be left out too.
    pub(super) fn names_in_scope(&self, from: usize, without: Option<usize>) -> Scope {
        let mut all = if without.is_none() { self.scopes[from].clone() } else { self.scope_of(from, without) };
        let mut here = from;
        while let (true, Some(parent)) = (self.modules[here].is_block, self.modules[here].parent) {
            here = parent;
            for (key, found) in &self.scopes[here] {
                all.entry(key.clone()).or_insert(*found);
            }
        }
        all
    }

    /// The module with a name that this one is, or is a body in.
    pub(crate) fn named(&self, mut module: usize) -> usize {
        while let (true, Some(parent)) = (self.modules[module].is_block, self.modules[module].parent) {
            module = parent;
        }
        module
    }

    /// Whether a module is another, or inside of it.
    pub(crate) fn is_within(&self, mut module: usize, outer: usize) -> bool {
        loop {
            if module == outer {
                return true;
            }
            match self.modules[module].parent {
                Some(parent) => module = parent,
                None => return false,
            }
        }
    }

    pub(crate) fn can_see(&self, from: usize, reach: Reach) -> bool {
        match reach {
            Reach::Public => true,
            Reach::Within(module) => self.is_within(from, module),
        }
    }

    /// The narrower of two reaches, one of which lies within the other.
    pub(crate) fn narrower(&self, one: Reach, other: Reach) -> Reach {
        match (one, other) {
            (Reach::Public, it) | (it, Reach::Public) => it,
            (Reach::Within(a), Reach::Within(b)) => {
                if self.is_within(a, b) {
                    one
                } else {
                    other
                }
            }
        }
    }

    /// The wider of two reaches, one of which lies within the other.
    fn wider(&self, one: Reach, other: Reach) -> Reach {
        if self.narrower(one, other) == one { other } else { one }
    }

    /// An item behind all aliases.
    pub(crate) fn meant(&self, mut item: usize) -> usize {
        while let super::ItemKind::Alias(of) = self.items[item].kind {
            item = of;
        }
        item
    }
}

fn defined(module: &Module) -> Scope {
    let found = module.defined.iter().map(|(key, it)| {
        (key.clone(), Found { def: Some(it.def), reach: it.reach, by_glob: false, is_early: it.is_early })
    });
    found.collect()
}
