//! What differs in nodes and edges that both sides have, what has another path, and what can be seen of the source.

use super::finding::{Finding, Sentence};
use super::ruled;
use super::sides::{Side, Sides};
use crate::diff::{EdgeChange, EdgeId, Nearest, NodeChange};
use crate::render::picture::way;
use crate::render::text::holes::reason;
use crate::render::text::line::Role;
use crate::render::text::words::timing;
use ensue_grammar::graph::{Edge, EdgeKey, EdgeKind, Field, Graph, Hole, Node, NodeKind, Timing, Transition};
use std::collections::{BTreeMap, BTreeSet};

/// How many entry points a sentence lists.
const LISTED: usize = 2;

/// Timings, contents and moves.
pub(super) fn findings(sides: &Sides<'_>) -> Vec<Finding> {
    let mut findings = timings(sides);
    findings.extend(sides.diff.nodes.changed.iter().filter_map(|change| node(sides, change)));
    findings.extend(sides.diff.edges.changed.iter().filter_map(|change| edge(sides, change)));
    findings.extend(sides.diff.nodes.moved.iter().map(|moved| {
        let is_now = if moved.confidence < 1.0 { "is probably now" } else { "is now" };
        let sentence = Sentence::default().name(&moved.from, "").text(is_now).name(&moved.to, "");
        Finding::new("moved", Role::Changed, sentence.words()).about(&[&moved.to])
    }));
    findings
}

/// What cannot be seen any more, and what now can: it explains much of the rest.
pub(super) fn holes(sides: &Sides<'_>) -> Vec<Finding> {
    let added = sides.diff.holes.added.iter().map(|it| {
        let finding = hole(it, "hole", Role::Removed, "cannot be seen:");
        Finding { details: ruled::hidden(sides, it), ..finding }
    });
    let removed = sides.diff.holes.removed.iter().map(|it| hole(it, "seen", Role::Added, "is no hole any more:"));
    added.chain(removed).collect()
}

/// The timings that differ and move no step.
pub(super) fn timings(sides: &Sides<'_>) -> Vec<Finding> {
    let changes = timing_changes(sides).into_iter();
    changes.filter(|(to, _)| !ruled::is_step(sides, to)).map(|(_, finding)| finding).collect()
}

/// Edges between the same nodes, of the same kind, at other times, each with the id of its target.
pub(super) fn timing_changes(sides: &Sides<'_>) -> Vec<(String, Finding)> {
    let moved: BTreeMap<&str, &str> =
        sides.diff.nodes.moved.iter().map(|it| (it.to.as_str(), it.from.as_str())).collect();
    let back = |id| *moved.get(id).unwrap_or(&id);
    let removed: BTreeSet<EdgeKey<'_>> = sides.diff.edges.removed.iter().map(Edge::key).collect();
    let mut findings = Vec::new();
    for after in &sides.diff.edges.added {
        let ends = (back(after.from.as_str()), back(after.to.as_str()), after.kind);
        let before = joining(sides.base.graph, ends);
        let Some((from, to)) = sides.head.ends(&EdgeId::of(after)).filter(|_| !before.is_empty()) else { continue };
        let removed = || before.iter().filter(|edge| removed.contains(&edge.key()));
        let mut sentence = Sentence::default().name(sides.head.name(from), "").text("→").name(sides.head.name(to), "");
        let gone: Vec<&str> = removed().map(|edge| word(edge.timing)).collect();
        sentence = match gone.as_slice() {
            [] => sentence.text(&format!("can now be {} too", word(after.timing))),
            gone => sentence.text(&format!("was {} and is now {}", gone.join(" and "), word(after.timing))),
        };
        let edges: Vec<EdgeId> = std::iter::once(after).chain(removed()).map(EdgeId::of).collect();
        let finding = Finding::new("timing", Role::Changed, sentence.words()).at(sides.head.place(to)).along(&edges);
        findings.push((after.to.clone(), finding));
    }
    findings
}

/// The edges of a sorted graph between two nodes, of one kind.
fn joining<'g>(graph: &'g Graph, ends: (&str, &str, EdgeKind)) -> &'g [Edge] {
    let of = |edge: &Edge| (edge.from.as_str(), edge.to.as_str(), edge.kind).cmp(&ends);
    let start = graph.edges.partition_point(|edge| of(edge).is_lt());
    let number = graph.edges[start..].partition_point(|edge| of(edge).is_eq());
    &graph.edges[start..start + number]
}

/// The word of a timing where `inline` needs one too.
fn word(of: Timing) -> &'static str {
    if of == Timing::Inline { "inline" } else { timing(of) }
}

fn node(sides: &Sides<'_>, change: &NodeChange) -> Option<Finding> {
    let at = sides.head.node(&change.id, change.kind)?;
    let sentence = Sentence::default().name(sides.head.name(at), "");
    if change.what == ["body"] {
        return Some(
            Finding::new("body", Role::Changed, reached(&sides.head, change, sentence).words())
                .at(sides.head.place(at))
                .about(&[&change.id]),
        );
    }
    let differences: Vec<String> =
        change.what.iter().map(|what| difference(what, &change.before, &change.after)).collect();
    let sentence = sentence.glued(":").text(&differences.join("; "));
    Some(Finding::new("changed", Role::Changed, sentence.words()).at(sides.head.place(at)).about(&[&change.id]))
}

fn reached(head: &Side<'_>, change: &NodeChange, sentence: Sentence) -> Sentence {
    let sentence = sentence.text("changed inside");
    let Nearest { nearest, left_out } = &change.reached_from;
    let entries: Vec<&str> =
        nearest.iter().filter_map(|id| head.node(id, NodeKind::Controller)).map(|entry| head.name(entry)).collect();
    if change.kind == NodeKind::Controller || entries.is_empty() {
        return sentence;
    }
    sentence.glued(";").text("reached from").names_of(&entries, entries.len() + left_out, LISTED)
}

