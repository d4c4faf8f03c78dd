mod causes;
mod partial;
mod read;
mod rules;
mod verdicts;

use super::{Change, Consequence, Diff, EdgeId, Verdict, compare};
use crate::analyses::sample::{PAYMENTS, graph, random};
use ensue_grammar::graph::{EdgeKind, Graph, Hole, HoleReason, Node, NodeKey, NodeKind, Statement, Timing};
use std::collections::{BTreeMap, BTreeSet};

/// Base and head of many pairs, of which most share the greater part.
fn pairs() -> impl Iterator<Item = (Graph, Graph)> {
    (0..150).map(|seed| {
        let (base, mut head) = (random(seed), random(seed));
        let other = random(seed + 1000);
        // Head loses a few edges of base and gains a few of another graph.
        head.edges.retain(|edge| !(edge.to.len() + edge.from.len()).is_multiple_of(5));
        head.nodes.extend(
            other.nodes.iter().filter(|node| base.nodes.iter().all(|known| known.key() != node.key())).cloned(),
        );
        let known: BTreeSet<String> = head.nodes.iter().map(|node| node.id.clone()).collect();
        let fits = |id: &String| known.contains(id);
        head.edges.extend(other.edges.iter().take(4).filter(|edge| fits(&edge.from) && fits(&edge.to)).cloned());
        head.sort();
        head.edges.dedup_by(|a, b| a.key() == b.key());
        (base, head)
    })
}

/// A random graph, and what becomes of it by random edits: edges go, come, and change their timing and their archivers.
fn edits() -> impl Iterator<Item = (Graph, Graph)> {
    (0..400).map(|seed| {
        let mut chance = fastrand::Rng::with_seed(seed);
        let mut base = random(seed);
        let archiver = |i: usize| Node::new(format!("app::Things{i}"), NodeKind::Archiver, format!("Things{i}"));
        base.nodes.extend((0..3).map(archiver));
        // Enough edges for loops that differ.
        base.edges.extend((1..4).flat_map(|other| random(seed + 1000 * other).edges));
        let known: BTreeSet<String> = base.nodes.iter().map(|node| node.id.clone()).collect();
        base.edges.retain(|edge| known.contains(&edge.from) && known.contains(&edge.to));
        base.sort();
        let mut head = base.clone();
        let timings = [Timing::Inline, Timing::AfterCommit, Timing::Deferred, Timing::Scheduled];
        for graph in [&mut base, &mut head] {
            graph.edges.retain(|_| chance.usize(..8) > 0);
            for edge in &mut graph.edges {
                if chance.usize(..6) == 0 {
                    edge.timing = timings[chance.usize(..timings.len())];
                }
                if edge.kind == EdgeKind::Emits && chance.usize(..3) == 0 {
                    edge.through = vec![format!("app::Things{}::add", chance.usize(..3))];
                }
            }
            let known: BTreeSet<&String> = graph.nodes.iter().map(|node| &node.id).collect();
            let more = random(chance.u64(..)).edges.into_iter().take(4);
            graph.edges.extend(more.filter(|edge| known.contains(&edge.from) && known.contains(&edge.to)));
            graph.sort();
            graph.edges.dedup_by(|a, b| a.key() == b.key());
        }
        (base, head)
    })
}

/// Which node reaches which by at least one edge, by the dullest method there is. Ids of the random graphs say the kind,
/// so that an id is one node.
fn closure(graph: &Graph) -> BTreeSet<(String, String)> {
    let ids: Vec<&String> = graph.nodes.iter().map(|node| &node.id).collect();
    let position: BTreeMap<&String, usize> = ids.iter().copied().zip(0..).collect();
    let mut reaches = vec![vec![false; ids.len()]; ids.len()];
    for edge in &graph.edges {
        reaches[position[&edge.from]][position[&edge.to]] = true;
    }
    for middle in 0..ids.len() {
        for from in 0..ids.len() {
            for to in 0..ids.len() {
                reaches[from][to] |= reaches[from][middle] && reaches[middle][to];
            }
        }
    }
    let pairs = (0..ids.len()).flat_map(|from| (0..ids.len()).map(move |to| (from, to)));
    pairs.filter(|&(from, to)| reaches[from][to]).map(|(from, to)| (ids[from].clone(), ids[to].clone())).collect()
}

