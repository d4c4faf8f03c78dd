//! What a name means in a module, from its items and its imports.

use super::known::{Asked, Meaning};
use super::lookup::{Lookup, Meanings, Position, Sees};
use super::names::{Binding, Def, Import, ModuleId, Names, Namespace, Reach};
use crate::parse::Condition;
use crate::parse::outline::ItemKind;
use crate::rules::Rule;
use std::collections::HashMap;

/// Which imports of a module can bring a name, by their positions.
#[derive(Debug, Default)]
pub(super) struct Index {
    named: HashMap<Box<str>, Vec<usize>>,
    globs: Vec<usize>,
}

impl Index {
    pub(super) fn of(imports: &[Import]) -> Index {
        let mut index = Index::default();
        for (at, import) in imports.iter().enumerate() {
            match &import.name {
                Some(name) => index.named.entry(name.as_str().into()).or_default().push(at),
                None => index.globs.push(at),
            }
        }
        index
    }

    fn named(&self, name: &str) -> &[usize] {
        self.named.get(name).map_or(&[], Vec::as_slice)
    }

    /// How many globs there are.
    pub(super) fn globs(&self) -> usize {
        self.globs.len()
    }

    /// Whether a name means nothing besides what the items of the module say.
    pub(super) fn brings_nothing(&self, name: &str) -> bool {
        self.globs.is_empty() && !self.named.contains_key(name)
    }
}

/// The answer to a question, from the answers that are known by now.
pub(super) fn compute(lookup: &mut Lookup<'_>, module: ModuleId, asked: Asked<'_>, index: &Index) -> Meaning {
    match asked {
        Asked::Globs => Meaning { explicit: Vec::new(), glob: globs(lookup, module, index) },
        Asked::Name(namespace, name) => Meaning {
            explicit: explicit(lookup, module, namespace, name, index),
            glob: from_globs(lookup, module, namespace, name, index),
        },
    }
}

/// What the globs of a module lead to.
fn globs(lookup: &mut Lookup<'_>, module: ModuleId, index: &Index) -> Vec<Binding> {
    let mut found = Vec::new();
    for at in index.globs.iter().copied() {
        let import = &lookup.names.modules[module.0].imports[at];
        let targets = lookup.path(module, &import.path, Namespace::Types, Position::Import(at));
        found.extend(targets.into_iter().map(|(def, when)| {
            let condition = import.condition.and(&when);
            Binding { def, reach: import.reach, condition, import: Some(at) }
        }));
    }
    found
}

fn explicit(lookup: &mut Lookup<'_>, module: ModuleId, ns: Namespace, name: &str, index: &Index) -> Vec<Binding> {
    let names = lookup.names;
    let it = &names.modules[module.0];
    let mut found: Vec<Binding> = it.defined.get(ns, name).cloned().collect();
    for at in index.named(name).iter().copied() {
        let import = &it.imports[at];
        for (def, when) in taken(lookup, module, import, at, ns) {
            let condition = import.condition.and(&when);
            insert(&mut found, Binding { def, reach: import.reach, condition, import: Some(at) });
        }
    }
    found
}

/// What an import of one name takes from a namespace: what is in its reach. An import that reaches nothing in any of them is
/// refused by rustc; it is taken for what it says.
fn taken(lookup: &mut Lookup<'_>, module: ModuleId, import: &Import, at: usize, ns: Namespace) -> Meanings {
    let names = lookup.names;
    let mut look = |ns, sees| {
        lookup.sees = sees;
        let found = lookup.path(module, &import.path, ns, Position::Import(at));
        lookup.sees = Sees::All;
        found
    };
    if !names.rules.follow(Rule::ImportPrivacy) {
        return look(ns, Sees::All);
    }
    let visible = look(ns, Sees::Visible);
    if !visible.is_empty() {
        return visible;
    }
    let all = look(ns, Sees::All);
    let reaches = |other: &Namespace| *other != ns && !look(*other, Sees::Visible).is_empty();
    if all.is_empty() || !Namespace::ALL.iter().any(reaches) { all } else { Vec::new() }
}

fn from_globs(lookup: &mut Lookup<'_>, into: ModuleId, ns: Namespace, name: &str, index: &Index) -> Vec<Binding> {
    let mut found = Vec::new();
    if !index.globs.is_empty() {
        for glob in &lookup.known(into, Asked::Globs).glob {
            passed_on(lookup, into, glob, ns, name, &mut found);
        }
    }
    found
}

/// Adds what a glob brings under a name.
fn passed_on(
    lookup: &mut Lookup<'_>,
    into: ModuleId,
    glob: &Binding,
    ns: Namespace,
    name: &str,
    found: &mut Vec<Binding>,
) {
    let names = lookup.names;
    let mut add = |def, reach, condition| insert(found, Binding { def, reach, condition, ..glob.clone() });
    match &glob.def {
        Def::Module(module) => {
            if *module == into {
                return;
            }
            let there = lookup.known(*module, Asked::Name(ns, name));
            names.ask(*module, &there);
            // What an unconditional name shadows in its module does not come along.
            let mut remains = Condition::Always;
            if names.rules.follow(Rule::ShadowedInGlobs) {
                for binding in &there.explicit {
                    remains = remains.and(&binding.condition.negate());
                }
            }
            let globs: &[Binding] = if names.rules.follow(Rule::GlobsOfGlobs) { &there.glob } else { &[] };
            let explicit = there.explicit.iter().map(|binding| (binding, &Condition::Always));
            for (binding, remains) in explicit.chain(globs.iter().map(|binding| (binding, &remains))) {
                if names.rules.follow(Rule::GlobPrivacy) && !names.can_see(into, binding.reach) {
                    continue;
                }
                let condition = glob.condition.and(&binding.condition).and(remains);
                if condition != Condition::Never {
                    add(binding.def.clone(), narrower(names, glob.reach, binding.reach), condition);
                }
            }
        }
        Def::Item(id) => {
            if let ItemKind::Enum(it) = &names.items[id.0].item.kind
                && ns != Namespace::Macros
                && it.variants.iter().any(|variant| variant.name == *name)
            {
                add(Def::Variant(*id, name.to_owned()), glob.reach, glob.condition.clone());
            }
        }
        Def::Ensue(path) if path.is_empty() => {
            if super::ours::exported().any(|it| it == name) && super::ours::namespaces(name).contains(&ns) {
                add(Def::Ensue(name.to_owned()), glob.reach, glob.condition.clone());
            }
        }
        Def::Variant(..) | Def::Ensue(_) | Def::Outside(_) => {}
    }
}

fn insert(bindings: &mut Vec<Binding>, binding: Binding) {
    let is_alike = |it: &Binding| it.def == binding.def && it.reach == binding.reach;
    // By which import it comes counts: what leads to a name must be asked without the names that it brings itself. When it
    // comes by two in any case, one of them always remains, and nothing is learnt from a third.
    let certain = bindings.iter().filter(|it| is_alike(it) && it.condition == Condition::Always);
    if certain.take(2).count() == 2 {
        return;
    }
    match bindings.iter_mut().find(|it| is_alike(it) && it.import == binding.import) {
        Some(known) => known.condition = known.condition.or(&binding.condition),
        None => bindings.push(binding),
    }
}

/// A glob passes a name on no further than the name itself may go.
fn narrower(names: &Names, import: Reach, binding: Reach) -> Reach {
    match (import, binding) {
        _ if !names.rules.follow(Rule::GlobReach) => import,
        (Reach::Public, other) | (other, Reach::Public) => other,
        (Reach::Within(one), Reach::Within(_)) if names.can_see(one, binding) => import,
        _ => binding,
    }
}
