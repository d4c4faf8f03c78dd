//! The site as a whole.

use super::{START, STYLESHEET, pages};
use crate::render::tests::payments;
use ensue_grammar::graph::{Edge, EdgeKind, Graph, Hole, HoleReason, Node, NodeKind, Timing};
use std::collections::BTreeSet;

/// What a tree may try, in every text of a graph.
const HOSTILE: &str = "\u{202e}<script>alert(1)</script>\"'\x1b[31m&\0]]>--><img src=x onerror=y>\n`|\u{200b}";

#[test]
fn every_link_leads_somewhere_and_headings_are_in_order() {
    for graph in [payments(), hostile(), chain(60), Graph::default()] {
        let pages = pages(&graph);
        assert_eq!(pages, super::pages(&graph));
        assert_eq!(pages.len(), graph.nodes.len() + 2, "every name is its own");
        for (path, page) in pages.iter().filter(|(path, _)| *path != STYLESHEET) {
            let mut level = 0;
            for tag in page.split('<').skip(1) {
                if let Some(address) = attribute(tag, "href") {
                    let (file, anchor) = address.split_once('#').unwrap_or((address, ""));
                    let file = if file.is_empty() { path } else { file };
                    if address.starts_with("https:") {
                        continue;
                    }
                    let target = pages.get(file).unwrap_or_else(|| panic!("{path}: {address} leads nowhere"));
                    assert!(anchor.is_empty() || target.contains(&format!("id=\"{anchor}\"")), "{path}: no {address}");
                }
                if let Some(now) = tag.strip_prefix('h').and_then(|rest| rest.chars().next()?.to_digit(10)) {
                    assert!(now <= level + 1, "{path}: a heading of level {now} after {level}");
                    level = now;
                }
                assert!(attribute(tag, "style").is_none(), "{path}: the policy forbids <{tag}");
                assert!(!tag.starts_with("script") && !tag.starts_with("img"), "{path}: <{tag}");
            }
            assert_eq!(page.matches("<h1").count(), 1, "{path}");
            assert_eq!(page.contains("<dl"), page.contains("<dt"), "{path}: a list of facts has some");
        }
    }
}

#[test]
fn nothing_hostile_reaches_a_page() {
    for (path, page) in pages(&hostile()) {
        assert!(
            path.len() < 90
                && path.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-./".contains(&b))
        );
        assert!(!page.contains(['\u{202e}', '\x1b', '\0', '\u{200b}']), "{path}");
        for raw in ["<script", "<img", "onerror=y>", "]]>"] {
            assert!(!page.contains(raw), "{path}: {raw}");
        }
        if path == START || path == STYLESHEET {
            continue;
        }
        assert!(page.contains("⟨U+202E⟩"), "{path}: what was there is shown");
    }
}

#[test]
fn a_cascade_that_is_cut_says_so_and_leads_on() {
    let graph = chain(60);
    let pages = pages(&graph);
    let first = &pages[pages.keys().find(|path| path.starts_with("event-e00-")).expect("the first event")];
    assert!(first.contains("+1 more"), "what is left out is counted");
    assert!(!pages[START].contains("aria-label=\"what could happen\""), "too large to be drawn at once");
    assert!(pages[START].contains("what could happen after e00"));
}

/// Sixty handlers emit what one handles: a page's picture counts those it leaves out, and shows what follows.
#[test]
fn causes_that_are_cut_are_counted_and_leave_room_for_what_follows() {
    let mut graph = Graph { nodes: vec![node("app::Done", "Done", NodeKind::Event)], ..Graph::default() };
    graph.nodes.push(node("app::thank", "thank", NodeKind::Handler));
    graph.edges.push(edge("app::Done", "app::thank", EdgeKind::Handles));
    for i in 0..60 {
        let id = format!("app::h{i:02}");
        graph.nodes.push(node(&id, &id[5..], NodeKind::Handler));
        graph.edges.push(edge(&id, "app::Done", EdgeKind::Emits));
    }
    graph.sort();
    let pages = pages(&graph);
    let page = pages.iter().find(|(path, _)| path.starts_with("event-done")).expect("a page").1;
    let picture = &page[page.find("<svg").expect("a picture")..page.find("</svg>").expect("its end")];
    let shown = (0..60).filter(|i| picture.contains(&format!(">h{i:02}<"))).count();
    assert!(shown > 0 && picture.contains(&format!(">+{} more<", 60 - shown)), "{shown}");
    assert!(picture.contains(&format!("{} more can lead to Done", 60 - shown)));
    assert!(picture.contains(">thank<"));
}

