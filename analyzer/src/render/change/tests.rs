//! What is drawn of a difference, held against the two graphs that it was made from.

use super::union::Union;
use super::views;
use super::{page, picture};
use crate::diff::{Diff, compare};
use crate::render::layout::Rect;
use crate::render::picture::Mark;
use crate::render::svg;
use crate::render::tests::payments;
use ensue_grammar::graph::{Edge, EdgeKind, Graph, Node, NodeKind, Timing};
use fastrand::Rng;
use std::collections::{BTreeMap, BTreeSet};

/// Two states of the story of payments: of each, something is missing; some nodes have another path, or another content.
fn states(seed: u64) -> [Graph; 2] {
    let mut random = Rng::with_seed(seed);
    let mut state = || {
        let mut graph = payments();
        graph.nodes.retain(|_| random.u8(..12) > 0);
        let known: BTreeSet<String> = graph.nodes.iter().map(|node| node.id.clone()).collect();
        graph.edges.retain(|edge| known.contains(&edge.from) && known.contains(&edge.to) && random.u8(..16) > 0);
        for node in &mut graph.nodes {
            if random.u8(..8) == 0 {
                node.tags.push("other".to_owned());
            }
        }
        for edge in &mut graph.edges {
            if random.u8(..8) == 0 {
                edge.through = vec!["payments::elsewhere::Helper::help".to_owned()];
            }
        }
        graph
    };
    let (base, mut head) = (state(), state());
    if let Some(at) = (0..head.nodes.len()).find(|&at| head.nodes[at].kind == NodeKind::Handler) {
        rename(&mut head, at);
    }
    [base, head]
}

fn rename(graph: &mut Graph, at: usize) {
    let old = graph.nodes[at].id.clone();
    let new = format!("{old}_renamed");
    (graph.nodes[at].id, graph.nodes[at].moved) = (new.clone(), Some(old.clone()));
    graph.nodes[at].name.push_str("_renamed");
    for edge in &mut graph.edges {
        for end in [&mut edge.from, &mut edge.to] {
            if *end == old {
                end.clone_from(&new);
            }
        }
    }
    graph.sort();
}

fn differences() -> impl Iterator<Item = ([Graph; 2], Diff)> {
    (0..40).map(|seed| {
        let [base, head] = states(seed);
        let diff = compare(&base, &head);
        ([base, head], diff)
    })
}

#[test]
fn everything_is_in_the_union_once_with_what_became_of_it() {
    for ([base, _], diff) in differences() {
        let sides = diff.sides();
        let union = Union::of(&diff, &sides);
        let marked = |mark: Mark| union.nodes.iter().filter(move |node| node.mark == mark).count();
        assert_eq!(marked(Mark::Added), diff.nodes.added.len());
        assert_eq!(marked(Mark::Removed), diff.nodes.removed.len());
        assert_eq!(marked(Mark::Changed), diff.nodes.changed.len());
        let shared = base.nodes.len() - diff.nodes.removed.len();
        assert_eq!(
            union.nodes.len() + diff.context.left_out,
            shared + diff.nodes.removed.len() + diff.nodes.added.len()
        );
        for edge in &union.edges {
            for (side, is_there) in [(edge.before, true), (edge.after, false)] {
                let Some(side) = side else { continue };
                let end = |at: usize| {
                    let node = &union.nodes[at];
                    (if is_there { node.before } else { node.after }).map(|node: &Node| node.id.as_str())
                };
                assert_eq!([end(edge.from), end(edge.to)], [Some(side.from.as_str()), Some(side.to.as_str())]);
            }
        }
        let changed: BTreeSet<usize> = (0..union.nodes.len())
            .filter(|&at| union.nodes[at].mark != Mark::None && !union.nodes[at].is_archiver())
            .collect();
        let views = views::of(&diff, &union);
        assert!(changed.is_empty() || !views.is_empty(), "so few nodes are always drawn");
        for pair in views.windows(2) {
            assert!(pair[0].nodes.is_subset(&pair[1].nodes) && pair[0].nodes != pair[1].nodes);
        }
        assert!(views.iter().all(|view| changed.is_subset(&view.nodes)));
    }
}

