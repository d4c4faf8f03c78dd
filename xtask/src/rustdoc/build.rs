//! Asks cargo and rustdoc about one library: the only part of this chore that runs anything.

use super::host::{Configured, Host};
use serde::Deserialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A library as the toolchain sees it.
pub(super) struct Built {
    pub(super) documentation: rustdoc_types::Crate,
    pub(super) host: Host,
    pub(super) crates: Crates,
}

/// The crates that are compiled with a library.
#[derive(Default)]
pub(super) struct Crates {
    /// Those whose source is in the tree, by their names in code.
    pub(super) of_tree: BTreeSet<String>,
    /// The name in code of each package's library.
    pub(super) of_package: BTreeMap<String, BTreeSet<String>>,
    /// What each crate can re-export from: what it depends on, directly or not.
    pub(super) behind: BTreeMap<String, BTreeSet<String>>,
}

/// Documents the library of a package.
pub(super) fn build(dir: &Path, package: &str, flags: &[String], target_dir: &Path) -> Result<Built, String> {
    let graph = units(dir, package, flags, target_dir)?;
    let units = graph["units"].as_array().ok_or("`--unit-graph` lists no units")?;
    let root = graph["roots"][0].as_u64().and_then(|at| units.get(usize::try_from(at).ok()?));
    let root = root.ok_or_else(|| format!("`{package}` has no library to document"))?;
    let name = text(&root["target"]["name"]).replace('-', "_");
    let documentation = document(dir, package, flags, target_dir, &name)?;
    let host = Host::new(&configuration()?, configured(units));
    Ok(Built { documentation, host, crates: crates(units) })
}

fn units(dir: &Path, package: &str, flags: &[String], target_dir: &Path) -> Result<Value, String> {
    let mut command = rustdoc(dir, package, flags, target_dir);
    command.args(["--unit-graph", "-Zunstable-options"]);
    let out = command.output().map_err(|error| format!("cargo did not start: {error}"))?;
    if !out.status.success() {
        return Err(last_lines(&out.stderr));
    }
    serde_json::from_slice(&out.stdout).map_err(|error| format!("`--unit-graph` is not understood: {error}"))
}

fn document(
    dir: &Path,
    package: &str,
    flags: &[String],
    target_dir: &Path,
    name: &str,
) -> Result<rustdoc_types::Crate, String> {
    let mut command = rustdoc(dir, package, flags, target_dir);
    command.args(["--", "-Zunstable-options", "--output-format", "json"]);
    command.args(["--document-private-items", "--document-hidden-items"]);
    let out = command.output().map_err(|error| format!("cargo did not start: {error}"))?;
    if !out.status.success() {
        return Err(last_lines(&out.stderr));
    }
    let file = target_dir.join("doc").join(format!("{name}.json"));
    let json = fs::read(&file).map_err(|error| format!("{}: {error}", file.display()))?;
    let mut json = serde_json::Deserializer::from_slice(&json);
    json.disable_recursion_limit();
    rustdoc_types::Crate::deserialize(&mut json).map_err(|error| {
        let ours = rustdoc_types::FORMAT_VERSION;
        format!("{} is not of format {ours}, which this chore reads: {error}", file.display())
    })
}

fn rustdoc(dir: &Path, package: &str, flags: &[String], target_dir: &Path) -> Command {
    let mut command = Command::new("cargo");
    command.args(["+nightly", "rustdoc", "--quiet", "--lib", "--package", package]).args(flags).current_dir(dir);
    command.env("CARGO_TARGET_DIR", target_dir).env("RUSTDOCFLAGS", "--cap-lints=allow");
    // What cargo told this process about itself is not meant for another workspace.
    for variable in ["CARGO", "RUSTUP_TOOLCHAIN", "RUSTC", "RUSTDOC", "RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS"] {
        command.env_remove(variable);
    }
    command
}

/// What `cfg` holds on this machine.
fn configuration() -> Result<String, String> {
    let out = Command::new("rustc").args(["+nightly", "--print", "cfg"]).output();
    let out = out.map_err(|error| format!("rustc did not start: {error}"))?;
    Ok(String::from_utf8_lossy(&out.stdout).into_owned())
}

/// Features and build scripts of the packages of the tree.
fn configured(units: &[Value]) -> BTreeMap<String, Configured> {
    let mut packages: BTreeMap<String, Configured> = BTreeMap::new();
    for unit in units {
        let id = text(&unit["pkg_id"]);
        if id.starts_with("path+") {
            let it = packages.entry(package_name(&id).replace('-', "_")).or_default();
            it.features.extend(strings(&unit["features"]));
            it.has_script |= is_of_kind(unit, "custom-build");
        }
    }
    packages
}

fn crates(units: &[Value]) -> Crates {
    let mut crates = Crates::default();
    let name = |unit: &Value| text(&unit["target"]["name"]).replace('-', "_");
    let mut direct: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for unit in units {
        let id = text(&unit["pkg_id"]);
        // Procedural macros run in the compiler: the analyzer takes them for a crate outside.
        if id.starts_with("path+") && !is_of_kind(unit, "proc-macro") {
            crates.of_tree.insert(name(unit));
        }
        crates.of_package.entry(package_name(&id)).or_default().insert(name(unit));
        for dependency in unit["dependencies"].as_array().into_iter().flatten() {
            let at = dependency["index"].as_u64().and_then(|at| usize::try_from(at).ok());
            if let Some(other) = at.and_then(|at| units.get(at)) {
                direct.entry(name(unit)).or_default().insert(name(other));
            }
        }
    }
    for (facade, behind) in [("std", &["alloc", "core"][..]), ("alloc", &["core"])] {
        direct.insert(facade.to_owned(), behind.iter().map(|it| (*it).to_owned()).collect());
    }
    for unit in units {
        // Any crate may re-export what the toolchain brings.
        direct.entry(name(unit)).or_default().insert("std".to_owned());
    }
    for start in direct.keys() {
        let mut found = BTreeSet::new();
        let mut open = vec![start];
        while let Some(at) = open.pop() {
            open.extend(direct.get(at).into_iter().flatten().filter(|next| found.insert((*next).clone())));
        }
        crates.behind.insert(start.clone(), found);
    }
    crates
}

/// `path+file:///a/b#name@1.0.0`, `path+file:///a/name#1.0.0`, `registry+https://..#name@1.0.0`
fn package_name(id: &str) -> String {
    let (place, tail) = id.rsplit_once('#').unwrap_or(("", id));
    match tail.split_once('@') {
        Some((name, _)) => name.to_owned(),
        None => place.rsplit('/').next().unwrap_or_default().to_owned(),
    }
}

fn is_of_kind(unit: &Value, kind: &str) -> bool {
    strings(&unit["target"]["kind"]).iter().any(|it| it == kind)
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn strings(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().map(text).collect()
}

fn last_lines(of: &[u8]) -> String {
    let text = String::from_utf8_lossy(of);
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(12)..].join("\n")
}

/// Where the documentation of a workspace is built: apart from everything else.
pub(super) fn target_dir(dir: &Path) -> PathBuf {
    let name = dir.file_name().map_or_else(|| "workspace".into(), |name| name.to_string_lossy().into_owned());
    crate::root().join("target/rustdoc").join(name)
}
