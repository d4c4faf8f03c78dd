//! Rules of a team as a process: the example holds its own, and what breaks them is shown along the way, in each format.

use ensue_tests::{Answer, ensue, example_alone, folder, root, run};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const SHIPMENTS: &str = "src/handlers/shipments.rs";

fn tool(dir: &Path, arguments: &[&str]) -> Answer {
    run(ensue!().current_dir(dir).args(arguments))
}

/// The example with a shipment that does not wait for the money.
fn careless() -> (TempDir, PathBuf) {
    let (folder, place) = example_alone("careless", |_| {});
    let dir = place.join("examples/payments");
    let text = fs::read_to_string(dir.join(SHIPMENTS)).expect("the handlers");
    let release = "#[handler(on = PaymentSettled, timing = deferred,";
    assert!(text.contains(release), "the example is another one");
    let hasty = text
        .replace(release, "#[handler(on = PaymentCreated, timing = deferred,")
        .replace("event: &PaymentSettled", "event: &PaymentCreated");
    fs::write(dir.join(SHIPMENTS), hasty).expect("written");
    (folder, dir)
}

#[test]
fn a_broken_rule_is_shown_along_the_way() {
    let (_folder, dir) = careless();
    let answer = tool(&dir, &["check"]);
    assert_eq!(answer.status, 1, "{answer:#?}");
    let place = |file: &str, text: &str| {
        let source = fs::read_to_string(dir.join(file)).expect("the file");
        1 + source.lines().position(|line| line.contains(text)).unwrap_or_else(|| panic!("{text} in {file}"))
    };
    let heading = "error[nothing_is_shipped_before_it_is_settled]: `payments::controllers::post_payment` reaches \
                   `payments::events::ShipmentReleased` without passing `settle_payment`";
    let message = answer.stdout.split("\n\n").find(|it| it.contains(heading)).expect("the finding");
    for part in [
        "`post_payment` emits `PaymentCreated`".to_owned(),
        format!("{SHIPMENTS}:{}:", place(SHIPMENTS, "on = PaymentCreated, timing")),
        "which `release_shipment` handles".to_owned(),
        "`release_shipment` emits `ShipmentReleased`".to_owned(),
        "the way: post_payment → PaymentCreated → release_shipment → ShipmentReleased".to_owned(),
        format!(
            "the rule is in examples/payments/ensue.toml:{}: a parcel that has left cannot be called back",
            place("ensue.toml", "nothing_is_shipped")
        ),
    ] {
        assert!(message.contains(&part), "{part}: {message}");
    }
}

/// The same way, edge by edge, is what `cargo ensue path` tells.
#[test]
fn every_format_has_the_way_in_its_order() {
    let (_folder, dir) = careless();
    let path = tool(&dir, &["path", "post_payment", "ShipmentReleased", "--format", "json"]);
    let path: Value = serde_json::from_str(&path.stdout).expect("JSON");
    let names: Vec<&str> = path["way"]
        .as_array()
        .expect("a way")
        .iter()
        .map(|edge| edge["to"].as_str().and_then(|id| id.rsplit("::").next()).expect("an id"))
        .collect();
    let json = tool(&dir, &["check", "--format", "json"]).stdout;
    let messages = json.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    let of_post = |text: &str| text.contains("post_payment` reaches");
    let found = messages.into_iter().find(|it| of_post(it["message"]["message"].as_str().unwrap_or_default()));
    let found = found.expect("the finding");
    let spans = found["message"]["spans"].as_array().expect("spans");
    let labels: Vec<&str> = spans.iter().map(|it| it["label"].as_str().expect("a label")).collect();
    assert_eq!(labels.len(), names.len(), "{labels:?}");
    for (label, name) in labels.iter().zip(&names) {
        assert!(label.contains(&format!("`{name}`")), "{labels:?} are not the steps to {names:?}");
    }
    let sarif: Value = serde_json::from_str(&tool(&dir, &["check", "--format", "sarif"]).stdout).expect("JSON");
    let run = &sarif["runs"][0];
    let results = run["results"].as_array().expect("results");
    let result = results.iter().find(|it| of_post(it["message"]["text"].as_str().unwrap_or_default()));
    let result = result.expect("the result");
    let steps = result["codeFlows"][0]["threadFlows"][0]["locations"].as_array().expect("a flow");
    let flow: Vec<&str> = steps.iter().map(|it| it["location"]["message"]["text"].as_str().expect("a text")).collect();
    assert_eq!(flow, labels);
    assert_eq!(result["partialFingerprints"]["ensue/v1"], found["fingerprint"]);
    let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
    let rule = rules.iter().find(|it| it["id"] == result["ruleId"]).expect("the rule");
    assert!(rule["fullDescription"]["text"].as_str().is_some_and(|it| it.starts_with("a parcel")), "{rule}");
    let github = tool(&dir, &["check", "--format", "github"]).stdout;
    let line = github.lines().find(|line| of_post(line)).expect("an annotation");
    let fingerprint = found["fingerprint"].as_str().expect("a text");
    assert!(line.starts_with("::error file=") && line.contains(fingerprint), "{line}");
}

