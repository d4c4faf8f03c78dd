//! A change to the example, made by a script, and the difference that a reviewer sees. What is expected was derived by hand
//! from the change.

use ensue_tests::{assert_schema, change_example, commit_all, ensue, example_alone, git, run};
use serde_json::{Value, json};
use std::collections::BTreeSet;

const EVENTS: &str = "payments::events";
const HANDLERS: &str = "payments::handlers";

#[test]
fn a_change_shows_what_it_alters_and_nothing_else() {
    let (_folder, place) = changed();
    let answer = run(ensue!().current_dir(&place).args(["diff", "HEAD", "--format", "json"]));
    assert_eq!(answer.status, 0, "{answer:#?}");
    let diff = assert_schema("docs/diff.schema.json", &answer.stdout);

    assert_eq!(diff["verdict"], "review");
    assert_eq!(ids(&diff["nodes"]["added"]), set(&[(EVENTS, "FraudAlarm"), (HANDLERS, "auths::raise_alarm")]));
    assert_eq!(ids(&diff["nodes"]["removed"]), set(&[(HANDLERS, "shipments::cancel_shipment")]));
    assert_eq!((&diff["nodes"]["moved"], &diff["nodes"]["changed"]), (&json!([]), &json!([])));

    let added = [
        edge("events::AuthPendingFraud", "handlers::auths::raise_alarm", "handles", "inline"),
        edge("handlers::auths::raise_alarm", "events::FraudAlarm", "emits", "inline"),
        edge("events::PaymentSettled", "handlers::shipments::release_shipment", "handles", "inline"),
    ];
    let removed = [
        edge("events::PaymentSettled", "handlers::shipments::release_shipment", "handles", "deferred"),
        edge("events::PaymentExpired", "handlers::shipments::cancel_shipment", "handles", "inline"),
        edge("handlers::shipments::cancel_shipment", "events::ShipmentCancelled", "emits", "inline"),
    ];
    assert_eq!(edges(&diff["edges"]["added"]), BTreeSet::from(added.clone()));
    assert_eq!(edges(&diff["edges"]["removed"]), BTreeSet::from(removed.clone()));
    assert_eq!((&diff["edges"]["moved"], &diff["edges"]["changed"]), (&json!([]), &json!([])));

    let gained = consequence(&diff, "controllers::post_payment", "events::FraudAlarm").expect("it is gained");
    assert_eq!(gained["change"], "gained");
    let way = [
        edge("controllers::post_payment", "events::PaymentCreated", "emits", "inline"),
        edge("events::PaymentCreated", "handlers::auths::create_auth", "handles", "inline"),
        edge("handlers::auths::create_auth", "events::AuthCreated", "emits", "inline"),
        edge("events::AuthCreated", "handlers::auths::request_auth", "handles", "inline"),
        edge("handlers::auths::request_auth", "events::AuthPendingFraud", "emits", "inline"),
        added[0].clone(),
        added[1].clone(),
    ];
    assert_eq!(list(&gained["witness"]).iter().map(key).collect::<Vec<_>>(), way);
    assert_eq!(list(&gained["cause"]).iter().map(key).collect::<Vec<_>>(), added[..2]);

    let lost = consequence(&diff, "events::PaymentExpired", "events::ShipmentCancelled").expect("it is lost");
    assert_eq!(lost["change"], "lost");
    assert_eq!(list(&lost["witness"]).iter().map(key).collect::<Vec<_>>(), removed[1..]);
    // A refused payment still cancels its shipment, so the customer's request can cause it as before.
    assert_eq!(consequence(&diff, "controllers::post_payment", "events::ShipmentCancelled"), None);
}

#[test]
fn a_reviewer_reads_it_in_words() {
    let (_folder, place) = changed();
    let answer = run(ensue!().current_dir(&place).args(["diff", "HEAD"]));
    assert_eq!(answer.status, 0, "{answer:#?}");
    let first = answer.stdout.lines().next().expect("there is something to say");
    assert!(first.starts_with("review: "), "{first}");
    for word in ["FraudAlarm", "raise_alarm", "release_shipment", "cancel_shipment", "src/handlers/auths.rs:"] {
        assert!(answer.stdout.contains(word), "`{word}` is missing:\n{}", answer.stdout);
    }
}

