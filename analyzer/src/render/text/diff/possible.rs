//! What can newly follow, or no longer.
//!
//! A difference tells every consequence of every entry point. Here one cause is told once: at the node that gained or
//! lost an edge of its own, with what that edge brought.

use super::finding::{Finding, Sentence, Words};
use super::ruled::is_hidden;
use super::sides::{Side, Sides};
use crate::analyses::{Direction, NodeIx};
use crate::diff::{Cause, Change, Consequence, EdgeId, NodeId, Root};
use crate::render::picture::word_of;
use crate::render::text::line::Role;
use crate::render::text::words::{count, on_line, place, site, through, timing};
use ensue_grammar::graph::{Edge, EdgeKind, Node, NodeKey, NodeKind};
use std::collections::{BTreeMap, BTreeSet};

/// How many names a sentence lists.
const LISTED: usize = 4;

/// Everything gained, then everything lost, then what else there is to say of single edges and nodes.
pub(super) fn findings(sides: &Sides<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for change in [Change::Gained, Change::Lost] {
        let mut telling = Telling::new(sides, change);
        findings.extend(telling.loops());
        findings.extend(telling.groups());
        findings.extend(telling.beginnings());
        findings.extend(telling.other_ways());
        findings.extend(telling.other_nodes());
    }
    findings
}

struct Telling<'s, 'g> {
    sides: &'s Sides<'g>,
    side: &'s Side<'g>,
    change: Change,
    /// The consequences that begin with an edge of one side, by that edge.
    groups: BTreeMap<EdgeId, Vec<&'g Consequence>>,
    /// What is gained or lost, as pairs of ids.
    pairs: BTreeSet<(&'g str, &'g str)>,
    /// What is responsible, each with how many come before it.
    causes: BTreeMap<&'g Root, (usize, &'g Cause)>,
    /// The nodes of one side that a finding has named.
    told: BTreeSet<NodeKey<'g>>,
}

impl<'s, 'g> Telling<'s, 'g> {
    fn new(sides: &'s Sides<'g>, change: Change) -> Self {
        let side = sides.of(change);
        let mut groups: BTreeMap<EdgeId, Vec<&Consequence>> = BTreeMap::new();
        let mut pairs = BTreeSet::new();
        let causes = sides.diff.causes.iter().filter(|it| it.change == change).enumerate();
        let causes = causes.map(|(rank, it)| (&it.root, (rank, it))).collect();
        for consequence in sides.diff.consequences.iter().filter(|consequence| consequence.change == change) {
            pairs.insert((consequence.from.as_str(), consequence.to.as_str()));
            let Some(first) = consequence.witness.first() else { continue };
            let begins_here = consequence.cause.contains(first) && !side.is_joined_there(first);
            if begins_here && side.ends(first).is_some_and(|(from, _)| !side.is_own(from)) {
                groups.entry(first.clone()).or_default().push(consequence);
            }
        }
        Telling { sides, side, change, groups, pairs, causes, told: BTreeSet::new() }
    }

    /// What can cause itself on one side only, each loop by a shortest way round.
    fn loops(&self) -> Vec<Finding> {
        let (names, verb): (&[&str], _) = match self.change {
            Change::Gained => (&["loop-new"], "can now cause itself"),
            Change::Lost => (&["loop-gone"], "can no longer cause itself"),
        };
        let (_, role) = self.label();
        let told = self.sides.found(names).filter_map(|found| {
            let (start, _) = self.side.ends(found.witness.first()?)?;
            let sentence = Sentence::default().name(self.side.name(start), "").text(verb);
            let mut finding = Finding::new("loop", role, sentence.words()).along(&found.witness);
            finding.details.push((self.way(&found.witness), self.side.place(start)));
            Some(finding)
        });
        told.collect()
    }

    fn groups(&mut self) -> Vec<Finding> {
        let groups = std::mem::take(&mut self.groups);
        // In the order of causes: what affects the outside world comes first.
        let rank = |edge: &EdgeId| self.causes.get(&Root::Edge(edge.clone())).map_or(usize::MAX, |(rank, _)| *rank);
        let mut ordered: Vec<_> = groups.iter().map(|(edge, group)| (rank(edge), edge, group)).collect();
        ordered.sort_by_key(|&(rank, edge, _)| (rank, edge));
        let findings = ordered.into_iter().filter_map(|(_, edge, group)| self.group(edge, group)).collect();
        self.groups = groups;
        findings
    }

