//! From a seed to a workspace that compiles.

mod archivers;
mod conditions;
mod configuration;
mod files;
mod holes;
mod imports;
mod items;
mod listeners;
mod macros;
mod manifests;
mod modules;
mod packages;
mod riddles;
mod spelling;

use crate::random::Random;
use crate::source::{Part, Source};
use crate::world::{Def, Home, Namespace, Position, World};
use std::collections::BTreeSet;
use std::fmt::Write;

/// The workspace of a seed. Its programs are linked with the runtime in the directory that is given.
#[must_use]
pub fn generate(seed: u64, runtime: &str) -> Source {
    let mut draft = Draft {
        random: Random::new(seed),
        world: World::default(),
        source: Source::default(),
        runtime: runtime.to_owned(),
        directories: Vec::new(),
        written: Vec::new(),
        ids: BTreeSet::new(),
        counter: 0,
    };
    packages::packages(&mut draft);
    modules::modules(&mut draft);
    imports::of_attributes(&mut draft);
    imports::of_strangers(&mut draft);
    items::items(&mut draft);
    imports::of_items(&mut draft);
    archivers::archivers(&mut draft);
    listeners::listeners(&mut draft);
    riddles::riddles(&mut draft);
    macros::exported(&mut draft);
    files::twins(&mut draft);
    conditions::conditions(&mut draft);
    holes::holes(&mut draft);
    draft.finish()
}

/// A workspace on its way.
struct Draft {
    random: Random,
    world: World,
    source: Source,
    /// Where the runtime lies.
    runtime: String,
    /// Of each module, where files of its modules are looked for: by name, and by `#[path]`.
    directories: Vec<(String, String)>,
    /// Paths that stand in the text already, and what they must go on to mean.
    written: Vec<Written>,
    /// All ids of items.
    ids: BTreeSet<String>,
    counter: usize,
}

struct Written {
    module: usize,
    namespace: Namespace,
    segments: Vec<String>,
    means: Def,
}

impl Draft {
    /// A number that no other name has.
    fn number(&mut self) -> usize {
        self.counter += 1;
        self.counter
    }

    /// Whether all that is written still means what it did.
    fn holds(&self) -> bool {
        let holds = |it: &Written| {
            let found = self.world.resolve(it.module, Position::Plain, it.namespace, &it.segments);
            found.and_then(|found| found.def) == Some(it.means)
        };
        self.written.iter().all(holds)
    }

    fn finish(mut self) -> Source {
        let roots: Vec<usize> = self.world.crates.iter().map(|krate| krate.root).collect();
        for root in roots {
            let parts = self.assemble(root);
            if let Home::File { path, .. } = self.world.modules[root].home.clone() {
                self.source.files.insert(path, parts);
            }
        }
        for parts in self.source.files.values_mut() {
            spelling::respell(parts, &mut self.random);
        }
        self.source
    }

    /// The text of a module, its modules in it or in files of their own.
    fn assemble(&mut self, at: usize) -> Vec<Part> {
        let module = &mut self.world.modules[at];
        let first = usize::from(module.parent.is_none());
        let mut parts = std::mem::take(&mut module.parts);
        for child in 0..self.world.modules.len() {
            if self.world.modules[child].parent != Some(at) {
                continue;
            }
            let inside = self.assemble(child);
            let child = &self.world.modules[child];
            let name = crate::world::spelled(&child.name);
            let visibility = &child.visibility;
            match &child.home {
                Home::File { path, attribute } => {
                    parts.push(Part::new(format!("{attribute}{visibility}mod {name};")).bound());
                    // Of a file that is in two crates the first one has the text.
                    self.source.files.entry(path.clone()).or_insert(inside);
                }
                Home::Inline { attribute } => {
                    let mut text = attribute.clone();
                    let _ = write!(text, "{visibility}mod {name} {{");
                    parts.push(Part::around(text, inside, "}"));
                }
                Home::Body { open, end } => parts.push(Part::around(open.clone(), inside, end)),
            }
        }
        // The order of items means nothing.
        self.random.shuffle(&mut parts[first..]);
        files::include(self, at, &mut parts, first);
        parts
    }
}
