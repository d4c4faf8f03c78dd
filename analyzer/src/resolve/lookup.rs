//! What a path means, seen from a module.

use super::known::{Asked, CellId, Meaning, State};
use super::names::{Binding, Def, Import, ModuleId, Names, Namespace};
use crate::parse::Condition;
use crate::parse::expand::DOLLAR_CRATE;
use crate::parse::outline::{ItemKind, Path, Type};
use crate::rules::Rule;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Aliases of aliases that are followed.
const MAX_ALIASES: usize = 64;

/// Variants of one path that are followed at once; `cfg` on modules in modules multiplies them.
const MAX_VARIANTS: usize = 64;

/// What a path can mean, each with the condition under which it does. Sorted; empty when it means nothing.
pub type Meanings = Vec<(Def, Condition)>;

/// Which rule the first segment follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Position {
    /// In a `use`: in the 2015 edition such paths start at the root of the crate.
    Import(usize),
    /// Anywhere else.
    Plain,
}

/// One resolution.
pub(super) struct Lookup<'a> {
    pub(super) names: &'a Names,
    /// The modules that were asked, where somebody wants to know.
    asked: Option<BTreeSet<ModuleId>>,
    pub(super) sees: Sees,
    /// The answer that it is for, among those that are being computed.
    computing: Option<(&'a mut State, CellId)>,
}

/// Whether names count that may not be used where they are asked for: code with such a path is refused, unless it is a
/// `use` that finds the name in another namespace as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sees {
    All,
    Visible,
}

impl Names {
    /// What a path that is written in a module means there.
    #[must_use]
    pub fn resolve(&self, module: ModuleId, path: &Path, namespace: Namespace) -> Meanings {
        self.possible(module, Lookup::of(self).path(module, path, namespace, Position::Plain))
    }

    /// As [`Names::resolve`] for types, with aliases followed to what they stand for.
    #[must_use]
    pub fn resolve_type(&self, module: ModuleId, path: &Path) -> Meanings {
        self.possible(module, Lookup::of(self).type_of(module, path))
    }

    /// Those of the meanings that a name can have in a module.
    fn possible(&self, module: ModuleId, mut found: Meanings) -> Meanings {
        if self.has_unit_tests {
            for (_, when) in &mut found {
                *when = self.seen_from(module, when);
            }
            found.retain(|(_, when)| *when != Condition::Never);
        }
        found
    }

    fn alias(&self, def: &Def) -> Option<(&Path, ModuleId)> {
        let Def::Item(id) = def else { return None };
        if !self.rules.follow(Rule::Aliases) {
            return None;
        }
        let definition = &self.items[id.0];
        match &definition.item.kind {
            ItemKind::Alias(Type::Path(target, _)) => Some((target, definition.module)),
            _ => None,
        }
    }

    /// Crates outside the tree from which this module imports everything, so that a name may come from there.
    #[must_use]
    pub fn outside_globs(&self, module: ModuleId) -> BTreeSet<String> {
        let globs = self.known.get(self, self.named(module), Asked::Globs);
        let outside = |glob: &Binding| if let Def::Outside(path) = &glob.def { Some(path.clone()) } else { None };
        globs.glob.iter().filter_map(outside).collect()
    }

    /// Whether a path leads into a module whose names are not all known, imports on its way included.
    #[must_use]
    pub fn is_blocked(&self, module: ModuleId, path: &Path) -> bool {
        let imports = &self.modules[module.0].imports;
        let mut open = vec![path];
        let mut seen = BTreeSet::new();
        while let Some(path) = open.pop() {
            let mut lookup = Lookup { asked: Some(BTreeSet::new()), ..Lookup::of(self) };
            let found = lookup.path(module, path, Namespace::Types, Position::Plain);
            let ends = found.iter().filter_map(|(def, _)| if let Def::Module(end) = def { Some(*end) } else { None });
            let is_unread = |it: ModuleId| self.modules[it.0].unread || self.known.is_unsure(it);
            if lookup.asked.into_iter().flatten().chain(ends).any(is_unread) {
                return true;
            }
            let first = path.segments.first();
            let brings = |import: &Import| import.name.is_none() || import.name.as_ref() == first;
            let further = imports.iter().enumerate().filter(|(at, import)| brings(import) && !seen.contains(at));
            let further: Vec<(usize, &Import)> = further.take(MAX_VARIANTS).collect();
            seen.extend(further.iter().map(|(at, _)| *at));
            open.extend(further.into_iter().map(|(_, import)| &import.path));
        }
        false
    }
}

impl<'a> Lookup<'a> {
    fn of(names: &'a Names) -> Lookup<'a> {
        Lookup { names, asked: None, sees: Sees::All, computing: None }
    }

    /// For the computation of one of the answers.
    pub(super) fn computing(names: &'a Names, state: &'a mut State, reader: CellId) -> Lookup<'a> {
        Lookup { computing: Some((state, reader)), ..Lookup::of(names) }
    }