#[test]
fn what_differs_has_a_sign_and_what_does_not_has_none() {
    let signs = BTreeMap::from([("added", "+"), ("removed", "−"), ("changed", "~"), ("moved", "→")]);
    for (_, diff) in differences() {
        let drawn = svg::document(&picture(&diff));
        assert_eq!(drawn, svg::document(&picture(&diff)), "the same bytes");
        let parsed = roxmltree::Document::parse(&drawn).expect("well-formed");
        for element in parsed.descendants().filter(|element| element.has_tag_name(SVG_G)) {
            let classes: Vec<&str> = element.attribute("class").unwrap_or_default().split(' ').collect();
            let mark = classes.iter().find_map(|class| signs.get(class));
            let said: String =
                element.descendants().filter(roxmltree::Node::is_text).filter_map(|it| it.text()).collect();
            if classes.contains(&"node") {
                assert_eq!(element.descendants().any(|it| it.attribute("class") == Some("badge")), mark.is_some());
            }
            if let Some(sign) = mark.filter(|_| !classes.contains(&"changed") || classes.contains(&"node")) {
                assert!(said.contains(*sign), "{classes:?}: {said}");
            }
        }
    }
}

const SVG_G: (&str, &str) = ("http://www.w3.org/2000/svg", "g");

/// Badges stand out of their boxes, where the layout knows nothing of them.
#[test]
fn badges_touch_nothing_but_their_boxes() {
    let mut badges = 0;
    for (_, diff) in differences() {
        let drawn = picture(&diff);
        let placement = svg::placed(&drawn);
        for (at, (card, rect)) in drawn.cards.iter().zip(&placement.boxes).enumerate() {
            let Some(badge) = svg::badge_of(card, rect) else { continue };
            badges += 1;
            let others = placement.boxes.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, rect)| *rect);
            let labels = placement.routes.iter().filter_map(|route| route.label);
            let lines = placement.routes.iter().flat_map(|route| {
                route.points.windows(2).map(|ends| {
                    let (x, y) = (ends[0].x.min(ends[1].x), ends[0].y.min(ends[1].y));
                    Rect { x, y, width: (ends[0].x - ends[1].x).abs(), height: (ends[0].y - ends[1].y).abs() }
                })
            });
            for thing in others.chain(labels).chain(lines) {
                let apart = thing.x > badge.right()
                    || badge.x > thing.right()
                    || thing.y > badge.bottom()
                    || badge.y > thing.bottom();
                assert!(apart, "{badge:?} of {} meets {thing:?}", card.name);
            }
        }
    }
    assert!(badges > 100, "{badges}");
}

#[test]
fn text_of_the_tree_is_shown_and_never_obeyed() {
    let hostile = "\u{202e}a</text><script>\"'\\\x1b[31m&amp;\0\n\u{2066}]]>";
    let [base, mut head] = states(7);
    for node in &mut head.nodes {
        (node.name, node.module) = (format!("{}{hostile}", node.name), hostile.to_owned());
        node.route = node.route.as_ref().map(|_| hostile.repeat(40));
    }
    for edge in &mut head.edges {
        (edge.through, edge.condition) = (vec![hostile.to_owned(); 3], Some(hostile.to_owned()));
    }
    let diff = compare(&base, &head);
    let drawn = svg::document(&picture(&diff));
    for text in [&drawn, &page(&diff)] {
        assert!(!text.contains(['\u{202e}', '\x1b', '\0', '\u{2066}']) && text.contains("⟨U+202E⟩"));
    }
    let page = page(&diff);
    assert_eq!(page.matches("<script").count(), 1, "the page's own");
    assert!(!page.contains("</text><script") && !page.contains("&amp;\n"));
    let parsed = roxmltree::Document::parse(&drawn).expect("well-formed");
    assert!(parsed.descendants().all(|element| element.tag_name().name() != "script"));
}