#[test]
fn a_broken_rule_can_be_accepted() {
    let (_folder, dir) = careless();
    let fingerprints = |dir: &Path| -> Vec<String> {
        let json = tool(dir, &["check", "--format", "json"]).stdout;
        let messages = json.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
        messages.filter_map(|it| it["fingerprint"].as_str().map(str::to_owned)).collect()
    };
    let all = fingerprints(&dir);
    let mut arguments: Vec<&str> = vec!["accept", "--reason", "parcels are cheap"];
    arguments.extend(all.iter().map(String::as_str));
    assert_eq!(tool(&dir, &arguments).status, 0);
    let answer = tool(&dir, &["check"]);
    assert_eq!(answer.status, 0, "{answer:#?}");
    assert!(answer.stderr.ends_with(&format!("; {} accepted\n", all.len())), "{answer:#?}");
    let text = fs::read_to_string(dir.join("ensue-accepted.toml")).expect("the file");
    assert!(
        text.contains("rule = \"nothing_is_shipped_before_it_is_settled\", about = [\"payments::controllers::"),
        "{text}"
    );
    // With the cause the finding goes, and its acceptance is too many.
    fs::copy(root().join("examples/payments").join(SHIPMENTS), dir.join(SHIPMENTS)).expect("copied");
    let answer = tool(&dir, &["check"]);
    assert_eq!(answer.status, 1, "{answer:#?}");
    assert_eq!(answer.stdout.matches("error[unused-acceptance]").count(), all.len(), "{answer:#?}");
}

#[test]
fn only_what_is_all_there_matches_nothing() {
    let place = folder(&[
        ("Cargo.toml", "[package]\nname = \"app\"\nedition = \"2024\"\n[dependencies]\nensue = \"0.1\"\n"),
        ("ensue.toml", "[[rule]]\nname = \"ours\"\nfrom = \"Gone\"\nmax-depth = 3\n"),
        ("src/lib.rs", ""),
    ]);
    let all = tool(place.path(), &["check"]);
    assert_eq!(all.status, 1, "{all:#?}");
    assert!(all.stdout.contains("error[unmatched-selector]: `Gone` of `ours` matches no event"), "{all:#?}");
    assert!(all.stdout.contains(" --> ensue.toml:3:8"), "{all:#?}");
    let part = tool(place.path(), &["check", "--features", "default"]);
    assert_eq!(part.status, 0, "what is not there may be in another configuration: {part:#?}");
}

#[test]
fn mistakes_in_a_rule_have_a_place() {
    let place = folder(&[
        ("Cargo.toml", "[package]\nname = \"app\"\nedition = \"2024\"\n"),
        ("ensue.toml", "[[rule]]\nname = \"ours\"\nfrom = \"a\"\nmust-not-raech = \"b\"\n"),
        ("src/lib.rs", ""),
    ]);
    let answer = tool(place.path(), &["check"]);
    assert_eq!((answer.status, answer.stdout.as_str()), (2, ""));
    for part in [
        "error[configuration]: unknown key `must-not-raech` of a rule",
        " --> ensue.toml:4:1",
        "did you mean `must-not-reach`?",
        "the rule demands nothing: expected one of `max-depth`",
        " --> ensue.toml:1:1",
    ] {
        assert!(answer.stderr.contains(part), "{part}: {answer:#?}");
    }
}
