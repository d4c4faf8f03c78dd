//! The trees of modules, and the files they are in.

use super::Draft;
use crate::world::{Binding, Def, Home, Module, Namespace, Reach, spelled};
use std::collections::BTreeSet;

const NAMES: [&str; 14] =
    ["a", "b", "inner", "events", "chain", "type", "std", "money", "all", "deep", "prelude", "core", "match", "orders"];

/// Gives each crate its modules.
pub(super) fn modules(draft: &mut Draft) {
    let mut files: BTreeSet<String> = draft.source.files.keys().cloned().collect();
    for module in &draft.world.modules {
        if let Home::File { path, .. } = &module.home {
            files.insert(path.clone());
            let directory = directory(path);
            draft.directories.push((directory.clone(), directory));
        }
    }
    for krate in 0..draft.world.crates.len() {
        for _ in 0..draft.random.between(1, 5) {
            module(draft, krate, &mut files);
        }
    }
    draft.world.solve();
}

fn module(draft: &mut Draft, krate: usize, files: &mut BTreeSet<String>) {
    let random = &mut draft.random;
    let modules: Vec<usize> =
        (0..draft.world.modules.len()).filter(|it| draft.world.modules[*it].krate == krate).collect();
    let Some(&parent) = random.pick(&modules) else { return };
    let name = NAMES[random.below(NAMES.len())];
    let key = (Namespace::Types, name.to_owned());
    if draft.world.modules[parent].defined.contains_key(&key) || draft.depth(parent) > 2 {
        return;
    }
    let at = draft.world.modules.len();
    let (visibility, reach) = draft.visibility(parent, 60);
    let home = home(draft, parent, name, files);
    draft.world.modules.push(Module { visibility, ..Module::new(krate, Some(parent), name, home.0) });
    draft.directories.push(home.1);
    draft.world.modules[parent].defined.insert(key, Binding { def: Def::Module(at), reach, is_early: true });
}

/// Where the text of a new module is, and the directories of its own modules.
fn home(draft: &mut Draft, parent: usize, name: &str, files: &mut BTreeSet<String>) -> (Home, (String, String)) {
    let (by_name, by_path) = draft.directories[parent].clone();
    let random = &mut draft.random;
    // Cargo takes a file beside a program for another one.
    let is_beside_programs = ["src/bin", "examples"].iter().any(|it| by_name.ends_with(it));
    let number = random.below(100);
    let file = match random.below(10) {
        0..3 if !is_beside_programs => {
            let inner = format!("{by_name}/{name}");
            Some((format!("{inner}.rs"), String::new(), (inner, by_name.clone())))
        }
        3..5 => {
            let inner = format!("{by_name}/{name}");
            Some((format!("{inner}/mod.rs"), String::new(), (inner.clone(), inner)))
        }
        5 => {
            let inner = format!("{by_path}/odd{number}");
            let attribute = format!("#[path = \"odd{number}/{name}_.rs\"]\n");
            Some((format!("{inner}/{name}_.rs"), attribute, (inner.clone(), inner)))
        }
        _ => None,
    };
    if let Some((path, attribute, directories)) = file {
        // Either of `a.rs` and `a/mod.rs` is in the way of the other.
        let other = match path.strip_suffix("/mod.rs") {
            Some(inner) => format!("{inner}.rs"),
            None => path.replace(".rs", "/mod.rs"),
        };
        if !files.contains(&other) && files.insert(path.clone()) {
            return (Home::File { path, attribute }, directories);
        }
    }
    if random.percent(15) {
        let inner = format!("{by_path}/moved{number}");
        return (Home::Inline { attribute: format!("#[path = \"moved{number}\"]\n") }, (inner.clone(), inner));
    }
    let inner = format!("{by_name}/{name}");
    (Home::Inline { attribute: String::new() }, (inner.clone(), inner))
}

impl Draft {
    fn depth(&self, module: usize) -> usize {
        self.world.modules[module].parent.map_or(0, |parent| 1 + self.depth(parent))
    }

    /// What may stand before an item of a module; `pub` in so many of a hundred cases.
    pub(super) fn visibility(&mut self, module: usize, public: usize) -> (String, Reach) {
        let world = &self.world;
        let named = world.named(module);
        let root = world.crates[world.modules[module].krate].root;
        if self.random.percent(public) {
            return ("pub ".to_owned(), Reach::Public);
        }
        match (self.random.below(4), world.modules[named].parent) {
            (0, _) => ("pub(crate) ".to_owned(), Reach::Within(root)),
            (1, Some(parent)) => ("pub(super) ".to_owned(), Reach::Within(parent)),
            (2, Some(parent)) if world.modules[parent].parent.is_some() => {
                (format!("pub(in {}) ", self.whole_path(parent)), Reach::Within(parent))
            }
            _ => (String::new(), Reach::Within(named)),
        }
    }

    /// The path of a module from the root of its crate.
    fn whole_path(&self, module: usize) -> String {
        let it = &self.world.modules[module];
        match it.parent {
            Some(parent) => format!("{}::{}", self.whole_path(parent), spelled(&it.name)),
            None => "crate".to_owned(),
        }
    }
}

fn directory(path: &str) -> String {
    path.rsplit_once('/').map_or_else(String::new, |(directory, _)| directory.to_owned())
}
