//! `assert_snapshot!`: what is linked here against snapshots that say it, or something else.

use ensue::__private::{Asked, assert_snapshot};
use ensue::graph::{Edge, EdgeKind, Graph, Node, NodeKind, Program, Timing, Transition};
use ensue::{Cx, archiver, controller, effect, event, handler};
use serde::{Deserialize, Serialize};
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

#[event(name = "paid")]
struct Paid;

#[event]
#[derive(Serialize, Deserialize)]
struct Refunded;

#[effect(performed_by = "bank", completes_with = [Refunded])]
#[derive(Serialize, Deserialize)]
struct Refund;

#[controller(route = "POST /payments", may_emit = [Paid])]
fn pay(cx: &mut Cx<'_, pay>) {
    cx.emit(Paid);
}

#[handler(on = Paid, may_request = [Refund])]
fn regret(_: &Paid, cx: &mut Cx<'_, regret>) {
    cx.request(Refund);
}

struct Bill;
struct Bills;

/// Settles and regrets at once.
#[controller(may_emit = [Paid, scheduled(Refunded)])]
fn end(bills: &Bills, cx: &mut Cx<'_, end>) {
    bills.settle(cx);
    bills.regret(cx);
}

#[archiver(resource = Bill)]
impl Bills {
    #[emits(Paid)]
    fn settle<C>(&self, cx: &mut Cx<'_, C>) {
        let _ = self;
        cx.emit(Paid);
    }

    #[emits(scheduled(Refunded))]
    fn regret<C>(&self, cx: &mut Cx<'_, C>) {
        let _ = (self, cx);
    }
}

/// A test in this module has events of its own.
mod own {
    #[ensue::event]
    pub(crate) struct Tried;
}

const ASKED: Asked<'_> = Asked { dir: "", package: "other", module: "snapshot::own", program: None };

/// As `cargo ensue snapshot` writes it of this program, without what only this test has.
fn written() -> Graph {
    let mut graph = ensue::linked();
    graph.nodes.retain(|node| node.name != "Tried");
    let program = |name: &str, crates: &[&str]| Program {
        name: name.to_owned(),
        crates: crates.iter().map(|name| (*name).to_owned()).collect(),
    };
    let programs = vec![program("admin", &["mail", "snapshot"]), program("web", &["snapshot"])];
    graph.to_snapshot(programs)
}

fn node(id: &str, condition: Option<&str>) -> Node {
    let (krate, name) = id.split_once("::").expect("a path");
    let mut node = Node::new(id, NodeKind::Handler, name);
    (node.krate, node.module) = (krate.to_owned(), krate.to_owned());
    node.condition = condition.map(str::to_owned);
    node
}

fn edge(from: &str, to: &str, condition: Option<&str>) -> Edge {
    let mut edge = Edge::new(from, to, EdgeKind::Handles, Timing::Inline);
    edge.condition = condition.map(str::to_owned);
    edge
}

/// The methods of the only archiver.
fn methods(graph: &mut Graph) -> &mut Vec<Transition> {
    graph.nodes.iter_mut().find_map(|node| node.transitions.as_mut()).expect("the archiver")
}

/// The same method under another name, and a condition.
fn method(of: &Transition, name: &str, condition: Option<&str>) -> Transition {
    Transition { method: format!("snapshot::Bills::{name}"), condition: condition.map(str::to_owned), ..of.clone() }
}

/// A directory of its own for each test, below a workspace root.
fn place(name: &str) -> PathBuf {
    let root = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    // What an earlier run left would be read.
    let _ = fs::remove_dir_all(&root);
    let dir = root.join("crates/app");
    fs::create_dir_all(&dir).expect("the folder can be made");
    fs::write(root.join("Cargo.lock"), "").expect("the file can be written");
    dir
}

/// What is told of a snapshot, line by line; nothing when it is as it should be.
fn told(name: &str, graph: &Graph, asked: Asked<'_>) -> Vec<String> {
    let dir = place(name);
    fs::write(dir.join("ensue.json"), graph.to_json()).expect("the file can be written");
    failed(&Asked { dir: dir.to_str().expect("our own path is text"), ..asked })
}

fn failed(asked: &Asked<'_>) -> Vec<String> {
    let failed = catch_unwind(AssertUnwindSafe(|| assert_snapshot(asked))).err();
    let text = failed.map_or_else(String::new, |it| *it.downcast::<String>().expect("a message"));
    let lines: Vec<String> = text.lines().map(|line| line.trim().to_owned()).collect();
    match &lines[..] {
        [first, between @ .., last] if first.ends_with("does not say what is linked here:") => {
            assert_eq!(last, "if the code is right, write the snapshot anew with `cargo ensue snapshot`");
            between.iter().map(|line| without_number(line)).collect()
        }
        _ => lines,
    }
}

