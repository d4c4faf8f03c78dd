use super::sample::{PAYMENTS, graph};
use super::{Direction, Index, Mark, NameError, RowKind, find, loops, search, short_names, shortest, slice, tree};
use ensue_grammar::graph::Graph;
use std::collections::BTreeSet;
use std::fmt::Write;

fn ids(graph: &Graph, nodes: impl IntoIterator<Item = usize>) -> Vec<&str> {
    nodes.into_iter().map(|node| graph.nodes[node].id.as_str()).collect()
}

fn at(graph: &Graph, name: &str) -> usize {
    find(graph, name).expect("a name of the sample")
}

#[test]
fn names_are_found_by_what_people_call_them() {
    let graph = graph(PAYMENTS);
    for (name, id) in [
        ("app::create_auth", "app::create_auth"),
        ("create_auth", "app::create_auth"),
        ("notify", "app::ops::notify"),
        ("ops::notify", "app::ops::notify"),
        ("POST /answers", "app::post_answer"),
        ("external:ledger", "external:ledger"),
        ("handler:retry", "app::retry"),
    ] {
        assert_eq!(graph.nodes[at(&graph, name)].id, id, "{name}");
    }
    // Half a segment is not a name.
    assert!(matches!(find(&graph, "reate_auth"), Err(NameError::Unknown { .. })));
}

#[test]
fn unknown_and_ambiguous_names_teach() {
    let sample = graph(
        "event Paid\nhandler Paid\nevent billing::Sent\nevent mail::Sent\nhandler send\nhandler lend\nevent LoanDue",
    );
    for (name, message) in [
        ("Snet", "nothing is called `Snet`; did you mean `app::billing::Sent` or `app::mail::Sent`?"),
        ("app::Sent", "nothing is called `app::Sent`; did you mean `app::send`, `app::mail::Sent` or `app::lend`?"),
        // It is only written otherwise; `LoanDue` begins like it, too.
        ("Lend", "nothing is called `Lend`; did you mean `app::lend`?"),
        (
            "zzz",
            "nothing is called `zzz`; give the name, the path or the route of an event, handler, controller, effect, \
             effect handler or external: `cargo ensue graph --format json` lists them",
        ),
        ("Sent", "`Sent` can mean 2 things; say which:\n  app::billing::Sent\n  app::mail::Sent"),
        ("Paid", "`Paid` can mean 2 things; say which:\n  event:app::Paid\n  handler:app::Paid"),
        ("app::Paid", "`app::Paid` can mean 2 things; say which:\n  event:app::Paid\n  handler:app::Paid"),
    ] {
        let error = find(&sample, name).expect_err(name);
        assert_eq!(error.to_string(), message);
        if let NameError::Ambiguous { candidates, .. } = error {
            assert!(candidates.iter().all(|candidate| find(&sample, candidate).is_ok()), "{candidates:?}");
        }
    }
}

#[test]
fn short_names_are_names() {
    let graph = graph("event billing::Sent\nevent mail::Sent\nevent Sent\nhandler send");
    let names = short_names(&graph);
    assert_eq!(names, ["app::Sent", "billing::Sent", "mail::Sent", "send"]);
    for (ix, name) in names.iter().enumerate() {
        assert_eq!(find(&graph, name), Ok(ix), "{name}");
    }
}

#[test]
fn an_edge_means_the_nodes_its_kind_can_join() {
    let graph = graph("event Paid\nhandler Paid\nevent Done\nPaid handles Paid\nPaid emits Done");
    let index = Index::new(&graph);
    let event = find(&graph, "event:app::Paid").expect("the event");
    let handler = find(&graph, "handler:app::Paid").expect("the handler");
    assert_eq!(index.steps(event, Direction::After).map(|(_, to)| to).collect::<Vec<_>>(), [handler]);
    assert_eq!(ids(&graph, index.steps(handler, Direction::After).map(|(_, to)| to)), ["app::Done"]);
}

#[test]
fn a_shortest_way_is_told_from_cause_to_consequence() {
    let graph = graph(PAYMENTS);
    let index = Index::new(&graph);
    let way = |from, to| {
        let edges = shortest(&index, at(&graph, from), at(&graph, to))?;
        Some(edges.iter().map(|&edge| graph.edges[edge].to.trim_start_matches("app::")).collect::<Vec<_>>())
    };
    // Longer ways lead through AuthPending and through a retry.
    assert_eq!(
        way("create_auth", "ReceiptSent"),
        Some(vec![
            "AuthCreated",
            "request_auth",
            "AuthSucceeded",
            "thank",
            "SendReceipt",
            "send_receipt",
            "ReceiptSent"
        ])
    );
    assert_eq!(way("ReceiptSent", "create_auth"), None);
    assert_eq!(way("retry", "retry"), Some(vec!["RetryDue", "request_auth", "AuthFailed", "retry"]));
    assert_eq!(way("thank", "thank"), None);
    // An archiver joins nothing, though both go through it.
    assert_eq!(way("Auths", "AuthCreated"), None);

    let back = search(&index, &[at(&graph, "RetryDue")], Direction::Before);
    let way_back = back.way(at(&graph, "AuthFailed")).expect("a way");
    assert_eq!(way_back, shortest(&index, at(&graph, "AuthFailed"), at(&graph, "RetryDue")).expect("a way"));
}

