//! What a Markdown parser and a code host make of the document, whoever chose the names.

use super::{MOST_CHARACTERS, document};
use crate::diff::{Diff, compare};
use crate::render::tests::payments;
use ensue_grammar::graph::{Edge, EdgeKind, Graph, Hole, HoleReason, Node, NodeKind, Statement, Timing};
use pulldown_cmark::{CowStr, Event, Options, Parser, Tag};

/// Each means something to Markdown, to HTML, to a code host, to Mermaid or to whoever reads.
const EVIL: &[&str] = &[
    "<img src=x onerror=alert(1)>",
    "</details><script>alert(1)</script>",
    "@everyone @shop/logistics",
    "#12 GH-12 shop/shop#12 PAY-12 deadbeefdeadbeef",
    "http://a.example www.a.example a@b.example",
    "[x](http://a.example) ![x](http://a.example/x.png) [x]: http://a.example",
    "a|b `c` ``d`` ```\n# e\n- f\n",
    "**g** _h_ ~~i~~ $j$ :tada: \\ &lt; [^1]",
    "```mermaid",
    "\u{202e}\u{2066}\u{200b}\u{1b}[31m\u{7}",
    "\"]; evil[\"x",
    "%%{init: {}}%%",
    "-->",
    "### heading",
];

/// A change in which everything that can be named has this name.
fn hostile(name: &str) -> Diff {
    let event = |id: &str| Node::new(format!("{id}::{name}"), NodeKind::Event, name);
    let route = |id: &str, route: &str| {
        let mut node = Node::new(format!("{id}::{name}"), NodeKind::Controller, name);
        (node.route, node.module, node.file, node.line) =
            (Some(route.to_owned()), name.to_owned(), Some(name.to_owned()), Some(1));
        node.owners = vec![name.to_owned()];
        node
    };
    let edge = |from: &Node, to: &Node, through: &str| {
        let mut edge = Edge::new(from.id.clone(), to.id.clone(), EdgeKind::Emits, Timing::Inline);
        (edge.through, edge.condition) = (vec![through.to_owned()], Some(name.to_owned()));
        edge
    };
    let statement = Statement { packages: vec![name.to_owned()], cfg: name.to_owned(), ..Statement::default() };
    let (paid, sent, pay) = (event("a"), event("b"), route("c", name));
    let mut base =
        Graph { nodes: vec![paid.clone(), pay.clone()], statement: Some(statement.clone()), ..Graph::default() };
    base.edges = vec![edge(&pay, &paid, "x")];
    let mut head = Graph {
        nodes: vec![paid.clone(), sent.clone(), route("c", "POST /x")],
        statement: Some(statement),
        ..base.clone()
    };
    head.edges = vec![edge(&pay, &paid, name), edge(&pay, &sent, name)];
    head.nodes[0].tags = vec![name.to_owned()];
    head.holes = vec![Hole {
        file: Some(name.to_owned()),
        line: Some(1),
        reason: HoleReason::SyntaxError,
        detail: name.to_owned(),
    }];
    base.sort();
    head.sort();
    Diff { base: name.to_owned(), head: name.to_owned(), ..compare(&base, &head) }
}

/// Text outside of code, all code, and what else there is: each tag but those of lists and paragraphs, and all HTML.
fn parsed(text: &str) -> (String, String, Vec<String>) {
    let (mut plain, mut code, mut others, mut in_block) = (String::new(), String::new(), Vec::new(), false);
    for event in Parser::new_ext(text, Options::all() - Options::ENABLE_SMART_PUNCTUATION) {
        let mut html = |of: CowStr<'_>| others.push(of.trim().to_owned());
        match event {
            Event::Text(text) if in_block => code.push_str(&text),
            Event::Text(text) => plain.push_str(&text),
            Event::Code(text) => {
                code.extend([&*text, " "]);
                plain.push('⌷');
            }
            Event::Html(of) | Event::InlineHtml(of) => html(of),
            Event::Start(Tag::CodeBlock(_)) => in_block = true,
            Event::End(pulldown_cmark::TagEnd::CodeBlock) => in_block = false,
            Event::Start(Tag::Paragraph | Tag::List(None) | Tag::Item | Tag::Strong | Tag::HtmlBlock) => {}
            Event::Start(other) => others.push(format!("{other:?}")),
            Event::End(_) => plain.push('\n'),
            Event::SoftBreak => plain.push(' '),
            other => others.push(format!("{other:?}")),
        }
    }
    (plain, code, others)
}

