//! The rows about the analysis: a tree, and a search of the same tree beside it.

use super::process::{Side, in_turn, mebibytes};
use super::targets::Figure;
use super::tree::{Size, annotated, sparse};
use crate::root;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What the search counts. The shortest one that finds annotations by their own names, which is less than the analysis does.
const PATTERN: &str = r"#\[(\w+::)*(handler|event)";

/// Handlers in the trees of the row `growth`.
const GROWTH: [usize; 3] = [100, 1_000, 10_000];

/// A tree in which few files are annotated.
pub(super) fn sparse(tool: &Path, row: &'static str, depend: sparse::Depend) -> Result<Vec<Figure>, String> {
    let dir = folder(row);
    let size = sparse::write(&dir, depend).map_err(|error| format!("{}: {error}", dir.display()))?;
    println!("{size}");
    agree(tool, &dir, size)?;
    beside_search(tool, &dir, row, size.bytes)
}

/// A tree in which most files are annotated.
pub(super) fn annotated(tool: &Path, row: &'static str) -> Result<Vec<Figure>, String> {
    let dir = folder(row);
    let size = annotated::write(&dir, 10_000).map_err(|error| format!("{}: {error}", dir.display()))?;
    println!("{size}");
    agree(tool, &dir, size)?;
    beside_search(tool, &dir, row, size.bytes)
}

/// Trees of one shape in three sizes.
pub(super) fn growth(tool: &Path, row: &'static str) -> Result<Vec<Figure>, String> {
    let mut sides = Vec::new();
    let mut handlers = Vec::new();
    for wanted in GROWTH {
        let dir = folder(row).join(wanted.to_string());
        let size = annotated::write(&dir, wanted).map_err(|error| format!("{}: {error}", dir.display()))?;
        println!("{size}");
        agree(tool, &dir, size)?;
        sides.push(Side::new(format!("{wanted} handlers"), graph(tool, &dir)));
        handlers.push(size.handlers);
    }
    report(&mut sides)?;
    #[expect(clippy::cast_precision_loss, reason = "a count of handlers")]
    let each: Vec<f64> = sides.iter().zip(handlers).map(|(side, count)| side.least() / count as f64).collect();
    let of_hundred = each[2] / each[0];
    let of_thousand = each[2] / each[1];
    println!("  a handler among 10,000 costs {of_hundred:.2} x one among 100, and {of_thousand:.2} x one among 1,000");
    Ok(vec![
        Figure { row, what: "one of 10,000 : one of 100", value: of_hundred },
        Figure { row, what: "one of 10,000 : one of 1,000", value: of_thousand },
    ])
}

/// All lints on the tree of the row `annotated`, beside the analysis that both need.
pub(super) fn check(tool: &Path, row: &'static str) -> Result<Vec<Figure>, String> {
    let dir = folder(row);
    let size = annotated::write(&dir, 10_000).map_err(|error| format!("{}: {error}", dir.display()))?;
    println!("{size}");
    agree(tool, &dir, size)?;
    let mut check = Command::new(tool);
    check.args(["check", "--quiet", "--format", "json"]).arg(&dir);
    let mut sides = [Side::new("cargo ensue check", check), Side::new("cargo ensue graph", graph(tool, &dir))];
    report(&mut sides)?;
    let [check, graph] = &sides;
    let ratio = check.least() / graph.least();
    let of_medians = check.median() / graph.median();
    println!("  check : graph = {ratio:.2} (least), {of_medians:.2} (medians); cpu {:.2}", check.cpu() / graph.cpu());
    Ok(vec![Figure { row, what: "check : graph", value: ratio }])
}

/// A tree of the reader's own. What is in it is not known, so nothing is compared but the search.
pub(super) fn corpus(tool: &Path, dir: &Path) -> Result<Vec<Figure>, String> {
    let size = measure(dir).map_err(|error| format!("{}: {error}", dir.display()))?;
    let count = |kind| count(tool, dir, kind);
    let (handlers, events) = (count("handler")?, count("event")?);
    println!("{}", Size { handlers, events, ..size });
    beside_search(tool, dir, "corpus", size.bytes)
}

