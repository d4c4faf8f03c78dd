//! `init`: the files that a project begins with.

use crate::cli::args::{Global, InitArgs};
use crate::cli::failure::Failure;
use crate::cli::output;
use crate::cli::project::{Opened, SNAPSHOT};
use crate::cli::screen::{Screen, answer};
use crate::configuration;
use crate::render::workflow;
use crate::source::{Package, TargetKind, path};
use ensue_grammar::graph::{Graph, package_named};
use std::path::PathBuf;

/// Where GitHub looks for workflows, from the root of the repository.
const WORKFLOW: &str = ".github/workflows/ensue.yml";

pub(in crate::cli) fn run(global: &Global, args: &InitArgs, screen: &Screen) -> Result<(), Failure> {
    let opened = Opened::new(global, args.project.dir.as_deref())?;
    // What is wrong with a configuration that is there must be known before anything is written.
    opened.said(screen)?;
    let analysis = opened.analyze()?;
    let dir = opened.manifest_in_tree().to_owned();
    let repository = opened.repository_root();
    let mut files = Vec::new();
    for (name, text) in [
        (configuration::NAME, configuration::starter()),
        (SNAPSHOT, analysis.graph.clone().to_snapshot(analysis.programs.clone()).to_json()),
    ] {
        // One in the workspace speaks of this project too.
        files.push((opened.nearest_path(name).unwrap_or_else(|| path::child(&dir, name)), text));
    }
    files.push((path::child(&repository, WORKFLOW), workflow::github(&path::relative(&repository, &dir))));
    if opened.repository().is_some() {
        // Entries of the file are lines that stand for themselves: those of both sides are what a merge wants.
        files.push((path::child(&dir, ".gitattributes"), format!("{} merge=union\n", configuration::ACCEPTED)));
    }
    let mut without_library = Vec::new();
    for package in opened.packages().iter().filter(|package| is_annotated(package, &analysis.graph)) {
        match test(package) {
            Some(test) => files.push((path::child(&package.dir, "tests/ensue_snapshot.rs"), test)),
            None => without_library.push(format!("`{}`", package.name)),
        }
    }
    let on_disk: Vec<(PathBuf, String)> = files.into_iter().map(|(file, text)| (opened.on_disk(&file), text)).collect();
    let written = output::create_files(&on_disk, &opened.workspace_root())?;
    let shown: Vec<String> = written.iter().map(|path| format!("{}\n", path.display())).collect();
    answer(shown.concat().as_bytes())?;
    for (path, _) in on_disk.iter().filter(|(path, _)| !written.contains(path)) {
        screen.note(&format!("kept `{}`, which is there already", path.display()));
    }
    if !without_library.is_empty() {
        let names = without_library.join(", ");
        screen
            .note(&format!("{names} has no library: write `ensue::assert_snapshot!()` in a unit test of its program"));
    }
    if !written.is_empty() {
        screen.note(
            "next: `cargo ensue check`, `cargo test`, then commit these files; `ensue.toml` says what can be said",
        );
    }
    Ok(())
}

/// Whether something in a package takes part.
fn is_annotated(package: &Package, graph: &Graph) -> bool {
    let name = package.name.replace('-', "_");
    let mut nodes = graph.nodes.iter().filter(|node| node.defined && !node.krate.is_empty());
    nodes.any(|node| node.package.as_deref().unwrap_or_else(|| package_named(&node.krate)) == name)
}

/// A test that holds the snapshot against what is linked; it names the library, or nothing of that is linked.
fn test(package: &Package) -> Option<String> {
    let library = package.targets.iter().find(|target| target.kind == TargetKind::Lib)?;
    let library = &library.name;
    Some(format!(
        "//! The snapshot `ensue.json` says what is linked. When the code is right and it is not: `cargo ensue snapshot`.\n\n\
         use {library} as _;\n\n#[test]\nfn the_snapshot_is_fresh() {{\n    ensue::assert_snapshot!();\n}}\n"
    ))
}
