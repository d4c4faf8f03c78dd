//! Graphs written as text, for tests.

use ensue_grammar::graph::{Edge, Graph, Node, Site};
use fastrand::Rng;
use serde_json::{Value, from_value, json};
use std::fmt::Write;

/// Reads a graph of one `kind name [route]` or `from kind to [timing] [through x]` a line.
///
/// After the name of an event or effect stand its fields, `name:type`; a controller may have `schedule ..` instead of a route.
/// `hole file reason` is a place that cannot be seen.
///
/// The id of `name` is `app::name`; it is defined, and its edges are made, in `src/app.rs` at the line of the text.
pub(crate) fn graph(text: &str) -> Graph {
    let mut graph = Graph::default();
    let mut line = 0;
    for words in text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>()) {
        line += 1;
        match words.as_slice() {
            [] => {}
            [from, kind @ ("handles" | "emits" | "requests" | "performs" | "resumes"), to, rest @ ..] => {
                graph.edges.push(edge(from, kind, to, rest, line));
            }
            ["hole", file, reason] => graph.holes.push(parse(json!({
                "reason": reason, "file": file, "line": 1, "detail": "not seen",
            }))),
            [kind, name, rest @ ..] => graph.nodes.push(node(kind, name, rest, line)),
            [other] => panic!("line {line} of the sample says only `{other}`"),
        }
    }
    graph.sort();
    graph
}

fn node(kind: &str, name: &str, rest: &[&str], line: u32) -> Node {
    let fields: Vec<Value> = rest
        .iter()
        .filter_map(|word| word.split_once(':'))
        .map(|(name, ty)| json!({"name": name, "type": ty}))
        .collect();
    let (route, schedule) = match rest {
        [] => (None, None),
        ["schedule", times @ ..] => (None, Some(times.join(" "))),
        _ if !fields.is_empty() => (None, None),
        route => (Some(route.join(" ")), None),
    };
    let fields = (!fields.is_empty()).then_some(fields);
    parse(json!({
        "id": id(name), "kind": kind, "name": name.rsplit(':').next(), "crate": "app", "module": "app",
        "file": "src/app.rs", "line": line, "condition": null, "programs": [], "owners": [], "tags": [], "route": route,
        "schedule": schedule, "fields": fields,
    }))
}

fn edge(from: &str, kind: &str, to: &str, rest: &[&str], line: u32) -> Edge {
    let (timing, through) = match rest {
        [] => ("inline", None),
        ["through", path] => ("inline", Some(id(path))),
        [timing] => (*timing, None),
        [timing, "through", path] => (*timing, Some(id(path))),
        other => panic!("line {line} of the sample ends with {other:?}"),
    };
    let sites = if ["emits", "requests"].contains(&kind) {
        vec![Site { file: "src/app.rs".to_owned(), line }]
    } else {
        Vec::new()
    };
    parse(json!({
        "from": id(from), "to": id(to), "kind": kind, "timing": timing, "condition": null,
        "through": through.into_iter().collect::<Vec<_>>(), "sites": sites,
    }))
}

fn id(name: &str) -> String {
    if name.starts_with("external:") { name.to_owned() } else { format!("app::{name}") }
}

fn parse<T: serde::de::DeserializeOwned>(value: Value) -> T {
    from_value(value).expect("a sample has every field that is asked for")
}

/// A shop with a resumed payment, a receipt by mail, an invoice by an outside program, and a loop of retries.
pub(crate) const PAYMENTS: &str = "
controller post_payment POST /payments
controller post_answer POST /answers
controller nightly
event PaymentCreated
event AuthCreated
event AuthPending
event AuthSucceeded
event AuthFailed
event RetryDue
event ReceiptSent
event InvoiceWritten
handler create_auth
handler request_auth
handler retry
handler thank
handler ops::notify
effect SendReceipt
effect WriteInvoice
effect_handler send_receipt
external external:ledger
archiver Auths
archiver Payments
post_payment emits PaymentCreated through Payments::create
PaymentCreated handles create_auth
create_auth emits AuthCreated through Auths::create
AuthCreated handles request_auth
request_auth emits AuthSucceeded through Auths::succeed
request_auth emits AuthFailed through Auths::fail
request_auth emits AuthPending through Auths::hold
AuthPending resumes post_answer deferred
post_answer emits AuthSucceeded through Auths::succeed
post_answer emits AuthFailed through Auths::fail
AuthFailed handles retry
AuthFailed handles ops::notify after_commit
retry emits RetryDue scheduled
RetryDue handles request_auth deferred
AuthSucceeded handles thank after_commit
thank requests SendReceipt deferred
thank requests WriteInvoice deferred
SendReceipt performs send_receipt deferred
send_receipt emits ReceiptSent
WriteInvoice performs external:ledger deferred
external:ledger emits InvoiceWritten
nightly emits PaymentCreated through Payments::create
";