fn told(diff: &Diff, change: Change) -> BTreeSet<(String, String)> {
    let of_change = diff.consequences.iter().filter(|consequence| consequence.change == change);
    of_change.map(|consequence| (consequence.from.clone(), consequence.to.clone())).collect()
}

/// Where consequences are told from, said in another way than the code does.
fn is_told_of(node: &Node, graph: &Graph, other: &Graph) -> bool {
    let leads = |to: &Graph| -> BTreeSet<_> {
        to.edges
            .iter()
            .filter(|edge| edge.from == node.id)
            .map(|edge| (edge.to.clone(), edge.kind, edge.timing))
            .collect()
    };
    let has_cause = graph.edges.iter().any(|edge| edge.to == node.id);
    let is_in_both = other.nodes.iter().any(|known| known.key() == node.key());
    node.kind == NodeKind::Controller || !has_cause || is_in_both && !leads(graph).is_subset(&leads(other))
}

#[test]
fn consequences_are_the_difference_of_the_closures() {
    let mut seen = 0;
    for (base, head) in pairs() {
        let diff = compare(&base, &head);
        for (change, graph, other) in [(Change::Gained, &head, &base), (Change::Lost, &base, &head)] {
            let sources: BTreeSet<&String> =
                graph.nodes.iter().filter(|node| is_told_of(node, graph, other)).map(|node| &node.id).collect();
            let delta = closure(graph)
                .difference(&closure(other))
                .filter(|(from, _)| sources.contains(from))
                .cloned()
                .collect();
            let told = told(&diff, change);
            assert_eq!(told, delta);
            seen += told.len();
        }
    }
    assert!(seen > 500, "the graphs are too alike to prove anything: {seen}");
}

/// Nothing that became reachable anywhere goes without a word: its way leads over a node that is told of.
#[test]
fn every_gain_is_told_at_its_source_or_follows_from_one_that_is() {
    for (base, head) in pairs() {
        let told = told(&compare(&base, &head), Change::Gained);
        let (before, after) = (closure(&base), closure(&head));
        let old: BTreeSet<&String> = base.nodes.iter().map(|node| &node.id).collect();
        for (from, to) in after.difference(&before).filter(|(from, _)| old.contains(from)) {
            let is_told = told.contains(&(from.clone(), to.clone()))
                || told.iter().any(|(source, end)| end == to && after.contains(&(from.clone(), source.clone())));
            assert!(is_told, "{from} can now cause {to}");
        }
    }
}

#[test]
fn a_witness_is_a_shortest_way_and_its_cause_is_what_the_other_side_lacks() {
    for (base, head) in pairs() {
        let diff = compare(&base, &head);
        let edges = |graph: &Graph| graph.edges.iter().map(EdgeId::of).collect::<BTreeSet<_>>();
        for consequence in &diff.consequences {
            let (graph, other) = if consequence.change == Change::Gained { (&head, &base) } else { (&base, &head) };
            let Consequence { from, to, witness, cause, .. } = consequence;
            assert_eq!((&witness[0].from, &witness[witness.len() - 1].to), (from, to));
            assert!(witness.windows(2).all(|pair| pair[0].to == pair[1].from), "{witness:?}");
            assert!(edges(graph).is_superset(&witness.iter().cloned().collect()));
            assert_eq!(witness.len(), steps(graph, from, to), "{from} to {to}");
            let lacking: Vec<EdgeId> = witness.iter().filter(|edge| !edges(other).contains(edge)).cloned().collect();
            assert_eq!(cause, &lacking);
            assert!(!cause.is_empty());
        }
    }
}

