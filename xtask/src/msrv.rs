//! The oldest Rust that each crate can be built with, derived and compared with what its manifest says.
//!
//! Three things ask for a version: the edition, the language and library that the crate's own source uses, and its
//! dependencies. The library is judged by `clippy::incompatible_msrv`, which is part of the gate; the dependencies say it in
//! their manifests; of the language, let chains are the one thing newer than the edition that is looked for here.

use crate::root;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::{Command, ExitCode};
use syn::visit::Visit;

/// A version of Rust and who asks for it.
type Need = (Version, String);
type Version = (u32, u32, u32);

const EDITION_2024: Version = (1, 85, 0);
const LET_CHAINS: Version = (1, 88, 0);

pub(crate) fn run() -> ExitCode {
    match check() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}

/// True when every manifest says what its crate needs.
fn check() -> Result<bool, String> {
    let metadata = metadata()?;
    let packages: BTreeMap<&str, &serde_json::Value> =
        list(&metadata["packages"]).iter().filter_map(|package| Some((package["id"].as_str()?, package))).collect();
    let mut good = true;
    for id in list(&metadata["workspace_members"]).iter().filter_map(|id| id.as_str()) {
        let package = packages[id];
        let name = package["name"].as_str().unwrap_or_default();
        let declared = version(package["rust_version"].as_str().unwrap_or_default());
        let (needed, because) = need(id, &packages, &metadata)?;
        // A member that is not published needs no more than the crates it tests, and is built with the newest anyway.
        let exact = list(&package["publish"]).is_empty() && !package["publish"].is_array();
        let fits = if exact { declared == needed } else { declared >= needed };
        good &= fits;
        let verdict = if fits { "ok" } else { "WRONG" };
        println!("{verdict:5} {name:16} declares {}, needs {} for {because}", show(declared), show(needed));
    }
    Ok(good)
}

fn need(id: &str, packages: &BTreeMap<&str, &serde_json::Value>, metadata: &serde_json::Value) -> Result<Need, String> {
    let manifest = Path::new(packages[id]["manifest_path"].as_str().unwrap_or_default());
    let mut needs: BTreeSet<Need> = [(EDITION_2024, "the edition".to_owned())].into();
    if let Some(file) = let_chain_below(&manifest.with_file_name("src"))? {
        needs.insert((LET_CHAINS, format!("let chains in `{file}`")));
    }
    for dependency in reached(id, metadata) {
        let package = packages[dependency];
        if let Some(version_text) = package["rust_version"].as_str() {
            let name = package["name"].as_str().unwrap_or_default();
            needs.insert((version(version_text), format!("`{name}`")));
        }
    }
    Ok(needs.pop_last().expect("the edition is always there"))
}

/// Everything that is built for a package when another crate depends on it: no dependencies of tests.
fn reached<'a>(id: &'a str, metadata: &'a serde_json::Value) -> BTreeSet<&'a str> {
    let mut reached = BTreeSet::new();
    let mut open = vec![id];
    while let Some(next) = open.pop() {
        let node = list(&metadata["resolve"]["nodes"]).iter().find(|node| node["id"] == next);
        for dependency in node.map_or(&[][..], |node| list(&node["deps"])) {
            let built = list(&dependency["dep_kinds"]).iter().any(|kind| kind["kind"] != "dev");
            if let Some(target) = dependency["pkg"].as_str().filter(|_| built)
                && reached.insert(target)
            {
                open.push(target);
            }
        }
    }
    reached
}

fn metadata() -> Result<serde_json::Value, String> {
    let arguments = ["metadata", "--format-version", "1", "--all-features", "--locked"];
    let output = Command::new(env!("CARGO")).args(arguments).current_dir(root()).output();
    let output = output.map_err(|error| format!("cargo did not start: {error}"))?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    serde_json::from_slice(&output.stdout).map_err(|error| format!("`cargo metadata` gave no JSON: {error}"))
}

/// The first file, by path, that uses a let chain.
fn let_chain_below(folder: &Path) -> Result<Option<String>, String> {
    let unreadable = |error| format!("`{}` cannot be read: {error}", folder.display());
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        paths.push(entry.map_err(unreadable)?.path());
    }
    paths.sort();
    for path in paths {
        if path.is_dir() {
            if let Some(found) = let_chain_below(&path)? {
                return Ok(Some(found));
            }
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = std::fs::read_to_string(&path).map_err(unreadable)?;
            let file = syn::parse_file(&text).map_err(|error| format!("`{}`: {error}", path.display()))?;
            let mut chains = LetChains { found: false };
            chains.visit_file(&file);
            if chains.found {
                return Ok(Some(path.strip_prefix(root()).unwrap_or(&path).display().to_string()));
            }
        }
    }
    Ok(None)
}

/// Looks for a `let` that is an operand of `&&`.
struct LetChains {
    found: bool,
}

impl<'ast> Visit<'ast> for LetChains {
    fn visit_expr_binary(&mut self, binary: &'ast syn::ExprBinary) {
        self.found |= [&binary.left, &binary.right].iter().any(|side| matches!(***side, syn::Expr::Let(_)));
        syn::visit::visit_expr_binary(self, binary);
    }
}

fn list(value: &serde_json::Value) -> &[serde_json::Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn version(text: &str) -> Version {
    let mut parts = text.split('.').map(|part| part.parse().unwrap_or(0));
    let mut next = || parts.next().unwrap_or(0);
    (next(), next(), next())
}

fn show((major, minor, patch): Version) -> String {
    if patch == 0 { format!("{major}.{minor}") } else { format!("{major}.{minor}.{patch}") }
}
