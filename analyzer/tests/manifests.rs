//! What is read from manifests agrees with cargo, which knows best.

mod support;

use ensue_analyzer::source::{DependencyKind, Origin, Package, Project, TargetKind, WorkTree, load};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;
use support::Folder;

/// A workspace with one of everything, and what cargo says of each directory in it.
const EVERYTHING: [(&str, &str); 38] = [
    (
        "Cargo.toml",
        r#"
[workspace]
members = ["crates/*", "tools/[ab]?/*", "crates/macros"]
exclude = ["crates/old", "vendor"]
[workspace.package]
edition = "2021"
[workspace.dependencies]
events = { path = "crates/events", package = "shop-events" }
serde = "1"
patched = "1"
[patch.crates-io]
patched = { path = "vendor/patched" }
"#,
    ),
    (
        "crates/app/Cargo.toml",
        r#"
[package]
name = "shop-app"
version = "1.0.0"
edition.workspace = true
autoexamples = false
build = "make/build.rs"
[[bin]]
name = "shop-server"
path = "src/server/main.rs"
[[example]]
name = "tour"
[[test]]
name = "end-to-end"
path = "tests/end_to_end/start.rs"
[features]
default = ["std", "log/std"]
std = ["extra", "events?/std"]
extra = ["dep:more", "more/fast"]
loud = []
[dependencies]
events = { workspace = true, optional = true }
shop-macros = { path = "../macros" }
log = "0.4"
more = { version = "2", optional = true, package = "more-things" }
patched = { workspace = true }
[dev-dependencies]
serde = { workspace = true }
helper-kit = { path = "../../kit" }
[build-dependencies]
cc = "1"
[target.'cfg(unix)'.dependencies]
nix-things = "1"
[target.'cfg(windows)'.dependencies]
windows-things = { version = "1", optional = true }
"#,
    ),
    ("crates/app/make/build.rs", "fn main() {}"),
    ("crates/app/build.rs", "fn main() {}"),
    ("crates/app/src/lib.rs", ""),
    ("crates/app/src/main.rs", "fn main() {}"),
    ("crates/app/src/server/main.rs", "fn main() {}"),
    ("crates/app/src/bin/one-shot.rs", "fn main() {}"),
    ("crates/app/src/bin/batch/main.rs", "fn main() {}"),
    ("crates/app/src/bin/batch/more.rs", ""),
    ("crates/app/src/bin/.hidden.rs", ""),
    ("crates/app/src/bin/notes.txt", ""),
    ("crates/app/examples/tour.rs", "fn main() {}"),
    ("crates/app/examples/unseen.rs", "fn main() {}"),
    ("crates/app/tests/first.rs", ""),
    ("crates/app/tests/common/mod.rs", ""),
    ("crates/app/tests/end_to_end/start.rs", ""),
    ("crates/app/benches/speed/main.rs", ""),
    (
        "crates/events/Cargo.toml",
        "[package]\nname = \"shop-events\"\nversion = \"1.0.0\"\nedition = \"2024\"\n[lib]\nname = \"facts\"\npath = \"lib/facts.rs\"\n",
    ),
    ("crates/events/lib/facts.rs", ""),
    ("crates/events/build.rs", "fn main() {}"),
    (
        "crates/macros/Cargo.toml",
        "[package]\nname = \"shop-macros\"\nversion = \"1.0.0\"\nedition = \"2018\"\nbuild = false\n[lib]\nproc-macro = true\n",
    ),
    ("crates/macros/src/lib.rs", ""),
    ("crates/macros/build.rs", ""),
    ("crates/old/Cargo.toml", "[package]\nname = \"old\"\nversion = \"1.0.0\"\n"),
    ("crates/old/src/lib.rs", ""),
    ("crates/README.md", ""),
    (
        "kit/Cargo.toml",
        "[package]\nname = \"helper-kit\"\nversion = \"1.0.0\"\n[dependencies]\nfacts = { path = \"../crates/events\", package = \"shop-events\" }\nold = { path = \"../crates/old\" }\n",
    ),
    ("kit/src/lib.rs", ""),
    (
        "tools/aa/x/Cargo.toml",
        "[package]\nname = \"tool-x\"\nversion = \"1.0.0\"\n[lib]\ncrate-type = [\"cdylib\", \"rlib\"]\n",
    ),
    ("tools/aa/x/src/lib.rs", ""),
    ("tools/ba/y/Cargo.toml", "[project]\nname = \"tool_b\"\nversion = \"1.0.0\"\n"),
    ("tools/ba/y/src/main.rs", "fn main() {}"),
    ("tools/ca/z/Cargo.toml", "[package]\nname = \"tool-c\"\nversion = \"1.0.0\"\n"),
    ("tools/ca/z/src/lib.rs", ""),
    ("vendor/patched/Cargo.toml", "[package]\nname = \"patched\"\nversion = \"1.0.0\"\n"),
    ("vendor/patched/src/lib.rs", ""),
    ("crates/app/src/other.rs", ""),
];