/// Number of edges from one id to another, at least one, by growing a set.
fn steps(graph: &Graph, from: &str, to: &str) -> usize {
    let mut reached: BTreeSet<&str> = BTreeSet::from([from]);
    for steps in 1..=graph.nodes.len() {
        reached = graph
            .edges
            .iter()
            .filter(|edge| reached.contains(edge.from.as_str()))
            .map(|edge| edge.to.as_str())
            .collect();
        if reached.contains(to) {
            return steps;
        }
    }
    panic!("{from} does not reach {to}");
}

#[test]
fn a_graph_does_not_differ_from_itself() {
    for seed in 0..100 {
        let graph = random(seed);
        let diff = compare(&graph, &graph);
        assert_eq!(diff.totals.base, diff.totals.head);
        assert_eq!((diff.context.nodes.len(), diff.context.left_out), (0, graph.nodes.len()));
        let nothing = compare(&Graph::default(), &Graph::default());
        assert_eq!(Diff { totals: nothing.totals, context: nothing.context.clone(), ..diff }, nothing);
    }
}

#[test]
fn swapping_the_sides_swaps_what_is_gained_and_lost() {
    for (base, head) in pairs() {
        let (there, back) = (compare(&base, &head), compare(&head, &base));
        assert_eq!(there.nodes.added, back.nodes.removed);
        assert_eq!(there.nodes.removed, back.nodes.added);
        assert_eq!(there.edges.added, back.edges.removed);
        assert_eq!(there.edges.removed, back.edges.added);
        assert_eq!(there.holes.added, back.holes.removed);
        // What is only added is safe, and what is taken away is not.
        assert_eq!(there.verdict == Verdict::None, back.verdict == Verdict::None);
        let of = |diff: &Diff, change| -> Vec<Consequence> {
            let of_change = diff.consequences.iter().filter(|it| it.change == change).cloned();
            of_change.map(|it| Consequence { change: Change::Gained, ..it }).collect()
        };
        assert_eq!(of(&there, Change::Gained), of(&back, Change::Lost));
        assert_eq!(of(&there, Change::Lost), of(&back, Change::Gained));
    }
}

/// A thousand handlers in a row, and entry points all along it: each reaches everything below.
#[test]
fn of_too_much_the_nearest_is_told_and_the_rest_counted() {
    use std::fmt::Write;
    let mut text = String::from("event E0\n");
    for i in 0..1000 {
        let _ = writeln!(text, "handler h{i}\nevent E{next}\nE{i} handles h{i}\nh{i} emits E{next}", next = i + 1);
    }
    for i in 0..100 {
        let _ = writeln!(text, "controller c{i}\nc{i} emits E{}", i * 5);
    }
    let diff = compare(&Graph::default(), &graph(&text));
    // A controller at E(5 i) reaches it and the 2 (1000 - 5 i) nodes below.
    let all: usize = (0..100).map(|i| 1 + 2 * (1000 - 5 * i)).sum();
    assert_eq!(diff.consequences.len() + diff.consequences_left_out, all);
    let edges: usize = diff.consequences.iter().map(|consequence| consequence.witness.len()).sum();
    let longest = diff.consequences.iter().map(|consequence| consequence.witness.len()).max().unwrap_or(0);
    assert!(edges <= 100_000 && edges + 100 * (longest + 1) > 100_000, "{edges}");
    assert_eq!(diff.consequences.len(), 100 * longest, "all that are as near are told");
}