/// A small graph that is another one for each seed, with loops, holes and every kind of edge.
pub(crate) fn random(seed: u64) -> Graph {
    let mut random = Rng::with_seed(seed);
    let size = 2 + random.usize(..4);
    random_of(&mut random, size, 4 * size)
}

fn random_of(random: &mut Rng, size: usize, most_edges: usize) -> Graph {
    let kinds = ["event", "handler", "controller", "effect", "effect_handler", "external"];
    let mut text = String::new();
    for kind in kinds {
        for i in 0..size {
            // Not all of them, so that two graphs differ in nodes too.
            if random.usize(..5) > 0 {
                let prefix = if kind == "external" { "external:" } else { "" };
                let _ = writeln!(text, "{kind} {prefix}{kind}{i}");
            }
        }
    }
    let timings = ["inline", "after_commit", "deferred", "scheduled"];
    let joins = [
        ("event", "handles", "handler"),
        ("handler", "emits", "event"),
        ("controller", "emits", "event"),
        ("handler", "requests", "effect"),
        ("effect", "performs", "effect_handler"),
        ("effect", "performs", "external"),
        ("effect_handler", "emits", "event"),
        ("external", "emits", "event"),
        ("event", "resumes", "controller"),
    ];
    for _ in 0..random.usize(..most_edges) {
        let (from, kind, to) = joins[random.usize(..joins.len())];
        let name = |kind: &str, i: usize| format!("{}{kind}{i}", if kind == "external" { "external:" } else { "" });
        let (from, to) = (name(from, random.usize(..size)), name(to, random.usize(..size)));
        let timing = timings[random.usize(..timings.len())];
        let _ = writeln!(text, "{from} {kind} {to} {timing}");
    }
    let mut graph = graph(&text);
    let known: Vec<String> = graph.nodes.iter().map(|node| node.id.clone()).collect();
    graph.edges.retain(|edge| known.contains(&edge.from) && known.contains(&edge.to));
    graph.edges.dedup_by(|a, b| a.key() == b.key());
    graph
}

/// [`random`], where some nodes and edges exist under conditions alone, and are in some programs alone.
pub(crate) fn random_with_conditions(seed: u64) -> Graph {
    let mut random = Rng::with_seed(!seed);
    let mut graph = random_of(&mut random, 2, 48);
    for node in &mut graph.nodes {
        if random.usize(..4) == 0 {
            node.condition = Some(CONDITIONS[random.usize(..CONDITIONS.len())].to_owned());
        }
        if node.kind != ensue_grammar::graph::NodeKind::External && random.usize(..3) > 0 {
            node.programs = PROGRAMS[random.usize(..PROGRAMS.len())].iter().map(|name| (*name).to_owned()).collect();
        }
    }
    for edge in &mut graph.edges {
        if random.usize(..4) == 0 {
            edge.condition = Some(CONDITIONS[random.usize(..CONDITIONS.len())].to_owned());
        }
    }
    graph
}

/// Over one feature of this package, one of another and the system.
const CONDITIONS: [&str; 8] = [
    "feature = \"a\"",
    "not(feature = \"a\")",
    "other/feature = \"a\"",
    "not(other/feature = \"a\")",
    "target_os = \"linux\"",
    "target_os = \"macos\"",
    "windows",
    "any(all(app/feature = \"a\", unix), windows)",
];

const PROGRAMS: [&[&str]; 4] = [&["one"], &["two"], &["one", "two"], &["three", "two"]];
