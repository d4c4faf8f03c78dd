//! Cargo's messages, one JSON object a line: what an editor's check command reads.

use super::{Sources, Spot, text, word};
use crate::lints::{Edit, Finding, Judged, Level, Part, Remedy, lint};
use crate::render::visible;
use ensue_grammar::graph::{Graph, json_line, package_named};
use serde_json::{Value, json};

/// A `compiler-message` for each finding, with its fingerprint beside what cargo says, and `build-finished` at the end. Files are relative to the workspace root, as in
/// what rustc says.
#[must_use]
pub fn json(judged: &[Judged], sources: &Sources, graph: &Graph) -> String {
    let messages = judged.iter().map(|it| message(it, sources, graph));
    let is_fine = judged.iter().all(|it| it.level != Level::Deny);
    let end = json!({"reason": "build-finished", "success": is_fine});
    messages.chain([end]).map(|it| json_line(&it) + "\n").collect()
}

fn message(judged: &Judged, sources: &Sources, graph: &Graph) -> Value {
    let Judged { level, finding } = judged;
    let node = finding.about.iter().find_map(|id| graph.node(id));
    let krate = node.map_or("", |node| node.krate.as_str());
    let name = package_named(krate);
    let file = finding.labels.first().map_or("", |label| label.place.file.as_str());
    let rendered = text(std::slice::from_ref(judged), sources, None);
    let spans: Vec<Value> = (0..)
        .zip(&finding.labels)
        .filter_map(|(at, label)| Some(span(&[sources.spot(&label.place)?], at == 0, &label.text, None)))
        .collect();
    json!({
        "reason": "compiler-message",
        "package_id": name,
        "fingerprint": finding.fingerprint(),
        "target": {"kind": ["lib"], "crate_types": ["lib"], "name": name, "src_path": file},
        "message": {
            "$message_type": "diagnostic",
            "message": visible::line(&finding.message),
            "code": {"code": finding.rule, "explanation": lint(&finding.rule).map(|lint| lint.why)},
            "level": word(*level),
            "spans": spans,
            "children": children(finding, sources),
            "rendered": anstream::adapter::strip_str(&rendered).to_string(),
        },
    })
}

fn children(finding: &Finding, sources: &Sources) -> Vec<Value> {
    let child = |level: &str, text: &str, spans: Vec<Value>| {
        json!({
            "level": level, "message": visible::line(text), "code": null, "spans": spans, "children": [], "rendered": null,
        })
    };
    let help = |remedy: &Remedy| {
        let replaced =
            remedy.edit.as_ref().and_then(|edit| Some(span(&sources.stretch(&edit.place)?, true, "", Some(edit))));
        child("help", &remedy.text, replaced.into_iter().collect())
    };
    let notes = finding.notes.iter().map(|note| child("note", note, Vec::new()));
    notes.chain(finding.remedies.iter().map(help)).collect()
}

/// Lines, columns and characters count from 1, bytes from 0. The text is as it stands in the file: an editor compares it.
fn span(spots: &[Spot<'_>], is_primary: bool, label: &str, edit: Option<&Edit>) -> Value {
    let column = |spot: &Spot<'_>, byte: usize| spot.text[..byte].chars().count() + 1;
    let (first, last) = (&spots[0], &spots[spots.len() - 1]);
    let text = spots.iter().map(|spot| {
        let (start, end) = (column(spot, spot.start), column(spot, spot.end));
        json!({"text": spot.text, "highlight_start": start, "highlight_end": end})
    });
    json!({
        "file_name": first.file,
        "byte_start": first.line_start + first.start, "byte_end": last.line_start + last.end,
        "line_start": first.line, "line_end": last.line,
        "column_start": column(first, first.start), "column_end": column(last, last.end),
        "is_primary": is_primary,
        "text": text.collect::<Vec<_>>(),
        "label": visible::line(label),
        "suggested_replacement": edit.map(|edit| &edit.by),
        "suggestion_applicability": edit.map(applicability),
        "expansion": null,
    })
}

/// Whether an editor may apply it without asking.
fn applicability(edit: &Edit) -> &'static str {
    if matches!(edit.place.part, Part::Stretch(..)) { "MachineApplicable" } else { "MaybeIncorrect" }
}
