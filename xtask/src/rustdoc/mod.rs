//! Compares what the analyzer says of the paths in signatures with what rustdoc says, over the libraries of a workspace.
//!
//! It compiles and runs what the workspace brings, build scripts and procedural macros included: it is for trees that one
//! trusts. What counts as right, unknown and wrong is defined in `docs/soundness.md`.

mod build;
mod documented;
mod host;
mod judge;
mod library;
mod shape;
mod tally;
mod written;

use ensue_analyzer::resolve::{Effort, Reader};
use ensue_analyzer::source::{self, TargetKind, WorkTree};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;
use tally::Tally;

/// Syntax trees of other people's code may be deep.
const STACK: usize = 256 << 20;

const USAGE: &str = "\
usage: cargo xtask rustdoc DIR [--package NAME].. [--unknown] [flags of `cargo rustdoc`]

  DIR              a workspace that is trusted: its build scripts and procedural macros are run
  --package NAME   only this library; may be given several times
  --unknown        list the paths of which the analyzer says nothing, too";

/// Runs the chore; its status is a failure when an answer is wrong.
pub(crate) fn run(arguments: &[&str]) -> ExitCode {
    let Some(request) = Request::read(arguments) else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    let thread = std::thread::Builder::new().stack_size(STACK).spawn(move || compare(&request));
    match thread.map(std::thread::JoinHandle::join) {
        Ok(Ok(Ok(all))) if all.wrong() == 0 && all.compared() > 0 => ExitCode::SUCCESS,
        Ok(Ok(Err(message))) => {
            eprintln!("{message}");
            ExitCode::from(2)
        }
        _ => ExitCode::FAILURE,
    }
}

/// What is asked for.
struct Request {
    dir: PathBuf,
    /// All when empty.
    packages: Vec<String>,
    lists_unknown: bool,
    /// Passed on to `cargo rustdoc`.
    flags: Vec<String>,
}

impl Request {
    fn read(arguments: &[&str]) -> Option<Request> {
        let mut dir = None;
        let mut packages = Vec::new();
        let mut lists_unknown = false;
        let mut flags = Vec::new();
        let mut rest = arguments.iter().map(|it| (*it).to_owned());
        while let Some(argument) = rest.next() {
            match argument.as_str() {
                "--package" | "-p" => packages.push(rest.next()?),
                "--unknown" => lists_unknown = true,
                "--features" | "--jobs" | "-j" => flags.extend([argument, rest.next()?]),
                flag if flag.starts_with('-') => flags.push(argument),
                _ if dir.is_none() => dir = Some(PathBuf::from(argument)),
                _ => return None,
            }
        }
        Some(Request { dir: dir?, packages, lists_unknown, flags })
    }
}

fn compare(request: &Request) -> Result<Tally, String> {
    let start = Instant::now();
    let tree = WorkTree::around(&request.dir, &[]).map_err(|error| error.to_string())?;
    let project = source::load(&tree, tree.dir()).map_err(|error| error.to_string())?;
    let names = Reader::new(&tree, &project, Effort::Whole).names();
    let (packages, modules, items) = (project.packages.len(), names.modules().count(), names.items().count());
    println!(
        "{packages} packages, {} files, {modules} modules and {items} items, resolved in {:.1} s",
        names.files_read,
        start.elapsed().as_secs_f64()
    );
    for hole in project.holes.iter().chain(&names.holes) {
        let file = hole.file.as_ref().map_or_else(String::new, |it| project.relative(it));
        println!("hole `{:?}` {file}:{} {}", hole.reason, hole.line.unwrap_or(0), hole.detail);
    }
    let target_dir = build::target_dir(&request.dir);
    let mut all = Tally::default();
    let mut failed = Vec::new();
    for (id, krate) in names.crates().filter(|(_, krate)| krate.kind == TargetKind::Lib) {
        let package = &project.packages[krate.package].name;
        if !request.packages.is_empty() && !request.packages.contains(package) {
            continue;
        }
        match build::build(&request.dir, package, &request.flags, &target_dir) {
            Ok(built) => {
                let written = written::read(&tree, &names, id, &built.host);
                let compared = library::compare(&project, &names, &written, &built);
                for finding in compared.findings.iter().filter(|it| it.is_wrong || request.lists_unknown) {
                    println!("{}", finding.text);
                }
                println!("{package}: {}", compared.tally);
                all.add(&compared.tally);
            }
            Err(message) => failed.push(format!("{package} was not compared:\n{message}")),
        }
    }
    println!("\nall: {all}");
    for message in failed {
        println!("\n{message}");
    }
    Ok(all)
}
