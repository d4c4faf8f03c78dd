//! The packages of a workspace, and their manifests.

use super::Draft;
use crate::source::Part;
use crate::world::{Crate, Def, Home, Module};
use std::collections::BTreeMap;
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
    ensue: &'static str,
    pub(super) has_serde: bool,
    dependencies: Vec<Dependency>,
    /// Where its crates are in the world; the library first.
    pub(super) crates: Vec<usize>,
}

/// A binary or example.
pub(super) struct Program {
    name: String,
    /// Below the package.
    path: String,
    is_example: bool,
    is_named: bool,
}

struct Dependency {
    /// Another package, by its position.
    on: usize,
    key: String,
    is_inherited: bool,
    is_patched: bool,
}

/// What the root of the project is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Root {
    /// `[workspace]` alone.
    Virtual,
    /// A package with `[workspace]`.
    Package,
    /// A package that knows of no workspace, and its path dependencies.
    Alone,
}

const NAMES: [&str; 8] = ["orders", "money", "stock-room", "mail", "audit", "front", "events", "core-facts"];

const PROFILE: &str = "[profile.dev]\ndebug = 0\nincremental = false\ncodegen-units = 1\n";

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
        packages.push(Package {
            name,
            dir,
            edition,
            library,
            programs,
            ensue,
            has_serde,
            dependencies,
            crates: Vec::new(),
        });
    }
    manifests(draft, &packages, root);
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
        all.push(Dependency { on, key, is_inherited, is_patched });
    }
    all
}

