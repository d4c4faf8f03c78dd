//! Causes against brute force: what they say is there, and without them nothing would have happened.

use super::pairs;
use crate::analyses::sample::graph;
use crate::diff::{Change, Diff, EdgeId, Root, compare};
use ensue_grammar::graph::{Edge, Graph, NodeKind};
use std::collections::BTreeSet;

#[test]
fn each_consequence_has_one_cause_that_tells_of_it() {
    for (base, head) in pairs() {
        let diff = compare(&base, &head);
        for it in &diff.consequences {
            let telling = diff.causes.iter().filter(|cause| cause.change == it.change).filter(|cause| {
                let is_its_root = match &cause.root {
                    Root::Edge(edge) => it.cause.first() == Some(edge) && !is_own(&diff, it.change, &it.from),
                    Root::Node(node) => it.from == node.id,
                };
                is_its_root && cause.reached.iter().any(|node| node.id == it.to)
            });
            assert_eq!(telling.count(), 1, "{it:?}");
        }
        let told: BTreeSet<(Change, &String)> = diff.consequences.iter().map(|it| (it.change, &it.to)).collect();
        for cause in &diff.causes {
            assert!(cause.reached.iter().all(|node| told.contains(&(cause.change, &node.id))));
            assert_eq!(cause.witness.last().map(|edge| &edge.to), cause.reached.first().map(|node| &node.id));
            let rank = |kind| if kind == NodeKind::Effect { 0 } else { 1 + usize::from(kind != NodeKind::Event) };
            assert!(cause.reached.is_sorted_by_key(|node| rank(node.kind)));
        }
        let roots: BTreeSet<(Change, &Root)> = diff.causes.iter().map(|it| (it.change, &it.root)).collect();
        assert_eq!(roots.len(), diff.causes.len(), "each is told once");
    }
}

fn is_own(diff: &Diff, change: Change, id: &str) -> bool {
    let own = if change == Change::Gained { &diff.nodes.added } else { &diff.nodes.removed };
    own.iter().any(|node| node.id == id)
}

/// Whoever takes the causes back, and those of what is then gained by longer ways, takes back everything that was gained by
/// something that was there.
#[test]
fn without_causes_nothing_is_gained() {
    let mut taken = 0;
    for (base, head) in pairs() {
        let old: BTreeSet<&String> = base.nodes.iter().map(|node| &node.id).collect();
        let mut rest = head.clone();
        loop {
            let diff = compare(&base, &rest);
            let gained = diff.consequences.iter().filter(|it| it.change == Change::Gained && old.contains(&it.from));
            if gained.count() == 0 {
                break;
            }
            let causes = diff.causes.iter().filter(|it| it.change == Change::Gained);
            let roots: BTreeSet<&EdgeId> =
                causes.filter_map(|it| if let Root::Edge(edge) = &it.root { Some(edge) } else { None }).collect();
            let before = rest.edges.len();
            rest.edges.retain(|edge| !roots.contains(&EdgeId::of(edge)));
            assert!(rest.edges.len() < before, "something is gained without a cause");
            taken += before - rest.edges.len();
        }
        let ours = |edges: &[Edge]| edges.iter().map(EdgeId::of).collect::<BTreeSet<_>>();
        let (all, left, known) = (ours(&head.edges), ours(&rest.edges), ours(&base.edges));
        assert!(all.difference(&left).all(|edge| !known.contains(edge)), "what was there is no cause");
    }
    assert!(taken > 200, "the graphs are too alike to prove anything: {taken}");
}

#[test]
fn one_cause_is_told_once_with_the_entry_points_and_owners_that_it_affects() {
    let text = "controller buy POST /orders\ncontroller give\nevent Bought\nhandler pack\nbuy emits Bought\ngive emits Bought\n\
                Bought handles pack\n";
    let more = "handler thank\neffect SendReceipt\neffect_handler send\nevent Sent\nBought handles thank deferred\n\
                thank requests SendReceipt deferred\nSendReceipt performs send deferred\nsend emits Sent\n";
    let (base, mut head) = (graph(text), graph(&format!("{text}{more}")));
    for node in &mut head.nodes {
        let owner = match node.name.as_str() {
            "thank" | "SendReceipt" => "@mail",
            "buy" => "@shop",
            _ => continue,
        };
        node.owners.push(owner.to_owned());
    }
    let diff = compare(&base, &head);
    let [cause] = diff.causes.as_slice() else { panic!("{:#?}", diff.causes) };
    assert!(matches!(&cause.root, Root::Edge(edge) if edge.from == "app::Bought" && edge.to == "app::thank"));
    assert_eq!(cause.entries, ["app::buy", "app::give"]);
    let reached: Vec<&str> = cause.reached.iter().map(|node| node.id.as_str()).collect();
    assert_eq!(reached, ["app::SendReceipt", "app::Sent", "app::thank", "app::send"]);
    assert_eq!((cause.witness.len(), cause.witness[0].from.as_str()), (3, "app::buy"));
    assert_eq!(
        (cause.owners.reached.as_slice(), cause.owners.affected.as_slice()),
        (&["@mail".to_owned()][..], &["@shop".to_owned()][..])
    );
    let graph_of = |graph: &Graph| compare(graph, graph).causes.len();
    assert_eq!((graph_of(&base), graph_of(&head)), (0, 0));
}

/// Where no edge is new, what differs in its condition is responsible.
#[test]
fn a_condition_is_a_cause_too() {
    let text = "controller buy\nevent Bought\nhandler pack\nevent Packed\nbuy emits Bought\nBought handles pack\npack emits Packed";
    let (mut base, mut head) = (graph(text), graph(text));
    for (graph, condition) in [(&mut base, "windows"), (&mut head, "unix")] {
        let node = |name: &str| graph.nodes.iter().position(|node| node.name == name).expect("a node of the sample");
        let (buy, pack) = (node("buy"), node("pack"));
        graph.nodes[buy].condition = Some("unix".to_owned());
        graph.nodes[pack].condition = Some(condition.to_owned());
    }
    let diff = compare(&base, &head);
    let roots: Vec<(&Root, usize)> = diff.causes.iter().map(|it| (&it.root, it.reached.len())).collect();
    let [(Root::Node(node), 2)] = roots.as_slice() else { panic!("{roots:?}") };
    assert_eq!(node.id, "app::pack");
}
