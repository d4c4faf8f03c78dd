//! The first line of a difference, which is what a reviewer must know, and the last, which says how far to trust it.

use super::changed::timings;
use super::ruled::{breaks, is_hidden};
use super::sides::Sides;
use crate::diff::{Change, Diff, Finding, Totals, Verdict, rule};
use crate::render::statement;
use crate::render::text::line::{Line, Role, wrapped};
use crate::render::text::read;
use crate::render::text::words::count;
use ensue_grammar::graph::{Graph, Node, NodeKey, NodeKind};
use std::collections::BTreeSet;

/// `review: payments can newly cause 2 events, 1 handler is gone`, and at the right the two sides.
pub(super) fn headline(sides: &Sides<'_>, width: Option<usize>) -> Vec<(Line, String)> {
    let (word, role) = verdict(sides.diff);
    let plain = |word: &str| Line::new().with(Role::Plain, word);
    let mut words = vec![Line::new().with(role, &format!("{word}:"))];
    words.extend(claims(sides).join(", ").split(' ').map(plain));
    let between = format!("{} → {}", short(&sides.diff.base), short(&sides.diff.head));
    let mut lines: Vec<_> = wrapped(Line::new(), &words, 0, width).into_iter().map(|it| (it, String::new())).collect();
    if let Some(last) = lines.last_mut() {
        last.1 = between;
    }
    lines
}

/// The verdict in words. With holes it is a lower bound.
pub(super) fn verdict(diff: &Diff) -> (&'static str, Role) {
    match (diff.verdict, diff.lower_bound) {
        (Verdict::None, _) => ("none", Role::Plain),
        (Verdict::Safe, false) => ("safe", Role::Added),
        (Verdict::Safe, true) => ("safe as far as can be seen", Role::Changed),
        (Verdict::Review, false) => ("review", Role::Changed),
        (Verdict::Review, true) => ("at least review", Role::Changed),
        (Verdict::Breaking, _) => ("breaking", Role::Removed),
    }
}

/// `0 loops · 0 holes before and after · complete for every combination of features`, and what was read.
pub(super) fn footer(sides: &Sides<'_>, width: Option<usize>) -> Vec<(Line, String)> {
    let mut footer = read::lines(&trust(sides), width);
    for said in statements(sides) {
        footer.extend(read::lines(&said, width));
    }
    footer.into_iter().map(|line| (line, String::new())).collect()
}

/// How far to trust what is told.
pub(super) fn trust(sides: &Sides<'_>) -> Vec<String> {
    let Totals { base, head } = sides.diff.totals;
    let (before, after) = (base.holes, head.holes);
    let mut parts = match (base.loops, head.loops) {
        (same, other) if same == other => vec![count(same, "loop", "loops")],
        (before, after) => vec![format!("{} before, {after} after", count(before, "loop", "loops"))],
    };
    parts.push(match (before, after) {
        (same, other) if same == other => format!("{} before and after", count(same, "hole", "holes")),
        _ => format!("{} before, {after} after", count(before, "hole", "holes")),
    });
    if before > 0 && sides.diff.consequences.iter().any(|it| it.change == Change::Gained) {
        parts.push("what is gained may have been there before, unseen".to_owned());
    }
    if after > 0 && sides.diff.consequences.iter().any(|it| it.change == Change::Lost) {
        parts.push("what is lost may still be there, unseen".to_owned());
    }
    if sides.diff.consequences_left_out > 0 {
        parts.push(format!(
            "{} farther away left out",
            count(sides.diff.consequences_left_out, "consequence", "consequences")
        ));
    }
    if before == 0 && after == 0 && holds_for_any(sides.base.graph) && holds_for_any(sides.head.graph) {
        parts.push("complete for every combination of features".to_owned());
    }
    parts
}