    /// What an edge between old nodes, or from an old node to a new one, brings or takes.
    fn group(&mut self, id: &EdgeId, group: &[&Consequence]) -> Option<Finding> {
        let side = self.side;
        let (edge, (from, to)) = (side.edge(id)?, side.ends(id)?);
        let reached = self.ends_of(group);
        let facts = self.facts(&reached);
        // A new controller is told of as the entry point that it is, with all that it can cause.
        let own_controller = (edge.kind == EdgeKind::Resumes && side.is_own(to)).then_some(to);
        if facts.is_empty() && own_controller.is_some() {
            return None;
        }
        self.tell(&reached.iter().copied().filter(|&node| Some(node) != own_controller).collect::<Vec<_>>());
        let (label, role) = self.label();
        let hedge = |sentence: Sentence| {
            let is_certain = group.iter().all(|consequence| consequence.certain);
            if is_certain { sentence } else { sentence.glued(",").text("unless a hole hides it") }
        };
        if facts.is_empty() {
            // That nothing follows any more is told where rules are.
            if self.sides.found(&["event-unhandled"]).any(|it| it.about.first() == Some(&edge.from)) {
                return None;
            }
            let sentence = hedge(self.listener(edge, from, to));
            let finding = Finding::new(label, role, sentence.words()).at(side.place(to));
            return Some(finding.along(std::slice::from_ref(id)));
        }
        let (subject, others) = self.subject(from, &facts);
        let mut sentence = Sentence::default().name(side.name(subject), "");
        if others > 0 {
            sentence = sentence.text(&format!("and {}", count(others, "more entry point", "more entry points")));
        }
        let verb = if self.change == Change::Gained { "can now cause" } else { "can no longer cause" };
        sentence = self.listed(sentence.text(verb), &facts);
        if !on_line(edge).is_empty() && edge.kind != EdgeKind::Resumes {
            sentence = sentence.glued(&format!(", {}", on_line(edge)));
        }
        let way = group.iter().find(|consequence| self.end_of(consequence) == facts.first().copied())?;
        let mut finding = Finding::new(label, role, hedge(sentence).words());
        let ways: BTreeSet<&EdgeId> = facts.iter().filter_map(|&fact| self.witness(subject, fact)).flatten().collect();
        let ways: Vec<EdgeId> = ways.into_iter().chain(&way.witness).cloned().collect();
        finding = finding.about(&self.ids(&facts)).along(&ways);
        finding.details.push((self.way(&way.witness), side.when(step_place(side, edge, to))));
        finding.details.extend(self.resumption(&facts));
        finding.details.extend(self.affected(&Root::Edge(id.clone()), subject, &facts));
        Some(finding)
    }

    /// New entry points, and whatever else nothing leads to.
    fn beginnings(&mut self) -> Vec<Finding> {
        let mut ends: BTreeMap<&str, Vec<&Consequence>> = BTreeMap::new();
        for consequence in self.sides.diff.consequences.iter().filter(|consequence| consequence.change == self.change) {
            ends.entry(&consequence.from).or_default().push(consequence);
        }
        let mut findings = Vec::new();
        for node in 0..self.side.graph.nodes.len() {
            let own = &self.side.graph.nodes[node];
            let begins = own.kind == NodeKind::Controller || self.side.index.has_no_cause(node);
            let is_unseen = self.change == Change::Lost && is_hidden(self.sides, &own.id);
            if is_unseen
                || !begins
                || !self.side.is_own(node)
                || self.told.contains(&own.key())
                || own.kind == NodeKind::Archiver
            {
                continue;
            }
            let reached = self.ends_of(ends.get(own.id.as_str()).map_or(&[][..], Vec::as_slice));
            self.tell(&[node]);
            self.tell(&reached);
            let ways = ends.get(own.id.as_str()).into_iter().flatten().flat_map(|it| it.witness.iter().cloned());
            let ways: Vec<EdgeId> = ways.collect::<BTreeSet<_>>().into_iter().collect();
            findings.push(self.beginning(node, &reached).about(&[&own.id]).along(&ways));
        }
        findings
    }

    fn beginning(&self, node: NodeIx, reached: &[NodeIx]) -> Finding {
        let gained = self.change == Change::Gained;
        let mut sentence = Sentence::default();
        if self.side.kind(node) != NodeKind::Controller {
            sentence = sentence.text(word_of(self.side.kind(node)));
        }
        sentence = sentence.name(self.side.name(node), "").text(if gained { "is new" } else { "is gone" });
        let resumed: Vec<NodeIx> = self.resumed_by(node);
        if !resumed.is_empty() {
            sentence = sentence.glued(";").text(if gained { "it resumes" } else { "it resumed" });
            sentence = sentence.names(&self.named(&resumed), LISTED);
        }
        let facts = self.facts(reached);
        if !facts.is_empty() {
            sentence = if resumed.is_empty() { sentence.glued(";").text("it") } else { sentence.text("and") };
            sentence = sentence.text(if gained { "can cause" } else { "could cause" });
            sentence = self.listed(sentence, &facts);
        }
        let (label, role) = if gained { ("new", Role::Added) } else { ("gone", Role::Removed) };
        let mut finding = Finding::new(label, role, sentence.words()).at(self.side.place(node));
        finding.details = self.affected(&Root::Node(NodeId::of(&self.side.graph.nodes[node])), node, &facts);
        finding
    }

