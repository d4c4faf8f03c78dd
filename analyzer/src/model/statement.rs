//! What was read, and which programs there are.

use crate::condition::unit_tests;
use crate::parse::Condition;
use crate::resolve::{Built, Crate, CrateId, Names};
use crate::source::{Package, Project, Target, TargetKind};
use ensue_grammar::graph::{Program, Skipped, Statement};
use std::collections::BTreeSet;

/// A program, and the crates of the tree that it can contain.
pub(super) struct Linked {
    name: String,
    /// The crate whose unit tests it runs.
    tested: Option<CrateId>,
    crates: BTreeSet<CrateId>,
    labels: Vec<String>,
}

/// The binaries and examples of the project, and the tests and benchmarks that were asked for, those in crates among them;
/// sorted by name.
pub(super) fn programs(names: &Names, project: &Project) -> Vec<Linked> {
    let runs = |krate: &Crate| !matches!(krate.kind, TargetKind::Lib | TargetKind::ProcMacro);
    let runnable: Vec<(CrateId, &Crate)> = names.crates().filter(|(_, krate)| runs(krate)).collect();
    let called = program_names(project, &runnable);
    let linked = |id: CrateId, name: String, built: Built| {
        let tested = Some(id).filter(|_| built == Built::AsTest);
        let crates = names.closure(project, id, built);
        let is_in = |it: &CrateId| crates.contains(it) || tested == Some(*it);
        let labels: BTreeSet<String> =
            names.crates().filter(|(it, _)| is_in(it)).map(|(_, it)| it.label.clone()).collect();
        Linked { name, tested, crates, labels: labels.into_iter().collect() }
    };
    let mut programs: Vec<Linked> =
        runnable.iter().zip(called).map(|((id, _), name)| linked(*id, name, Built::Plainly)).collect();
    let tested = names.crates().filter(|(_, krate)| krate.has_unit_tests);
    programs.extend(tested.map(|(id, krate)| linked(id, unit_tests(&krate.label), Built::AsTest)));
    programs.sort_by(|a, b| a.name.cmp(&b.name));
    programs
}

/// Names of the programs that can contain what a crate has under a condition.
pub(super) fn programs_with(programs: &[Linked], names: &Names, krate: CrateId, condition: &Condition) -> Vec<String> {
    let is_compiled = |built| names.compiled(krate, condition, built) != Condition::Never;
    let (plainly, as_test) = (is_compiled(Built::Plainly), is_compiled(Built::AsTest));
    let contains = |it: &&Linked| (plainly && it.crates.contains(&krate)) || (as_test && it.tested == Some(krate));
    programs.iter().filter(contains).map(|program| program.name.clone()).collect()
}

/// The programs as the snapshot holds them.
pub(super) fn linked(programs: &[Linked]) -> Vec<Program> {
    programs.iter().map(|it| Program { name: it.name.clone(), crates: it.labels.clone() }).collect()
}

/// What was read, what was left out, and what bounds the meaning of both.
pub(super) fn statement(names: &Names, project: &Project) -> Statement {
    let cfg = project.settings.text().unwrap_or("any").to_owned();
    let mut statement = Statement { cfg, files_read: names.files_read, ..Statement::default() };
    for package in &project.packages {
        statement.packages.push(package.name.clone());
        for target in &package.targets {
            targets(&mut statement, project, package, target);
        }
        if let Some(script) = &package.build_script {
            let script = project.relative(script);
            statement.skipped.push(Skipped { file: script.clone(), reason: BUILD_SCRIPT.to_owned() });
            statement.build_scripts.push(script);
        }
        let default = package.default_features();
        let others = package.features.keys().filter(|name| !default.contains(name.as_str()) && *name != "default");
        statement.features.extend(others.map(|name| format!("{}/{name}", package.name)));
    }
    let unread = names.unread.iter().map(|(file, why)| Skipped { file: project.relative(file), reason: why.clone() });
    statement.skipped.extend(unread);
    statement.packages.sort();
    statement.targets.sort();
    statement.skipped.sort();
    statement.build_scripts.sort();
    statement.proc_macros.sort();
    statement.features.sort();
    statement
}

const BUILD_SCRIPT: &str = "a build script: it is not run, and what it writes is not seen";

fn targets(statement: &mut Statement, project: &Project, package: &Package, target: &Target) {
    let named = format!("{}/{}/{}", package.name, word(target.kind), target.cargo_name);
    if project.is_analysed(target.kind) {
        if project.has_unit_tests(package, target) {
            // As cargo calls it: `lib test`.
            statement.targets.push(format!("{}/{} test/{}", package.name, word(target.kind), target.cargo_name));
        }
        return statement.targets.push(named);
    }
    let reason = match target.kind {
        TargetKind::ProcMacro => "procedural macros: they run inside the compiler, and what they make is not seen",
        TargetKind::Test => "an integration test: it is not part of a program",
        _ => "a benchmark: it is not part of a program",
    };
    statement.skipped.push(Skipped { file: project.relative(&target.path), reason: reason.to_owned() });
    if target.kind == TargetKind::ProcMacro {
        statement.proc_macros.push(named);
    }
}

/// What the programs are called: as cargo calls their files, with the package where two share a name, and with
/// its kind where these are of one package.
fn program_names(project: &Project, programs: &[(CrateId, &Crate)]) -> Vec<String> {
    let file = |krate: &Crate| {
        let targets = &project.packages[krate.package].targets;
        let target = targets.iter().find(|target| target.kind == krate.kind && target.name == krate.name);
        target.map_or_else(|| krate.name.clone(), |target| target.cargo_name.clone())
    };
    let mut called: Vec<String> = programs.iter().map(|(_, krate)| file(krate)).collect();
    let twice = repeated(&called);
    for (name, (_, krate)) in called.iter_mut().zip(programs).filter(|(name, _)| twice.contains(*name)) {
        *name = format!("{}/{name}", project.packages[krate.package].name);
    }
    let twice = repeated(&called);
    for (name, (_, krate)) in called.iter_mut().zip(programs).filter(|(name, _)| twice.contains(*name)) {
        match krate.kind {
            TargetKind::Example => name.push_str("(example)"),
            TargetKind::Test => name.push_str("(test)"),
            TargetKind::Bench => name.push_str("(bench)"),
            _ => {}
        }
    }
    called
}

fn repeated(names: &[String]) -> BTreeSet<String> {
    let mut seen = BTreeSet::new();
    names.iter().filter(|name| !seen.insert(*name)).cloned().collect()
}

fn word(kind: TargetKind) -> &'static str {
    match kind {
        TargetKind::Lib => "lib",
        TargetKind::ProcMacro => "proc-macro",
        TargetKind::Bin => "bin",
        TargetKind::Example => "example",
        TargetKind::Test => "test",
        TargetKind::Bench => "bench",
    }
}