/// What was read of the two sides: once when it is the same.
fn statements(sides: &Sides<'_>) -> Vec<Vec<String>> {
    let parts = |graph: &Graph| graph.statement.as_ref().map(statement::parts);
    let with = |when: &str, mut parts: Vec<String>| {
        parts[0].insert_str(0, when);
        parts
    };
    match (parts(sides.base.graph), parts(sides.head.graph)) {
        (Some(base), Some(head)) if base == head => vec![with("before and after: ", base)],
        (base, head) => {
            let both = [base.map(|it| with("before: ", it)), head.map(|it| with("after: ", it))];
            both.into_iter().flatten().collect()
        }
    }
}

/// What changed, the most telling first.
pub(super) fn claims(sides: &Sides<'_>) -> Vec<String> {
    let (nodes, edges) = (&sides.diff.nodes, &sides.diff.edges);
    let mut claims = Vec::new();
    let broken = sides.diff.findings.iter().filter(|it| breaks(it)).count();
    claim(&mut claims, broken, ("incompatibility", "incompatibilities"), ("is new", "are new"));
    // What cannot be seen any more looks like what is gone, so it comes before all else.
    claim(&mut claims, sides.diff.holes.added.len(), ("hole", "holes"), ("is new", "are new"));
    let seen = if sides.diff.holes.added.is_empty() { "" } else { "as far as can be seen " };
    claim(&mut claims, sides.found(&["loop-new"]).count(), ("loop", "loops"), ("is new", "are new"));
    for (change, verb, amount) in
        [(Change::Gained, "can newly cause", "more"), (Change::Lost, "can no longer cause", "less")]
    {
        let caused = caused(sides, change);
        if !caused.is_empty() {
            claims.push(format!("{seen}{} {verb} {}", subject(sides), caused.join(" and ")));
        }
        let verb = format!("can cause {amount}");
        claim(&mut claims, entries_with_more(sides, change), ("entry point", "entry points"), (&verb, &verb));
    }
    let of = |nodes: &[&Node], kind: NodeKind| nodes.iter().filter(|node| node.kind == kind).count();
    let new: Vec<&Node> = nodes.added.iter().collect();
    let gone: Vec<&Node> = nodes.removed.iter().filter(|node| !is_hidden(sides, &node.id)).collect();
    for (kind, one, many) in [
        (NodeKind::Controller, "entry point", "entry points"),
        (NodeKind::Handler, "handler", "handlers"),
        (NodeKind::EffectHandler, "effect handler", "effect handlers"),
    ] {
        claim(&mut claims, of(&new, kind), (one, many), ("is new", "are new"));
        claim(&mut claims, of(&gone, kind), (one, many), ("is gone", "are gone"));
    }
    let of_rules: [(&[&str], _, _); 5] = [
        (&["event-unhandled"], ("event", "events"), ("has lost its last handler", "have lost their last handler")),
        (&["handler-unreachable"], ("handler", "handlers"), ("is no longer reached", "are no longer reached")),
        (&["loop-widened"], ("loop", "loops"), ("is wider", "are wider")),
        (&["step-to-background"], ("step", "steps"), ("moved into the background", "moved into the background")),
        (&["step-to-request"], ("step", "steps"), ("moved into the request", "moved into the request")),
    ];
    for (rules, nouns, verbs) in of_rules {
        match sides.found(rules).collect::<Vec<_>>().as_slice() {
            [one] => claims.push(format!("{} {} {}", nouns.0, named(sides, one), verbs.0)),
            more => claim(&mut claims, more.len(), nouns, verbs),
        }
    }
    claim(&mut claims, timings(sides).len(), ("timing", "timings"), ("differs", "differ"));
    let only_body = nodes.changed.iter().filter(|change| change.what == ["body"]).count();
    claim(&mut claims, nodes.changed.len() - only_body, ("definition", "definitions"), ("differs", "differ"));
    claim(&mut claims, only_body, ("body", "bodies"), ("changed inside", "changed inside"));
    claim(&mut claims, nodes.moved.len(), ("definition", "definitions"), ("moved", "moved"));
    claim(&mut claims, edges.changed.len(), ("edge", "edges"), ("differs", "differ"));
    claim(&mut claims, sides.found(&["loop-gone"]).count(), ("loop", "loops"), ("is gone", "are gone"));
    claim(&mut claims, sides.diff.holes.removed.len(), ("hole", "holes"), ("is gone", "are gone"));
    if sides.diff.findings.iter().any(|it| rule(&it.rule).is_none()) {
        claims.push("what changes are judged by differs".to_owned());
    }
    if claims.is_empty() {
        claim(&mut claims, edges.added.len(), ("edge", "edges"), ("is new", "are new"));
        claim(&mut claims, edges.removed.len(), ("edge", "edges"), ("is gone", "are gone"));
        claim(&mut claims, nodes.added.len(), ("definition", "definitions"), ("is new", "are new"));
        claim(&mut claims, nodes.removed.len(), ("definition", "definitions"), ("is gone", "are gone"));
    }
    if sides.diff.verdict == Verdict::Safe {
        claims.push("the same follows from the same causes".to_owned());
    }
    claims
}