#[test]
fn without_a_change_nothing_is_said() {
    let (_folder, place) = committed();
    let told = run(ensue!().current_dir(&place).args(["diff", "HEAD"]));
    assert_eq!((told.status, told.stdout.as_str()), (0, ""), "{told:#?}");
    let told = run(ensue!().current_dir(&place).args(["diff", "HEAD", "--format", "json"]));
    assert_eq!(assert_schema("docs/diff.schema.json", &told.stdout)["verdict"], "none");
}

/// Whoever shows findings beside the code knows the repository, and not where a workspace begins in it.
#[test]
fn places_are_those_of_the_repository() {
    let folder = ensue_tests::folder(&[
        (
            "code/app/Cargo.toml",
            "[package]\nname = \"app\"\nedition = \"2024\"\n[dependencies]\nensue = \"0.1\"\ncore = { path = \"../core\" }\n",
        ),
        ("code/app/src/lib.rs", "pub use core::*;\n"),
        ("code/core/Cargo.toml", "[package]\nname = \"core\"\nedition = \"2024\"\n[dependencies]\nensue = \"0.1\"\n"),
        (
            "code/core/src/lib.rs",
            "#[ensue::event]\npub struct Paid;\n#[ensue::handler(on = Paid)]\nfn thank(_: &Paid) {}\n",
        ),
    ]);
    git(folder.path(), &["init", "--quiet"]);
    commit_all(folder.path());
    let place = folder.path().join("code/app");
    std::fs::write(folder.path().join("code/core/src/lib.rs"), "#[ensue::event]\npub struct Paid;\n")
        .expect("the file");
    for (format, says) in
        [("sarif", "\"uri\":\"code/core/src/lib.rs\""), ("github", "file=code/core/src/lib.rs,line=2")]
    {
        let answer = run(ensue!().current_dir(&place).args(["diff", "HEAD", "--format", format]));
        assert!(answer.stdout.contains(says), "{answer:#?}");
    }
}

/// What is staged is what the work tree holds, once all of it is; and nothing of it before.
#[test]
fn what_is_staged_can_be_compared() {
    let (_folder, place) = changed();
    let diff = |states: &[&str]| {
        let answer = run(ensue!().current_dir(&place).arg("diff").args(states).args(["--format", "json"]));
        assert_eq!(answer.status, 0, "{answer:#?}");
        let mut diff: Value = serde_json::from_str(&answer.stdout).expect("data");
        let names = [diff["base"].take(), diff["head"].take()];
        diff["statements"].take();
        (names, diff)
    };
    let (_, all) = diff(&["HEAD"]);
    let ([base, head], none) = diff(&["HEAD", "index"]);
    assert_eq!(
        (base.as_str().map(str::len), head.as_str(), &none["verdict"]),
        (Some(40), Some("index"), &json!("none"))
    );
    assert_eq!(diff(&["index"]).1, all);
    git(&place, &["add", "--all"]);
    assert_eq!(diff(&["HEAD", "index"]).1, all);
    assert_eq!(diff(&["index"]).1["verdict"], "none");
}

fn committed() -> (tempfile::TempDir, std::path::PathBuf) {
    let (folder, place) = example_alone("repository", |_| {});
    commit_all(&place);
    (folder, place)
}

fn changed() -> (tempfile::TempDir, std::path::PathBuf) {
    let (folder, place) = committed();
    change_example(&place);
    git(&place, &["status", "--short"]);
    (folder, place)
}

/// From, to, kind and timing.
type Edge = [String; 4];

fn edge(from: &str, to: &str, kind: &str, timing: &str) -> Edge {
    [format!("payments::{from}"), format!("payments::{to}"), kind.to_owned(), timing.to_owned()]
}

fn key(edge: &Value) -> Edge {
    ["from", "to", "kind", "timing"].map(|name| edge[name].as_str().unwrap_or_default().to_owned())
}

fn edges(value: &Value) -> BTreeSet<Edge> {
    list(value).iter().map(key).collect()
}

fn ids(value: &Value) -> BTreeSet<String> {
    list(value).iter().map(|node| node["id"].as_str().unwrap_or_default().to_owned()).collect()
}

fn set(ids: &[(&str, &str)]) -> BTreeSet<String> {
    ids.iter().map(|(module, name)| format!("{module}::{name}")).collect()
}

fn consequence<'d>(diff: &'d Value, from: &str, to: &str) -> Option<&'d Value> {
    let (from, to) = (format!("payments::{from}"), format!("payments::{to}"));
    list(&diff["consequences"]).iter().find(|it| it["from"] == from.as_str() && it["to"] == to.as_str())
}

fn list(value: &Value) -> &[Value] {
    value.as_array().expect("a list")
}
