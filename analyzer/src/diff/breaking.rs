//! What other programs, or work that is already waiting, would fail of.

use super::moves::Renamed;
use super::{Finding, Level};
use crate::digest::Digest;
use ensue_grammar::graph::{Edge, EdgeKind, Field, Graph, Node, NodeKey, NodeKind, Timing};
use std::collections::{BTreeMap, BTreeSet};

/// The rules, each with what it compares, sorted by name.
const RULES: [(&str, Rule); 3] = [
    ("completion-gone", completion_gone),
    ("payload-incompatible", payload_incompatible),
    ("performer-gone", performer_gone),
];

type Rule = fn(&Side<'_>, &Side<'_>, &mut Vec<(Vec<String>, String)>);

/// What of `head` breaks a promise of `base`, whose ids are those of head; sorted.
pub(super) fn find(base: &Renamed, head: &Graph) -> Vec<Finding> {
    let (before, after) = (Side::new(&base.graph), Side::new(head));
    let mut findings = Vec::new();
    for (rule, compare) in RULES {
        let mut broken = Vec::new();
        compare(&before, &after, &mut broken);
        findings.extend(broken.into_iter().map(|(about, message)| {
            let identity = std::iter::once(rule).chain(about.iter().map(String::as_str));
            let node = about.iter().find_map(|id| head.nodes.iter().find(|node| node.id == *id));
            Finding {
                rule: rule.to_owned(),
                level: Level::Warn,
                fingerprint: Digest::of(identity.map(|it| format!("{it}\n"))),
                message,
                file: node.and_then(|node| node.file.clone()),
                line: node.and_then(|node| node.line),
            }
        }));
    }
    findings.sort();
    findings
}

/// One of the two graphs.
struct Side<'g> {
    graph: &'g Graph,
    nodes: BTreeMap<NodeKey<'g>, &'g Node>,
}

impl<'g> Side<'g> {
    fn new(graph: &'g Graph) -> Side<'g> {
        Side { graph, nodes: graph.nodes.iter().map(|node| (node.key(), node)).collect() }
    }

    fn edges(&self, kind: EdgeKind) -> impl Iterator<Item = &'g Edge> {
        self.graph.edges.iter().filter(move |edge| edge.kind == kind)
    }

    /// The events and effects that may be kept until later, so that what was written by one program is read by another.
    fn kept(&self) -> BTreeSet<NodeKey<'g>> {
        let waits = |edge: &&Edge| edge.is_durable();
        let kept = self.graph.edges.iter().filter(waits).flat_map(|edge| match edge.kind {
            EdgeKind::Handles | EdgeKind::Resumes => vec![(edge.from.as_str(), NodeKind::Event)],
            EdgeKind::Emits if edge.timing == Timing::Scheduled => vec![(edge.to.as_str(), NodeKind::Event)],
            EdgeKind::Emits => Vec::new(),
            EdgeKind::Requests => vec![(edge.to.as_str(), NodeKind::Effect)],
            EdgeKind::Performs => vec![(edge.from.as_str(), NodeKind::Effect)],
        });
        kept.collect()
    }
}

/// The payload of an event or effect that may wait loses a field, or gives it another type, under the same version.
fn payload_incompatible(before: &Side<'_>, after: &Side<'_>, broken: &mut Vec<(Vec<String>, String)>) {
    for key in before.kept() {
        let Some((old, new)) = before.nodes.get(&key).zip(after.nodes.get(&key)) else { continue };
        if old.version != new.version {
            continue;
        }
        let (old, new_fields) = (old.fields.as_deref().unwrap_or_default(), new.fields.as_deref().unwrap_or_default());
        let lost: Vec<String> = old.iter().filter_map(|field| lost(field, new_fields)).collect();
        if !lost.is_empty() {
            let message = format!(
                "`{}` may be waiting, and its payload cannot be read any more: {}; raise its `version`",
                new.name,
                lost.join(", ")
            );
            broken.push((vec![new.id.clone()], message));
        }
    }
}

fn lost(field: &Field, among: &[Field]) -> Option<String> {
    match among.iter().find(|other| other.name == field.name) {
        None => Some(format!("`{}` is gone", field.name)),
        Some(other) if other.ty != field.ty => {
            Some(format!("`{}` was `{}` and is `{}`", field.name, field.ty, other.ty))
        }
        Some(_) => None,
    }
}

/// An effect is still there, and nobody performs it any more.
fn performer_gone(before: &Side<'_>, after: &Side<'_>, broken: &mut Vec<(Vec<String>, String)>) {
    let performed = |side: &Side<'_>| side.edges(EdgeKind::Performs).map(|edge| edge.from.clone()).collect();
    let (old, new): (BTreeSet<String>, BTreeSet<String>) = (performed(before), performed(after));
    for id in old.difference(&new) {
        let Some(effect) = after.nodes.get(&(id.as_str(), NodeKind::Effect)) else { continue };
        broken.push((vec![id.clone()], format!("`{}` may be waiting, and nobody performs it any more", effect.name)));
    }
}

/// An external is still there, and an event by which it told that it was done is not expected of it any more.
fn completion_gone(before: &Side<'_>, after: &Side<'_>, broken: &mut Vec<(Vec<String>, String)>) {
    let completions = |side: &Side<'_>| -> BTreeSet<(String, String)> {
        let of_externals = side.edges(EdgeKind::Emits).filter(|edge| edge.from.starts_with("external:"));
        of_externals.map(|edge| (edge.from.clone(), edge.to.clone())).collect()
    };
    let (old, new) = (completions(before), completions(after));
    for (external, event) in old.difference(&new) {
        let Some(node) = after.nodes.get(&(external.as_str(), NodeKind::External)) else { continue };
        let name = event.rsplit("::").next().unwrap_or(event);
        let message = format!("`{}` may still tell `{name}`, which it is no longer expected to", node.name);
        broken.push((vec![external.clone(), event.clone()], message));
    }
}
