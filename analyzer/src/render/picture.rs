//! What a picture shows, before anyone decides where or in which format: cards, lines between them, and words.

use super::measure::elide;
use super::{statement, visible};
use crate::analyses::{Index, NodeIx};
use ensue_grammar::graph::{Edge, EdgeKind, Graph, Node, NodeKind, Timing};
use std::collections::BTreeSet;

/// Longer names are shortened in the middle; the whole name is in the card's title.
const MOST_CHARACTERS: usize = 44;

/// A picture of what could happen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Picture {
    /// One line on what is to be seen.
    pub caption: String,
    /// What is *not* to be seen, when there are holes.
    pub note: Option<String>,
    /// What was read, for files that are kept; a page says it once for all of its pictures.
    pub read: Option<String>,
    /// In the order in which they should be met from the top.
    pub cards: Vec<Card>,
    /// Between cards.
    pub lines: Vec<Line>,
}

/// One box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// Tells the kind, in every mode.
    pub shape: Shape,
    /// What it is, in a word: shown small above the name.
    pub word: String,
    /// The name, short enough to be shown.
    pub name: String,
    /// All of the name, and what else is worth knowing when one points at it.
    pub title: String,
    /// Where it leads.
    pub href: Option<String>,
    /// How it stands out.
    pub accent: Accent,
    /// What became of it.
    pub mark: Mark,
    /// The name it had before, where that is another.
    pub before: Option<String>,
    /// By what the rest of a page knows it.
    pub anchor: Option<String>,
}

/// What became of something between two states of a program. A picture of one state has no marks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// Nothing: it is the same before and after.
    #[default]
    None,
    /// Only after.
    Added,
    /// Only before.
    Removed,
    /// Before and after, with another content.
    Changed,
    /// Before and after, under another path.
    Moved,
}

impl Mark {
    /// The sign of it, so that colour is never alone; empty for none.
    #[must_use]
    pub fn sign(self) -> &'static str {
        match self {
            Mark::None => "",
            Mark::Added => "+",
            Mark::Removed => "−",
            Mark::Changed => "~",
            Mark::Moved => "→",
        }
    }

    /// The word for it, which is also its class in style sheets.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Mark::None => "same",
            Mark::Added => "added",
            Mark::Removed => "removed",
            Mark::Changed => "changed",
            Mark::Moved => "moved",
        }
    }
}

/// What marks one card among those of its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Accent {
    /// Nothing.
    None,
    /// The picture is about this one.
    Here,
    /// Defined outside of what was read.
    Elsewhere,
}

/// The outline of a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A pill.
    Event,
    /// A box.
    Handler,
    /// A signpost.
    Controller,
    /// A slanted box.
    Effect,
    /// A box with bars at its sides.
    EffectHandler,
    /// A signpost that points in, dashed.
    External,
    /// A state of a resource: a box with round corners.
    State,
    /// Where a resource begins: a dot.
    Start,
    /// What is left out here.
    More,
}

/// A line with a head at its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Index of a card.
    pub from: usize,
    /// Index of a card.
    pub to: usize,
    /// How it is drawn.
    pub stroke: Stroke,
    /// Beside the line, one below the other.
    pub words: Vec<Word>,
    /// All there is to say, when one points at it.
    pub title: String,
    /// What became of it.
    pub mark: Mark,
    /// By what the rest of a page knows it.
    pub anchor: Option<String>,
}

/// How a line is drawn: its timing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stroke {
    /// Solid.
    Inline,
    /// Long dashes.
    AfterCommit,
    /// Short dashes.
    Deferred,
    /// Dots.
    Scheduled,
    /// Dots: it is up to the outside whether and when.
    Resumes,
}

/// A word beside a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// What is shown; empty where the mark says all.
    pub text: String,
    /// What it tells.
    pub role: Role,
    /// What became of it, or of the line whose first word it is; shown as a sign before it.
    pub mark: Mark,
}

impl Word {
    /// A word that nothing became of.
    #[must_use]
    pub fn new(text: impl Into<String>, role: Role) -> Word {
        Word { text: text.into(), role, mark: Mark::None }
    }
}

