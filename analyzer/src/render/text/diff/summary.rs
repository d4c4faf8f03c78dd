//! The first line of a difference, which is what a reviewer must know, and the last, which says how far to trust it.

use super::changed::timings;
use super::sides::{Side, Sides};
use crate::analyses::{Direction, NodeIx, beginnings, loops, search};
use crate::diff::{Change, Verdict};
use crate::render::statement;
use crate::render::text::line::{Line, Role, wrapped};
use crate::render::text::read;
use crate::render::text::words::count;
use ensue_grammar::graph::{Graph, Node, NodeKey, NodeKind};
use std::collections::BTreeSet;

/// `review: payments can newly cause 2 events, 1 handler is gone`, and at the right the two sides.
pub(super) fn headline(sides: &Sides<'_>, width: Option<usize>) -> Vec<(Line, String)> {
    // With holes the verdict is a lower bound.
    let (word, role) = match (sides.diff.verdict, sides.diff.lower_bound) {
        (Verdict::None, _) => ("none:", Role::Plain),
        (Verdict::Safe, false) => ("safe:", Role::Added),
        (Verdict::Safe, true) => ("safe as far as can be seen:", Role::Changed),
        (Verdict::Review, false) => ("review:", Role::Changed),
        (Verdict::Review, true) => ("at least review:", Role::Changed),
        (Verdict::Breaking, _) => ("breaking:", Role::Removed),
    };
    let plain = |word: &str| Line::new().with(Role::Plain, word);
    let mut words = vec![Line::new().with(role, word)];
    words.extend(claims(sides).join(", ").split(' ').map(plain));
    let between = format!("{} → {}", short(&sides.diff.base), short(&sides.diff.head));
    let mut lines: Vec<_> = wrapped(Line::new(), &words, 0, width).into_iter().map(|it| (it, String::new())).collect();
    if let Some(last) = lines.last_mut() {
        last.1 = between;
    }
    lines
}

