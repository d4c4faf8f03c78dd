//! Which crates the project has, what they are called in ids, and what they may name.

use super::cfg::{Built, Cfg};
use super::names::{Crate, CrateId, Extern, ModuleId};
use crate::condition::Condition;
use crate::rules::Rule;
use crate::source::{DependencyKind, Origin, Package, Project, TargetKind};
use std::collections::{BTreeMap, BTreeSet};

/// Crates of the toolchain, which paths may always start with.
const TOOLCHAIN: &[&str] = &["alloc", "core", "proc_macro", "std", "test"];

/// The crates that are analysed, without their modules.
pub(super) fn crates(project: &Project) -> Vec<Crate> {
    let mut all = Vec::new();
    for (at, package) in project.packages.iter().enumerate() {
        for target in package.targets.iter().filter(|target| project.is_analysed(target.kind)) {
            all.push(Crate {
                label: target.name.clone(),
                package: at,
                kind: target.kind,
                name: target.name.clone(),
                has_unit_tests: project.has_unit_tests(package, target),
                edition: package.edition,
                cfg: Cfg::of(package, &project.settings),
                root: ModuleId::default(),
                externs: BTreeMap::new(),
                externs_of_tests: BTreeSet::new(),
                has_our_macros: false,
                macro_uses: Vec::new(),
            });
        }
    }
    label(&mut all, project);
    for krate in &mut all {
        krate.cfg.test = match krate.kind {
            TargetKind::Test | TargetKind::Bench => Condition::Always,
            _ if krate.has_unit_tests => Condition::tested(&krate.label),
            _ => Condition::Never,
        };
    }
    for at in 0..all.len() {
        (all[at].externs, all[at].externs_of_tests) = externs(&all, &all[at], project);
    }
    all
}

/// What dependents call the procedural macros of the tree, unless some call a crate outside the tree so.
pub(super) fn macro_crates(project: &Project) -> BTreeSet<String> {
    let all = || project.packages.iter().flat_map(|package| &package.dependencies);
    let outside: BTreeSet<&str> =
        all().filter(|it| matches!(it.origin, Origin::Outside(_))).map(|it| it.name.as_str()).collect();
    let is_macros = |dir: &str| {
        let package = project.package_in(dir);
        package.is_some_and(|package| package.targets.iter().any(|target| target.kind == TargetKind::ProcMacro))
    };
    all()
        .filter(|it| matches!(&it.origin, Origin::Tree(dir) if is_macros(dir)) && !outside.contains(it.name.as_str()))
        .map(|it| it.name.clone())
        .collect()
}

/// The crates of the tree that a program contains which is compiled from a crate. What is built as a test is not itself among
/// them, unless what its tests depend on depends on it once more.
pub(super) fn closure(crates: &[Crate], project: &Project, of: CrateId, built: Built) -> BTreeSet<CrateId> {
    let reached = |CrateId(at): CrateId, has_tests: bool| {
        let krate = &crates[at];
        let package = &project.packages[krate.package];
        let may_link = |kind| kind == DependencyKind::Normal || (kind == DependencyKind::Development && has_tests);
        let named = package.dependencies.iter().filter(|dependency| may_link(dependency.kind));
        let mut reached: Vec<CrateId> =
            named.filter_map(|dependency| library_of(crates, project, &dependency.origin)).collect();
        if krate.kind != TargetKind::Lib {
            reached.extend(own_library(crates, krate));
        }
        reached
    };
    let mut open = reached(of, built == Built::AsTest || has_development(crates[of.0].kind));
    let mut found: BTreeSet<CrateId> = open.iter().copied().collect();
    if built == Built::Plainly && found.insert(of) {
        open.push(of);
    }
    while let Some(id) = open.pop() {
        open.extend(reached(id, false).into_iter().filter(|it| found.insert(*it)));
    }
    found
}

/// The crates in which an annotation can stand, and those that names lead to from there. Whoever cannot name Ensue, nor any
/// crate that can, has no annotation; what its macros write counts where they are called.
pub(super) fn that_may_annotate(crates: &[Crate]) -> BTreeSet<CrateId> {
    let named = |of: &Crate| -> Vec<CrateId> {
        of.externs.values().filter_map(|it| if let Extern::Tree(id) = it { Some(*id) } else { None }).collect()
    };
    let mut named_by: Vec<Vec<CrateId>> = vec![Vec::new(); crates.len()];
    for (at, krate) in crates.iter().enumerate() {
        for CrateId(named) in named(krate) {
            named_by[named].push(CrateId(at));
        }
    }
    let names_ensue = |it: &Crate| it.externs.values().any(|it| *it == Extern::Ensue);
    let mut open: Vec<CrateId> =
        crates.iter().enumerate().filter(|(_, it)| names_ensue(it)).map(|(at, _)| CrateId(at)).collect();
    let mut found = BTreeSet::new();
    while let Some(id) = open.pop() {
        if found.insert(id) {
            open.extend(&named_by[id.0]);
        }
    }
    open.extend(&found);
    while let Some(CrateId(at)) = open.pop() {
        open.extend(named(&crates[at]).into_iter().filter(|it| found.insert(*it)));
    }
    found
}

