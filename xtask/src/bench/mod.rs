//! How long things take, as ratios of one run: nothing here is asserted, since machines differ and are shared.

mod timing;
mod workspace;

use crate::root;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use timing::{Side, in_turn};

/// Handlers in the generated workspaces.
const SIZES: [usize; 3] = [100, 1_000, 10_000];

/// Counted runs of each side; one more comes first and warms the disk cache.
const RUNS: usize = 5;

pub(crate) fn run() -> ExitCode {
    match analysis().and_then(|()| dispatch()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}

/// The analysis of generated workspaces, as a whole process, beside a search of the same files.
fn analysis() -> Result<(), String> {
    let tool = build()?;
    let has_ripgrep = Command::new("rg").arg("--version").output().is_ok_and(|output| output.status.success());
    if !has_ripgrep {
        println!("`rg` is not installed (Debian: ripgrep), so there is nothing to compare the analysis with");
    }
    let mut per_handler = Vec::new();
    for handlers in SIZES {
        let dir = root().join("target/bench").join(handlers.to_string());
        let size = workspace::write(&dir, handlers).map_err(|error| format!("{}: {error}", dir.display()))?;
        println!("\n{handlers} handlers, {} files, {} lines, {RUNS} runs of each in turn", size.files, size.lines);
        let mut graph = Command::new(&tool);
        graph.args(["graph", "--quiet", "--format", "json"]).arg(&dir);
        let mut sides = vec![Side::new("cargo ensue graph", graph)];
        if has_ripgrep {
            let mut search = Command::new("rg");
            search.args(["--count", "--no-ignore", r"#\[(\w+::)*(handler|event)"]).arg(&dir);
            sides.push(Side::new("rg", search));
        }
        in_turn(&mut sides, RUNS)?;
        for side in &sides {
            println!("  {side}");
        }
        if let [graph, search] = &sides[..] {
            println!("  cargo ensue graph : rg = {:.1} (medians)", graph.median() / search.median());
        }
        #[expect(clippy::cast_precision_loss, reason = "far below the precision of a float")]
        per_handler.push(sides[0].median() / handlers as f64);
    }
    println!(
        "\ngrowth: a handler among {} costs {:.2} x one among {}",
        SIZES[2],
        per_handler[2] / per_handler[0],
        SIZES[0]
    );
    println!(
        "        a handler among {} costs {:.2} x one among {}",
        SIZES[2],
        per_handler[2] / per_handler[1],
        SIZES[1]
    );
    Ok(())
}

/// The cost of an event, beside the two things that one would write by hand.
fn dispatch() -> Result<(), String> {
    println!("\ndispatch of an event (cargo bench -p ensue --bench dispatch)");
    let arguments = ["bench", "--quiet", "--package", "ensue", "--bench", "dispatch"];
    run_cargo(&arguments)
}

fn build() -> Result<PathBuf, String> {
    run_cargo(&["build", "--quiet", "--release", "--package", "cargo-ensue"])?;
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
    Ok(Path::new(&target).join("release").join(format!("cargo-ensue{}", std::env::consts::EXE_SUFFIX)))
}

fn run_cargo(arguments: &[&str]) -> Result<(), String> {
    let status = Command::new(env!("CARGO")).args(arguments).current_dir(root()).status();
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("cargo {} ended with {status}", arguments.join(" "))),
        Err(error) => Err(format!("cargo did not start: {error}")),
    }
}