/// `0 loops · 0 holes before and after · complete for every combination of features`.
pub(super) fn footer(sides: &Sides<'_>, width: Option<usize>) -> Vec<(Line, String)> {
    let (before, after) = (sides.base.graph.holes.len(), sides.head.graph.holes.len());
    let mut parts = match (loops(&sides.base.index).len(), loops(&sides.head.index).len()) {
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
    let mut footer = read::lines(&parts, width);
    for said in statements(sides) {
        footer.extend(read::lines(&said, width));
    }
    footer.into_iter().map(|line| (line, String::new())).collect()
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
fn claims(sides: &Sides<'_>) -> Vec<String> {
    let (nodes, edges) = (&sides.diff.nodes, &sides.diff.edges);
    let mut claims = Vec::new();
    let broken = sides.diff.findings.len();
    claim(&mut claims, broken, ("incompatibility", "incompatibilities"), ("is new", "are new"));
    // What cannot be seen any more looks like what is gone, so it comes before all else.
    claim(&mut claims, sides.diff.holes.added.len(), ("hole", "holes"), ("is new", "are new"));
    let seen = if sides.diff.holes.added.is_empty() { "" } else { "as far as can be seen " };
    let own_loops = |change| sides.own_loops(change).len();
    claim(&mut claims, own_loops(Change::Gained), ("loop", "loops"), ("is new", "are new"));
    for (change, verb, amount) in
        [(Change::Gained, "can newly cause", "more"), (Change::Lost, "can no longer cause", "less")]
    {
        let reach = Reach::of(sides, change);
        let caused = reach.caused(sides.of(change));
        if !caused.is_empty() {
            claims.push(format!("{seen}{} {verb} {}", subject(sides), caused.join(" and ")));
        }
        let verb = format!("can cause {amount}");
        claim(&mut claims, reach.entries, ("entry point", "entry points"), (&verb, &verb));
    }
    let of = |nodes: &[Node], kind: NodeKind| nodes.iter().filter(|node| node.kind == kind).count();
    for (kind, one, many) in [
        (NodeKind::Controller, "entry point", "entry points"),
        (NodeKind::Handler, "handler", "handlers"),
        (NodeKind::EffectHandler, "effect handler", "effect handlers"),
    ] {
        claim(&mut claims, of(&nodes.added, kind), (one, many), ("is new", "are new"));
        claim(&mut claims, of(&nodes.removed, kind), (one, many), ("is gone", "are gone"));
    }
    claim(&mut claims, timings(sides).len(), ("timing", "timings"), ("differs", "differ"));
    let only_body = nodes.changed.iter().filter(|change| change.what == ["body"]).count();
    claim(&mut claims, nodes.changed.len() - only_body, ("definition", "definitions"), ("differs", "differ"));
    claim(&mut claims, only_body, ("body", "bodies"), ("changed inside", "changed inside"));
    claim(&mut claims, nodes.moved.len(), ("definition", "definitions"), ("moved", "moved"));
    claim(&mut claims, edges.changed.len(), ("edge", "edges"), ("differs", "differ"));
    claim(&mut claims, own_loops(Change::Lost), ("loop", "loops"), ("is gone", "are gone"));
    claim(&mut claims, sides.diff.holes.removed.len(), ("hole", "holes"), ("is gone", "are gone"));
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

fn claim(claims: &mut Vec<String>, number: usize, nouns: (&str, &str), verbs: (&str, &str)) {
    if number > 0 {
        claims.push(format!("{} {}", count(number, nouns.0, nouns.1), if number == 1 { verbs.0 } else { verbs.1 }));
    }
}

/// What one side reaches and the other does not, as far as the first line goes.
struct Reach {
    /// Events and effects that can be caused on this side only, whoever causes them.
    facts: BTreeSet<NodeIx>,
    /// Number of entry points of both sides that cause something else besides.
    entries: usize,
}

impl Reach {
    fn of(sides: &Sides<'_>, change: Change) -> Reach {
        let (side, other) = (sides.of(change), sides.other(change));
        let caused_there: BTreeSet<NodeKey<'_>> =
            caused(other).into_iter().map(|node| other.graph.nodes[node].key()).collect();
        let is_caused_there = |node: NodeIx| caused_there.contains(&side.key_there(node));
        let facts = caused(side).into_iter().filter(|&node| !is_caused_there(node)).collect();
        let mut entries = BTreeSet::new();
        for consequence in sides.diff.consequences.iter().filter(|consequence| consequence.change == change) {
            let ends = consequence.witness.first().zip(consequence.witness.last());
            let Some(((from, _), (_, to))) = ends.and_then(|(first, last)| side.ends(first).zip(side.ends(last)))
            else {
                continue;
            };
            if is_fact(side, to) && is_caused_there(to) && side.kind(from) == NodeKind::Controller && !side.is_own(from)
            {
                entries.insert(from);
            }
        }
        Reach { facts, entries: entries.len() }
    }

    /// `2 events`, `1 effect`.
    fn caused(&self, side: &Side<'_>) -> Vec<String> {
        let number = |kind| self.facts.iter().filter(|&&node| side.kind(node) == kind).count();
        [(NodeKind::Event, "event", "events"), (NodeKind::Effect, "effect", "effects")]
            .into_iter()
            .map(|(kind, one, many)| (number(kind), one, many))
            .filter(|(number, ..)| *number > 0)
            .map(|(number, one, many)| count(number, one, many))
            .collect()
    }
}

/// The events and effects that can be caused on a side, whoever causes them.
fn caused(side: &Side<'_>) -> BTreeSet<NodeIx> {
    let search = search(&side.index, &beginnings(&side.index), Direction::After);
    (0..side.graph.nodes.len()).filter(|&node| is_fact(side, node) && search.reaches(node)).collect()
}

fn is_fact(side: &Side<'_>, node: NodeIx) -> bool {
    matches!(side.kind(node), NodeKind::Event | NodeKind::Effect)
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
fn short(side: &str) -> &str {
    let is_commit = side.len() >= 40 && side.bytes().all(|byte| byte.is_ascii_hexdigit());
    match side {
        "worktree" => "work tree",
        commit if is_commit => &commit[..10],
        other => other,
    }
}
