//! What was written is read as it was, and nothing else is taken for a difference.

use super::{edits, pairs};
use crate::analyses::sample::{PAYMENTS, graph};
use crate::diff::{Diff, compare};
use serde_json::{Value, json};

#[test]
fn what_was_written_is_read_as_it_was() {
    for (base, head) in pairs().chain(edits()) {
        let diff = Diff { base: "a\u{202e}\"b".to_owned(), accepted: 3, ..compare(&base, &head) };
        let written = diff.to_json();
        let read = Diff::from_json(written.as_bytes()).expect("a difference");
        assert_eq!((&read, read.to_json()), (&diff, written));
    }
}

/// A difference with a node that is gone, new, moved and changed, and an edge of each list.
fn whole() -> Value {
    let base = graph(PAYMENTS);
    let mut head = base.clone();
    let gone = head.nodes.remove(0).id;
    head.edges.retain(|edge| edge.from != gone && edge.to != gone);
    head.edges[0].through.push("app::Other::one".to_owned());
    head.nodes[1].tags.push("other".to_owned());
    let mut moved = head.nodes[2].clone();
    let from = std::mem::replace(&mut moved.id, "app::elsewhere".to_owned());
    moved.moved = Some(from.clone());
    head.nodes[2] = moved;
    for end in head.edges.iter_mut().flat_map(|edge| [&mut edge.from, &mut edge.to]).filter(|end| **end == from) {
        "app::elsewhere".clone_into(end);
    }
    head.sort();
    serde_json::from_str(&compare(&base, &head).to_json()).expect("JSON")
}

/// Changes one thing, and says what the message then tells.
type Wrong = (&'static str, fn(&mut Value));

const WRONG: &[Wrong] = &[
    ("its schema is `ensue/diff/2`, not `ensue/diff/1`", |diff| diff["schema"] = json!("ensue/diff/2")),
    ("missing field `schema`", |diff| drop(diff.as_object_mut().expect("an object").remove("schema"))),
    ("missing field `verdict`", |diff| drop(diff.as_object_mut().expect("an object").remove("verdict"))),
    ("unknown variant `fine`", |diff| diff["verdict"] = json!("fine")),
    ("which is no node of base", |diff| diff["edges"]["removed"][0]["to"] = json!("app::nowhere")),
    ("which is no node of base", |diff| diff["nodes"]["removed"] = json!([])),
    ("it names `app::nowhere`, which is no node of it", |diff| {
        diff["consequences"][0]["witness"][0]["from"] = json!("app::nowhere");
    }),
    ("it names `app::nowhere`, which is no node of it", |diff| {
        diff["consequences"][0]["to"] = json!("app::nowhere");
    }),
    ("is in base twice", |diff| double(&mut diff["nodes"]["removed"])),
    ("is in base twice", |diff| double(&mut diff["nodes"]["changed"])),
    ("is in head twice", |diff| diff["nodes"]["added"] = json!([diff["nodes"]["changed"][0]["after"]])),
    ("is in base twice", |diff| double(&mut diff["context"]["nodes"])),
    ("is in base twice", |diff| double(&mut diff["edges"]["removed"])),
    ("moved otherwise too", |diff| double(&mut diff["nodes"]["moved"])),
    ("is another one before", |diff| diff["nodes"]["moved"][0]["from"] = json!("app::nowhere")),
    ("is another one before or after", |diff| diff["nodes"]["changed"][0]["id"] = json!("app::nowhere")),
    ("a changed edge", |diff| diff["edges"]["changed"][0]["before"]["kind"] = json!("resumes")),
    ("entries, and at most", |diff| {
        diff["caused"]["gained"] = json!(vec![json!({"id": "a", "kind": "event"}); 500_001]);
    }),
];

fn double(list: &mut Value) {
    let list = list.as_array_mut().expect("a list");
    list.push(list[0].clone());
}

#[test]
fn nothing_else_is_taken_for_a_difference() {
    let read = |diff: &Value| Diff::from_json(diff.to_string().as_bytes());
    read(&whole()).expect("a difference");
    for (expected, change) in WRONG {
        let mut diff = whole();
        change(&mut diff);
        let error = read(&diff).err().map(|error| error.to_string()).unwrap_or_default();
        assert!(error.contains(expected), "`{error}`, not `{expected}`");
    }
    for text in [&b""[..], b"{", b"[]", b"\xff", b"null", "[".repeat(100_000).as_bytes()] {
        assert!(Diff::from_json(text).is_err(), "{:?}", &text[..text.len().min(20)]);
    }
}
