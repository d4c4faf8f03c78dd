//! What a difference holds beside what differs: enough to tell it, and a part of the two graphs as they are.

use super::pairs;
use crate::analyses::sample::{PAYMENTS, graph};
use crate::diff::{Change, Diff, EdgeId, compare};
use ensue_grammar::graph::{Edge, Graph, Node, NodeKind};
use serde_json::Value;
use std::collections::BTreeSet;

#[test]
fn the_two_parts_hold_what_any_part_of_the_difference_names() {
    for (base, head) in changes() {
        let diff = compare(&base, &head);
        let sides = diff.sides();
        let ids = |graph: &Graph| graph.nodes.iter().map(|node| node.id.clone()).collect::<BTreeSet<_>>();
        let (in_base, in_head) = (ids(&sides.base), ids(&sides.head));
        let known: BTreeSet<String> = in_base.union(&in_head).cloned().collect();
        let mut named = BTreeSet::new();
        // Every value of these names, wherever it stands, is the id of a node.
        collect(&serde_json::to_value(&diff).expect("a difference is JSON"), &mut named);
        assert_eq!(named.difference(&known).collect::<Vec<_>>(), Vec::<&String>::new());

        let edges = |graph: &Graph| graph.edges.iter().map(EdgeId::of).collect::<BTreeSet<_>>();
        for it in &diff.consequences {
            let (nodes, edges) = match it.change {
                Change::Gained => (&in_head, edges(&sides.head)),
                Change::Lost => (&in_base, edges(&sides.base)),
            };
            assert!(nodes.contains(&it.from) && nodes.contains(&it.to));
            assert!(it.witness.iter().all(|edge| edges.contains(edge)));
        }
        let all: BTreeSet<EdgeId> = edges(&sides.base).union(&edges(&sides.head)).cloned().collect();
        assert!(diff.findings.iter().flat_map(|it| &it.witness).all(|edge| all.contains(edge)));
    }
}

/// The strings that are ids by the names of their fields.
fn collect(value: &Value, ids: &mut BTreeSet<String>) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| collect(value, ids)),
        Value::Object(fields) => {
            for (name, value) in fields {
                match (name.as_str(), value) {
                    ("id" | "from" | "to", Value::String(id)) => drop(ids.insert(id.clone())),
                    ("about" | "nearest" | "entries", Value::Array(list)) => {
                        ids.extend(list.iter().filter_map(Value::as_str).map(str::to_owned));
                    }
                    // The states of a resource, not nodes.
                    ("transitions", _) => {}
                    (_, value) => collect(value, ids),
                }
            }
        }
        _ => {}
    }
}

/// Nodes and edges that differ are those of their own graph; the others are as in head, and in base under base's ids.
#[test]
fn the_two_parts_are_parts_of_the_two_graphs() {
    for (base, head) in changes() {
        let diff = compare(&base, &head);
        let sides = diff.sides();
        assert_eq!(sides.base.nodes, part(&base.nodes, &sides.base.nodes));
        assert_eq!(sides.head.nodes, part(&head.nodes, &sides.head.nodes));
        assert_eq!(sides.head.edges, part(&head.edges, &sides.head.edges));
        let ids = |edges: &[Edge]| edges.iter().map(EdgeId::of).collect::<BTreeSet<_>>();
        assert!(ids(&base.edges).is_superset(&ids(&sides.base.edges)));
        for (part, whole) in [(&sides.base, &base), (&sides.head, &head)] {
            let nodes: BTreeSet<&str> = part.nodes.iter().map(|node| node.id.as_str()).collect();
            let between = |edge: &&Edge| nodes.contains(edge.from.as_str()) && nodes.contains(edge.to.as_str());
            let expected: Vec<EdgeId> = whole.edges.iter().filter(between).map(EdgeId::of).collect();
            assert_eq!(part.edges.iter().map(EdgeId::of).collect::<Vec<_>>(), expected, "all edges between its nodes");
        }
        let unchanged = head.nodes.len() - diff.nodes.added.len() - diff.nodes.changed.len();
        assert_eq!(diff.context.nodes.len() + diff.context.left_out, unchanged);
    }
}