/// Names start with the name in code; a library keeps it, others say their kind where they clash, packages come last.
fn label(crates: &mut [Crate], project: &Project) {
    let clashing = |crates: &[Crate]| -> BTreeSet<String> {
        let mut seen = BTreeSet::new();
        crates.iter().filter(|it| !seen.insert(it.label.clone())).map(|it| it.label.clone()).collect()
    };
    let targets = if project.rules.follow(Rule::TargetClash) { clashing(crates) } else { BTreeSet::new() };
    for krate in crates.iter_mut().filter(|it| targets.contains(&it.label)) {
        match krate.kind {
            TargetKind::Lib => {}
            TargetKind::Bin => krate.label.push_str("(bin)"),
            TargetKind::Example => krate.label.push_str("(example)"),
            TargetKind::Test => krate.label.push_str("(test)"),
            TargetKind::Bench => krate.label.push_str("(bench)"),
            TargetKind::ProcMacro => krate.label.push_str("(proc-macro)"),
        }
    }
    let packages = if project.rules.follow(Rule::PackageClash) { clashing(crates) } else { BTreeSet::new() };
    for krate in crates.iter_mut().filter(|it| packages.contains(&it.label)) {
        krate.label = format!("{}/{}", project.packages[krate.package].name, krate.label);
    }
}

/// What paths of a crate may start with, and which of these names are there when it is compiled as a test alone.
fn externs(crates: &[Crate], of: &Crate, project: &Project) -> (BTreeMap<String, Extern>, BTreeSet<String>) {
    let mut externs: BTreeMap<String, Extern> =
        TOOLCHAIN.iter().map(|name| ((*name).to_owned(), Extern::Outside((*name).to_owned()))).collect();
    let package: &Package = &project.packages[of.package];
    if of.kind != TargetKind::Lib
        && project.rules.follow(Rule::OwnLibrary)
        && let Some(library) = own_library(crates, of)
    {
        externs.insert(crates[library.0].name.clone(), Extern::Tree(library));
    }
    let mut of_tests = BTreeSet::new();
    for dependency in &package.dependencies {
        match dependency.kind {
            DependencyKind::Normal => drop(of_tests.remove(&dependency.name)),
            DependencyKind::Development if has_development(of.kind) => {}
            DependencyKind::Development if of.has_unit_tests => {
                if !externs.contains_key(&dependency.name) {
                    of_tests.insert(dependency.name.clone());
                }
            }
            DependencyKind::Development | DependencyKind::Build => continue,
        }
        let target = match (&dependency.origin, library_of(crates, project, &dependency.origin)) {
            (Origin::Ensue, _) => Extern::Ensue,
            (_, Some(library)) => Extern::Tree(library),
            // What its manifest calls the library is not known; most call it as the package.
            (Origin::Outside(package), None) => Extern::Outside(package.replace('-', "_")),
            // A package of the tree without a library that is analysed: its procedural macros, for one.
            (Origin::Tree(_), None) => Extern::Outside(dependency.name.clone()),
        };
        externs.insert(dependency.name.clone(), target);
    }
    (externs, of_tests)
}

/// Whether development dependencies are there however a target is compiled.
fn has_development(of: TargetKind) -> bool {
    matches!(of, TargetKind::Example | TargetKind::Test | TargetKind::Bench)
}

fn library_of(crates: &[Crate], project: &Project, origin: &Origin) -> Option<CrateId> {
    let Origin::Tree(dir) = origin else { return None };
    let package = project.packages.iter().position(|package| package.dir == *dir)?;
    library(crates, package)
}

fn own_library(crates: &[Crate], of: &Crate) -> Option<CrateId> {
    library(crates, of.package)
}

fn library(crates: &[Crate], package: usize) -> Option<CrateId> {
    crates.iter().position(|it| it.package == package && it.kind == TargetKind::Lib).map(CrateId)
}