    /// The events after which a controller continues.
    fn resumed_by(&self, controller: NodeIx) -> Vec<NodeIx> {
        let index = &self.side.index;
        let steps = index.steps(controller, Direction::Before);
        steps.filter(|&(edge, _)| index.edge(edge).kind == EdgeKind::Resumes).map(|(_, event)| event).collect()
    }

    /// Edges of one side that bring nothing new, since there is another way.
    fn other_ways(&self) -> Vec<Finding> {
        let gained = self.change == Change::Gained;
        let own = self.sides.own_edges(self.change).iter();
        own.filter_map(|edge| {
            let id = EdgeId::of(edge);
            let (from, to) = self.side.ends(&id)?;
            let is_part_of_more = self.side.is_own(from) || self.side.is_own(to) || self.groups.contains_key(&id);
            // A new timing is told of once, where timings are.
            if is_part_of_more || self.side.is_joined_there(&id) {
                return None;
            }
            let mut sentence = Sentence::default().name(self.side.name(from), "");
            sentence =
                sentence.text(if gained { verb(edge.kind, Tense::Now) } else { verb(edge.kind, Tense::NoLonger) });
            sentence = sentence.name(self.side.name(to), ";");
            sentence =
                sentence.text(if gained { "another way led there before" } else { "another way still leads there" });
            let (label, role) = if gained { ("new", Role::Added) } else { ("gone", Role::Removed) };
            let finding = Finding::new(label, role, sentence.words());
            Some(finding.at(self.side.when(step_place(self.side, edge, to))).along(&[id]))
        })
        .collect()
    }

    /// Nodes of one side that nothing above has named.
    fn other_nodes(&self) -> Vec<Finding> {
        let gained = self.change == Change::Gained;
        let (label, role) = if gained { ("new", Role::Added) } else { ("gone", Role::Removed) };
        let is_unseen = |own: &Node| !gained && is_hidden(self.sides, &own.id);
        let untold = |&node: &NodeIx| {
            let own = &self.side.graph.nodes[node];
            self.side.is_own(node) && !self.told.contains(&own.key()) && !is_unseen(own)
        };
        (0..self.side.graph.nodes.len())
            .filter(untold)
            .map(|node| {
                let sentence = Sentence::default().text(word_of(self.side.kind(node))).name(self.side.name(node), "");
                let sentence = sentence.text(if gained { "is new" } else { "is gone" });
                let about = self.ids(&[node]);
                Finding::new(label, role, sentence.words()).at(self.side.place(node)).about(&about)
            })
            .collect()
    }

    fn label(&self) -> (&'static str, Role) {
        match self.change {
            Change::Gained => ("gained", Role::Added),
            Change::Lost => ("lost", Role::Removed),
        }
    }

    fn tell(&mut self, nodes: &[NodeIx]) {
        self.told.extend(nodes.iter().map(|&node| self.side.graph.nodes[node].key()));
    }