    /// What is known of a module.
    pub(super) fn known(&mut self, module: ModuleId, asked: Asked<'_>) -> Arc<Meaning> {
        match &mut self.computing {
            Some((state, reader)) => state.read(self.names, module, asked, *reader),
            None => self.names.known.get(self.names, module, asked),
        }
    }

    fn type_of(&mut self, module: ModuleId, path: &Path) -> Meanings {
        let mut open = self.path(module, path, Namespace::Types, Position::Plain);
        let mut found = Vec::new();
        // All aliases of one distance at once: each `cfg` variant of one may lead to each of the next.
        for _ in 0..MAX_ALIASES {
            let mut next = Vec::new();
            for (def, when) in open {
                let Some((target, module)) = self.names.alias(&def) else {
                    found.push((def, when));
                    continue;
                };
                let further = self.path(module, target, Namespace::Types, Position::Plain).into_iter();
                next.extend(further.map(|(def, also)| (def, when.and(&also))));
            }
            open = merge(next);
        }
        found.extend(open);
        merge(found)
    }

    pub(super) fn path(&mut self, from: ModuleId, path: &Path, ns: Namespace, position: Position) -> Meanings {
        let Some((first, rest)) = path.segments.split_first() else { return Vec::new() };
        let (mut here, rest) = self.first(from, path.absolute, first, rest, ns, position);
        for (at, segment) in rest.iter().enumerate() {
            let namespace = if at + 1 == rest.len() { ns } else { Namespace::Types };
            let mut next = Vec::new();
            for (def, when) in here {
                next.extend(self.member(&def, segment, namespace, from).into_iter().map(|(d, w)| (d, w.and(&when))));
            }
            here = merge(next);
        }
        here
    }