#[test]
fn one_new_edge_is_the_cause_of_all_that_it_brings() {
    let base = graph(PAYMENTS);
    let head = graph(&format!("{PAYMENTS}\nAuthPending handles thank deferred"));
    let diff = compare(&base, &head);
    assert_eq!((diff.edges.added.len(), diff.edges.removed.len()), (1, 0));
    // It reached `thank` before, by `post_answer`.
    assert!(diff.consequences.is_empty());
    assert_eq!(diff.verdict, Verdict::Review);

    let head = graph(&format!("{PAYMENTS}\nhandler file\nevent Filed\nInvoiceWritten handles file\nfile emits Filed"));
    let diff = compare(&base, &head);
    let ends: Vec<(&str, &str)> = diff.consequences.iter().map(|it| (it.from.as_str(), it.to.as_str())).collect();
    let expected = ["app::InvoiceWritten", "app::nightly", "app::post_answer", "app::post_payment"]
        .into_iter()
        .flat_map(|from| [(from, "app::Filed"), (from, "app::file")]);
    assert_eq!(ends, expected.collect::<Vec<_>>());
    assert!(diff.consequences.iter().all(|it| it.certain && it.change == Change::Gained));
}

#[test]
fn a_node_that_says_where_it_was_is_moved_with_its_edges() {
    let base = graph(PAYMENTS);
    let mut head = graph(&PAYMENTS.replace("retry", "again::retry").replace("Auths", "store::Auths"));
    let set_moved = |graph: &mut Graph, new: &str, old: &str| {
        let node = graph.nodes.iter_mut().find(|node| node.id == new).expect("a node of the sample");
        node.moved = Some(old.to_owned());
    };
    set_moved(&mut head, "app::again::retry", "app::retry");
    set_moved(&mut head, "app::store::Auths", "app::Auths");

    for (base, head, from, to) in
        [(&base, &head, "app::retry", "app::again::retry"), (&head, &base, "app::again::retry", "app::retry")]
    {
        let diff = compare(base, head);
        assert_eq!(diff.verdict, Verdict::Safe);
        assert!(diff.nodes.added.is_empty() && diff.nodes.removed.is_empty() && diff.nodes.changed.is_empty());
        assert!(diff.edges.added.is_empty() && diff.edges.removed.is_empty() && diff.edges.changed.is_empty());
        assert!(diff.consequences.is_empty());
        assert_eq!(diff.nodes.moved.len(), 2);
        assert!(diff.nodes.moved.iter().any(|it| (it.from.as_str(), it.to.as_str(), it.confidence) == (from, to, 1.0)));
        let ends: Vec<_> =
            diff.edges.moved.iter().map(|it| (it.from.kind, it.from.from == from, it.to.to == to)).collect();
        assert_eq!(ends.len(), 2, "{ends:?}");
    }
}

#[test]
fn two_nodes_cannot_both_have_been_one() {
    let base = graph("event Old\nhandler h\nOld handles h");
    let mut head = graph("event New\nevent Newer\nhandler h\nNew handles h");
    for node in &mut head.nodes {
        node.moved = (node.kind == NodeKind::Event).then(|| "app::Old".to_owned());
    }
    let diff = compare(&base, &head);
    assert!(diff.nodes.moved.is_empty());
    assert_eq!((diff.nodes.added.len(), diff.nodes.removed.len()), (2, 1));
    // The claim of an id that is still in use is no move either.
    let mut head = graph("event Old\nevent New\nhandler h\nOld handles h");
    head.nodes.iter_mut().for_each(|node| node.moved = (node.name == "New").then(|| "app::Old".to_owned()));
    assert!(compare(&base, &head).nodes.moved.is_empty());
}

