//! What a program registers, against what the snapshot says of it: each program has this file as a module of its test.

use ensue::graph::{Graph, Node};

/// The snapshot of the whole shop, which `cargo ensue snapshot` writes.
const SNAPSHOT: &str = include_str!("ensue.json");

/// What is linked into this program is what the snapshot says of it; `conditions` are those that hold for it.
pub(crate) fn assert_linked(program: &str, conditions: &[&str]) {
    let drawn: Graph = serde_json::from_str(SNAPSHOT).expect("the snapshot is a graph");
    assert_eq!((drawn.holes, drawn.diagnostics), (vec![], vec![]));
    let crates = &drawn.programs.iter().find(|it| it.name == program).expect("the snapshot knows the program").crates;
    let holds = |condition: &Option<String>| condition.as_deref().is_none_or(|it| conditions.contains(&it));
    // A program outside is in nobody's crate.
    let part = |node: &&Node| (node.krate.is_empty() || crates.contains(&node.krate)) && holds(&node.condition);

    let linked = ensue::linked();
    let nodes: Vec<String> = drawn.nodes.iter().filter(part).map(known_to_both).collect();
    assert_eq!(nodes, linked.nodes.iter().map(known_to_both).collect::<Vec<_>>());

    let ids: Vec<&str> = drawn.nodes.iter().filter(part).map(|node| node.id.as_str()).collect();
    let inside =
        drawn.edges.iter().filter(|it| ids.contains(&&*it.from) && ids.contains(&&*it.to) && holds(&it.condition));
    let edges: Vec<String> = inside.map(|edge| format!("{:?}", edge.key())).collect();
    assert_eq!(edges, linked.edges.iter().map(|edge| format!("{:?}", edge.key())).collect::<Vec<_>>());
    assert!(!edges.is_empty());
}

/// A node without what only the source tells.
fn known_to_both(node: &Node) -> String {
    let mut node = Node { condition: None, fields: None, body: None, ..node.clone() };
    node.programs.clear();
    format!("{node:?}")
}
