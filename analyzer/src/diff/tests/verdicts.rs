//! What each row of the verdict says, and each rule that breaks.

use crate::analyses::sample::{PAYMENTS, graph};
use crate::diff::{RULES, Verdict, compare};
use ensue_grammar::graph::{Field, Graph, Hole, HoleReason, Node, NodeKind};

/// An edit of a graph, its verdict, and what it says of the edited node.
type Case<'c> = (&'c dyn Fn(&mut Graph), Verdict, &'c [&'c str]);

#[test]
fn the_verdict_follows_what_differs() {
    let base = graph(PAYMENTS);
    let change = |change: &dyn Fn(&mut Graph)| {
        let mut head = base.clone();
        change(&mut head);
        let diff = compare(&base, &head);
        (diff.verdict, diff.nodes.changed.first().map_or(Vec::new(), |it| it.what.clone()))
    };
    let on = |graph: &mut Graph, set: &dyn Fn(&mut Node)| set(&mut graph.nodes[3]);
    let hole = |line| Hole {
        reason: HoleReason::SyntaxError,
        file: Some("src/x.rs".to_owned()),
        line: Some(line),
        detail: "does not parse".to_owned(),
    };
    let none: &[&str] = &[];
    let cases: &[Case<'_>] = &[
        (&|_| {}, Verdict::None, none),
        (&|graph| on(graph, &|node| node.line = Some(99)), Verdict::None, none),
        (&|graph| on(graph, &|node| node.doc = Some("Other words.".to_owned())), Verdict::None, none),
        (&|graph| graph.edges[0].sites.clear(), Verdict::None, none),
        (&|graph| on(graph, &|node| node.body = Some("1".to_owned())), Verdict::Safe, &["body"]),
        (&|graph| on(graph, &|node| node.owners.push("@shop".to_owned())), Verdict::Safe, &["owners"]),
        (&|graph| on(graph, &|node| node.condition = Some("unix".to_owned())), Verdict::Review, &["condition"]),
        (
            &|graph| {
                on(graph, &|node| {
                    node.version = Some(2);
                    node.fields = Some(Vec::new());
                });
            },
            Verdict::Review,
            &["version", "fields"],
        ),
        (&|graph| graph.edges.iter_mut().for_each(|edge| edge.through.clear()), Verdict::Review, none),
        (&|graph| graph.holes.push(hole(1)), Verdict::Review, none),
    ];
    for (ix, (apply, verdict, what)) in cases.iter().enumerate() {
        assert_eq!(change(apply), (*verdict, what.iter().map(|&it| it.to_owned()).collect()), "case {ix}");
    }
}

/// A shop with what can be broken: a payload that waits, one that does not, an effect, an external.
const SHOP: &str = "
controller buy
event Bought
event Packed
event Sent
event Lost
handler pack
handler later
effect Send
effect Print
effect_handler print
external external:carrier
buy emits Bought
Bought handles pack
pack emits Packed
Packed handles later deferred
pack requests Send deferred
Send performs external:carrier deferred
external:carrier emits Sent
external:carrier emits Lost
later requests Print deferred
Print performs print deferred
";

/// The graph of [`SHOP`] with a payload at each event and effect, after an edit of its text and one of its nodes.
fn shop(edit: impl Fn(&str) -> String, set: impl Fn(&mut Node)) -> Graph {
    let mut graph = graph(&edit(SHOP));
    for node in &mut graph.nodes {
        if matches!(node.kind, NodeKind::Event | NodeKind::Effect) {
            let field = |name: &str, ty: &str| Field { name: name.to_owned(), ty: ty.to_owned() };
            node.fields = Some(vec![field("id", "u64"), field("note", "String")]);
            node.version = Some(1);
        }
        set(node);
    }
    graph
}

/// The rules that break, and no others.
const BREAKING: [&str; 3] = ["completion-gone", "payload-incompatible", "performer-gone"];

