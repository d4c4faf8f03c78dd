//! What an analysis says of where events are emitted is what happens: each shape of `fixtures/sites` is compiled, linked and
//! run on every branch, and what then happened is compared with what was read.

use ensue_analyzer::analyses::{Emission, emission};
use ensue_grammar::graph::{Edge, EdgeKind, Graph, Timing};
use ensue_tests::{ensue, root, run};
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::Command;

#[test]
fn what_is_read_is_what_happens() {
    let (graph, happened) = (graph(), happened());
    let edges: Vec<&Edge> = graph.edges.iter().filter(|edge| verb(edge).is_some()).collect();
    let emitters: BTreeSet<&str> = edges.iter().map(|edge| &*edge.from).collect();
    let ran: BTreeSet<&str> = happened.iter().filter_map(|line| line.strip_suffix(" ran")).collect();
    assert_eq!(emitters, ran, "every shape that is read is run");
    let mut wrong = Vec::new();
    for edge in edges {
        let line = format!("{} {} {}", edge.from, verb(edge).unwrap_or_default(), edge.to);
        let happens = happened.contains(&line);
        let expected: &[Emission] = match (shape(edge), happens) {
            ("done" | "never", true) => &[Emission::Done],
            // What does not happen is found: that is what these shapes are for.
            ("never", false) => &[Emission::Never],
            ("silent", true) => &[Emission::Done, Emission::Unknown],
            ("silent", false) => &[Emission::Unknown],
            (shape, _) => panic!("`{line}` is declared and not done in `{shape}`: the shape is wrong"),
        };
        if !expected.contains(&read(edge)) {
            wrong.push(format!("{line}: {:?}, expected {expected:?}; {:?} {:?}", read(edge), edge.doubt, edge.sites));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let shapes = |of: &str, as_read: Emission| {
        let found =
            graph.edges.iter().filter(|edge| verb(edge).is_some() && shape(edge) == of && read(edge) == as_read);
        found.map(|edge| &*edge.from).collect::<BTreeSet<_>>().len()
    };
    assert!(shapes("never", Emission::Never) >= 12, "twelve shapes must be found");
    assert!(shapes("silent", Emission::Unknown) >= 8, "eight shapes must stay silent");
}

/// A line that does something is marked with what it does: `//~ A, B`.
#[test]
fn places_are_the_marked_ones() {
    let graph = graph();
    let mut read = BTreeSet::new();
    for edge in graph.edges.iter().filter(|edge| verb(edge).is_some() && shape(edge) != "silent") {
        let name = edge.to.rsplit("::").next().unwrap_or_default();
        read.extend(edge.sites.iter().map(|site| (site.file.clone(), site.line, name.to_owned())));
    }
    let mut marked = BTreeSet::new();
    for file in ["app/src/done.rs", "app/src/never.rs"] {
        let text = std::fs::read_to_string(fixture().join(file)).expect("the shapes");
        for (line, text) in (1..).zip(text.lines()) {
            let marks = text.split_once("//~ ").map(|(_, marks)| marks).unwrap_or_default();
            let marks = marks.split(", ").filter(|mark| !mark.is_empty());
            marked.extend(marks.map(|mark| (file.to_owned(), line, mark.to_owned())));
        }
    }
    let only = |one: &BTreeSet<_>, other: &BTreeSet<_>| one.difference(other).cloned().collect::<Vec<_>>();
    assert_eq!((only(&read, &marked), only(&marked, &read)), (vec![], vec![]), "only read, only marked");
}

/// What a record tells of the way is on the way that is read.
#[test]
fn ways_are_those_that_happen() {
    let graph = graph();
    let mut told = 0;
    for line in happened() {
        let Some((from, way)) = line.split_once(" through ") else { continue };
        let mut words = way.split(' ');
        let (does, name) = (words.next().expect("a verb"), words.next().expect("a name"));
        let is_meant =
            |edge: &&Edge| edge.from == from && verb(edge) == Some(does) && edge.to.ends_with(&format!("::{name}"));
        let edge = graph.edges.iter().find(is_meant).unwrap_or_else(|| panic!("`{line}` is not drawn"));
        for method in words {
            let is_on_it = edge.through.iter().any(|path| path.ends_with(&format!("::{method}")));
            assert!(is_on_it, "`{line}`: `{method}` is not in {:?}", edge.through);
            told += 1;
        }
    }
    assert!(told >= 8, "the shapes go through archivers and helpers");
}

/// An emitter that does not do what a routine asks of it is told which one asks.
#[test]
fn who_asks_for_what_nobody_does() {
    let graph = graph();
    let asked = |from: &str, to: &str| {
        let edge = graph.edges.iter().find(|edge| edge.from.ends_with(from) && edge.to.ends_with(to));
        edge.expect("an edge").asked_by.clone()
    };
    assert_eq!(asked("asked_for_and_not_done", "::B"), ["sites_shared::helpers::announce_if"]);
    assert_eq!(asked("asked_for_by_an_archiver", "::C"), ["sites_shared::archivers::Ones::idle"]);
    assert_eq!(asked("nothing_is_left", "::A"), [""; 0]);
}

/// What methods of archivers and helpers list and never do is found: the entries with a mark, `//~ C`. No run does one of them by
/// that routine, and every other entry of a routine that runs.
#[test]
fn what_routines_list_and_never_do_is_found() {
    let mut happened: BTreeSet<Listed> = BTreeSet::new();
    for line in self::happened() {
        let Some((_, way)) = line.split_once(" through ") else { continue };
        let words: Vec<String> = way.split(' ').map(str::to_owned).collect();
        let [does, name, routines @ ..] = &words[..] else { panic!("`{line}` has no name") };
        happened.extend(routines.iter().map(|routine| (routine.clone(), does.clone(), name.clone())));
    }
    let (listed, marked) = routines_of(&["shared/src/archivers.rs", "shared/src/helpers.rs"]);
    assert!(marked.len() >= 5 && marked.is_disjoint(&happened), "{marked:?}");
    let running: BTreeSet<&str> = happened.iter().map(|it| &*it.0).collect();
    let kept = listed.difference(&marked).filter(|it| running.contains(&*it.0));
    assert_eq!(kept.filter(|it| !happened.contains(it)).collect::<Vec<_>>(), Vec::<&_>::new(), "these never happen");

    let answer = run(ensue!().args(["check", "--format", "json"]).arg(fixture()));
    let mut found = BTreeSet::new();
    for line in answer.stdout.lines() {
        let message: serde_json::Value = serde_json::from_str(line).expect("JSON");
        let text = message["message"]["message"].as_str().unwrap_or_default();
        // "`path` declares `path` and never emits it"
        let pieces: Vec<&str> = text.split('`').collect();
        let ["", routine, " declares ", to, rest] = pieces[..] else { continue };
        let last = |path: &str| path.rsplit("::").next().unwrap_or_default().to_owned();
        if routine.starts_with("sites_shared::") {
            found.insert((last(routine), rest.split(' ').nth(3).unwrap_or_default().to_owned(), last(to)));
        }
    }
    assert_eq!(found, marked);
}

/// The name of a routine, a verb and the name of an event or effect.
type Listed = (String, String, String);

/// What the routines of these files list, with their names and verbs; and what of that is marked.
fn routines_of(files: &[&str]) -> (BTreeSet<Listed>, BTreeSet<Listed>) {
    let entries = |list: &str| -> Vec<(String, String)> {
        let entry = |entry: &str| match entry.trim_end_matches([')', ']', ',']).split_once('(') {
            Some(("scheduled", name)) => ("schedules".to_owned(), name.to_owned()),
            Some((verb, name)) => (verb.to_owned(), name.to_owned()),
            None => ("emits".to_owned(), entry.trim_end_matches([')', ']', ',']).to_owned()),
        };
        list.split(", ").filter(|it| !it.is_empty()).map(entry).collect()
    };
    let (mut listed, mut marked) = (BTreeSet::new(), BTreeSet::new());
    for file in files {
        let text = std::fs::read_to_string(fixture().join(file)).expect("the shapes");
        let mut open = (Vec::new(), Vec::new());
        for line in text.lines() {
            let (code, marks) = line.split_once(" //~ ").unwrap_or((line, ""));
            if let Some((_, list)) = code.split_once("#[emits(").or_else(|| code.split_once("emits = [")) {
                open = (entries(list), entries(marks));
            }
            if let Some(rest) = line.trim().strip_prefix("pub fn ") {
                let name = rest.split(['<', '(']).next().unwrap_or_default();
                let of = |(verb, event)| (name.to_owned(), verb, event);
                listed.extend(open.0.drain(..).map(of));
                marked.extend(open.1.drain(..).map(of));
            }
        }
    }
    (listed, marked)
}

fn fixture() -> PathBuf {
    root().join("tests/fixtures/sites")
}

fn graph() -> Graph {
    let output = ensue!().args(["graph", "--format", "json"]).arg(fixture()).output().expect("the tool starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let graph: Graph = serde_json::from_slice(&output.stdout).expect("a graph");
    assert_eq!((&graph.holes, &graph.diagnostics), (&vec![], &vec![]));
    graph
}

/// What the program tells that runs each shape.
fn happened() -> BTreeSet<String> {
    let mut program = Command::new(env!("CARGO"));
    program.args(["run", "--quiet", "--locked", "--target-dir"]).arg(root().join("target/sites"));
    let output = program.current_dir(fixture()).output().expect("cargo starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("text").lines().map(str::to_owned).collect()
}

fn verb(edge: &Edge) -> Option<&'static str> {
    match (edge.kind, edge.timing) {
        (EdgeKind::Emits, Timing::Scheduled) => Some("schedules"),
        (EdgeKind::Emits, _) => Some("emits"),
        (EdgeKind::Requests, _) => Some("requests"),
        _ => None,
    }
}

fn read(edge: &Edge) -> Emission {
    emission(edge).expect("what a handler declares")
}

/// The module that a shape stands in.
fn shape(edge: &Edge) -> &str {
    edge.from.split("::").nth(1).unwrap_or_default()
}