/// The name of what a finding is about, which head has.
fn named<'s>(sides: &'s Sides<'_>, finding: &'s Finding) -> &'s str {
    let id = finding.about.first().map_or("", String::as_str);
    let node = sides.head.graph.nodes.iter().position(|node| node.id == id);
    node.map_or(id, |node| sides.head.name(node))
}

fn claim(claims: &mut Vec<String>, number: usize, nouns: (&str, &str), verbs: (&str, &str)) {
    if number > 0 {
        claims.push(format!("{} {}", count(number, nouns.0, nouns.1), if number == 1 { verbs.0 } else { verbs.1 }));
    }
}

/// `the effect SendReceipt`, `2 events`: what can be caused on one side only, whoever causes it; the outside world first.
fn caused(sides: &Sides<'_>, change: Change) -> Vec<String> {
    let (only, side) = (sides.diff.caused.of(change), sides.of(change));
    let kinds = [(NodeKind::Effect, "effect", "effects"), (NodeKind::Event, "event", "events")];
    let told = kinds.into_iter().filter_map(|(kind, one, many)| {
        let of_kind: Vec<_> = only.iter().filter(|it| it.kind == kind).collect();
        match of_kind.as_slice() {
            [] => None,
            [only] => Some(format!("the {one} {}", side.name(side.node(&only.id, kind)?))),
            more => Some(count(more.len(), one, many)),
        }
    });
    told.collect()
}

/// Number of entry points of both sides that on one of them cause something that others cause on both.
fn entries_with_more(sides: &Sides<'_>, change: Change) -> usize {
    let side = sides.of(change);
    let only: BTreeSet<NodeKey<'_>> = sides.diff.caused.of(change).iter().map(|it| (it.id.as_str(), it.kind)).collect();
    let mut entries = BTreeSet::new();
    for consequence in sides.diff.consequences.iter().filter(|consequence| consequence.change == change) {
        let ends = consequence.witness.first().zip(consequence.witness.last());
        let ends = ends.and_then(|(first, last)| side.ends(first).zip(side.ends(last)));
        let Some(((from, _), (_, to))) = ends else { continue };
        let is_fact = matches!(side.kind(to), NodeKind::Event | NodeKind::Effect);
        let is_entry = side.kind(from) == NodeKind::Controller && !side.is_own(from);
        if is_fact && is_entry && !only.contains(&side.graph.nodes[to].key()) {
            entries.insert(from);
        }
    }
    entries.len()
}

fn subject(sides: &Sides<'_>) -> String {
    match sides.head.graph.statement.as_ref().map(|statement| statement.packages.as_slice()) {
        Some([one]) => one.clone(),
        _ => "the program".to_owned(),
    }
}

fn holds_for_any(graph: &Graph) -> bool {
    graph.statement.as_ref().is_some_and(|statement| statement.cfg == "any")
}

/// A commit as its first ten digits, and the words for the rest.
pub(super) fn short(side: &str) -> &str {
    let is_commit = side.len() >= 40 && side.bytes().all(|byte| byte.is_ascii_hexdigit());
    match side {
        "worktree" => "work tree",
        commit if is_commit => &commit[..10],
        other => other,
    }
}