fn folder(row: &str) -> PathBuf {
    root().join("target/bench").join(row)
}

fn graph(tool: &Path, dir: &Path) -> Command {
    let mut graph = Command::new(tool);
    graph.args(["graph", "--quiet", "--format", "json"]).arg(dir);
    graph
}

fn beside_search(tool: &Path, dir: &Path, row: &'static str, bytes: usize) -> Result<Vec<Figure>, String> {
    let mut search = Command::new("rg");
    // The trees lie in `target`, which git ignores.
    search.args(["--count", "--no-ignore", PATTERN]).arg(dir);
    let mut sides = [Side::new("cargo ensue graph", graph(tool, dir)), Side::new("rg", search)];
    report(&mut sides)?;
    let [graph, search] = &sides;
    let ratio = graph.least() / search.least();
    let of_medians = graph.median() / search.median();
    println!("  time : rg = {ratio:.2} (least), {of_medians:.2} (medians); cpu {:.2}", graph.cpu() / search.cpu());
    let allowed = (64 << 20) + bytes as u64 / 2;
    println!("  memory: {:.1} of {:.1} MiB allowed", mebibytes(graph.peak()), mebibytes(allowed));
    Ok(vec![
        Figure { row, what: "time : rg", value: ratio },
        Figure { row, what: "seconds", value: graph.least() },
        Figure { row, what: "memory : allowed", value: mebibytes(graph.peak()) / mebibytes(allowed) },
    ])
}

fn report(sides: &mut [Side]) -> Result<(), String> {
    let rounds = in_turn(sides)?;
    println!("{rounds} runs of each in turn");
    for side in sides {
        println!("  {side}");
    }
    Ok(())
}

/// A fast answer that is wrong is worth nothing: the graph must hold what was written, and no hole.
fn agree(tool: &Path, dir: &Path, size: Size) -> Result<(), String> {
    for (kind, written) in [("handler", size.handlers), ("event", size.events)] {
        let found = count(tool, dir, kind)?;
        if found != written {
            return Err(format!("{}: {written} nodes of kind `{kind}` were written, {found} found", dir.display()));
        }
    }
    let holes = lines(tool, dir, |line| line.starts_with("{\"reason\":"))?;
    if holes == 0 { Ok(()) } else { Err(format!("{}: {holes} holes, where all can be seen", dir.display())) }
}

fn count(tool: &Path, dir: &Path, kind: &str) -> Result<usize, String> {
    let field = format!("\"kind\":\"{kind}\"");
    lines(tool, dir, |line| line.starts_with("{\"id\":") && line.contains(&field))
}

/// Counts lines of the graph without keeping it: the peak of a child is never less than what its parent held.
fn lines(tool: &Path, dir: &Path, wanted: impl Fn(&str) -> bool) -> Result<usize, String> {
    let child = graph(tool, dir).stdout(Stdio::piped()).spawn();
    let mut child = child.map_err(|error| format!("{}: {error}", tool.display()))?;
    let mut count = 0;
    for line in BufReader::new(child.stdout.take().expect("it was piped")).lines() {
        let line = line.map_err(|error| format!("{}: {error}", tool.display()))?;
        count += usize::from(wanted(&line));
    }
    match child.wait() {
        Ok(status) if status.success() => Ok(count),
        Ok(status) => Err(format!("{} ended with {status} on {}", tool.display(), dir.display())),
        Err(error) => Err(format!("{}: {error}", tool.display())),
    }
}

/// The Rust in a folder, links not followed.
fn measure(dir: &Path) -> std::io::Result<Size> {
    let mut size = Size::default();
    let mut folders = vec![dir.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder)? {
            let entry = entry?;
            let path = entry.path();
            if entry.file_type()?.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = std::fs::read(path)?;
                size.files += 1;
                size.lines += text.split(|byte| *byte == b'\n').count();
                size.bytes += text.len();
            } else if entry.file_name() == "Cargo.toml" {
                size.crates += 1;
            }
        }
    }
    Ok(size)
}