fn part<T: PartialEq + Clone>(whole: &[T], part: &[T]) -> Vec<T> {
    whole.iter().filter(|it| part.contains(it)).cloned().collect()
}

/// Random pairs, and such where everything of head has another path besides, or a few contents differ.
fn changes() -> impl Iterator<Item = (Graph, Graph)> {
    pairs().enumerate().map(|(ix, (base, mut head))| {
        if ix % 3 == 1 {
            let moved =
                |id: &str| if id.starts_with("external:") { id.to_owned() } else { id.replace("app::", "app::new::") };
            for node in &mut head.nodes {
                node.moved = Some(node.id.clone()).filter(|_| node.kind != NodeKind::External);
                node.id = moved(&node.id);
            }
            for edge in &mut head.edges {
                (edge.from, edge.to) = (moved(&edge.from), moved(&edge.to));
            }
        }
        if ix % 3 == 2 {
            head.nodes.iter_mut().step_by(4).for_each(|node| node.body = Some("00112233".to_owned()));
            head.edges.iter_mut().step_by(5).for_each(|edge| edge.through = vec!["app::Things::add".to_owned()]);
        }
        head.sort();
        (base, head)
    })
}

#[test]
fn a_part_that_moved_keeps_what_it_was_in_base() {
    let base = graph("event A\nhandler old\nA handles old\nevent B\nold emits B");
    let mut head = graph("event A\nhandler new\nA handles new\nevent B\nnew emits B");
    head.nodes.iter_mut().filter(|node| node.name == "new").for_each(|node| node.moved = Some("app::old".to_owned()));
    let sides = compare(&base, &head).sides();
    let name = |graph: &Graph| -> Vec<String> {
        graph.nodes.iter().filter(|node| node.kind == NodeKind::Handler).map(|node| node.name.clone()).collect()
    };
    assert_eq!((name(&sides.base), name(&sides.head)), (vec!["old".to_owned()], vec!["new".to_owned()]));
    assert_eq!(
        sides.base.edges.iter().map(EdgeId::of).collect::<Vec<_>>(),
        base.edges.iter().map(EdgeId::of).collect::<Vec<_>>()
    );
}

/// Five thousand nodes in a row, and a change in the middle: the nearest thousand are there.
#[test]
fn context_is_what_is_nearest() {
    use std::fmt::Write;
    let mut text = String::from("controller go\nevent E0\ngo emits E0\n");
    for i in 0..2500 {
        let _ = writeln!(text, "handler h{i}\nevent E{next}\nE{i} handles h{i}\nh{i} emits E{next}", next = i + 1);
    }
    let base = graph(&text);
    let mut head = base.clone();
    head.nodes.iter_mut().filter(|node| node.name == "h1200").for_each(|node| node.condition = Some("unix".to_owned()));
    let Diff { context, .. } = compare(&base, &head);
    // The entry point that leads to it is named, besides.
    assert_eq!(context.nodes.len(), 1001);
    assert_eq!(context.left_out, base.nodes.len() - 1 - 1001);
    // Five hundred on each side are 250 handlers and as many events.
    let has = |name: &str| context.nodes.iter().any(|node| node.name == name);
    assert_eq!(["h950", "h1450", "h949", "h1451"].map(has), [true, true, false, false]);
    assert_eq!(["E1200", "E1201", "E951", "E1450", "E950", "E1451"].map(has), [true, true, true, true, false, false]);
}

#[test]
fn who_else_listens_is_told() {
    let base = graph(PAYMENTS);
    let head: Vec<&str> = PAYMENTS.lines().filter(|line| !line.contains("AuthFailed handles retry")).collect();
    let diff = compare(&base, &graph(&head.join("\n")));
    assert!(diff.context.nodes.iter().any(|node: &Node| node.id == "app::ops::notify"));
}