    /// What the first segment means, and the segments that remain; those of `super::super` are taken together.
    fn first<'p>(
        &mut self,
        from: ModuleId,
        absolute: bool,
        first: &str,
        rest: &'p [String],
        ns: Namespace,
        position: Position,
    ) -> (Meanings, &'p [String]) {
        let names = self.names;
        let krate = &names.crates[names.modules[from.0].krate.0];
        let one = |module: ModuleId| vec![(Def::Module(module), Condition::Always)];
        let ns = if rest.is_empty() { ns } else { Namespace::Types };
        match first {
            "crate" => return (one(krate.root), rest),
            "self" | "super" => {
                let mut here = if names.rules.follow(Rule::SelfInBodies) { names.named(from) } else { from };
                let mut rest = rest;
                let mut word = first;
                loop {
                    if word == "super" && names.rules.follow(Rule::Super) {
                        let Some(parent) = names.modules[here.0].parent else { return (Vec::new(), &[]) };
                        here = names.named(parent);
                    }
                    match rest.split_first() {
                        Some((next, further)) if next == "super" => (word, rest) = ("super", further),
                        _ => return (one(here), rest),
                    }
                }
            }
            _ => {}
        }
        if let Some(at) = first.strip_prefix(DOLLAR_CRATE)
            && names.rules.follow(Rule::DollarCrate)
            && let Some(of) = at.parse().ok().and_then(|at: usize| names.crates.get(at))
        {
            return (one(of.root), rest);
        }
        let external = |name: &str| {
            let target = krate.externs.get(name).filter(|_| ns == Namespace::Types);
            let of_tests = krate.externs_of_tests.contains(name);
            let when = || if of_tests { krate.cfg.test.clone() } else { Condition::Always };
            target.map(|target| vec![(names.start(target), when())]).unwrap_or_default()
        };
        let is_old = |rule| krate.edition < 2018 && names.rules.follow(rule);
        let is_old_import = is_old(Rule::OldImports) && position != Position::Plain;
        if absolute && !is_old(Rule::OldPaths) && (krate.edition < 2018 || names.rules.follow(Rule::NewPaths)) {
            return (external(first), rest);
        }
        let found = if absolute || is_old_import {
            let skip = if krate.root == from { position } else { Position::Plain };
            self.in_module(krate.root, first, ns, from, skip)
        } else {
            self.in_scope(from, first, ns, position)
        };
        if found.is_empty() && ns == Namespace::Macros && position == Position::Plain {
            return (self.in_prelude(from, first), rest);
        }
        let remains = if names.rules.follow(Rule::ScopeBeforeCrates) { remains(&found) } else { Condition::Always };
        let further = external(first).into_iter().map(|(def, when)| (def, when.and(&remains)));
        (merge(found.into_iter().chain(further).collect()), rest)
    }

    /// A name without a path: in the blocks around, then in the module.
    fn in_scope(&mut self, from: ModuleId, name: &str, ns: Namespace, position: Position) -> Meanings {
        let mut here = from;
        let mut found = Meanings::new();
        loop {
            let skip = if here == from { position } else { Position::Plain };
            let remains = remains(&found);
            let further = self.in_module(here, name, ns, from, skip).into_iter();
            found.extend(further.map(|(def, when)| (def, when.and(&remains))));
            let module = &self.names.modules[here.0];
            match module.parent {
                Some(parent)
                    if module.is_block
                        && self.names.rules.follow(Rule::AroundBodies)
                        && self::remains(&found) != Condition::Never =>
                {
                    here = parent;
                }
                _ => return merge(found),
            }
        }
    }

    /// A macro that `#[macro_use] extern crate` brings.
    fn in_prelude(&mut self, from: ModuleId, name: &str) -> Meanings {
        let names = self.names;
        let krate = &names.crates[names.modules[from.0].krate.0];
        let brings = |only: &[String]| only.is_empty() || only.iter().any(|it| it == name);
        let mut found = Vec::new();
        let follows = names.rules.follow(Rule::MacroUseOfCrates);
        for (of, _) in krate.macro_uses.iter().filter(|(_, only)| follows && brings(only)) {
            found.extend(self.in_module(names.crates[of.0].root, name, Namespace::Macros, from, Position::Plain));
        }
        merge(found)
    }

    /// A name in a module: what is explicit, and from globs what remains.
    fn in_module(
        &mut self,
        module: ModuleId,
        name: &str,
        ns: Namespace,
        from: ModuleId,
        position: Position,
    ) -> Meanings {
        if let Some(asked) = &mut self.asked {
            asked.insert(module);
        }
        let it = self.known(module, Asked::Name(ns, name));
        self.names.ask(module, &it);
        // An import does not resolve to itself: `use a::a;` starts elsewhere.
        let counts = |binding: &&Binding| match position {
            Position::Import(import) => binding.import != Some(import) || !self.names.rules.follow(Rule::NotItself),
            Position::Plain => true,
        };
        let mut found = Vec::new();
        let mut remains = Condition::Always;
        let is_seen = |binding: &&Binding| self.sees == Sees::All || self.names.can_see(from, binding.reach);
        for binding in it.explicit.iter().filter(counts).filter(is_seen) {
            if self.names.rules.follow(Rule::ExplicitBeforeGlobs) {
                remains = remains.and(&binding.condition.negate());
            }
            found.push((binding.def.clone(), binding.condition.clone()));
        }
        if remains != Condition::Never {
            let is_seen = |binding: &&Binding| self.names.can_see(from, binding.reach);
            for binding in it.glob.iter().filter(counts).filter(is_seen) {
                found.push((binding.def.clone(), binding.condition.and(&remains)));
            }
        }
        merge(found)
    }

    fn member(&mut self, of: &Def, name: &str, ns: Namespace, from: ModuleId) -> Meanings {
        match of {
            Def::Module(module) => self.in_module(*module, name, ns, from, Position::Plain),
            Def::Item(id) => match &self.names.items[id.0].item.kind {
                ItemKind::Enum(it) if it.variants.iter().any(|variant| variant.name == *name) => {
                    vec![(Def::Variant(*id, name.to_owned()), Condition::Always)]
                }
                ItemKind::Alias(Type::Path(target, _)) => {
                    let path =
                        Path { segments: [target.segments.clone(), vec![name.to_owned()]].concat(), ..target.clone() };
                    self.variant_of_alias(&path, self.names.items[id.0].module)
                }
                _ => Vec::new(),
            },
            Def::Variant(..) => Vec::new(),
            Def::Ensue(path) if path.is_empty() => {
                if super::ours::namespaces(name).contains(&ns) {
                    vec![(Def::Ensue(name.to_owned()), Condition::Always)]
                } else {
                    Vec::new()
                }
            }
            Def::Ensue(path) => vec![(Def::Ensue(format!("{path}::{name}")), Condition::Always)],
            Def::Outside(path) if ns != Namespace::Macros && self.names.macro_crates.contains(path) => Vec::new(),
            Def::Outside(path) => vec![(Def::Outside(format!("{path}::{name}")), Condition::Always)],
        }
    }

    /// `Alias::Variant`; an alias of an alias is followed as far as its path grows no longer than the limit.
    fn variant_of_alias(&mut self, path: &Path, module: ModuleId) -> Meanings {
        let Some((variant, target)) = path.segments.split_last() else { return Vec::new() };
        let target = Path { segments: target.to_vec(), ..path.clone() };
        let mut found = Vec::new();
        for (def, when) in self.type_of(module, &target) {
            let Def::Item(id) = def else { continue };
            if let ItemKind::Enum(it) = &self.names.items[id.0].item.kind
                && it.variants.iter().any(|it| it.name == *variant)
            {
                found.push((Def::Variant(id, variant.clone()), when));
            }
        }
        found
    }
}

/// When none of the meanings holds: what is further away shows through.
fn remains(found: &Meanings) -> Condition {
    found.iter().fold(Condition::Always, |remains, (_, when)| remains.and(&when.negate()))
}

/// Sorted, each meaning once with all its conditions joined.
pub(super) fn merge(mut found: Meanings) -> Meanings {
    found.retain(|(_, when)| *when != Condition::Never);
    if found.len() < 2 {
        return found;
    }
    found.sort();
    let mut merged: Meanings = Vec::new();
    for (def, when) in found {
        match merged.last_mut() {
            Some((last, condition)) if *last == def => *condition = condition.or(&when),
            _ => merged.push((def, when)),
        }
    }
    merged.truncate(MAX_VARIANTS);
    merged
}
