//! What each name of each module means.

use super::{Def, Found, Import, Key, Module, Namespace, Reach, Route, Scope, Takes, World};
use std::collections::BTreeMap;

impl World {
    /// Computes anew what all names mean.
    pub(crate) fn solve(&mut self) {
        self.scopes = self.modules.iter().map(defined).collect();
        // Each round carries names one import further.
        for _ in 0..self.modules.len() + 8 {
            self.brought = (0..self.modules.len()).map(|module| self.brought_to(module)).collect();
            let next: Vec<Scope> = (0..self.modules.len()).map(|module| self.scope_without(module, None)).collect();
            if next == self.scopes {
                return;
            }
            self.scopes = next;
        }
    }

    /// What each import of a module brings, by what is known of the modules it takes from.
    fn brought_to(&self, at: usize) -> Vec<Vec<(Key, Found)>> {
        let by_import = |(number, import): (usize, &Import)| -> Vec<(Key, Found)> {
            match &import.takes {
                Takes::Name { name, rename } => {
                    let taken = self.taken(at, number, import, name).into_iter();
                    taken.map(|(namespace, found)| ((namespace, rename.clone()), found)).collect()
                }
                Takes::Itself { rename } => {
                    let Route { to, is_early, .. } = import.route;
                    let found = Found { def: Some(to), reach: import.reach, by_glob: false, is_early };
                    vec![((Namespace::Types, rename.clone()), found)]
                }
                Takes::All => {
                    let passed_on = |(key, found): (Key, Found)| {
                        let reach = self.narrower(found.reach, import.reach);
                        let is_early = found.is_early && import.is_early;
                        (key, Found { reach, by_glob: true, is_early, ..found })
                    };
                    self.members(import.route.to, at, None).into_iter().map(passed_on).collect()
                }
            }
        };
        self.modules[at].imports.iter().enumerate().map(by_import).collect()
    }

    /// The names of a module, by what its imports bring; without those of one import, if one is told.
    fn scope_without(&self, at: usize, without: Option<usize>) -> Scope {
        let mut scope = defined(&self.modules[at]);
        let mut globs: BTreeMap<Key, Found> = BTreeMap::new();
        let brought = self.brought.get(at).into_iter().flatten().enumerate();
        for (key, found) in brought.filter(|(number, _)| Some(*number) != without).flat_map(|(_, it)| it) {
            if !found.by_glob {
                scope.entry(key.clone()).or_insert(*found);
                continue;
            }
            let known = globs.entry(key.clone()).or_insert(*found);
            if known.def != found.def {
                known.def = None;
            }
            known.reach = self.wider(known.reach, found.reach);
        }
        for (key, found) in globs {
            scope.entry(key).or_insert(found);
        }
        scope
    }

    /// What an import of a name brings: one of each namespace that the importing module can see.
    fn taken(&self, at: usize, number: usize, import: &Import, name: &str) -> Vec<(Namespace, Found)> {
        let visible = self.visible(&import.route, at, Some(number), name);
        let brought = |(namespace, found): (Namespace, Found)| {
            let is_early = found.is_early && import.is_early;
            (namespace, Found { reach: import.reach, by_glob: false, is_early, ..found })
        };
        visible.into_iter().filter(|(_, found)| found.def.is_some()).map(brought).collect()
    }

    /// What a name at the end of a route means to who can see it; to one of its imports, if one is told.
    pub(crate) fn visible(
        &self,
        route: &Route,
        at: usize,
        import: Option<usize>,
        name: &str,
    ) -> Vec<(Namespace, Found)> {
        let members = self.members(route.to, at, import);
        let of = |namespace: Namespace| {
            let found = members.get(&(namespace, name.to_owned()))?;
            Some((namespace, *found))
        };
        Namespace::ALL.into_iter().filter_map(of).collect()
    }

    /// Whether an import takes a name that something defines, and not one that only imports give to each other.
    pub(crate) fn is_grounded(&self, module: usize, import: usize, namespace: Namespace) -> bool {
        let key = match &self.modules[module].imports[import].takes {
            Takes::Name { rename: name, .. } | Takes::Itself { rename: name } => (namespace, name.clone()),
            Takes::All => return true,
        };
        self.brings_grounded(module, import, &key, &mut Vec::new())
    }

    fn brings_grounded(&self, module: usize, import: usize, key: &Key, way: &mut Vec<(usize, Key)>) -> bool {
        let it = &self.modules[module].imports[import];
        let (Def::Module(from), Some(name)) = (it.route.to, it.takes.source(&key.1)) else { return true };
        let own = (from == module && it.takes != Takes::All).then_some(import);
        self.has_grounded(from, &(key.0, name.clone()), own, way)
    }

    /// Whether a module has a name by something else than the names on the way here, or than one of its imports.
    fn has_grounded(&self, module: usize, key: &Key, without: Option<usize>, way: &mut Vec<(usize, Key)>) -> bool {
        if self.modules[module].defined.contains_key(key) {
            return true;
        }
        let here = (module, key.clone());
        if way.contains(&here) {
            return false;
        }
        way.push(here);
        let brings = |by_glob: bool| {
            let all = self.brought[module].iter().enumerate().filter(move |(number, _)| Some(*number) != without);
            all.filter(move |(_, it)| it.iter().any(|(name, found)| name == key && found.by_glob == by_glob))
        };
        let named: Vec<usize> = brings(false).map(|(number, _)| number).collect();
        let sources = if named.is_empty() { brings(true).map(|(number, _)| number).collect() } else { named };
        let is_grounded = sources.into_iter().any(|number| self.brings_grounded(module, number, key, way));
        way.pop();
        is_grounded
    }

    /// Whether in a module, or inside of it, a name of its own hides one that a glob brings, and imports or attributes need
    /// it. Where a macro makes that name, `include!` among them, rustc takes it for ambiguous.
    pub(crate) fn hides_needed(&self, outer: usize, is_needed: impl Fn(usize, &Key) -> bool) -> bool {
        let hides = |module: usize| {
            let brought = || self.brought[module].iter().flatten();
            let mut by_glob = brought().filter(|(_, found)| found.by_glob);
            by_glob.any(|(key, _)| {
                let is_named = brought().any(|(other, found)| other == key && !found.by_glob);
                (is_named || self.modules[module].defined.contains_key(key)) && is_needed(module, key)
            })
        };
        (0..self.modules.len()).any(|module| self.is_within(module, outer) && hides(module))
    }

    /// The names of a module, or of Ensue, that a module may use; or that an import of it may take, which does not lead to
    /// itself.
    pub(crate) fn members(&self, of: Def, from: usize, import: Option<usize>) -> Scope {
        match of {
            Def::Module(module) => {
                let mut scope = self.scope_for(module, import.filter(|_| module == from));
                scope.retain(|_, it| self.can_see(from, it.reach));
                scope
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
        let mut all = self.scope_for(from, without);
        let mut here = from;
        while let (true, Some(parent)) = (self.modules[here].is_block, self.modules[here].parent) {
            here = parent;
            for (key, found) in &self.scopes[here] {
                all.entry(key.clone()).or_insert(*found);
            }
        }
        all
    }

    fn scope_for(&self, module: usize, without: Option<usize>) -> Scope {
        match without {
            Some(_) => self.scope_without(module, without),
            None => self.scopes.get(module).cloned().unwrap_or_default(),
        }
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