    fn ids(&self, nodes: &[NodeIx]) -> Vec<&'g str> {
        nodes.iter().map(|&node| self.side.graph.nodes[node].id.as_str()).collect()
    }

    /// The shortest way from one node to another that only this side has.
    fn witness(&self, from: NodeIx, to: NodeIx) -> Option<&'g [EdgeId]> {
        let [from, to] = [from, to].map(|node| self.side.graph.nodes[node].id.as_str());
        let mut consequences = self.sides.diff.consequences.iter();
        let found = consequences.find(|it| (it.change, it.from.as_str(), it.to.as_str()) == (self.change, from, to));
        found.map(|it| it.witness.as_slice())
    }

    fn named(&self, nodes: &[NodeIx]) -> Vec<String> {
        nodes.iter().map(|&node| self.side.name(node).to_owned()).collect()
    }

    /// Adds what can be caused, which may be more than the difference tells.
    fn listed(&self, sentence: Sentence, facts: &[NodeIx]) -> Sentence {
        let sentence = sentence.names(&self.named(facts), LISTED);
        if self.sides.diff.consequences_left_out == 0 { sentence } else { sentence.text("and perhaps others") }
    }

    fn end_of(&self, consequence: &Consequence) -> Option<NodeIx> {
        Some(self.side.ends(consequence.witness.last()?)?.1)
    }

    /// What consequences reach, the nearest first.
    fn ends_of(&self, group: &[&Consequence]) -> Vec<NodeIx> {
        let mut ends: Vec<(usize, NodeIx)> =
            group.iter().filter_map(|c| Some((c.witness.len(), self.end_of(c)?))).collect();
        ends.sort_unstable();
        ends.into_iter().map(|(_, end)| end).collect()
    }

    /// Effects, which the outside world sees, and events: what can be said to be caused.
    fn facts(&self, nodes: &[NodeIx]) -> Vec<NodeIx> {
        let of = |kind| nodes.iter().copied().filter(move |&node| self.side.kind(node) == kind);
        of(NodeKind::Effect).chain(of(NodeKind::Event)).collect()
    }

    /// Who can now cause all of these: an event or effect itself; for code the nearest entry point of which it is true,
    /// and of how many more.
    fn subject(&self, from: NodeIx, facts: &[NodeIx]) -> (NodeIx, usize) {
        if matches!(self.side.kind(from), NodeKind::Event | NodeKind::Effect) {
            return (from, 0);
        }
        let mut entries = self.side.entries(from);
        entries.retain(|&entry| !self.side.is_own(entry) && self.is_told_of(entry, facts));
        entries.first().map_or((from, 0), |&nearest| (nearest, entries.len() - 1))
    }

    /// The entry points of which the same is true and that no sentence has named, and the owners of what is reached and of
    /// all entry points that the cause affects.
    fn affected(&self, root: &Root, named: NodeIx, facts: &[NodeIx]) -> Vec<(Words, String)> {
        let Some((_, cause)) = self.causes.get(root) else { return Vec::new() };
        let mut lines = Vec::new();
        let entries = cause.entries.iter().filter_map(|id| self.side.node(id, NodeKind::Controller));
        let entries: Vec<&str> =
            entries.filter(|&entry| self.is_told_of(entry, facts)).map(|entry| self.side.name(entry)).collect();
        let (can, of_reached) = match self.change {
            Change::Gained => ("so can", "owners of newly reached code:"),
            Change::Lost => ("so could", "owners of code no longer reached:"),
        };
        if self.side.kind(named) != NodeKind::Controller && !entries.is_empty() {
            lines.push(Sentence::default().text(can).names(&entries, LISTED));
        }
        let owners =
            [(of_reached, &cause.owners.reached), ("owners of affected entry points:", &cause.owners.affected)];
        for (of, owners) in owners.into_iter().filter(|(_, owners)| !owners.is_empty()) {
            lines.push(Sentence::default().text(of).names(owners, LISTED));
        }
        lines.into_iter().map(|line| (line.words(), String::new())).collect()
    }

    /// Whether it is told of an entry point that it can, or could, cause all of these.
    fn is_told_of(&self, entry: NodeIx, facts: &[NodeIx]) -> bool {
        let id = |node: NodeIx| self.side.graph.nodes[node].id.as_str();
        facts.iter().all(|&fact| self.pairs.contains(&(id(entry), id(fact))))
    }

    /// A listener that was added or removed and from which no event follows.
    fn listener(&self, edge: &Edge, from: NodeIx, to: NodeIx) -> Sentence {
        let (event, listener) = (self.side.name(from), self.side.name(to));
        let word = word_of(self.side.kind(to));
        if self.change == Change::Gained {
            let sentence = Sentence::default().name(event, "").text(&format!("gained the {word}")).name(listener, "");
            let timing = timing(edge.timing);
            return if timing.is_empty() { sentence } else { sentence.glued(&format!(", {timing}")) };
        }
        let mut sentence = Sentence::default().name(event, "").text(&format!("lost its {word}")).name(listener, ";");
        let (kept, new) = self.listeners_now(from);
        if kept.is_empty() && new.is_empty() {
            return sentence.text("nothing follows from it any more");
        }
        for (names, one, many) in [(&kept, "still handles it", "still handle it"), (&new, "is new", "are new")] {
            if !names.is_empty() {
                let joint = if names == &new && !kept.is_empty() { sentence.glued(",") } else { sentence };
                sentence = joint.names(names, LISTED).text(if names.len() == 1 { one } else { many });
            }
        }
        sentence
    }

    /// Who listens in head to what base had: those who did before, and those who are new.
    fn listeners_now(&self, event: NodeIx) -> (Vec<String>, Vec<String>) {
        let head = &self.sides.head;
        let (id, kind) = self.side.key_there(event);
        let steps = head.node(id, kind).into_iter().flat_map(|event| head.index.steps(event, Direction::After));
        let (mut kept, mut new) = (Vec::new(), Vec::new());
        for (edge, node) in steps {
            let is_kept = head.is_joined_there(&EdgeId::of(head.index.edge(edge)));
            if is_kept { &mut kept } else { &mut new }.push(head.name(node).to_owned());
        }
        (kept, new)
    }

    /// A way as a sentence when it is one step, else as a chain of names.
    fn way(&self, witness: &[EdgeId]) -> Words {
        let (role, mark) = self.side.mark();
        let mut sentence = Sentence::default();
        if let [only] = witness
            && let (Some(edge), Some((from, to))) = (self.side.edge(only), self.side.ends(only))
        {
            let gained = self.change == Change::Gained;
            let tense = if gained { Tense::May } else { Tense::NoLonger };
            sentence = sentence.text(self.side.name(from)).text(verb(edge.kind, tense)).text(self.side.name(to));
            sentence = sentence.text(&through(edge));
            return if gained { sentence.mark(role, mark) } else { sentence }.words();
        }
        for id in witness {
            let (Some(edge), Some((from, to))) = (self.side.edge(id), self.side.ends(id)) else { continue };
            if id == &witness[0] {
                sentence = sentence.text(self.side.name(from));
            }
            let line = on_line(edge);
            sentence = if line.is_empty() {
                sentence.text("→")
            } else {
                sentence.text(&format!("┄{}┄>", line.replace(' ', "\u{a0}")))
            };
            sentence = sentence.text(self.side.name(to));
            if self.side.is_own(to) {
                sentence = sentence.mark(role, mark);
            }
        }
        sentence.words()
    }

    /// The new controllers that continue what a new event leaves waiting.
    fn resumption(&mut self, facts: &[NodeIx]) -> Vec<(Words, String)> {
        let mut lines = Vec::new();
        for &fact in facts {
            for (edge, controller) in self.side.index.steps(fact, Direction::After) {
                let is_resumption = self.side.index.edge(edge).kind == EdgeKind::Resumes;
                if !is_resumption || !self.side.is_own(controller) {
                    continue;
                }
                let (role, mark) = self.side.mark();
                let (resumed, emits) = match self.change {
                    Change::Gained => ("it is resumed by", "which may emit"),
                    Change::Lost => ("it was resumed by", "which could emit"),
                };
                let sentence = Sentence::default().text(resumed);
                let mut sentence = sentence.text(self.side.name(controller)).mark(role, mark);
                let next: Vec<NodeIx> =
                    self.side.index.steps(controller, Direction::After).map(|(_, next)| next).collect();
                if !next.is_empty() {
                    sentence = sentence.glued(",").text(emits).names(&self.named(&next), LISTED);
                }
                self.tell(&[controller]);
                lines.push((sentence.words(), self.side.place(controller)));
            }
        }
        lines
    }
}

