//! Where `cfg(test)` holds: in each program that cargo builds with `--tests` and `--benches` is what is read with these flags.

use ensue_grammar::graph::{Edge, Graph, Node};
use ensue_tests::{ensue, root};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

#[test]
fn tests_are_compiled_as_cargo_does_it() {
    let built = programs(&["--tests", "--bins", "--benches"]);
    let names =
        ["front", "front (unit tests)", "shop", "shop (unit tests)", "shop(bin) (unit tests)", "speed", "whole"];
    assert_eq!(built.keys().map(String::as_str).collect::<Vec<_>>(), names);
    agree(&read(&["--tests", "--benches"]), &built);
}

#[test]
fn without_being_asked_for_nothing_of_tests_is_compiled() {
    let read = read(&[]);
    agree(&read, &programs(&["--bins"]));
    let conditions = read.nodes.iter().map(|it| &it.condition).chain(read.edges.iter().map(|it| &it.condition));
    assert_eq!(conditions.flatten().next(), None);
}

/// Each program contains what is read of it, and all that is read is in one.
fn agree(read: &Graph, built: &BTreeMap<String, Graph>) {
    assert_eq!(read.holes, vec![]);
    let told: BTreeSet<&str> = read.nodes.iter().flat_map(|it| &it.programs).map(String::as_str).collect();
    assert_eq!(told, built.keys().map(String::as_str).collect());
    for (program, linked) in built {
        let nodes = |graph: &Graph, is_in: &dyn Fn(&Node) -> bool| -> BTreeSet<String> {
            graph.nodes.iter().filter(|it| is_in(it)).map(|it| format!("{:?} {}", it.kind, it.id)).collect()
        };
        let is_in = |node: &Node| node.programs.contains(program);
        assert_eq!(nodes(read, &is_in), nodes(linked, &|_| true), "{program}");
        let ids: BTreeSet<&str> = read.nodes.iter().filter(|it| is_in(it)).map(|it| it.id.as_str()).collect();
        let edges = |graph: &Graph, is_in: &dyn Fn(&Edge) -> bool| -> BTreeSet<String> {
            graph.edges.iter().filter(|it| is_in(it)).map(|it| format!("{} {:?} {}", it.from, it.kind, it.to)).collect()
        };
        let is_in = |edge: &Edge| {
            let ends = [edge.from.as_str(), edge.to.as_str()];
            ends.into_iter().all(|end| ids.contains(end)) && holds(edge, program)
        };
        assert_eq!(edges(read, &is_in), edges(linked, &|_| true), "{program}");
    }
}

/// Whether an edge is in a program that contains both of its ends.
fn holds(edge: &Edge, program: &str) -> bool {
    let home = edge.home().split("::").next().unwrap_or_default();
    let is_tested = program == format!("{home} (unit tests)");
    match edge.condition.as_deref() {
        None => true,
        Some("test") => is_tested,
        Some("not(test)") => !is_tested,
        Some(other) => panic!("{other}"),
    }
}

fn fixture() -> PathBuf {
    root().join("tests/fixtures/unit_tests")
}

fn read(flags: &[&str]) -> Graph {
    let output = ensue!().args(["graph", "--format", "json"]).args(flags).arg(fixture()).output().expect("it starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("a graph")
}

/// The programs that cargo builds, by the names that they should have, and what each registers.
fn programs(targets: &[&str]) -> BTreeMap<String, Graph> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["build", "--quiet", "--locked", "--workspace", "--message-format=json", "--target-dir"]);
    let output = cargo.arg(root().join("target/targets")).args(targets).current_dir(fixture()).output().expect("cargo");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let said = String::from_utf8(output.stdout).expect("text");
    let artifacts = said.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let mut found = BTreeMap::new();
    for artifact in artifacts {
        let Some(executable) = artifact["executable"].as_str() else { continue };
        let (name, kind) =
            (artifact["target"]["name"].as_str().unwrap(), artifact["target"]["kind"][0].as_str().unwrap());
        let is_test = artifact["profile"]["test"] == true;
        let name = match kind {
            "lib" => format!("{name} (unit tests)"),
            "bin" if is_test && name == "shop" => "shop(bin) (unit tests)".to_owned(),
            "bin" if is_test => format!("{name} (unit tests)"),
            _ => name.to_owned(),
        };
        found.insert(name, registered(Path::new(executable)));
    }
    found
}

/// What a program prints, or its test of that name.
fn registered(executable: &Path) -> Graph {
    let mut program = Command::new(executable);
    let output = program.args(["registered", "--nocapture"]).output().expect("the program starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).expect("text");
    let json = text.find('{').zip(text.rfind('}')).map(|(start, end)| &text[start..=end]).expect("a graph");
    serde_json::from_str(json).expect("a graph")
}