#[test]
fn what_others_rely_on_breaks() {
    assert_eq!(RULES.iter().filter(|rule| rule.breaks).map(|rule| rule.name).collect::<Vec<_>>(), BREAKING);
    let without = |line: &'static str| move |text: &str| text.replace(&format!("\n{line}\n"), "\n");
    let same = |text: &str| text.to_owned();
    let on = |name: &'static str, change: &'static dyn Fn(&mut Node)| {
        move |node: &mut Node| {
            if node.name == name {
                change(node);
            }
        }
    };
    let none = |_: &mut Node| {};
    let loses: &dyn Fn(&mut Node) = &|node| drop(node.fields.as_mut().and_then(Vec::pop));
    let retypes: &dyn Fn(&mut Node) = &|node| node.fields.as_mut().unwrap()[1].ty = "Text".to_owned();
    let gains: &dyn Fn(&mut Node) = &|node| {
        let more = node.fields.as_ref().unwrap()[0].clone();
        node.fields.as_mut().unwrap().push(Field { name: "more".to_owned(), ..more });
    };
    let with_version: &dyn Fn(&mut Node) = &|node| {
        node.version = Some(2);
        node.fields.as_mut().unwrap().pop();
    };
    let base = shop(same, none);
    let cases: [(&str, Graph, &[&str]); 12] = [
        ("nothing", shop(same, none), &[]),
        ("a field is gone", shop(same, on("Packed", loses)), &["payload-incompatible app::Packed"]),
        ("a field has another type", shop(same, on("Send", retypes)), &["payload-incompatible app::Send"]),
        ("a field is new", shop(same, on("Packed", gains)), &[]),
        ("with another version", shop(same, on("Packed", with_version)), &[]),
        ("of what never waits", shop(same, on("Bought", loses)), &[]),
        ("nobody performs it", shop(without("Print performs print deferred"), none), &["performer-gone app::Print"]),
        (
            "another performs it",
            shop(|text| text.replace("Print performs print", "Print performs external:carrier"), none),
            &[],
        ),
        (
            "the effect is gone too",
            shop(
                |text| {
                    ["effect Print", "later requests Print deferred", "Print performs print deferred"]
                        .iter()
                        .fold(text.to_owned(), |text, line| without(line)(&text))
                },
                none,
            ),
            &[],
        ),
        (
            "a completion is gone",
            shop(without("external:carrier emits Lost"), none),
            &["completion-gone external:carrier"],
        ),
        ("of a handler that is no external", shop(without("pack emits Packed"), none), &[]),
        ("a handler is gone", shop(without("Bought handles pack"), none), &[]),
    ];
    for (case, head, expected) in cases {
        let diff = compare(&base, &head);
        let found: Vec<String> = diff
            .findings
            .iter()
            .filter(|it| BREAKING.contains(&it.rule.as_str()))
            .map(|it| {
                let place = head.nodes.iter().find(|node| node.file == it.file && node.line == it.line);
                format!("{} {}", it.rule, place.map_or("", |node| node.id.as_str()))
            })
            .collect();
        assert_eq!(found, expected, "{case}");
        assert_eq!(diff.verdict == Verdict::Breaking, !expected.is_empty(), "{case}");
    }
}

#[test]
fn only_what_nothing_leads_to_is_safely_added() {
    let verdict = |text: &str| compare(&graph(SHOP), &graph(&format!("{SHOP}{text}"))).verdict;
    assert_eq!(verdict(""), Verdict::None);
    assert_eq!(verdict("event Unused\n"), Verdict::Safe);
    assert_eq!(verdict("controller give\ngive emits Bought\n"), Verdict::Safe, "what was there leads to what it did");
    assert_eq!(
        verdict("controller give\nevent Given\nhandler thank\ngive emits Given\nGiven handles thank\n"),
        Verdict::Safe
    );
    assert_eq!(verdict("handler thank\nBought handles thank\n"), Verdict::Review, "an entry point reaches it");
    assert_eq!(verdict("buy emits Packed\n"), Verdict::Review);
    // A handler may have the path of an event that is new.
    assert_eq!(verdict("event pack\npack emits Bought\n"), Verdict::Review);
    assert_eq!(compare(&graph(&format!("{SHOP}event Unused\n")), &graph(SHOP)).verdict, Verdict::Review);
}

#[test]
fn a_verdict_on_what_has_holes_is_a_lower_bound() {
    let (base, mut head) = (graph(SHOP), graph(SHOP));
    assert!(!compare(&base, &head).lower_bound);
    head.holes.push(Hole { reason: HoleReason::Unreadable, file: None, line: None, detail: "x".to_owned() });
    assert!(compare(&base, &head).lower_bound && compare(&head, &base).lower_bound);
}
