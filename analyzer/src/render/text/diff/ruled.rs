//! What rules found, where no sentence on what can follow says it.

use super::changed::timing_changes;
use super::finding::{Finding, Sentence, Words};
use super::sides::Sides;
use crate::diff::{self, Change, rule};
use crate::render::text::line::Role;
use ensue_grammar::graph::Hole;

/// How many definitions a sentence lists.
const LISTED: usize = 4;

/// The rules whose messages are told as they are, each with what it is called.
const TOLD: [(&[&str], &str, Role); 5] = [
    (&["event-unhandled"], "lost", Role::Removed),
    (&["handler-unreachable"], "lost", Role::Removed),
    (&["loop-widened", "loop-narrowed"], "loop", Role::Changed),
    (&["resource-gained"], "gained", Role::Added),
    (&["resource-lost"], "lost", Role::Removed),
];

/// The rules about what moved between the request and the background.
const STEPS: &[&str] = &["step-to-background", "step-to-request"];

/// What others, or waiting work, would fail of.
pub(super) fn broken(sides: &Sides<'_>) -> Vec<Finding> {
    let broken = sides.diff.findings.iter().filter(|it| breaks(it));
    broken.map(|it| finding("breaks", Role::Removed, it)).collect()
}

/// What the change makes of the files by which changes are judged: what is found there is of no rule of graphs.
pub(super) fn judging(sides: &Sides<'_>) -> Vec<Finding> {
    let finding =
        |it: &diff::Finding| Finding::new("policy", Role::Changed, message(it)).at(it.file.clone().unwrap_or_default());
    sides.diff.findings.iter().filter(|it| rule(&it.rule).is_none()).map(finding).collect()
}

/// Whether others, or waiting work, would fail of what a finding tells.
pub(super) fn breaks(finding: &diff::Finding) -> bool {
    rule(&finding.rule).is_some_and(|rule| rule.breaks)
}

/// What nobody handles or reaches any more, loops and resources, then steps that moved.
pub(super) fn findings(sides: &Sides<'_>) -> Vec<Finding> {
    let told =
        TOLD.into_iter().flat_map(|(rules, label, role)| sides.found(rules).map(move |it| finding(label, role, it)));
    told.chain(steps(sides)).collect()
}

/// Steps that moved between the request and the background, each with the timings that differ.
fn steps<'s>(sides: &'s Sides<'_>) -> impl Iterator<Item = Finding> + 's {
    sides.found(STEPS).map(|it| {
        let led = timing_changes(sides).into_iter().filter(|(to, _)| it.about.first() == Some(to));
        let details = led.map(|(_, timing)| (timing.sentence, String::new())).collect();
        Finding { details, ..finding("step", Role::Changed, it) }
    })
}

/// Whether it is told of a node that it moved between the request and the background.
pub(super) fn is_step(sides: &Sides<'_>, id: &str) -> bool {
    sides.found(STEPS).any(|it| it.about.first().is_some_and(|step| step == id))
}

/// Whether a node of base may still be there, unseen: it is told of with the hole that may hide it.
pub(super) fn is_hidden(sides: &Sides<'_>, id: &str) -> bool {
    sides.found(&["hole-new"]).any(|it| it.about.iter().any(|hidden| hidden == id))
}

/// The definitions that a new hole may hide.
pub(super) fn hidden(sides: &Sides<'_>, hole: &Hole) -> Vec<(Words, String)> {
    let mut found = sides.found(&["hole-new"]).filter(|it| (&it.file, it.line) == (&hole.file, hole.line));
    let ids = found.find(|it| !it.about.is_empty()).map_or(&[][..], |it| &it.about);
    let side = sides.of(Change::Lost);
    let removed = sides.diff.nodes.removed.iter().filter(|node| ids.contains(&node.id));
    let names: Vec<&str> = removed.filter_map(|node| Some(side.name(side.node(&node.id, node.kind)?))).collect();
    if names.is_empty() {
        return Vec::new();
    }
    let sentence = Sentence::default().text("not seen any more, and perhaps still there:").names(&names, LISTED);
    vec![(sentence.words(), String::new())]
}

/// What a rule found.
fn finding(label: &'static str, role: Role, of: &diff::Finding) -> Finding {
    let place = of.file.as_ref().zip(of.line).map(|(file, line)| format!("{file}:{line}"));
    let about: Vec<&str> = of.about.iter().map(String::as_str).collect();
    Finding::new(label, role, message(of)).at(place.unwrap_or_default()).about(&about).along(&of.witness)
}

/// What a rule says, as a sentence of ours.
fn message(of: &diff::Finding) -> Words {
    Sentence::default().text(&of.message.replace('`', "")).words()
}
