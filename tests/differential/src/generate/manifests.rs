//! What the manifests of packages say.

use super::Draft;
use super::packages::{DEFAULT, Dependency, Package, Program, Root};
use crate::source::Part;
use crate::world::Attribute;
use std::fmt::Write;

const PROFILE: &str = "[profile.dev]\ndebug = 0\nincremental = false\ncodegen-units = 1\n";

/// Writes them.
pub(super) fn manifests(draft: &mut Draft, packages: &[Package], root: Root) {
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
        let is_said = |it: &&Program| it.is_named || it.requires.is_some() || package.edition == 2015;
        for program in package.programs.iter().filter(is_said) {
            let table = if program.is_example { "example" } else { "bin" };
            let _ = writeln!(text, "[[{table}]]\nname = \"{}\"\npath = \"{}\"", program.name, program.path);
            if let Some(feature) = &program.requires {
                let _ = writeln!(text, "required-features = [\"{feature}\"]");
            }
        }
        text.push_str("[features]\n");
        for (name, turns_on) in &package.features {
            let _ = writeln!(text, "{name} = {turns_on:?}");
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
        if package.has_mimic {
            let _ = writeln!(text, "mimic = {{ path = \"{}\" }}", relative(&package.dir, "mimic"));
        }
        for dependency in &package.dependencies {
            text.push_str(&asked(dependency, package, &packages[dependency.on], &mut patches));
        }
        if at + 1 == packages.len() {
            // The programs are run once, so building counts.
            workspace.push_str(PROFILE);
        }
        let path = if package.dir.is_empty() { "Cargo.toml".to_owned() } else { format!("{}/Cargo.toml", package.dir) };
        draft.source.files.insert(path, vec![Part::new(text)]);
    }
    if packages.iter().any(|package| package.has_mimic) {
        mimic(draft);
    }
    if !patches.is_empty() {
        workspace.push_str("[patch.crates-io]\n");
        workspace.push_str(&patches);
    }
    draft.source.files.entry("Cargo.toml".to_owned()).or_default().push(Part::new(workspace));
}

/// A package of procedural macros with our names, which give back what they are given.
fn mimic(draft: &mut Draft) {
    let manifest = "[package]\nname = \"mimic\"\nversion = \"0.1.0\"\nedition = \"2021\"\n[lib]\nproc-macro = true\n";
    draft.source.files.insert("mimic/Cargo.toml".to_owned(), vec![Part::new(manifest)]);
    let attribute = |it: Attribute| {
        let name = it.name();
        Part::new(format!(
            "#[proc_macro_attribute]\npub fn {name}(_: proc_macro::TokenStream, item: proc_macro::TokenStream) \
             -> proc_macro::TokenStream {{ item }}"
        ))
    };
    draft.source.files.insert("mimic/src/lib.rs".to_owned(), Attribute::ALL.map(attribute).to_vec());
}

/// The line of a manifest for a dependency; one that only a patch finds is added to these.
fn asked(dependency: &Dependency, by: &Package, on: &Package, patches: &mut String) -> String {
    let is_renamed = dependency.key != on.name;
    let mut asked = dependency.optional.map_or("", |_| ", optional = true").to_owned();
    let features: Vec<&String> = dependency.features.iter().filter(|it| *it != DEFAULT).collect();
    if !features.is_empty() {
        let _ = write!(asked, ", features = {features:?}");
    }
    if dependency.is_bare() {
        asked.push_str(", default-features = false");
    }
    if dependency.is_inherited && !is_renamed {
        return match asked.as_str() {
            "" => format!("{}.workspace = true\n", dependency.key),
            asked => format!("{} = {{ workspace = true{asked} }}\n", dependency.key),
        };
    }
    let way = if dependency.is_patched {
        let line = format!("{} = {{ path = \"{}\" }}\n", on.name, on.dir);
        if !patches.contains(&line) {
            patches.push_str(&line);
        }
        "version = \"0.1\"".to_owned()
    } else {
        format!("path = \"{}\"", relative(&by.dir, &on.dir))
    };
    let renamed = if is_renamed { format!("package = \"{}\", ", on.name) } else { String::new() };
    format!("{} = {{ {renamed}{way}{asked} }}\n", dependency.key)
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