#[test]
fn a_workspace_with_one_of_everything() {
    let folder = Folder::of(EVERYTHING);
    let project = open(&folder.path(""));
    assert_agrees(&members(&folder, &project), &cargo(&folder, ""));
    assert_eq!(project.holes, []);
    // Reached, though no members: of these the library alone.
    let reached: Vec<&str> =
        project.packages.iter().map(|package| package.dir.as_str()).filter(|dir| !is_member(dir)).collect();
    assert_eq!(reached, ["crates/old", "vendor/patched"]);
    let app = project.package_in("crates/app").unwrap();
    let names = |origin: &Origin| app.dependencies.iter().find(|d| d.origin == *origin).map(|d| d.name.as_str());
    assert_eq!(names(&Origin::Tree("crates/events".to_owned())), Some("events"), "renamed");
    assert_eq!(names(&Origin::Tree("vendor/patched".to_owned())), Some("patched"), "patched by path");
    assert_eq!(names(&Origin::Outside("more-things".to_owned())), Some("more"), "renamed, from a registry");
    assert_eq!(app.default_features().into_iter().collect::<Vec<_>>(), ["default", "extra", "std"]);
    let kit = project.package_in("kit").unwrap();
    assert_eq!(kit.dependencies[0].name, "facts");
}

#[test]
fn editions_and_switches_of_target_discovery() {
    let mut files = vec![("Cargo.toml".to_owned(), "[workspace]\nmembers = [\"p*\"]\nresolver = \"2\"\n".to_owned())];
    let tables = [
        "",
        "[[bin]]\nname = \"cli\"\n",
        "[[bin]]\nname = \"cli\"\npath = \"src/odd.rs\"\n",
        "[[bin]]\nname = \"other\"\npath = \"src/bin/cli.rs\"\n",
        "[[bin]]\nname = \"NAME\"\npath = \"src/main.rs\"\n[[example]]\nname = \"shown\"\n[[test]]\nname = \"t\"\npath = \"src/odd.rs\"\n",
    ];
    let editions = ["", "edition = \"2015\"\n", "edition = \"2018\"\n", "edition = \"2024\"\n"];
    let switches =
        ["", "autobins = false\nautoexamples = false\n", "autobins = true\nautotests = false\nautobenches = false\n"];
    for (e, edition) in editions.iter().enumerate() {
        for (s, switch) in switches.iter().enumerate() {
            for (t, table) in tables.iter().enumerate() {
                let name = format!("p-{e}{s}{t}");
                let table = table.replace("NAME", &name);
                let manifest = format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\n{edition}{switch}{table}");
                files.push((format!("{name}/Cargo.toml"), manifest));
                for file in ["src/lib.rs", "src/main.rs", "src/odd.rs", "src/bin/cli.rs", "src/bin/dir/main.rs"] {
                    files.push((format!("{name}/{file}"), "fn main() {}".to_owned()));
                }
                for file in ["examples/shown.rs", "examples/more/main.rs", "tests/found.rs", "benches/found.rs"] {
                    files.push((format!("{name}/{file}"), "fn main() {}".to_owned()));
                }
            }
        }
    }
    let folder = Folder::of(files.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    let project = open(&folder.path(""));
    assert_eq!(project.packages.len(), editions.len() * switches.len() * tables.len());
    assert_agrees(&members(&folder, &project), &cargo(&folder, ""));
}

#[test]
fn a_package_is_found_from_anywhere_below_it() {
    let folder = Folder::of(EVERYTHING);
    folder.write("crates/pointer/Cargo.toml", "[package]\nname = \"pointer\"\nworkspace = \"../..\"\n");
    folder.write("crates/pointer/src/lib.rs", "");
    for (dir, root, names) in [
        ("crates/app/src/bin", "", &["helper-kit", "old", "patched", "shop-app", "shop-events", "shop-macros"][..]),
        ("crates/events", "", &["shop-events"]),
        ("crates/old", "crates/old", &["old"]),
        ("crates/pointer", "", &["pointer"]),
        ("kit", "", &["helper-kit", "old", "shop-events"]),
        ("vendor/patched/src", "vendor/patched", &["patched"]),
    ] {
        folder.git("", &["init", "--quiet"]);
        let project = open(&folder.path(dir));
        let found: Vec<&str> = project.packages.iter().map(|package| package.name.as_str()).collect();
        assert_eq!((project.root.as_str(), found.as_slice()), (root, names), "{dir}");
        let located = cargo_says(&folder, dir, &["locate-project", "--workspace", "--message-format=plain"]);
        let expected = folder.path(root).join("Cargo.toml");
        assert_eq!(Path::new(located.trim()), expected, "cargo from {dir}");
    }
}

fn assert_agrees(ours: &BTreeSet<String>, cargos: &BTreeSet<String>) {
    let only_ours: Vec<&String> = ours.difference(cargos).collect();
    let only_cargos: Vec<&String> = cargos.difference(ours).collect();
    assert!(
        only_ours.is_empty() && only_cargos.is_empty(),
        "only ours: {only_ours:#?}\nonly cargo's: {only_cargos:#?}"
    );
}

fn open(dir: &Path) -> Project {
    let tree = WorkTree::around(dir, &[]).unwrap();
    load(&tree, tree.dir()).unwrap()
}

fn is_member(dir: &str) -> bool {
    !dir.starts_with("vendor") && dir != "crates/old"
}

/// Every fact of the members, one a line.
fn members(folder: &Folder, project: &Project) -> BTreeSet<String> {
    let members = project.packages.iter().filter(|package| is_member(&package.dir));
    members.flat_map(|package| facts(folder, package)).collect()
}

fn facts(folder: &Folder, package: &Package) -> Vec<String> {
    let Package { name, edition, .. } = package;
    let place = |path: &str| folder.path(path).display().to_string();
    let mut facts = vec![format!("{name}: edition {edition} at {}", place(&format!("{}/Cargo.toml", package.dir)))];
    for target in &package.targets {
        let kind = match target.kind {
            TargetKind::Lib => "lib",
            TargetKind::ProcMacro => "proc-macro",
            TargetKind::Bin => "bin",
            TargetKind::Example => "example",
            TargetKind::Test => "test",
            TargetKind::Bench => "bench",
        };
        facts.push(format!("{name}: {kind} {} at {}", target.cargo_name, place(&target.path)));
    }
    if let Some(script) = &package.build_script {
        facts.push(format!("{name}: custom-build build-script-build at {}", place(script)));
    }
    for (feature, turns_on) in &package.features {
        facts.push(format!("{name}: feature {feature} turns on {turns_on:?}"));
    }
    for dependency in &package.dependencies {
        let kind = match dependency.kind {
            DependencyKind::Normal => "normal",
            DependencyKind::Development => "dev",
            DependencyKind::Build => "build",
        };
        facts.push(format!("{name}: {kind} dependency {} optional {}", dependency.name, dependency.optional));
    }
    facts
}

/// The same facts, told by cargo.
fn cargo(folder: &Folder, dir: &str) -> BTreeSet<String> {
    let text = cargo_says(folder, dir, &["metadata", "--no-deps", "--offline", "--format-version=1"]);
    let metadata: Value = serde_json::from_str(&text).unwrap();
    let mut facts = BTreeSet::new();
    for package in list(&metadata["packages"]) {
        let name = text_of(&package["name"]);
        facts.insert(format!(
            "{name}: edition {} at {}",
            text_of(&package["edition"]),
            text_of(&package["manifest_path"])
        ));
        for target in list(&package["targets"]) {
            let kind = match text_of(&target["kind"][0]) {
                "cdylib" | "rlib" => "lib",
                kind => kind,
            };
            // A library is named by a target of ours as code names it, and so it is by cargo.
            facts.insert(format!("{name}: {kind} {} at {}", text_of(&target["name"]), text_of(&target["src_path"])));
        }
        for (feature, turns_on) in package["features"].as_object().unwrap() {
            let turns_on: Vec<&str> = list(turns_on).iter().map(text_of).collect();
            facts.insert(format!("{name}: feature {feature} turns on {turns_on:?}"));
        }
        for dependency in list(&package["dependencies"]) {
            let key = dependency["rename"].as_str().unwrap_or(text_of(&dependency["name"])).replace('-', "_");
            let kind = dependency["kind"].as_str().unwrap_or("normal");
            let optional = &dependency["optional"];
            facts.insert(format!("{name}: {kind} dependency {key} optional {optional}"));
        }
    }
    facts
}

fn cargo_says(folder: &Folder, dir: &str, arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO")).current_dir(folder.path(dir)).args(arguments).output().unwrap();
    assert!(output.status.success(), "cargo {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().unwrap()
}

fn text_of(value: &Value) -> &str {
    value.as_str().unwrap()
}