#[test]
fn everything_on_the_page_leads_to_something_on_it() {
    let mut chosen = 0;
    for (_, diff) in differences() {
        let made = page(&diff);
        assert_eq!(made, page(&diff), "the same bytes");
        let ids: BTreeSet<&str> = values(&made, "id").collect();
        assert_eq!(ids.len(), values(&made, "id").count(), "no two elements have one id");
        for address in values(&made, "href") {
            let id = address.strip_prefix('#').expect("nothing leads out of the page");
            assert!(ids.contains(id), "{address} leads nowhere");
        }
        let last = ["whole", "wide", "near"].into_iter().find(|view| ids.contains(&*format!("view-{view}")));
        for part in values(&made, "data-parts").flat_map(|parts| parts.split_whitespace()) {
            chosen += 1;
            let widest = last.unwrap_or_else(|| panic!("{part} is in no picture"));
            assert!(ids.contains(&*format!("{widest}-{part}")), "{part} is in no picture");
        }
        for tag in tags(&made) {
            let attributes = || tag.split(' ').filter_map(|word| word.split_once('=')).map(|(name, _)| name);
            let loads = |name: &str| ["src", "srcset", "style", "action"].contains(&name) || name.starts_with("on");
            assert!(!attributes().any(loads) && !tag.starts_with("link"), "<{tag}>");
        }
        assert!(!made.contains("url(") && !made.contains("@import"));
    }
    assert!(chosen > 100, "{chosen}");
}

fn tags(page: &str) -> impl Iterator<Item = &str> {
    page.split('<').skip(1).filter_map(|tag| tag.split('>').next())
}

/// The values of an attribute, in order.
fn values<'p>(page: &'p str, attribute: &'static str) -> impl Iterator<Item = &'p str> {
    let start = format!(" {attribute}=\"");
    tags(page).filter_map(move |tag| tag.split_once(&start)?.1.split('"').next())
}

/// A thousand new nodes in thirty modules are told by module, and a cascade without end does not hide what changed in it.
#[test]
fn a_large_change_is_told_by_module() {
    let mut head = Graph::default();
    for at in 0..1_000 {
        let (module, kind) =
            (format!("app::m{:02}", at % 30), if at % 2 == 0 { NodeKind::Event } else { NodeKind::Handler });
        let mut node = Node::new(format!("{module}::n{at:04}"), kind, format!("n{at:04}"));
        node.module = module;
        head.nodes.push(node);
    }
    for at in 1..1_000 {
        let kind = if at % 2 == 0 { EdgeKind::Emits } else { EdgeKind::Handles };
        let [from, to] = [at - 1, at].map(|at| head.nodes[at].id.clone());
        head.edges.push(Edge::new(from, to, kind, Timing::Inline));
    }
    head.sort();
    let diff = compare(&Graph::default(), &head);
    let drawn = picture(&diff);
    assert_eq!(drawn.cards.len(), 30);
    assert!(drawn.cards.iter().all(|card| card.mark == Mark::Added), "{drawn:?}");
    let counted: usize = drawn.cards.iter().filter_map(|card| card.word.split(' ').next()?.parse::<usize>().ok()).sum();
    assert_eq!(counted, 1_000);
    let edges: usize =
        drawn.lines.iter().flat_map(|line| &line.words).filter_map(|word| word.text.parse::<usize>().ok()).sum();
    assert_eq!(edges, 999, "neighbours are in different modules");
    assert!(page(&diff).contains("by module"));

    let mut base = head.clone();
    let last = base.edges.pop().expect("an edge");
    let diff = compare(&base, &head);
    let drawn = picture(&diff);
    let shown = |id: &str| drawn.cards.iter().any(|card| card.title.contains(id));
    assert!(shown(&last.from) && shown(&last.to) && drawn.cards.len() < 100, "{}", drawn.cards.len());
}

/// Few nodes with many edges are too much as well.
#[test]
fn a_thicket_is_told_by_module() {
    let mut head = Graph::default();
    for at in 0..20 {
        for (of, kind) in [("e", NodeKind::Event), ("h", NodeKind::Handler)] {
            let mut node = Node::new(format!("app::{of}::{at}"), kind, format!("{of}{at}"));
            node.module = format!("app::{of}");
            head.nodes.push(node);
        }
        let edge = |to| Edge::new(format!("app::h::{at}"), format!("app::e::{to}"), EdgeKind::Emits, Timing::Inline);
        head.edges.extend((0..20).map(edge));
    }
    head.sort();
    let drawn = picture(&compare(&Graph::default(), &head));
    let names: Vec<&str> = drawn.cards.iter().map(|card| card.name.as_str()).collect();
    assert_eq!(names, ["app::e", "app::h"]);
    assert_eq!(drawn.lines.iter().map(|line| line.words[0].text.as_str()).collect::<Vec<_>>(), ["400"]);
}

#[test]
fn nothing_is_drawn_of_no_difference() {
    let same = payments();
    assert_eq!(picture(&compare(&same, &same)).cards, Vec::new());
}