/// In which sense an edge is told.
#[derive(Clone, Copy)]
enum Tense {
    May,
    Now,
    NoLonger,
}

/// What the source of an edge does to its target.
fn verb(kind: EdgeKind, tense: Tense) -> &'static str {
    match (kind, tense) {
        (EdgeKind::Emits, Tense::May) => "may emit",
        (EdgeKind::Emits, Tense::Now) => "may now emit",
        (EdgeKind::Emits, Tense::NoLonger) => "no longer emits",
        (EdgeKind::Requests, Tense::May) => "may request",
        (EdgeKind::Requests, Tense::Now) => "may now request",
        (EdgeKind::Requests, Tense::NoLonger) => "no longer requests",
        (EdgeKind::Handles, Tense::May) => "is handled by",
        (EdgeKind::Handles, Tense::Now) => "is now handled by",
        (EdgeKind::Handles, Tense::NoLonger) => "is no longer handled by",
        (EdgeKind::Performs, Tense::May) => "is performed by",
        (EdgeKind::Performs, Tense::Now) => "is now performed by",
        (EdgeKind::Performs, Tense::NoLonger) => "is no longer performed by",
        (EdgeKind::Resumes, Tense::May) => "is resumed by",
        (EdgeKind::Resumes, Tense::Now) => "is now resumed by",
        (EdgeKind::Resumes, Tense::NoLonger) => "is no longer resumed by",
    }
}

/// Where an edge is made: where it is emitted, or where its target is defined.
fn step_place(side: &Side<'_>, edge: &Edge, to: NodeIx) -> String {
    let made = site(edge);
    if made.is_empty() { place(&side.graph.nodes[to]) } else { made }
}