/// A line of this file is where the name in question stands.
fn without_number(told: &str) -> String {
    let Some((before, rest)) = told.split_once("snapshot.rs:") else { return told.to_owned() };
    let (number, after) = rest.split_once(')').expect("a bracket");
    let number: usize = number.parse().expect("a line");
    let name = told.split('`').nth(1).and_then(|id| id.rsplit("::").next()).expect("an id");
    let line = include_str!("snapshot.rs").lines().nth(number - 1).expect("the line");
    assert!(line.contains(name), "{told}: {line}");
    format!("{before}snapshot.rs:LINE){after}")
}

#[test]
fn each_difference_is_told() {
    let cases: &[Case<'_>] = &[
        (|_| {}, &[]),
        // What the source alone tells is nobody's business here.
        (|graph| graph.nodes.iter_mut().for_each(|node| node.body = Some("0".to_owned())), &[]),
        (
            |graph| graph.nodes.push(node("snapshot::gone", None)),
            &["handler `snapshot::gone` is in the snapshot, and not linked"],
        ),
        (
            |graph| {
                graph.nodes.retain(|node| node.name != "regret");
                graph.edges.retain(|edge| edge.from != "snapshot::regret" && edge.to != "snapshot::regret");
            },
            &[
                "handler `snapshot::regret` (runtime/tests/snapshot.rs:LINE) is linked, and not in the snapshot",
                "`snapshot::Paid` -> `snapshot::regret` (handles, inline) is linked, and not in the snapshot",
                "`snapshot::regret` -> `snapshot::Refund` (requests, deferred) is linked, and not in the snapshot",
            ],
        ),
        (
            |graph| graph.edges.push(edge("snapshot::Paid", "snapshot::pay", None)),
            &["`snapshot::Paid` -> `snapshot::pay` (handles, inline) is in the snapshot, and not linked"],
        ),
        (
            |graph| graph.nodes.iter_mut().for_each(|node| node.route = None),
            &["controller `snapshot::pay`: `route` is nothing in the snapshot, and `\"POST /payments\"` here"],
        ),
        // The external is there because of an effect that is.
        (
            |graph| {
                graph.nodes.retain(|node| node.kind != NodeKind::External);
                graph.edges.retain(|edge| edge.from != "external:bank" && edge.to != "external:bank");
            },
            &[
                "external `external:bank` is linked, and not in the snapshot",
                "`external:bank` -> `snapshot::Refunded` (emits, inline) is linked, and not in the snapshot",
                "`snapshot::Refund` -> `external:bank` (performs, deferred) is linked, and not in the snapshot",
            ],
        ),
        // What another program has, and what nothing here shows to be compiled.
        (
            |graph| {
                graph.nodes.extend([node("mail::send", None), node("snapshot::on_windows", Some("windows"))]);
                graph.edges.push(edge("snapshot::Paid", "mail::send", None));
                graph.edges.push(edge("snapshot::Paid", "snapshot::on_windows", Some("windows")));
            },
            &[],
        ),
        // One condition in one crate is either true or not.
        (
            |graph| {
                let found = graph.nodes.iter_mut().find(|node| node.name == "regret");
                found.expect("the handler").condition = Some("feature = \"refunds\"".to_owned());
                graph.nodes.push(node("snapshot::remind", Some("feature = \"refunds\"")));
                graph.nodes.push(node("mail::remind", Some("feature = \"refunds\"")));
            },
            &["handler `snapshot::remind` is in the snapshot, and not linked"],
        ),
    ];
    assert_told("difference", cases);
}

/// Methods of archivers, in either direction.
#[test]
fn each_difference_of_an_archiver_is_told() {
    let cases: &[Case<'_>] = &[
        (
            |graph| {
                let gone = method(&methods(graph)[0], "tear_up", None);
                methods(graph).push(gone);
            },
            &["`snapshot::Bills::tear_up` is in the snapshot, and not linked"],
        ),
        (
            |graph| methods(graph).retain(|it| !it.method.ends_with("settle")),
            &["`snapshot::Bills::settle` is linked, and not in the snapshot"],
        ),
        (|graph| methods(graph)[1].emits.clear(), &["`snapshot::Bills::settle` is not as the snapshot says"]),
        // A method under a condition is there or not; under one that holds it is.
        (
            |graph| {
                let known = methods(graph).clone();
                for it in methods(graph) {
                    it.condition = Some("feature = \"bills\"".to_owned());
                }
                methods(graph).push(method(&known[0], "on_windows", Some("windows")));
                methods(graph).push(method(&known[0], "send", Some("feature = \"bills\"")));
            },
            &["`snapshot::Bills::send` is in the snapshot, and not linked"],
        ),
        // Variants of a method, of which this is the second.
        (
            |graph| {
                let known = methods(graph).clone();
                let variant = |condition: &str| method(&known[0], "settle", Some(condition));
                methods(graph).retain(|it| !it.method.ends_with("settle"));
                let settle = known.iter().find(|it| it.method.ends_with("settle")).expect("the method");
                methods(graph).push(Transition { emits: Vec::new(), ..variant("windows") });
                methods(graph).push(Transition { condition: Some("not(windows)".to_owned()), ..settle.clone() });
            },
            &[],
        ),
        // What variants say differently is not compared.
        (
            |graph| {
                let pay = graph.nodes.iter_mut().find(|node| node.name == "pay").expect("the controller");
                pay.route = Some("PUT /payments".to_owned());
                pay.varies.push("route".to_owned());
            },
            &[],
        ),
    ];
    assert_told("archiver", cases);
}

