//! What must hold for every input, whatever is in it.

use crate::input::Input;
use ensue_analyzer::analyses::{Direction, Index, tree};
use ensue_analyzer::model::{Analysis, analyze};
use ensue_analyzer::render::picture::Picture;
use ensue_analyzer::render::{dot, text};
use ensue_analyzer::source::{Memory, Tree, load};
use ensue_grammar::graph::Graph;
use std::collections::BTreeSet;

/// Analyses the files twice, looks at the graph, and writes it in the formats that are quick to write.
pub(crate) fn judge(input: &Input) {
    let tree = Memory::new(input.files.clone());
    let Some(analysis) = analysis(&tree) else { return };
    sound(&analysis.graph);
    let reversed = Memory::new(input.files.iter().rev().cloned());
    assert!(Some(&analysis) == self::analysis(&reversed).as_ref(), "the same files give another graph");
    written(&analysis.graph);
}

/// Analyses the files, and asks for no more than an end.
pub(crate) fn ends(input: &Input) {
    if let Some(analysis) = analysis(&Memory::new(input.files.clone())) {
        no_panic(&analysis.graph);
    }
}

/// Of a project whose own manifest is broken there is none, and an error instead.
pub(crate) fn analysis(tree: &dyn Tree) -> Option<Analysis> {
    let project = load(tree, "").ok()?;
    Some(analyze(tree, &project))
}

/// What every reader of a graph may rely on.
pub(crate) fn sound(graph: &Graph) {
    no_panic(graph);
    let ids: BTreeSet<&str> = graph.nodes.iter().map(|node| node.id.as_str()).collect();
    for edge in &graph.edges {
        assert!(ids.contains(edge.from.as_str()) && ids.contains(edge.to.as_str()), "an edge of nothing: {edge:?}");
    }
    assert!(graph.nodes.is_sorted_by(|a, b| a.key() < b.key()), "nodes are sorted, each is once");
    assert!(graph.edges.is_sorted_by(|a, b| a.key() < b.key()), "edges are sorted, each is once");
    let read: Graph = serde_json::from_str(&graph.to_json()).expect("a graph is JSON");
    assert!(read == *graph, "a graph is not what it was once it is written and read");
}

/// A panic of the parser is caught and told as a hole.
fn no_panic(graph: &Graph) {
    for hole in &graph.holes {
        assert!(!hole.detail.contains("please report it"), "the parser panicked: {hole:?}");
    }
}

fn written(graph: &Graph) {
    let picture = dot::document(&Picture::of(graph, |_| None));
    assert!(picture.ends_with("}\n"));
    let index = Index::new(graph);
    for root in (0..graph.nodes.len()).take(3) {
        for direction in [Direction::After, Direction::Before] {
            let told = text::tree(&index, &tree(&index, root, direction, 6), direction, Some(80));
            assert!(!told.is_empty());
        }
    }
}
