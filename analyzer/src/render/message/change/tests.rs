//! What programs read of a change, held against the two graphs that it was made from.

use super::{github, sarif};
use crate::diff::{Diff, Level, compare};
use crate::render::tests::payments;
use crate::render::visible;
use ensue_grammar::graph::Graph;
use serde_json::Value;
use std::collections::BTreeSet;

/// Each change of the story of payments that takes one node away.
fn removals() -> impl Iterator<Item = (Graph, Diff)> {
    (0..payments().nodes.len()).map(|at| {
        let mut head = payments();
        let gone = head.nodes.remove(at);
        head.edges.retain(|edge| edge.from != gone.id && edge.to != gone.id);
        let diff = compare(&payments(), &head);
        (head, diff)
    })
}

fn results(sarif: &str) -> Vec<Value> {
    let log: Value = serde_json::from_str(sarif).expect("JSON");
    log["runs"][0]["results"].as_array().expect("a list").clone()
}

/// File and line of a location.
fn place(location: &Value) -> (String, u64) {
    let physical = &location["physicalLocation"];
    let file = physical["artifactLocation"]["uri"].as_str().expect("a file");
    (file.to_owned(), physical["region"]["startLine"].as_u64().expect("a line"))
}

/// Every place that head has: what is gone has none of its own.
fn places(head: &Graph) -> BTreeSet<(String, u64)> {
    let nodes = head.nodes.iter().filter_map(|node| Some((node.file.clone()?, u64::from(node.line?))));
    let sites = head.edges.iter().flat_map(|edge| edge.sites.iter().chain(&edge.declared_at));
    nodes.chain(sites.map(|site| (site.file.clone(), u64::from(site.line)))).collect()
}

#[test]
fn every_finding_stands_on_a_line_that_survives() {
    let (mut found, mut flows) = (0, 0);
    for (head, diff) in removals() {
        let places = places(&head);
        let results = results(&sarif(&diff));
        assert_eq!(results.len(), diff.findings.len());
        for result in results {
            found += 1;
            let locations = result["locations"].as_array().expect("a list");
            assert_eq!(locations.len(), 1, "{result}");
            assert!(places.contains(&place(&locations[0])), "{result}");
            let print = &result["partialFingerprints"]["ensue/v1"];
            let finding = diff.findings.iter().find(|it| print == it.fingerprint.as_str()).expect("it is one of these");
            assert_eq!(result["ruleId"], finding.rule.as_str());
            let steps = result["codeFlows"][0]["threadFlows"][0]["locations"].as_array().cloned().unwrap_or_default();
            assert_eq!(steps.len(), finding.witness.len(), "{result}");
            for (step, edge) in steps.iter().zip(&finding.witness) {
                flows += 1;
                assert!(places.contains(&place(&step["location"])), "{step}");
                let said = step["location"]["message"]["text"].as_str().expect("a text");
                assert!(said.starts_with(&format!("{} → {}", edge.from, edge.to)), "{said}");
            }
        }
    }
    assert!(found > 20 && flows > 20, "{found} findings, {flows} steps");
}

#[test]
fn every_finding_is_an_annotation_as_far_as_they_are_shown() {
    for (head, diff) in removals() {
        let told = github(&diff);
        for (level, word) in [(Level::Deny, "error"), (Level::Warn, "warning"), (Level::Info, "notice")] {
            let number = diff.findings.iter().filter(|it| it.level == level).count();
            let lines: Vec<&str> = told.lines().filter(|line| line.starts_with(&format!("::{word} "))).collect();
            assert_eq!(lines.len(), number.min(10), "{told}");
            for line in lines.iter().filter(|line| line.contains("file=")) {
                let is_there = |(file, at): &(String, u64)| line.contains(&format!(" file={file},line={at},title="));
                assert!(places(&head).iter().any(is_there), "{line}");
            }
        }
    }
}

#[test]
fn nothing_is_found_where_nothing_changed() {
    let diff = compare(&payments(), &payments());
    assert_eq!(github(&diff), "");
    assert!(results(&sarif(&diff)).is_empty());
}

#[test]
fn hostile_text_stays_in_its_place() {
    let evil = "a\n::error::b\r%0A,c:d\u{202e}\u{1b}[31m ##[error]";
    for (_, mut diff) in removals() {
        for finding in &mut diff.findings {
            (finding.message, finding.rule, finding.file) = (evil.to_owned(), evil.to_owned(), Some(evil.to_owned()));
            (finding.fingerprint, finding.line) = (evil.to_owned(), Some(1));
        }
        let told = github(&diff);
        let lines = diff.findings.iter().map(|it| it.level).collect::<BTreeSet<_>>();
        assert!(told.lines().count() >= lines.len() && told.lines().count() <= 30);
        for line in told.lines() {
            assert!(
                line.starts_with("::error ") || line.starts_with("::warning ") || line.starts_with("::notice "),
                "{line}"
            );
            let (properties, _) = line[2..].split_once("::").expect("a message");
            assert_eq!(properties.matches(':').count(), 0, "{line}");
        }
        for text in [told, sarif(&diff)] {
            assert!(!text.contains(|c| visible::hides(c) && c != '\n') && !text.contains("##["), "{text}");
        }
    }
}
