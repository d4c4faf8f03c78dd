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

#[test]
fn text_of_the_tree_is_shown_and_never_obeyed() {
    let hostile = "\u{202e}a</text><script>\"'\\\x1b[31m&amp;\0\n\u{2066}]]>";
    let mut graph = payments();
    for node in &mut graph.nodes {
        node.name = format!("{}{hostile}", node.name);
        node.route = node.route.as_ref().map(|_| hostile.repeat(40));
    }
    for edge in &mut graph.edges {
        edge.through = vec![hostile.to_owned(); 3];
        edge.condition = Some(hostile.to_owned());
    }
    let picture = Picture::of(&graph, |_| Some(hostile.to_owned()));
    for text in [svg::document(&picture), svg::element(&picture), dot::document(&picture)] {
        assert!(!text.contains(['\u{202e}', '\x1b', '\0', '\u{2066}']));
        assert!(text.contains("⟨U+202E⟩"));
    }
    let svg = svg::document(&picture);
    let parsed = roxmltree::Document::parse(&svg).expect("well-formed");
    assert!(parsed.descendants().all(|element| element.tag_name().name() != "script"));
    for line in dot::document(&picture).lines() {
        let unescaped = line.replace("\\\\", "").replace("\\\"", "");
        assert_eq!(unescaped.matches('"').count() % 2, 0, "strings end where they begin: {line}");
    }
}

/// Colours in both schemes, as the style sheet has them.
#[test]
fn every_text_and_line_has_contrast() {
    let (light, dark) = ensue_templates::PICTURE_CSS.split_once("@media screen").expect("two schemes");
    for (scheme, css) in [("light", light), ("dark", dark)] {
        let colour = |name: &str| {
            let value = css.split_once(&format!("--{name}:#")).unwrap_or_else(|| panic!("{name}")).1;
            luminance(value.split([';', '}']).next().expect("a value"))
        };
        let holds = |front: &str, back: &str, least: f64| {
            let (a, b) = (colour(front), colour(back));
            let contrast = (a.max(b) + 0.05) / (a.min(b) + 0.05);
            assert!(contrast >= least, "{scheme}: {front} on {back} is {contrast:.2}, less than {least}");
        };
        for back in ["bg", "event", "handler", "controller", "effect", "state", "plain"] {
            holds("ink", back, 4.5);
            holds("soft", back, 4.5);
        }
        for text in ["link", "warn"] {
            holds(text, "bg", 4.5);
        }
        for edge in ["line", "event-edge", "handler-edge", "controller-edge", "effect-edge", "state-edge"] {
            holds(edge, "bg", 3.0);
        }
    }
}

/// As WCAG defines it.
fn luminance(hex: &str) -> f64 {
    let doubled = |digits: &str| digits.chars().flat_map(|digit| [digit, digit]).collect::<String>();
    let hex = if hex.len() == 3 { doubled(hex) } else { hex.to_owned() };
    let channel = |at: usize| {
        let share = f64::from(u8::from_str_radix(&hex[at..at + 2], 16).expect("hexadecimal")) / 255.0;
        if share <= 0.040_45 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(0) + 0.7152 * channel(2) + 0.0722 * channel(4)
}