#[test]
fn holes_are_the_same_wherever_they_stand_in_a_file() {
    let hole = |file: &str, line| Hole {
        reason: HoleReason::MacroGenerated,
        file: Some(file.to_owned()),
        line: Some(line),
        detail: "`make!` makes items".to_owned(),
    };
    let with = |holes: Vec<Hole>| Graph { holes, statement: Some(Statement::default()), ..Graph::default() };
    let base = with(vec![hole("a.rs", 1), hole("a.rs", 9)]);
    let moved = with(vec![hole("a.rs", 2), hole("a.rs", 10)]);
    assert_eq!(compare(&base, &moved).verdict, Verdict::None);

    let head = with(vec![hole("a.rs", 3), hole("b.rs", 1)]);
    let diff = compare(&base, &head);
    assert_eq!(diff.holes.added, [hole("b.rs", 1)]);
    assert_eq!(diff.holes.removed, [hole("a.rs", 9)]);
    // A snapshot knows no files, so only the number is left to compare.
    assert_eq!(compare(&base.clone().to_snapshot(Vec::new()), &head).verdict, Verdict::None);
}

#[test]
fn a_hole_on_the_other_side_makes_it_uncertain() {
    let (base, mut head) = (
        graph("event A\nhandler h\nevent B\nA handles h"),
        graph("event A\nhandler h\nevent B\nA handles h\nh emits B"),
    );
    let certain =
        |base: &Graph, head: &Graph| compare(base, head).consequences.iter().map(|it| it.certain).collect::<Vec<_>>();
    assert_eq!(certain(&base, &head), [true, true]);
    head.holes.push(Hole { reason: HoleReason::Unreadable, file: None, line: None, detail: "x".to_owned() });
    assert_eq!(certain(&base, &head), [true, true], "what can be seen is there");
    assert_eq!(certain(&head, &base), [true, true], "nothing was hidden in what it is now");
    let mut holed = base.clone();
    holed.holes = head.holes.clone();
    assert_eq!(certain(&holed, &head), [false, false], "it may have been there before");
}

#[test]
fn the_json_is_one_entry_a_line_and_reads_back() {
    for (base, head) in pairs().take(20) {
        let mut diff = compare(&base, &head);
        diff.base = "rev \"x\"".to_owned();
        diff.accepted = 3;
        diff.root = "crates".to_owned();
        let json = diff.to_json();
        let entries =
            diff.nodes.added.len() + diff.nodes.removed.len() + diff.edges.added.len() + diff.consequences.len();
        assert!(json.lines().count() > entries);
        assert_eq!(serde_json::from_str::<Diff>(&json).expect("what was written"), diff);
    }
    assert_eq!(
        compare(&Graph::default(), &Graph::default()).to_json(),
        "{\n\"schema\": \"ensue/diff/1\",\n\"base\": \"\",\n\"head\": \"\",\n\"root\": \"\",\n\"statements\": {},\n\"verdict\": \"none\",\n\"lower_bound\": false,\n\
         \"nodes\": {\"added\": [], \"removed\": [], \"moved\": [], \"changed\": []},\n\
         \"edges\": {\"added\": [], \"removed\": [], \"moved\": [], \"changed\": []},\n\
         \"consequences\": [],\n\"consequences_left_out\": 0,\n\"causes\": [],\n\"caused\": {\"gained\": [], \"lost\": []},\n\"findings\": [],\n\"accepted\": 0,\n\
         \"holes\": {\"added\": [], \"removed\": []},\n\
         \"totals\": {\"base\":{\"nodes\":0,\"edges\":0,\"loops\":0,\"holes\":0},\"head\":{\"nodes\":0,\"edges\":0,\"loops\":0,\"holes\":0}},\n\
         \"context\": {\"nodes\": [], \"edges\": [], \"left_out\": 0}\n}\n"
    );
}

/// Ids of the random graphs say their kind, which the closure above relies on.
#[test]
fn an_id_of_a_random_graph_is_one_node() {
    for (base, head) in pairs() {
        for graph in [base, head] {
            let ids: BTreeSet<&String> = graph.nodes.iter().map(|node| &node.id).collect();
            let keys: BTreeSet<NodeKey<'_>> = graph.nodes.iter().map(Node::key).collect();
            assert_eq!((ids.len(), keys.len()), (graph.nodes.len(), graph.nodes.len()));
        }
    }
}
