//! The packages of a workspace, and their manifests.

use super::Draft;
use crate::source::Part;
use crate::world::{Crate, Def, Home, Module};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// A package that is being made.
pub(super) struct Package {
    pub(super) name: String,
    pub(super) dir: String,
    pub(super) edition: u16,
    /// The name in code, when there is a library.
    pub(super) library: Option<String>,
    pub(super) programs: Vec<Program>,
    /// The key of Ensue in its manifest.
    pub(super) ensue: &'static str,
    pub(super) has_serde: bool,
    /// Whether it knows the attributes that only look like ours.
    pub(super) has_mimic: bool,
    pub(super) dependencies: Vec<Dependency>,
    /// With what they turn on.
    pub(super) features: BTreeMap<String, Vec<String>>,
    /// Those that the build turns on.
    pub(super) on: BTreeSet<String>,
    /// Where its crates are in the world; the library first.
    pub(super) crates: Vec<usize>,
}

/// A binary or example.
pub(super) struct Program {
    pub(super) name: String,
    /// Below the package.
    pub(super) path: String,
    pub(super) is_example: bool,
    pub(super) is_named: bool,
    /// A feature without which it is not built.
    pub(super) requires: Option<String>,
}

pub(super) struct Dependency {
    /// Another package, by its position.
    pub(super) on: usize,
    pub(super) key: String,
    pub(super) is_inherited: bool,
    pub(super) is_patched: bool,
    /// Whether the build has it, when only a feature such as `with-key` brings it.
    pub(super) optional: Option<bool>,
    /// What it must have; with `default` unless it is taken without.
    pub(super) features: Vec<String>,
}

/// What a dependency asks for when its features are not turned off.
pub(super) const DEFAULT: &str = "default";

impl Dependency {
    /// Whether it is taken without its default features.
    pub(super) fn is_bare(&self) -> bool {
        !self.features.iter().any(|it| it == DEFAULT)
    }
}

/// What the root of the project is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Root {
    /// `[workspace]` alone.
    Virtual,
    /// A package with `[workspace]`.
    Package,
    /// A package that knows of no workspace, and its path dependencies.
    Alone,
}

const NAMES: [&str; 8] = ["orders", "money", "stock-room", "mail", "audit", "front", "events", "core-facts"];

/// Makes packages with the roots of their crates, and gives them back.
pub(super) fn packages(draft: &mut Draft) -> Vec<Package> {
    let random = &mut draft.random;
    let root = [Root::Virtual, Root::Virtual, Root::Package, Root::Alone][random.below(4)];
    let mut names = NAMES;
    random.shuffle(&mut names);
    let libraries = random.between(1, 3);
    let mut packages: Vec<Package> = Vec::new();
    for (at, name) in names.into_iter().enumerate().take(libraries + 1) {
        let is_last = at == libraries;
        let name = name.to_owned();
        let dir = match root {
            Root::Package | Root::Alone if is_last => String::new(),
            _ if random.percent(60) => format!("crates/{name}"),
            _ => name.clone(),
        };
        let edition = *random.pick(&[2015, 2018, 2021, 2024, 2024]).unwrap_or(&2024);
        let code = name.replace('-', "_");
        let library = match random.below(10) {
            0..3 if is_last => None,
            0..2 => Some(format!("{code}_lib")),
            _ => Some(code),
        };
        let dependencies = dependencies(random, &packages, is_last, root);
        let programs = programs(random, &name, is_last, root);
        let ensue = if random.percent(15) { "bus" } else { "ensue" };
        let has_serde = random.percent(60);
        let has_mimic = edition >= 2018 && random.percent(5);
        packages.push(Package {
            name,
            dir,
            edition,
            library,
            programs,
            ensue,
            has_serde,
            has_mimic,
            dependencies,
            features: BTreeMap::new(),
            on: BTreeSet::new(),
            crates: Vec::new(),
        });
    }
    super::configuration::configure(draft, &mut packages, root);
    super::manifests::manifests(draft, &packages, root);
    for at in 0..packages.len() {
        packages[at].crates = crates(draft, &packages, at);
    }
    packages
}

fn dependencies(random: &mut crate::random::Random, before: &[Package], is_last: bool, root: Root) -> Vec<Dependency> {
    let mut all = Vec::new();
    for (on, package) in before.iter().enumerate() {
        // The last one links them all.
        if !is_last && !random.percent(60) {
            continue;
        }
        let key = if random.percent(25) {
            format!("{}{on}", ["dep", "known-as", "r"][random.below(3)])
        } else {
            package.name.clone()
        };
        let is_inherited = root != Root::Alone && random.percent(25);
        let is_patched = !is_inherited && random.percent(10);
        all.push(Dependency { on, key, is_inherited, is_patched, optional: None, features: vec![DEFAULT.to_owned()] });
    }
    all
}

