//! Imports, solved to a fixed point.
//!
//! The names of a module follow from its items, its imports and the names of the modules that those lead through. Each
//! module is computed again when a module that it asked has changed, until nothing changes. A module is always computed
//! whole, so that a glob's name that an explicit import shadows later leaves no trace.

use super::lookup::{Lookup, Meanings, Position, Sees};
use super::names::{Binding, Def, Import, ModuleId, Names, Namespace, Reach, Scope};
use crate::parse::Condition;
use crate::parse::outline::ItemKind;
use crate::rules::Rule;
use ensue_grammar::graph::{Hole, HoleReason};
use std::collections::BTreeSet;

/// Names that may be computed altogether: globs of globs multiply.
const MAX_WORK: usize = 5_000_000;

/// How often one module may change. What still does is a riddle that rustc refuses too.
const MAX_ROUNDS: u32 = 500;

/// Resolves all imports of all modules.
pub(super) fn solve(names: &mut Names) {
    let count = names.modules.len();
    let mut readers: Vec<BTreeSet<ModuleId>> = vec![BTreeSet::new(); count];
    let mut rounds = vec![0_u32; count];
    let mut work = 0;
    for module in &mut names.modules {
        module.explicit.clone_from(&module.defined);
        module.glob.clear();
    }
    let mut open: BTreeSet<ModuleId> = (0..count).map(ModuleId).collect();
    let mut next = BTreeSet::new();
    let mut stopped = BTreeSet::new();
    loop {
        // In rounds: a module that asks all others is computed once after all of them have changed.
        let Some(module) = open.pop_first() else {
            if next.is_empty() || !names.rules.follow(Rule::ImportsOfImports) {
                break;
            }
            std::mem::swap(&mut open, &mut next);
            continue;
        };
        if stopped.contains(&module) {
            continue;
        }
        let computed = compute(names, module);
        work += computed.work;
        for asked in computed.asked {
            readers[asked.0].insert(module);
        }
        let it = &mut names.modules[module.0];
        it.outside_globs = computed.outside_globs;
        if it.explicit == computed.explicit && it.glob == computed.glob {
            continue;
        }
        it.explicit = computed.explicit;
        it.glob = computed.glob;
        rounds[module.0] += 1;
        next.extend(readers[module.0].iter().copied().filter(|reader| !open.contains(reader)));
        if work > MAX_WORK || rounds[module.0] > MAX_ROUNDS {
            let file = names.files.get(it.file).cloned();
            let detail = format!("the imports around `{}` are too entangled to be followed", it.path);
            names.holes.push(Hole { reason: HoleReason::UnresolvedName, file, line: None, detail });
            stopped.insert(module);
        }
        if work > MAX_WORK {
            stopped.append(&mut open);
            stopped.append(&mut next);
        }
    }
    forget(names, stopped, &readers);
}

/// Marks the modules that were not solved to the end, and those that learn names from them: whoever misses a name there
/// is told that it may only be unknown.
fn forget(names: &mut Names, stopped: BTreeSet<ModuleId>, readers: &[BTreeSet<ModuleId>]) {
    let mut open = stopped;
    while let Some(module) = open.pop_first() {
        if !std::mem::replace(&mut names.modules[module.0].unread, true) {
            open.extend(readers[module.0].iter().copied());
        }
    }
}

struct Computed {
    explicit: Scope,
    glob: Scope,
    outside_globs: Vec<String>,
    asked: BTreeSet<ModuleId>,
    work: usize,
}

fn compute(names: &Names, id: ModuleId) -> Computed {
    let module = &names.modules[id.0];
    let mut lookup = Lookup { names, asked: BTreeSet::new(), sees: Sees::All };
    let mut explicit = module.defined.clone();
    let mut glob = Scope::new();
    let mut outside_globs = BTreeSet::new();
    let mut work = 1;
    for (at, import) in module.imports.iter().enumerate() {
        let Some(name) = &import.name else {
            let targets = lookup.path(id, &import.path, Namespace::Types, Position::Import(at));
            for (target, when) in targets {
                work += 1;
                let import = Import { condition: import.condition.and(&when), ..import.clone() };
                work += everything(&mut lookup, id, &target, &import, at, &mut glob, &mut outside_globs);
            }
            continue;
        };
        for (namespace, meanings) in named(&mut lookup, id, import, at) {
            for (def, when) in meanings {
                let condition = import.condition.and(&when);
                let binding = Binding { def, reach: import.reach, condition, import: Some(at) };
                insert(&mut explicit, (namespace, name.clone()), binding);
            }
        }
    }
    work += explicit.len() + glob.len();
    Computed { explicit, glob, outside_globs: outside_globs.into_iter().collect(), asked: lookup.asked, work }
}

