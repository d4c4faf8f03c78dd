//! What a reader gets, from the story of payments as a graph.

use super::picture::Picture;
use super::{dot, svg};
use ensue_grammar::graph::{Graph, NodeKind};

/// The story of payments, as the analyzer would tell it.
pub(super) fn payments() -> Graph {
    serde_json::from_str(include_str!("payments.json")).expect("a graph")
}

#[test]
fn a_picture_is_xml_and_the_same_twice() {
    let picture = Picture::of(&payments(), |node| Some(format!("{}.html", node.name)));
    let svg = svg::document(&picture);
    let parsed = roxmltree::Document::parse(&svg).expect("well-formed");
    let links = parsed.descendants().filter(|element| element.has_tag_name(("http://www.w3.org/2000/svg", "a")));
    let drawn = payments().nodes.iter().filter(|node| node.kind != NodeKind::Archiver).count();
    assert_eq!(links.count(), drawn, "archivers are words beside lines, all others are cards");
    assert_eq!(svg, svg::document(&picture));
    assert!(dot::document(&picture).contains("label=\"event\\nPaymentCreated\""));
}