fn programs(random: &mut crate::random::Random, package: &str, is_last: bool, root: Root) -> Vec<Program> {
    let mut all = Vec::new();
    let mut add = |name: &str, path: &str, is_example, is_named| {
        all.push(Program { name: name.to_owned(), path: path.to_owned(), is_example, is_named });
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

/// Writes the manifests.
fn manifests(draft: &mut Draft, packages: &[Package], root: Root) {
    let random = &mut draft.random;
    let is_inherited = root != Root::Alone && random.percent(30);
    let mut workspace = String::new();
    if root != Root::Alone {
        workspace.push_str("[workspace]\nresolver = \"2\"\n");
        let members = members(random, packages);
        let _ = writeln!(workspace, "members = [{members}]");
        if random.percent(30) {
            workspace.push_str("exclude = [\"crates/left-out\"]\n");
            let manifest = format!(
                "[package]\nname = \"left-out\"\nedition = \"2021\"\n[dependencies]\nensue = {{ path = \"{}\" }}\n",
                draft.runtime
            );
            let files = &mut draft.source.files;
            files.insert("crates/left-out/Cargo.toml".to_owned(), vec![Part::new(manifest)]);
            let event = "#[ensue::event]\npub struct LeftOut;";
            files.insert("crates/left-out/src/lib.rs".to_owned(), vec![Part::new(event)]);
        }
        if random.percent(20) {
            // A pattern passes over files.
            draft.source.files.insert("crates/notes.txt".to_owned(), vec![Part::new("Not a package.")]);
        }
        if is_inherited {
            workspace.push_str("[workspace.package]\nedition = \"2021\"\n");
        }
        workspace.push_str("[workspace.dependencies]\n");
        for package in packages.iter().filter(|package| package.library.is_some() && !package.dir.is_empty()) {
            let _ = writeln!(workspace, "{} = {{ path = \"{}\" }}", package.name, package.dir);
        }
    }
    let mut patches = String::new();
    for (at, package) in packages.iter().enumerate() {
        let mut text = format!("[package]\nname = \"{}\"\nversion = \"0.1.0\"\n", package.name);
        let _ = match package.edition {
            2021 if is_inherited => writeln!(text, "edition.workspace = true"),
            edition => writeln!(text, "edition = \"{edition}\""),
        };
        if let Some(library) = package.library.as_ref().filter(|it| **it != package.name.replace('-', "_")) {
            let _ = writeln!(text, "[lib]\nname = \"{library}\"");
        }
        for program in package.programs.iter().filter(|program| program.is_named || package.edition == 2015) {
            let table = if program.is_example { "example" } else { "bin" };
            let _ = writeln!(text, "[[{table}]]\nname = \"{}\"\npath = \"{}\"", program.name, program.path);
        }
        text.push_str("[dependencies]\n");
        let runtime = &draft.runtime;
        let _ = match package.ensue {
            "ensue" => writeln!(text, "ensue = {{ path = \"{runtime}\" }}"),
            other => writeln!(text, "{other} = {{ package = \"ensue\", path = \"{runtime}\" }}"),
        };
        if package.has_serde {
            text.push_str("serde = { version = \"1.0.228\", features = [\"derive\"] }\n");
        }
        for dependency in &package.dependencies {
            let on = &packages[dependency.on];
            let is_renamed = dependency.key != on.name;
            if dependency.is_inherited && !is_renamed {
                let _ = writeln!(text, "{}.workspace = true", dependency.key);
                continue;
            }
            let way = if dependency.is_patched {
                let line = format!("{} = {{ path = \"{}\" }}\n", on.name, on.dir);
                if !patches.contains(&line) {
                    patches.push_str(&line);
                }
                "version = \"0.1\"".to_owned()
            } else {
                format!("path = \"{}\"", relative(&package.dir, &on.dir))
            };
            let renamed = if is_renamed { format!("package = \"{}\", ", on.name) } else { String::new() };
            let _ = writeln!(text, "{} = {{ {renamed}{way} }}", dependency.key);
        }
        if at + 1 == packages.len() {
            // The programs are run once, so building counts.
            workspace.push_str(PROFILE);
        }
        let path = if package.dir.is_empty() { "Cargo.toml".to_owned() } else { format!("{}/Cargo.toml", package.dir) };
        draft.source.files.insert(path, vec![Part::new(text)]);
    }
    if !patches.is_empty() {
        workspace.push_str("[patch.crates-io]\n");
        workspace.push_str(&patches);
    }
    draft.source.files.entry("Cargo.toml".to_owned()).or_default().push(Part::new(workspace));
}

/// The members by name, or by patterns.
fn members(random: &mut crate::random::Random, packages: &[Package]) -> String {
    let mut all: Vec<String> = Vec::new();
    let by_pattern = random.percent(50);
    for package in packages.iter().filter(|package| !package.dir.is_empty()) {
        let text = match package.dir.split_once('/') {
            Some((folder, name)) if by_pattern => match random.below(4) {
                0 => format!("\"{}*/{}\"", &folder[..2], name),
                1 => format!("\"{folder}/[{}]*\"", &name[..1]),
                2 => format!("\"{folder}/{}?*\"", &name[..2]),
                _ => format!("\"{folder}/*\""),
            },
            _ => format!("\"{}\"", package.dir),
        };
        if !all.contains(&text) {
            all.push(text);
        }
    }
    all.join(", ")
}

/// A path from one directory of the workspace to another.
fn relative(from: &str, to: &str) -> String {
    let up = from.split('/').filter(|it| !it.is_empty()).map(|_| "../").collect::<String>();
    format!("{up}{to}")
}

/// The crates of a package, with their roots and what they may name.
fn crates(draft: &mut Draft, packages: &[Package], at: usize) -> Vec<usize> {
    let package = &packages[at];
    let mut externs = BTreeMap::from([(package.ensue.replace('-', "_"), Def::Ensue)]);
    for dependency in &package.dependencies {
        let on = &packages[dependency.on];
        let root = draft.world.crates[on.crates[0]].root;
        let is_renamed = dependency.key != on.name;
        let name = if is_renamed { dependency.key.clone() } else { on.library.clone().unwrap_or_default() };
        externs.insert(name.replace('-', "_"), Def::Module(root));
    }
    let mut all = Vec::new();
    if let Some(name) = &package.library {
        all.push(krate(draft, package, name, "src/lib.rs", externs.clone(), false));
        externs.insert(name.clone(), Def::Module(draft.world.crates[all[0]].root));
    }
    for program in &package.programs {
        let name = program.name.replace('-', "_");
        all.push(krate(draft, package, &name, &program.path, externs.clone(), true));
    }
    all
}

fn krate(
    draft: &mut Draft,
    package: &Package,
    name: &str,
    path: &str,
    mut externs: BTreeMap<String, Def>,
    is_program: bool,
) -> usize {
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
    for (name, def) in &externs {
        match def {
            Def::Ensue if name != "ensue" => {
                let _ = writeln!(text, "extern crate {name} as ensue;");
                world.modules[root].defined.insert(
                    (crate::world::Namespace::Types, "ensue".to_owned()),
                    crate::world::Binding { def: *def, reach: crate::world::Reach::Within(root), is_early: true },
                );
            }
            _ if is_old => {
                let _ = writeln!(text, "extern crate {name};");
                world.modules[root].defined.insert(
                    (crate::world::Namespace::Types, name.clone()),
                    crate::world::Binding { def: *def, reach: crate::world::Reach::Within(root), is_early: true },
                );
            }
            _ => {
                let _ = writeln!(text, "use ::{name} as _;");
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
    });
    at
}
