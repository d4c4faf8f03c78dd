//! What `check` writes for programs: held against rustc's own messages, and against the source.

use ensue_tests::{ensue, folder, run};
use serde_json::Value;
use std::collections::BTreeSet;
use std::process::Command;
use tempfile::TempDir;

const SOURCE: &str = "\
use ensue::{controller, event, handler, Cx};
/// Überwiesen.
#[event]
pub struct Paid;
#[controller(may_emit = [Paid])]
fn pay(cx: &mut Cx<'_, pay>) { cx.emit(Paid); }
/* ü */ #[handler(on = Payd)]
fn thank(_: &Paid) {}
#[handler(on = Paid, loops = \"never\")]
fn book(_: &Paid) {}
";

/// A workspace below the root of what may be read, as in a repository of several.
fn place() -> TempDir {
    folder(&[
        ("Cargo.toml", "[workspace]\nmembers = [\"pay roll\"]\n"),
        ("pay roll/Cargo.toml", "[package]\nname = \"app\"\nedition = \"2024\"\n[dependencies]\nensue = \"0.1\"\n"),
        ("pay roll/src/lib.rs", SOURCE),
    ])
}

fn check(format: &str) -> (i32, String) {
    let place = place();
    let answer = run(ensue!().current_dir(place.path()).args(["check", "--format", format, "--color", "always"]));
    (answer.status, answer.stdout)
}

fn json() -> Vec<Value> {
    let (status, text) = check("json");
    assert_eq!(status, 1);
    text.lines().map(|line| serde_json::from_str(line).expect("a line is an object")).collect()
}

fn keys(of: &Value) -> BTreeSet<&str> {
    of.as_object().unwrap_or_else(|| panic!("{of} is an object")).keys().map(String::as_str).collect()
}

/// The message that rustc itself writes about a slip with a remedy.
fn of_rustc() -> Value {
    let place = folder(&[("slip.rs", "fn main() { let number = 1; prinltn(numbre); }\n")]);
    let rustc = Command::new("rustc").args(["--error-format=json", "slip.rs"]).current_dir(place.path()).output();
    let text = String::from_utf8(rustc.expect("the tests need rustc").stderr).expect("JSON is text");
    let messages = text.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    let with_edit = |it: &Value| !it["children"].as_array().expect("a list").is_empty() && !it["code"].is_null();
    messages.into_iter().find(with_edit).expect("a message with a child")
}

#[test]
fn messages_have_the_fields_of_rustc() {
    let (rustc, all) = (of_rustc(), json());
    let (end, messages) = all.split_last().expect("messages");
    assert_eq!(*end, serde_json::json!({"reason": "build-finished", "success": false}));
    assert_eq!(messages.len(), 2);
    for message in messages {
        assert_eq!(message["reason"], "compiler-message");
        let ours = &message["message"];
        assert_eq!(keys(ours), keys(&rustc));
        assert_eq!(keys(&ours["code"]), keys(&rustc["code"]));
        assert_eq!(keys(&ours["children"][0]), keys(&rustc["children"][0]));
        for span in ours["spans"].as_array().expect("a list") {
            assert_eq!(keys(span), keys(&rustc["spans"][0]));
            assert_eq!(keys(&span["text"][0]), keys(&rustc["spans"][0]["text"][0]));
        }
        assert!(!ours["rendered"].as_str().expect("a text").contains('\x1b'), "an editor shows it as it is");
    }
}

#[test]
fn spans_and_edits_are_those_of_the_source() {
    let all = json();
    let slip = &all[0]["message"];
    assert_eq!((&slip["code"]["code"], &slip["level"]), (&"unknown_name".into(), &"error".into()));
    let children = slip["children"].as_array().expect("a list");
    let edits: Vec<&Value> = children.iter().flat_map(|it| it["spans"].as_array().expect("a list")).collect();
    let [edit] = edits.as_slice() else { panic!("one edit: {edits:?}") };
    for span in [&slip["spans"][0], *edit] {
        let at = |key: &str| usize::try_from(span[key].as_u64().expect("a number")).expect("a small one");
        assert_eq!(&SOURCE[at("byte_start")..at("byte_end")], "Payd");
        let line = SOURCE.lines().nth(at("line_start") - 1).expect("the line");
        let part: String =
            line.chars().skip(at("column_start") - 1).take(at("column_end") - at("column_start")).collect();
        assert_eq!((part.as_str(), &span["file_name"]), ("Payd", &"pay roll/src/lib.rs".into()));
    }
    assert_eq!(edit["suggested_replacement"], "Paid");
}

#[test]
fn sarif_names_a_rule_and_a_place_for_each_result() {
    let (status, text) = check("sarif");
    assert_eq!(status, 1);
    let sarif: Value = serde_json::from_str(&text).expect("JSON");
    let run = &sarif["runs"][0];
    let rules: Vec<&Value> =
        run["tool"]["driver"]["rules"].as_array().expect("a list").iter().map(|it| &it["id"]).collect();
    let results = run["results"].as_array().expect("a list");
    assert_eq!((&sarif["version"], results.len()), (&"2.1.0".into(), 2));
    for result in results {
        assert!(rules.contains(&&result["ruleId"]), "{result}");
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "pay%20roll/src/lib.rs");
        assert_eq!(result["partialFingerprints"]["ensue/v1"].as_str().map(str::len), Some(16));
    }
    let region = &results[0]["locations"][0]["physicalLocation"]["region"];
    // `/* ü */ #[handler(on = ` are 23 characters, and 24 bytes.
    assert_eq!(*region, serde_json::json!({"startLine": 7, "startColumn": 24, "endColumn": 28}));
}

#[test]
fn github_gets_a_line_for_each_finding() {
    let (status, text) = check("github");
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!((status, lines.len()), (1, 2));
    let first = "::error file=pay roll/src/lib.rs,line=7,col=24,endColumn=27,title=unknown_name::`Payd` leads nowhere";
    assert!(lines[0].starts_with(first), "{text}");
    assert!(lines[1].starts_with("::warning file=pay roll/src/lib.rs,line=10,"), "{text}");
}
