//! What a reader gets, from the story of payments as a graph.

use super::picture::Picture;
use super::{dot, mermaid, modules, svg};
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
    let flowchart = mermaid::document(&picture).expect("few cards");
    for text in [svg::document(&picture), svg::element(&picture), dot::document(&picture), flowchart.clone()] {
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
    for line in flowchart.lines().filter(|line| !line.contains("accTitle")) {
        let quoted = line
            .split('"')
            .skip(1)
            .step_by(2)
            .map(|label| label.replace("<br>", "").replace("<b>", "").replace("</b>", ""));
        for label in quoted {
            assert!(!label.contains(['<', '>', '&', '`', '\\', '%', '*', '[', ']', '|', '{', '}']), "{label}");
        }
    }
}

#[test]
fn what_mermaid_would_refuse_is_no_flowchart() {
    let mut picture = Picture::of(&payments(), |_| None);
    let flowchart = mermaid::document(&picture).expect("few cards");
    let arrows = |text: &str| text.lines().filter(|line| line.contains("-->") || line.contains("-.->")).count();
    assert_eq!(arrows(&flowchart), picture.lines.len());
    let line = picture.lines[0].clone();
    picture.lines.resize(mermaid::MOST_LINES, line.clone());
    assert_eq!(arrows(&mermaid::document(&picture).expect("as many as are drawn")), mermaid::MOST_LINES);
    picture.lines.push(line);
    assert_eq!(mermaid::document(&picture).expect_err("one too many").lines, mermaid::MOST_LINES + 1);

    let mut wide = Picture::of(&payments(), |_| None);
    let room = mermaid::MOST_CHARACTERS - flowchart.chars().count();
    wide.caption.push_str(&"ü".repeat(room));
    assert_eq!(mermaid::document(&wide).expect("to the last").chars().count(), mermaid::MOST_CHARACTERS);
    wide.caption.push('ü');
    assert_eq!(mermaid::document(&wide).expect_err("one too many").characters, mermaid::MOST_CHARACTERS + 1);
}

#[test]
fn modules_are_joined_as_their_nodes_are() {
    let graph = payments();
    let picture = modules::picture(&graph);
    let module = |id: &str| graph.nodes.iter().find(|node| node.id == id).map(|node| node.module.clone());
    let between = graph.edges.iter().filter(|edge| {
        let (from, to) = (module(&edge.from).unwrap_or_default(), module(&edge.to).unwrap_or_default());
        from != to || from.is_empty() && edge.from != edge.to
    });
    let told = |word: &str| word.split(' ').next().and_then(|number| number.parse::<usize>().ok());
    let drawn: usize = picture.lines.iter().flat_map(|line| &line.words).filter_map(|word| told(&word.text)).sum();
    assert_eq!(drawn, between.count());
    assert!(drawn > 0 && picture.cards.len() > 2, "{picture:?}");
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
        for mark in ["added", "removed", "changed"] {
            // Words and lines on the ground, a sign in its disc, and the words on a card.
            holds(mark, "bg", 4.5);
            holds(mark, &format!("{mark}-fill"), 3.0);
            holds("ink", &format!("{mark}-fill"), 4.5);
            holds("soft", &format!("{mark}-fill"), 4.5);
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