#[test]
fn a_summary_is_a_whole_sentence() {
    let mut graph = payments();
    for node in &mut graph.nodes {
        node.doc = Some("Begins on `one`\nline and ends. Not this.\n\nNor this.".to_owned());
    }
    let overview = &pages(&graph)[START];
    assert!(overview.contains("Begins on one line and ends.<") && !overview.contains("this"));
}

#[test]
fn an_archiver_shows_the_life_of_its_resource() {
    let pages = pages(&payments());
    let page = &pages[pages.keys().find(|path| path.starts_with("archiver-auths-")).expect("the archiver")];
    for expected in ["the states of Auth", "PendingFraud", "(new)", "Used by", "schedules", "AuthExpired"] {
        assert!(page.contains(expected), "{expected}");
    }
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let start = tag.split('>').next()?;
    start.split_once(&format!(" {name}=\""))?.1.split('"').next()
}

fn chain(length: usize) -> Graph {
    let mut graph = Graph::default();
    for nth in 0..length {
        let (name, kind) = if nth.is_multiple_of(2) {
            (format!("e{nth:02}"), NodeKind::Event)
        } else {
            (format!("h{nth:02}"), NodeKind::Handler)
        };
        graph.nodes.push(node(&format!("c::{name}"), &name, kind));
    }
    graph.sort();
    for nth in 1..length {
        let id = |nth: usize| format!("c::{}{nth:02}", if nth.is_multiple_of(2) { "e" } else { "h" });
        let kind = if nth.is_multiple_of(2) { EdgeKind::Emits } else { EdgeKind::Handles };
        graph.edges.push(edge(&id(nth - 1), &id(nth), kind));
    }
    graph.sort();
    graph
}

fn hostile() -> Graph {
    let mut graph = payments();
    for node in &mut graph.nodes {
        let text = || Some(format!("{} {HOSTILE}", node.name));
        node.doc = text();
        node.condition = text();
        node.tags = text().into_iter().collect();
        node.owners = text().into_iter().collect();
        node.programs = text().into_iter().collect();
        node.file = text();
        node.exclusive = text();
        node.loops = text();
        for field in node.fields.iter_mut().flatten() {
            (field.name, field.ty) = (HOSTILE.to_owned(), HOSTILE.to_owned());
        }
        for transition in node.transitions.iter_mut().flatten() {
            transition.to = Some(HOSTILE.to_owned());
        }
        node.route = node.route.as_ref().map(|_| HOSTILE.repeat(8));
        node.name = format!("{}{HOSTILE}", node.name);
    }
    for edge in &mut graph.edges {
        edge.condition = Some(HOSTILE.to_owned());
        edge.through = vec![HOSTILE.to_owned(), HOSTILE.to_owned()];
    }
    graph.nodes.push(node(HOSTILE, HOSTILE, NodeKind::Event));
    graph.nodes.push(node("", &"支払い".repeat(140), NodeKind::Event));
    graph.nodes[0].doc = Some(HOSTILE.to_owned());
    let detail = HOSTILE.to_owned();
    graph.holes.push(Hole { reason: HoleReason::SyntaxError, file: Some(detail.clone()), line: Some(1), detail });
    graph.sort();
    let names: BTreeSet<&str> = graph.nodes.iter().map(|node| node.name.as_str()).collect();
    assert!(names.len() > 20);
    graph
}

fn node(id: &str, name: &str, kind: NodeKind) -> Node {
    let json = serde_json::json!({
        "id": id, "kind": kind, "name": name, "crate": "c", "module": "c", "condition": null,
        "programs": [], "owners": [], "tags": [HOSTILE], "doc": "x",
    });
    serde_json::from_value(json).expect("a node")
}

fn edge(from: &str, to: &str, kind: EdgeKind) -> Edge {
    let (from, to) = (from.to_owned(), to.to_owned());
    Edge::new(from, to, kind, Timing::Inline)
}
