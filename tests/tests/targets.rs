//! A library, a binary and an example of one name: ids tell them apart, and the program says the same ids as the analyzer.

use ensue_grammar::graph::Graph;
use ensue_tests::{ensue, root};
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

#[test]
fn targets_of_one_name_are_told_apart_by_reader_and_program_alike() {
    let fixture = root().join("tests/fixtures/targets");
    let read = graph(ensue!().args(["graph", "--format", "json"]).arg(&fixture));
    assert_eq!(read.holes, vec![]);
    for (target, program, ids) in [
        (["--bin", "shop"], "shop/shop", &["shop(bin)::count", "shop(bin)::stock::Things", "shop::count"][..]),
        (["--example", "shop"], "shop/shop(example)", &["shop(example)::count", "shop::count"]),
        (["--bin", "other"], "other", &["other::count", "shop::count"]),
    ] {
        let linked = graph(&mut run(&fixture, target));
        let read: BTreeSet<&str> = read
            .nodes
            .iter()
            .filter(|node| node.programs.iter().any(|it| it == program))
            .map(|node| node.id.as_str())
            .collect();
        let theirs: BTreeSet<&str> = linked.nodes.iter().map(|node| node.id.as_str()).collect();
        assert_eq!(read, theirs, "{target:?}");
        assert!(ids.iter().all(|id| theirs.contains(id)), "{target:?}: {theirs:?}");
        let ends = linked.edges.iter().flat_map(|edge| [edge.from.as_str(), edge.to.as_str()]);
        assert!(ends.collect::<BTreeSet<_>>().is_subset(&theirs), "edges end at nodes: {:?}", linked.edges);
    }
}

fn run(fixture: &Path, target: [&str; 2]) -> Command {
    let mut program = Command::new(env!("CARGO"));
    program.args(["run", "--quiet", "--locked"]).args(target).arg("--target-dir");
    program.arg(root().join("target/targets")).current_dir(fixture);
    program
}

/// The graph that a command prints.
fn graph(command: &mut Command) -> Graph {
    let output = command.output().expect("the command starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("a graph")
}
