//! SARIF 2.1.0 of a change: each way that shows a finding is a code flow.

use super::anchor::{Place, Places};
use crate::diff::{Diff, EdgeId, Finding, Level, RULES, Rule};
use crate::render::message::sarif::{log, uri};
use crate::render::visible;
use serde_json::{Value, json};

/// The findings of a difference that are shown: the readers of SARIF keep no more.
const MOST_RESULTS: usize = 5_000;

/// One run with all rules of differences; also where nothing is found, so that what was found before is closed. Paths are
/// relative to the root of the repository, as far as the difference knows it. Of more findings than readers keep, the gravest stay.
#[must_use]
pub fn sarif(diff: &Diff) -> String {
    let sides = diff.sides();
    let places = Places::new(diff, &sides);
    let mut findings: Vec<&Finding> = diff.findings.iter().collect();
    findings.sort_by_key(|it| it.level);
    findings.truncate(MOST_RESULTS);
    let rules: Vec<Value> = RULES.iter().map(|rule| of_rule(rule)).collect();
    log(&rules, &findings.iter().map(|it| result(it, &places)).collect::<Vec<_>>())
}

fn word(level: Level) -> &'static str {
    match level {
        Level::Deny => "error",
        Level::Warn => "warning",
        Level::Info => "note",
    }
}

fn of_rule(rule: &Rule) -> Value {
    json!({
        "id": rule.name,
        "shortDescription": {"text": format!("Finds {}.", rule.finds)},
        "fullDescription": {"text": rule.why},
        "help": {"text": rule.fix},
        "defaultConfiguration": {"level": word(rule.level)},
    })
}

fn result(finding: &Finding, places: &Places<'_>) -> Value {
    let anchor = places.of(finding);
    let mut result = json!({
        "ruleId": visible::line(&finding.rule),
        "level": word(finding.level),
        "message": {"text": visible::prose(&finding.message)},
        "locations": anchor.iter().map(|place| location(place, None)).collect::<Vec<_>>(),
        "partialFingerprints": {"ensue/v1": visible::line(&finding.fingerprint)},
    });
    let steps: Vec<Value> = finding.witness.iter().filter_map(|edge| step(edge, places, anchor.as_ref())).collect();
    if !steps.is_empty() {
        result["codeFlows"] = json!([{"threadFlows": [{"locations": steps}]}]);
    }
    result
}

/// A step of a way. What is gone is shown where the finding is, since its own place is no line of head.
fn step(edge: &EdgeId, places: &Places<'_>, anchor: Option<&Place>) -> Option<Value> {
    let (said, place) = places.step(edge);
    Some(json!({"location": location(place.as_ref().or(anchor)?, Some(&said))}))
}

fn location(place: &Place, said: Option<&str>) -> Value {
    let mut physical = json!({"artifactLocation": {"uri": uri(&place.file)}});
    if let Some(line) = place.line.filter(|&line| line > 0) {
        physical["region"] = json!({"startLine": line});
    }
    let mut location = json!({"physicalLocation": physical});
    if let Some(said) = said {
        location["message"] = json!({"text": visible::line(said)});
    }
    location
}