/// What a word beside a line tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// When.
    When,
    /// By which way.
    Through,
}

impl Picture {
    /// The marks that there are: what became of anything in it. A picture of one state has none.
    #[must_use]
    pub fn marks(&self) -> BTreeSet<Mark> {
        let cards = self.cards.iter().map(|card| card.mark);
        let lines = self.lines.iter().flat_map(|line| line.words.iter().map(|word| word.mark).chain([line.mark]));
        cards.chain(lines).filter(|&mark| mark != Mark::None).collect()
    }

    /// Draws a sorted graph, or a part of one, but for edges that can never happen, or never after what
    /// leads to their start. Archivers are the words beside lines, no cards. `href` says where a node's card
    /// leads.
    #[must_use]
    pub fn of(graph: &Graph, href: impl Fn(&Node) -> Option<String>) -> Picture {
        let index = Index::new(graph);
        let order = in_order(&index);
        let mut card_of = vec![None; graph.nodes.len()];
        for (card, &node) in order.iter().enumerate() {
            card_of[node] = Some(card);
        }
        let lines = graph.edges.iter().enumerate().filter_map(|(at, edge)| {
            let (from, to) = index.ends(at).filter(|_| index.can_follow(at))?;
            Some(line(edge, [&graph.nodes[from], &graph.nodes[to]], card_of[from]?, card_of[to]?))
        });
        Picture {
            caption: caption(&index, &order),
            note: note(graph.holes.len()),
            read: graph.statement.as_ref().map(statement::whole),
            cards: order.iter().map(|&at| card(&graph.nodes[at], href(&graph.nodes[at]))).collect(),
            lines: lines.collect(),
        }
    }
}

/// What to say about places that cannot be seen.
#[must_use]
pub fn note(holes: usize) -> Option<String> {
    match holes {
        0 => None,
        1 => Some("1 place cannot be seen".to_owned()),
        many => Some(format!("{many} places cannot be seen")),
    }
}

/// What people call a node: a controller goes by its route, all others by their name.
#[must_use]
pub fn name_of(node: &Node) -> &str {
    node.route.as_deref().filter(|_| node.kind == NodeKind::Controller).unwrap_or(&node.name)
}

/// The word for a kind.
#[must_use]
pub fn word_of(kind: NodeKind) -> &'static str {
    match kind {
        NodeKind::Event => "event",
        NodeKind::Handler => "handler",
        NodeKind::Controller => "controller",
        NodeKind::Archiver => "archiver",
        NodeKind::Effect => "effect",
        NodeKind::EffectHandler => "effect handler",
        NodeKind::External => "external",
    }
}

/// The words for when something happens; none for `inline`, which is what a plain line means.
#[must_use]
pub fn when_of(stroke: Stroke) -> Option<&'static str> {
    match stroke {
        Stroke::Inline => None,
        Stroke::AfterCommit => Some("after commit"),
        Stroke::Deferred => Some("deferred"),
        Stroke::Scheduled => Some("scheduled"),
        Stroke::Resumes => Some("resumes"),
    }
}

/// Starts first: controllers, then events that nobody causes, then all else; each sorted by identity.
fn in_order(index: &Index<'_>) -> Vec<NodeIx> {
    let nodes = &index.graph().nodes;
    let mut order: Vec<NodeIx> = (0..nodes.len()).filter(|&at| nodes[at].kind != NodeKind::Archiver).collect();
    order.sort_by_key(|&at| {
        let kind = nodes[at].kind;
        (!index.has_no_cause(at), kind != NodeKind::Controller, kind != NodeKind::Event, at)
    });
    order
}

fn caption(index: &Index<'_>, order: &[NodeIx]) -> String {
    let mut starts = order.iter().filter(|&&at| index.has_no_cause(at));
    match (order.len(), starts.next(), starts.next()) {
        (0, ..) => "nothing can happen here: there are no events".to_owned(),
        (_, Some(&only), None) => format!("what could happen after {}", shown(name_of(index.node(only)))),
        _ => "what could happen".to_owned(),
    }
}