fn programs(random: &mut crate::random::Random, package: &str, is_last: bool, root: Root) -> Vec<Program> {
    let mut all = Vec::new();
    let mut add = |name: &str, path: &str, is_example, is_named| {
        all.push(Program { name: name.to_owned(), path: path.to_owned(), is_example, is_named, requires: None });
    };
    if is_last || (root != Root::Alone && random.percent(15)) {
        match random.below(5) {
            0 => add("run-it", "src/bin/run-it.rs", false, false),
            1 => add("deep", "src/bin/deep/main.rs", false, false),
            2 => add("named", "programs/named.rs", false, true),
            _ => add(package, "src/main.rs", false, false),
        }
        if random.percent(12) {
            add("second", "src/bin/second.rs", false, false);
        }
    }
    if random.percent(10) {
        let name = if random.percent(50) { package } else { "show" };
        add(name, &format!("examples/{name}.rs"), true, false);
    }
    all
}

/// The crates of a package, with their roots and what they may name.
fn crates(draft: &mut Draft, packages: &[Package], at: usize) -> Vec<usize> {
    let package = &packages[at];
    let mut externs = vec![Known::always(package.ensue, Def::Ensue)];
    for dependency in &package.dependencies {
        let on = &packages[dependency.on];
        let root = draft.world.crates[on.crates[0]].root;
        let is_renamed = dependency.key != on.name;
        let name = if is_renamed { dependency.key.clone() } else { on.library.clone().unwrap_or_default() };
        let is_on = dependency.optional.unwrap_or(true);
        let feature = dependency.optional.map(|_| format!("with-{}", dependency.key));
        // Something else may have turned it on.
        let feature = feature.filter(|name| package.on.contains(name) == is_on);
        externs.push(Known { feature, is_on, ..Known::always(&name, Def::Module(root)) });
    }
    externs.sort_by(|one, other| one.name.cmp(&other.name));
    let mut all = Vec::new();
    if let Some(name) = &package.library {
        all.push(krate(draft, package, name, "src/lib.rs", &externs, false));
        externs.push(Known::always(name, Def::Module(draft.world.crates[all[0]].root)));
    }
    for program in &package.programs {
        let name = program.name.replace('-', "_");
        all.push(krate(draft, package, &name, &program.path, &externs, true));
    }
    all
}

/// A crate that a package may name.
#[derive(Clone)]
struct Known {
    name: String,
    def: Def,
    /// The feature that brings it.
    feature: Option<String>,
    is_on: bool,
}

impl Known {
    fn always(name: &str, def: Def) -> Known {
        Known { name: name.replace('-', "_"), def, feature: None, is_on: true }
    }
}

fn krate(draft: &mut Draft, package: &Package, name: &str, path: &str, known: &[Known], is_program: bool) -> usize {
    let predicates = super::configuration::predicates(draft, package);
    let world = &mut draft.world;
    let (at, root) = (world.crates.len(), world.modules.len());
    let path = if package.dir.is_empty() { path.to_owned() } else { format!("{}/{path}", package.dir) };
    world.modules.push(Module::new(at, None, name, Home::File { path, attribute: String::new() }));
    let mut text = String::new();
    let is_old = package.edition < 2018;
    let mut renamed = Vec::new();
    if draft.random.percent(20) {
        text.insert_str(0, "extern crate self as me;\n");
        renamed.push(("me".to_owned(), Def::Module(root)));
    }
    let world = &mut draft.world;
    let mut externs = BTreeMap::new();
    for Known { name, def, feature, is_on } in known {
        if let Some(feature) = feature {
            let _ = writeln!(text, "#[cfg(feature = \"{feature}\")]");
        }
        let named = match def {
            Def::Ensue if name != "ensue" => {
                let _ = writeln!(text, "extern crate {name} as ensue;");
                Some("ensue")
            }
            _ if is_old => {
                let _ = writeln!(text, "extern crate {name};");
                Some(name.as_str())
            }
            _ => {
                let _ = writeln!(text, "use ::{name} as _;");
                None
            }
        };
        if *is_on {
            externs.insert(name.clone(), *def);
            if let Some(named) = named {
                let key = (crate::world::Namespace::Types, named.to_owned());
                let reach = crate::world::Reach::Within(root);
                world.modules[root].defined.insert(key, crate::world::Binding { def: *def, reach, is_early: true });
            }
        }
    }
    if is_old {
        // Of every root; only by chance could anything else be called so.
        let key = (crate::world::Namespace::Types, "std".to_owned());
        let (def, reach) = (Def::Foreign(0), crate::world::Reach::Within(root));
        world.modules[root].defined.insert(key, crate::world::Binding { def, reach, is_early: true });
    }
    if is_old && package.has_serde {
        text.push_str("extern crate serde;\n");
    }
    if is_program {
        text.push_str("fn main() { print!(\"{}\", ::ensue::linked().to_json()); }\n");
    }
    for (name, def) in renamed {
        let key = (crate::world::Namespace::Types, name.clone());
        let reach = crate::world::Reach::Within(root);
        world.modules[root].defined.insert(key, crate::world::Binding { def, reach, is_early: true });
        externs.insert(name, def);
    }
    // What the root renames is known in all of the crate.
    externs.insert("ensue".to_owned(), Def::Ensue);
    world.modules[root].parts.push(Part::new(text));
    world.crates.push(Crate {
        name: name.to_owned(),
        edition: package.edition,
        root,
        externs,
        has_serde: package.has_serde,
        has_mimic: package.has_mimic,
        predicates,
    });
    at
}