#[test]
fn a_slice_is_what_lies_between() {
    let graph = graph(PAYMENTS);
    let part = |from: &[&str], to: &[&str], depth| {
        let all = |names: &[&str]| names.iter().map(|name| at(&graph, name)).collect::<Vec<_>>();
        slice(&graph, &all(from), &all(to), depth).into_owned()
    };
    let names = |part: &Graph| part.nodes.iter().map(|node| node.name.clone()).collect::<Vec<_>>();

    assert_eq!(part(&[], &[], None), graph);
    assert_eq!(names(&part(&["thank"], &[], Some(1))), ["SendReceipt", "WriteInvoice", "thank"]);
    assert_eq!(names(&part(&[], &["AuthPending"], Some(1))), ["AuthPending", "Auths", "request_auth"]);
    // The loop of retries lies between, the receipt does not; of the archivers the one that an edge goes through.
    let between = part(&["create_auth"], &["RetryDue"], None);
    assert_eq!(
        names(&between),
        [
            "AuthCreated",
            "AuthFailed",
            "AuthPending",
            "Auths",
            "RetryDue",
            "create_auth",
            "post_answer",
            "request_auth",
            "retry"
        ]
    );
    assert!(between.edges.iter().any(|edge| edge.from == "app::RetryDue"), "the loop is closed");
    // The only ways of five steps at most lead through neither post_answer nor the loop.
    let near = part(&["create_auth"], &["RetryDue"], Some(5));
    assert_eq!(
        names(&near),
        ["AuthCreated", "AuthFailed", "Auths", "RetryDue", "create_auth", "request_auth", "retry"]
    );
    assert!(part(&["create_auth"], &["RetryDue"], Some(4)).nodes.is_empty());
}

#[test]
fn loops_are_the_nodes_that_cause_each_other() {
    let graph = graph(PAYMENTS);
    let found = loops(&Index::new(&graph));
    let expected: &[&[&str]] = &[&[
        "app::AuthFailed",
        "app::AuthPending",
        "app::RetryDue",
        "app::post_answer",
        "app::request_auth",
        "app::retry",
    ]];
    assert_eq!(found.iter().map(|group| ids(&graph, group.iter().copied())).collect::<Vec<_>>(), expected);
}

/// What the documentation of `tree` promises, on the sample and on many small graphs.
#[test]
fn a_tree_shows_every_node_and_edge_within_its_depth_once() {
    let graphs = std::iter::once(graph(PAYMENTS)).chain((0..60).map(super::sample::random));
    for graph in graphs {
        let index = Index::new(&graph);
        for (root, direction) in (0..graph.nodes.len()).flat_map(|n| [(n, Direction::After), (n, Direction::Before)]) {
            for depth in [0, 1, 2, 6] {
                check_tree(&index, root, direction, depth);
            }
        }
    }
}

fn check_tree(index: &Index<'_>, root: usize, direction: Direction, depth: usize) {
    let rows = tree(index, root, direction, depth);
    let search = search(index, &[root], direction);
    let within = |node: usize| search.distance(node).is_some_and(|distance| distance <= depth);
    let (mut nodes, mut edges) = (vec![root], Vec::new());
    let mut way: Vec<usize> = Vec::new();
    for row in &rows {
        way.truncate(row.level);
        match row.kind {
            RowKind::Root(node) => way.push(node),
            RowKind::Node(edge, node, mark) => {
                edges.push(edge);
                assert_eq!(way.contains(&node), mark == Mark::Loop, "a loop is an edge to what stands above");
                if mark == Mark::Here {
                    assert_eq!(search.distance(node), Some(row.level), "a node is shown as near as possible");
                    nodes.push(node);
                }
                way.push(node);
            }
            RowKind::More(more) => {
                let beyond = super::search(index, &[*way.last().expect("a parent")], direction);
                let all = (0..index.graph().nodes.len()).filter(|&node| beyond.reaches(node) && !within(node)).count();
                // Ways back into the tree are not counted on, so it may be less than everything.
                assert!(more >= 1 && more <= all);
            }
        }
    }
    nodes.sort_unstable();
    edges.sort_unstable();
    let all_nodes: Vec<usize> = (0..index.graph().nodes.len()).filter(|&node| within(node)).collect();
    let inside = |&edge: &usize| index.ends(edge).is_some_and(|(from, to)| within(from) && within(to));
    let all_edges: Vec<usize> = (0..index.graph().edges.len()).filter(inside).collect();
    assert_eq!(nodes, all_nodes);
    assert_eq!(edges, all_edges);
    assert_eq!(
        rows.iter().map(|row| row.level).collect::<BTreeSet<_>>().len(),
        rows.iter().map(|r| r.level).max().map_or(0, |m| m + 1)
    );
}

#[test]
fn long_cascades_do_not_exhaust_the_stack() {
    let mut text = String::from("event E0\n");
    for i in 1..20_000 {
        let _ = writeln!(text, "handler h{i}\nevent E{i}\nE{} handles h{i}\nh{i} emits E{i}", i - 1);
    }
    let graph = graph(&text);
    let index = Index::new(&graph);
    let root = at(&graph, "E0");
    assert_eq!(tree(&index, root, Direction::After, usize::MAX).len(), graph.nodes.len());
    assert!(loops(&index).is_empty());
    assert_eq!(shortest(&index, root, at(&graph, "E19999")).map(|way| way.len()), Some(graph.edges.len()));
}