/// A change of a snapshot, and what is told of it.
type Case<'c> = (fn(&mut Graph), &'c [&'c str]);

fn assert_told(name: &str, cases: &[Case<'_>]) {
    for (at, (change, expected)) in cases.iter().enumerate() {
        let mut graph = written();
        change(&mut graph);
        assert_eq!(told(&format!("{name}-{at}"), &graph, ASKED), *expected, "{at}");
    }
}

/// A crate of which nothing is linked is another program's, unless somebody says otherwise.
#[test]
fn a_crate_that_is_forgotten_is_named() {
    let mut graph = written();
    graph.nodes.push(node("mail::send", None));
    let forgotten = ["nothing of the crate `mail` is linked: add `use mail as _;` here"];
    let of = |name: &str, asked| told(name, &graph, asked);
    assert_eq!(of("forgotten-1", ASKED), [""; 0]);
    assert_eq!(of("forgotten-2", Asked { program: Some("web"), ..ASKED }), [""; 0]);
    assert_eq!(of("forgotten-3", Asked { program: Some("admin"), ..ASKED }), forgotten);
    assert_eq!(of("forgotten-4", Asked { package: "mail", ..ASKED }), forgotten);
    let unknown = of("forgotten-5", Asked { program: Some("shop"), ..ASKED });
    assert!(unknown[0].ends_with("ensue.json`: it has no program `shop`"), "{unknown:?}");
    // The crate of a binary cannot be linked by a test beside it.
    let mut graph = written();
    graph.programs[0].name = "mail".to_owned();
    graph.nodes.push(node("mail::send", None));
    assert_eq!(told("forgotten-6", &graph, Asked { package: "mail", ..ASKED }), [""; 0]);
}

/// What only the snapshot tells apart is one here.
#[test]
fn a_crate_that_clashes_is_known() {
    for (at, krate) in ["snapshot(bin)", "shop/snapshot"].into_iter().enumerate() {
        let text = written().to_json().replace("\"snapshot::", &format!("\"{krate}::"));
        let graph: Graph = serde_json::from_str(&text).expect("still a graph");
        assert_eq!(told(&format!("clash-{at}"), &graph, ASKED), [""; 0]);
    }
}

/// Without the module of the test that defines it, an event is one too many.
#[test]
fn what_a_test_defines_is_its_own() {
    let asked = Asked { module: "snapshot", ..ASKED };
    let line = "event `snapshot::own::Tried` (runtime/tests/snapshot.rs:LINE) is linked, and not in the snapshot";
    assert_eq!(told("own", &written(), asked), [line]);
}

#[test]
fn the_nearest_snapshot_counts_up_to_the_workspace() {
    let dir = place("nearest");
    let root = dir.ancestors().nth(2).expect("the root").to_owned();
    let asked = Asked { dir: dir.to_str().expect("our own path is text"), ..ASKED };
    let above = root.parent().expect("the folder of tests").join("ensue.json");
    fs::write(&above, "what lies above the workspace is not read").expect("the file can be written");
    let missing = failed(&asked);
    fs::remove_file(&above).expect("the file can be removed");
    assert!(missing[0].starts_with("there is no `ensue.json` in "), "{missing:?}");
    assert!(missing[0].ends_with(": write it with `cargo ensue snapshot`"), "{missing:?}");

    fs::write(root.join("ensue.json"), "{}").expect("the file can be written");
    let broken = failed(&asked);
    assert!(broken[0].contains("ensue.json` cannot be used: missing field `schema`"), "{broken:?}");
    fs::write(dir.join("ensue.json"), written().to_json()).expect("the file can be written");
    assert_eq!(failed(&asked), [""; 0]);
}
