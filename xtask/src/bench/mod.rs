//! How long things take and what they hold, as ratios of one run in which the sides take turns.
//!
//! The tests assert none of it, since machines differ and are shared; `--check` compares with the targets.

mod macros;
mod process;
mod rows;
mod targets;
mod tree;

use crate::root;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use targets::{Figure, judge};
use tree::sparse::Depend;

/// Something to be measured: what it is called, what it is, and how.
struct Row {
    name: &'static str,
    about: &'static str,
    measure: fn(tool: &Path, row: &'static str) -> Result<Vec<Figure>, String>,
}

const ROWS: &[Row] = &[
    Row {
        name: "sparse",
        about: "a tree with few annotated files, few of whose crates depend on ensue",
        measure: |tool, row| rows::sparse(tool, row, Depend::Few),
    },
    Row {
        name: "sparse-all",
        about: "the same tree, all of whose crates depend on ensue",
        measure: |tool, row| rows::sparse(tool, row, Depend::All),
    },
    Row { name: "annotated", about: "a tree most of whose files are annotated", measure: rows::annotated },
    Row { name: "check", about: "all lints on such a tree, beside the analysis alone", measure: rows::check },
    Row { name: "growth", about: "trees of one shape in three sizes", measure: rows::growth },
    Row {
        name: "macros",
        about: "what an attribute costs the compiler, beside `#[tracing::instrument]`",
        measure: |_, row| macros::row(row),
    },
    Row { name: "dispatch", about: "an event, beside what one would write by hand", measure: dispatch },
];

const USAGE: &str = "\
usage: cargo xtask bench [--check] [--tool PATH] [ROW]
       cargo xtask bench [--tool PATH] corpus DIR

  --check      compare with the targets: status 1 where one is missed that must be met
  --tool PATH  measure this `cargo-ensue` instead of one built from this source
  corpus DIR   measure a tree of your own";

/// What was asked for.
#[derive(Debug, Default)]
struct Asked<'a> {
    check: bool,
    tool: Option<&'a str>,
    row: Option<&'a str>,
    corpus: Option<&'a str>,
}

pub(crate) fn run(arguments: &[&str]) -> ExitCode {
    let Some(asked) = read(arguments) else {
        eprintln!("{USAGE}\n\nrows:");
        for row in ROWS {
            eprintln!("  {:12} {}", row.name, row.about);
        }
        return ExitCode::from(2);
    };
    let figures = match measure(&asked) {
        Ok(figures) => figures,
        Err(problem) => {
            eprintln!("{problem}");
            return ExitCode::FAILURE;
        }
    };
    if !asked.check {
        return ExitCode::SUCCESS;
    }
    let verdict = judge(&figures);
    println!("\n{verdict}");
    if verdict.passes() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// `None` where the arguments are not of the form that the usage shows.
fn read<'a>(arguments: &[&'a str]) -> Option<Asked<'a>> {
    let mut asked = Asked::default();
    let mut rest = arguments;
    loop {
        rest = match *rest {
            [] => return Some(asked),
            ["--check", ref rest @ ..] => {
                asked.check = true;
                rest
            }
            ["--tool", tool, ref rest @ ..] => {
                asked.tool = Some(tool);
                rest
            }
            ["corpus", dir] if !asked.check => {
                asked.corpus = Some(dir);
                &[]
            }
            [name] if ROWS.iter().any(|row| row.name == name) => {
                asked.row = Some(name);
                &[]
            }
            _ => return None,
        }
    }
}

fn measure(asked: &Asked<'_>) -> Result<Vec<Figure>, String> {
    let tool = asked.tool.map_or_else(build, |tool| Ok(PathBuf::from(tool)))?;
    let search = Command::new("rg").arg("--version").output();
    let search = search.map_err(|error| format!("`rg` did not start: {error}; on Debian it is in `ripgrep`"))?;
    let search = String::from_utf8_lossy(&search.stdout);
    println!("{} beside {}", tool.display(), search.lines().next().unwrap_or("rg"));
    if let Some(dir) = asked.corpus {
        return rows::corpus(&tool, Path::new(dir));
    }
    let mut figures = Vec::new();
    for row in ROWS.iter().filter(|row| asked.row.is_none_or(|asked| asked == row.name)) {
        println!("\n{}: {}", row.name, row.about);
        figures.extend((row.measure)(&tool, row.name)?);
    }
    Ok(figures)
}

/// The cost of an event, beside the two things that one would write by hand.
fn dispatch(_tool: &Path, _row: &'static str) -> Result<Vec<Figure>, String> {
    run_cargo(&["bench", "--quiet", "--package", "ensue", "--bench", "dispatch"])?;
    Ok(Vec::new())
}

fn build() -> Result<PathBuf, String> {
    run_cargo(&["build", "--quiet", "--release", "--package", "cargo-ensue"])?;
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
    Ok(target.join("release").join(format!("cargo-ensue{}", std::env::consts::EXE_SUFFIX)))
}

fn run_cargo(arguments: &[&str]) -> Result<(), String> {
    let status = Command::new(env!("CARGO")).args(arguments).current_dir(root()).status();
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("cargo {} ended with {status}", arguments.join(" "))),
        Err(error) => Err(format!("cargo did not start: {error}")),
    }
}