/// What an import of one name takes from each namespace: what is in its reach. An import that reaches nothing is refused by
/// rustc; it is taken for what it says.
fn named(lookup: &mut Lookup<'_>, id: ModuleId, import: &Import, at: usize) -> [(Namespace, Meanings); 3] {
    let sees = if lookup.names.rules.follow(Rule::ImportPrivacy) { Sees::Visible } else { Sees::All };
    let mut taken = |sees| {
        lookup.sees = sees;
        Namespace::ALL.map(|it| (it, lookup.path(id, &import.path, it, Position::Import(at))))
    };
    let visible = taken(sees);
    let taken = if visible.iter().all(|(_, meanings)| meanings.is_empty()) { taken(Sees::All) } else { visible };
    lookup.sees = Sees::All;
    taken
}

/// Adds what a glob import brings, and tells how many names were looked at.
fn everything(
    lookup: &mut Lookup<'_>,
    into: ModuleId,
    from: &Def,
    import: &Import,
    at: usize,
    glob: &mut Scope,
    outside: &mut BTreeSet<String>,
) -> usize {
    let names = lookup.names;
    let mut looked_at = 0;
    let mut add = |key: (Namespace, String), def: Def, reach: Reach, condition: Condition| {
        insert(glob, key, Binding { def, reach, condition, import: Some(at) });
    };
    match from {
        Def::Module(module) => {
            lookup.asked.insert(*module);
            names.ask(*module);
            if *module == into {
                return 0;
            }
            let scope = &names.modules[module.0];
            looked_at = scope.explicit.values().chain(scope.glob.values()).map(Vec::len).sum();
            let globs = names.rules.follow(Rule::GlobsOfGlobs).then_some(&scope.glob);
            for (key, bindings) in scope.explicit.iter().chain(globs.into_iter().flatten()) {
                // What an unconditional name shadows in its module does not come along.
                let is_glob = !scope.explicit.get(key).is_some_and(|it| std::ptr::eq(it, bindings));
                let mut remains = Condition::Always;
                if is_glob && names.rules.follow(Rule::ShadowedInGlobs) {
                    for binding in scope.explicit.get(key).into_iter().flatten() {
                        remains = remains.and(&binding.condition.negate());
                    }
                }
                let is_seen = |it: &&Binding| !names.rules.follow(Rule::GlobPrivacy) || names.can_see(into, it.reach);
                for binding in bindings.iter().filter(is_seen) {
                    let reach = narrower(names, import.reach, binding.reach);
                    let condition = import.condition.and(&binding.condition).and(&remains);
                    if condition != Condition::Never {
                        add(key.clone(), binding.def.clone(), reach, condition);
                    }
                }
            }
        }
        Def::Item(id) => {
            if let ItemKind::Enum(it) = &names.items[id.0].item.kind {
                for variant in &it.variants {
                    for namespace in [Namespace::Types, Namespace::Values] {
                        let def = Def::Variant(*id, variant.clone());
                        add((namespace, variant.clone()), def, import.reach, import.condition.clone());
                    }
                }
            }
        }
        Def::Ensue(path) if path.is_empty() => {
            for name in super::ours::exported() {
                for namespace in super::ours::namespaces(name) {
                    let def = Def::Ensue(name.to_owned());
                    add((*namespace, name.to_owned()), def, import.reach, import.condition.clone());
                }
            }
        }
        Def::Outside(path) => {
            outside.insert(path.clone());
        }
        Def::Variant(..) | Def::Ensue(_) => {}
    }
    looked_at
}

fn insert(scope: &mut Scope, key: (Namespace, String), binding: Binding) {
    let bindings = scope.entry(key).or_default();
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