/// The card of a node.
pub(super) fn card(node: &Node, href: Option<String>) -> Card {
    let shape = match node.kind {
        NodeKind::Event => Shape::Event,
        NodeKind::Handler => Shape::Handler,
        NodeKind::Controller => Shape::Controller,
        NodeKind::Archiver => Shape::State,
        NodeKind::Effect => Shape::Effect,
        NodeKind::EffectHandler => Shape::EffectHandler,
        NodeKind::External => Shape::External,
    };
    let name = name_of(node);
    let mut title = format!("{} {}", word_of(node.kind), node.id);
    if name != node.name {
        title = format!("{title}: {name}");
    }
    if let Some(condition) = &node.condition {
        title = format!("{title}, only if {condition}");
    }
    let mut word = word_of(node.kind).to_owned();
    if let Some(schedule) = &node.schedule {
        word = format!("{word}, {}", shown(schedule));
    }
    Card {
        shape,
        word,
        name: shown(name),
        title: visible::line(&title).into_owned(),
        href,
        accent: if node.defined { Accent::None } else { Accent::Elsewhere },
        mark: Mark::None,
        before: None,
        anchor: None,
    }
}

/// The line of an edge between the cards of its ends.
pub(super) fn line(edge: &Edge, [from, to]: [&Node; 2], from_card: usize, to_card: usize) -> Line {
    let stroke = stroke_of(edge);
    let mut words: Vec<Word> = Vec::new();
    words.extend(when_of(stroke).map(|text| Word::new(text, Role::When)));
    if let Some(resource) = &edge.because {
        words.push(Word::new(format!("on change of {}", shown(tail(resource, 1))), Role::When));
    }
    if let Some((first, rest)) = edge.through.split_first() {
        let first = shown(way(first));
        let text = if rest.is_empty() { first } else { format!("{first} +{}", rest.len()) };
        words.push(Word::new(text, Role::Through));
    }
    let mut title = format!("{} → {}: {}", name_of(from), name_of(to), verb(edge.kind));
    if let Some(when) = when_of(stroke).filter(|_| stroke != Stroke::Resumes) {
        title = format!("{title}, {when}");
    }
    if !edge.through.is_empty() {
        title = format!("{title}, through {}", edge.through.join(", "));
    }
    if let Some(condition) = &edge.condition {
        title = format!("{title}, only if {condition}");
    }
    Line {
        from: from_card,
        to: to_card,
        stroke,
        words,
        title: visible::line(&title).into_owned(),
        mark: Mark::None,
        anchor: None,
    }
}

/// How the line of an edge is drawn.
pub(super) fn stroke_of(edge: &Edge) -> Stroke {
    match (edge.kind, edge.timing) {
        (EdgeKind::Resumes, _) => Stroke::Resumes,
        (_, Timing::Inline) => Stroke::Inline,
        (_, Timing::AfterCommit) => Stroke::AfterCommit,
        (_, Timing::Deferred) => Stroke::Deferred,
        (_, Timing::Scheduled) => Stroke::Scheduled,
    }
}

fn verb(kind: EdgeKind) -> &'static str {
    match kind {
        EdgeKind::Handles => "is handled by it",
        EdgeKind::Emits => "may emit it",
        EdgeKind::Requests => "may request it",
        EdgeKind::Performs => "is performed by it",
        EdgeKind::Resumes => "is resumed by it",
    }
}

/// A name as it is shown: visible, and not too long.
pub(super) fn shown(name: &str) -> String {
    elide(&visible::line(name), MOST_CHARACTERS)
}

/// The last segments of a path: `Auths::create` of `payments::auths::Auths::create`.
pub(super) fn tail(path: &str, segments: usize) -> &str {
    let mut cuts = path.rmatch_indices("::").map(|(at, separator)| at + separator.len());
    cuts.nth(segments - 1).map_or(path, |at| &path[at..])
}

/// A step of *through* as people read it: `Auths::create` of a method's path, `helper` of a function's.
pub(super) fn way(path: &str) -> &str {
    let method = tail(path, 2);
    if method.starts_with(char::is_uppercase) { method } else { tail(path, 1) }
}