/// What is wrong with a document; nothing when all is well.
fn faults(text: &str) -> Vec<String> {
    let (plain, _, others) = parsed(text);
    let mut faults: Vec<String> = others
        .into_iter()
        .filter(|it| !it.starts_with("Heading { level: H3") && it != "</details>")
        .filter(|it| {
            let summary = it.strip_prefix("<details><summary>").and_then(|it| it.strip_suffix("</summary>"));
            !summary.is_some_and(|it| it.chars().all(|c| c.is_ascii_alphanumeric() || " ,".contains(c)))
        })
        .collect();
    // What a host looks for after Markdown is done, none of which our own words need.
    faults.extend(
        plain.chars().filter(|c| "@#<>|`*_~$\\&[]".contains(*c)).map(|c| format!("`{c}` outside of code: {plain}")),
    );
    faults.extend(
        ["://", "www.", "GH-", "PAY-", "deadbeef", ":tada:"]
            .iter()
            .filter(|it| plain.contains(**it))
            .map(|it| (*it).to_owned()),
    );
    faults.extend(
        text.chars().filter(|c| crate::render::visible::hides(*c) && *c != '\n').map(|c| format!("{c:?} is hidden")),
    );
    faults
}

#[test]
fn no_name_is_more_than_text() {
    for name in EVIL.iter().copied().chain([EVIL.concat().as_str(), EVIL.join(" ").as_str()]) {
        let text = document(&hostile(name));
        assert!(faults(&text).is_empty(), "{name:?}: {:#?}\n{text}", faults(&text));
        let others = parsed(&text).2;
        let number = |start: &str| others.iter().filter(|it| it.starts_with(start)).count();
        assert_eq!(number("<details>"), number("</details>"), "{text}");
        assert_eq!(text.matches("```mermaid\n").count(), 1, "{text}");
        assert_eq!(number("Heading"), 1, "{text}");
    }
}

/// The test above would pass on anything if its eyes were shut.
#[test]
fn the_judge_sees_what_is_wrong() {
    for wrong in [
        "a @b",
        "see #1",
        "# x",
        "[a](b)",
        "<b>",
        "![a](b)",
        "|a|\n|-|\n|b|",
        "http://a",
        "a\u{202e}",
        "*a*",
        "> a",
        "1. a",
    ] {
        assert!(!faults(wrong).is_empty(), "{wrong}");
    }
    assert!(faults("- **gained** `@b` can now cause\n").is_empty());
}

#[test]
fn it_says_what_the_text_says() {
    let mut head = payments();
    let gone = head.nodes.iter().position(|node| node.kind == NodeKind::Handler).expect("a handler");
    let gone = head.nodes.remove(gone);
    head.edges.retain(|edge| edge.from != gone.id && edge.to != gone.id);
    let diff = compare(&payments(), &head);
    let (plain, code, _) = parsed(&document(&diff));
    let said = anstream::adapter::strip_str(&crate::render::text::diff(&diff, None)).to_string();
    // What was read has its own words there.
    let (said, _) = said.trim_end().rsplit_once("\n\n").expect("a last paragraph");
    let words = |text: &str| {
        text.split(|c: char| !c.is_alphanumeric())
            .filter(|it| !it.is_empty())
            .map(str::to_owned)
            .collect::<std::collections::BTreeSet<_>>()
    };
    let missing: Vec<String> = words(said).difference(&words(&format!("{plain} {code}"))).cloned().collect();
    assert!(missing.is_empty(), "{missing:?}");
    assert!(code.contains("flowchart TD\n") && code.contains(&gone.name));
}

#[test]
fn it_ends_before_it_is_too_long() {
    for (number, long) in [(40, 40), (400, 10), (5_000, 10), (3, 100_000)] {
        let node = |at: usize| {
            let mut node = Node::new(
                format!("app::m{at}::{}", "x".repeat(long)),
                NodeKind::Event,
                format!("{at}{}", "ü".repeat(long)),
            );
            node.module = format!("app::m{at}");
            node
        };
        let mut head = Graph { nodes: (0..number).map(node).collect(), ..Graph::default() };
        head.sort();
        let text = document(&compare(&Graph::default(), &head));
        let length = text.chars().count();
        assert!(length <= MOST_CHARACTERS, "{length} characters for {number} nodes");
        let is_cut = text.contains("Left out, for want of room: ");
        assert_eq!(is_cut, number == 5_000, "{}", &text[text.len() - 200..]);
        assert!(faults(&text).is_empty(), "{:#?}", faults(&text));
    }
}

#[test]
fn nothing_is_said_when_nothing_differs() {
    assert_eq!(document(&compare(&payments(), &payments())), "");
}