/// One field that differs, with its values where they are short.
fn difference(what: &str, base: &Node, head: &Node) -> String {
    let list = |items: &[String]| if items.is_empty() { None } else { Some(items.join(", ")) };
    let (before, after) = match what {
        "fields" => return fields(base.fields.as_deref().unwrap_or(&[]), head.fields.as_deref().unwrap_or(&[])),
        "body" => return "changed inside".to_owned(),
        "transitions" => return transitions(base, head),
        "defined" if head.defined => return "is now defined in the tree".to_owned(),
        "defined" => return "is no longer defined in the tree".to_owned(),
        "version" => (base.version.map(|it| it.to_string()), head.version.map(|it| it.to_string())),
        "stable_name" => (base.stable_name.clone(), head.stable_name.clone()),
        "condition" => (base.condition.clone(), head.condition.clone()),
        "programs" => (list(&base.programs), list(&head.programs)),
        "owners" => (list(&base.owners), list(&head.owners)),
        "tags" => (list(&base.tags), list(&head.tags)),
        "route" => (base.route.clone(), head.route.clone()),
        "schedule" => (base.schedule.clone(), head.schedule.clone()),
        "resumes" => (base.resumes.clone(), head.resumes.clone()),
        "resource" => (base.resource.clone(), head.resource.clone()),
        "performed_by" => (base.performed_by.clone(), head.performed_by.clone()),
        "exclusive" => (base.exclusive.clone(), head.exclusive.clone()),
        "precondition" => (base.precondition.clone(), head.precondition.clone()),
        "loops" => (base.loops.clone(), head.loops.clone()),
        other => return format!("{other} differs"),
    };
    let word = what.replace('_', " ");
    match (before, after) {
        (None, Some(after)) => format!("{word} is now `{after}`"),
        (Some(before), None) => format!("{word} was `{before}` and is gone"),
        (before, after) => {
            format!("{word} was `{}` and is now `{}`", before.unwrap_or_default(), after.unwrap_or_default())
        }
    }
}

/// `+currency: Currency, −amount: u32, payment: u32 is now PaymentId`.
fn fields(base: &[Field], head: &[Field]) -> String {
    let find =
        |fields: &[Field], name: &str| fields.iter().find(|field| field.name == name).map(|field| field.ty.clone());
    let mut parts = Vec::new();
    for field in head {
        match find(base, &field.name) {
            None => parts.push(format!("+{}: {}", field.name, field.ty)),
            Some(before) if before != field.ty => parts.push(format!("{}: {before} is now {}", field.name, field.ty)),
            Some(_) => {}
        }
    }
    let gone = base.iter().filter(|field| find(head, &field.name).is_none());
    parts.extend(gone.map(|field| format!("−{}: {}", field.name, field.ty)));
    if parts.is_empty() { "fields have another order".to_owned() } else { format!("fields {}", parts.join(", ")) }
}

/// `transitions +give_up, −expire, hold differs`.
fn transitions(base: &Node, head: &Node) -> String {
    let of = |node: &Node| -> BTreeMap<String, Transition> {
        let transitions = node.transitions.iter().flatten();
        transitions.map(|it| (it.method.rsplit("::").next().unwrap_or_default().to_owned(), it.clone())).collect()
    };
    let (before, after) = (of(base), of(head));
    let mut parts: Vec<String> =
        after.keys().filter(|method| !before.contains_key(*method)).map(|method| format!("+{method}")).collect();
    parts.extend(before.keys().filter(|method| !after.contains_key(*method)).map(|method| format!("−{method}")));
    let differs =
        |(method, transition): &(&String, &Transition)| before.get(*method).is_some_and(|it| it != *transition);
    parts.extend(after.iter().filter(differs).map(|(method, _)| format!("{method} differs")));
    if parts.is_empty() {
        "transitions have another order".to_owned()
    } else {
        format!("transitions {}", parts.join(", "))
    }
}

fn edge(sides: &Sides<'_>, change: &EdgeChange) -> Option<Finding> {
    let EdgeChange { edge, what, before, after } = change;
    let (from, to) = sides.head.ends(edge)?;
    let list = |paths: &[String]| {
        let names: Vec<&str> = paths.iter().map(|path| way(path)).collect();
        if names.is_empty() { "nothing".to_owned() } else { names.join(", ") }
    };
    let differences: Vec<String> = what
        .iter()
        .map(|what| match what.as_str() {
            "through" => format!("through {}, before through {}", list(&after.through), list(&before.through)),
            "condition" => {
                format!("if {}, before {}", condition(after.condition.as_ref()), condition(before.condition.as_ref()))
            }
            other => format!("{other} differs"),
        })
        .collect();
    let sentence = Sentence::default().name(sides.head.name(from), "").text("→").name(sides.head.name(to), ":");
    let sentence = sentence.text(&differences.join("; "));
    let edge = std::slice::from_ref(&change.edge);
    Some(Finding::new("changed", Role::Changed, sentence.words()).at(sides.head.place(from)).along(edge))
}

fn condition(condition: Option<&String>) -> &str {
    condition.map_or("always", String::as_str)
}

fn hole(hole: &Hole, label: &'static str, role: Role, verb: &str) -> Finding {
    let place = match (&hole.file, hole.line) {
        (Some(file), Some(line)) => format!("{file}:{line}"),
        (Some(file), None) => file.clone(),
        (None, _) => "a place".to_owned(),
    };
    let sentence =
        Sentence::default().text(&place).text(verb).text(&hole.detail).text(&format!("({})", reason(hole.reason)));
    Finding::new(label, role, sentence.words())
}
