//! SARIF 2.1.0: what code scanning of a forge reads.

use super::{Sources, Spot, word};
use crate::lints::{Judged, LINTS, Label, Level, Lint, Order, Remedy, Rule};
use crate::render::visible;
use ensue_grammar::graph::json_line;
use serde_json::{Value, json};
use std::fmt::Write;

/// One run with all lints, and what the team demands, as rules. `place` turns a file into its path in the repository.
#[must_use]
pub fn sarif(judged: &[Judged], own: &[Rule], sources: &Sources, place: &dyn Fn(&str) -> String) -> String {
    let rules: Vec<Value> = LINTS.iter().map(|lint| of_lint(lint)).chain(own.iter().map(of_team)).collect();
    let results: Vec<Value> = judged.iter().map(|it| result(it, sources, place)).collect();
    log(&rules, &results)
}

/// A log of one run.
pub(super) fn log(rules: &[Value], results: &[Value]) -> String {
    json_line(&json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {"name": "cargo-ensue", "semanticVersion": env!("CARGO_PKG_VERSION"), "rules": rules}},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })) + "\n"
}

fn of_lint(lint: &Lint) -> Value {
    let level = match lint.level {
        Level::Deny => "error",
        Level::Warn => "warning",
        Level::Allow => "none",
    };
    json!({
        "id": lint.name,
        "shortDescription": {"text": format!("Finds {}.", lint.finds)},
        "fullDescription": {"text": lint.why},
        "help": {"text": lint.fix},
        "defaultConfiguration": {"level": level, "enabled": lint.level != Level::Allow},
    })
}

fn of_team(rule: &Rule) -> Value {
    let kind = rule.kind();
    json!({
        "id": rule.name,
        "shortDescription": {"text": format!("Finds {}.", kind.finds)},
        "fullDescription": {"text": visible::prose(rule.reason.as_deref().unwrap_or(kind.means))},
        "help": {"text": kind.means},
    })
}

fn result(Judged { level, finding }: &Judged, sources: &Sources, place: &dyn Fn(&str) -> String) -> Value {
    let located: Vec<Value> = finding.labels.iter().map(|label| location(label, sources, place)).collect();
    let remedies = finding.remedies.iter().map(|remedy: &Remedy| &remedy.text);
    let text: Vec<&str> =
        std::iter::once(&finding.message).chain(&finding.notes).chain(remedies).map(String::as_str).collect();
    let mut result = json!({
        "ruleId": finding.rule,
        "level": word(*level),
        "message": {"text": visible::prose(&text.join("\n"))},
        "locations": located.first().into_iter().collect::<Vec<_>>(),
        "relatedLocations": located.get(1..).unwrap_or_default(),
        "partialFingerprints": {"ensue/v1": finding.fingerprint()},
    });
    if located.len() > 1 {
        let first = match finding.order {
            Order::ToFirst => 1,
            Order::FromFirst => 0,
        };
        let steps = located[first..].iter().chain(&located[..first]).map(|it| json!({"location": it}));
        result["codeFlows"] = json!([{"threadFlows": [{"locations": steps.collect::<Vec<_>>()}]}]);
    }
    let fixes: Vec<Value> = finding.remedies.iter().filter_map(|remedy| fix(remedy, sources, place)).collect();
    if !fixes.is_empty() {
        result["fixes"] = json!(fixes);
    }
    result
}

/// A remedy that a program can carry out.
fn fix(remedy: &Remedy, sources: &Sources, place: &dyn Fn(&str) -> String) -> Option<Value> {
    let edit = remedy.edit.as_ref()?;
    let spots = sources.stretch(&edit.place)?;
    let (first, last) = (spots.first()?, spots.last()?);
    let column = |spot: &Spot<'_>, byte: usize| spot.text[..byte].chars().count() + 1;
    let region = json!({
        "startLine": first.line, "startColumn": column(first, first.start),
        "endLine": last.line, "endColumn": column(last, last.end),
    });
    Some(json!({
        "description": {"text": visible::line(&remedy.text)},
        "artifactChanges": [{
            "artifactLocation": {"uri": uri(&place(first.file))},
            "replacements": [{"deletedRegion": region, "insertedContent": {"text": edit.by}}],
        }],
    }))
}

fn location(label: &Label, sources: &Sources, place: &dyn Fn(&str) -> String) -> Value {
    let mut physical = json!({"artifactLocation": {"uri": uri(&place(&label.place.file))}});
    if let Some(spot) = sources.spot(&label.place) {
        let column = |byte: usize| spot.text[..byte].chars().count() + 1;
        physical["region"] =
            json!({"startLine": spot.line, "startColumn": column(spot.start), "endColumn": column(spot.end)});
    } else if let Some(line) = label.place.line {
        physical["region"] = json!({"startLine": line});
    }
    json!({"physicalLocation": physical, "message": {"text": visible::line(&label.text)}})
}

/// A relative path as a reference: whatever has a meaning in one is written by its bytes.
pub(super) fn uri(path: &str) -> String {
    let mut out = String::new();
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}
