//! What speaks for two nodes being one, and what against it.

use super::words::words;
use crate::digest::Digest;
use ensue_grammar::graph::{Node, NodeKind};
use std::collections::{BTreeMap, BTreeSet};

/// From how many points on two nodes are taken for one. Nothing but a stable name is enough by itself.
pub(super) const ENOUGH: i32 = 4;

/// Something that a node says of itself, by which it may be known again.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sign<'g> {
    /// The name that stores know, where it is not that of the type.
    Stable(&'g str),
    /// The last segments of the path.
    Path(&'g str),
    Body(&'g str),
    Doc(&'g str),
    Fields(Vec<(&'g str, &'g str)>),
    /// A route or schedule.
    Entry(&'g str),
    /// The methods of an archiver, and the states that they lead to.
    Methods(Vec<(&'g str, Option<&'g str>)>),
}

/// What a node says of itself.
pub(super) struct Traits<'g> {
    pub(super) node: &'g Node,
    pub(super) signs: BTreeSet<Sign<'g>>,
    words: BTreeSet<String>,
}

/// How many nodes of a kind say the same: what many say tells little.
pub(super) type Census<'g> = BTreeMap<(NodeKind, Sign<'g>), usize>;

impl<'g> Traits<'g> {
    pub(super) fn of(node: &'g Node) -> Traits<'g> {
        let mut signs = BTreeSet::new();
        signs.extend(node.stable_name.as_deref().filter(|name| *name != node.name).map(Sign::Stable));
        signs.extend(ends(&node.id).map(Sign::Path));
        signs.extend(node.body.as_deref().filter(|body| *body != empty_body()).map(Sign::Body));
        signs.extend(node.doc.as_deref().filter(|doc| !doc.trim().is_empty()).map(Sign::Doc));
        signs.extend(fields(node).map(Sign::Fields));
        signs.extend([&node.route, &node.schedule].into_iter().flatten().map(|entry| Sign::Entry(entry)));
        signs.extend(methods(node).map(Sign::Methods));
        Traits { node, signs, words: words(&node.name).collect() }
    }

    /// The same name in another place.
    pub(super) fn has_name_of(&self, other: &Traits<'_>) -> bool {
        self.node.name == other.node.name
    }

    /// What the two say for and against being one; `is_rare` tells whether a sign is that of few.
    pub(super) fn points(&self, other: &Traits<'g>, is_rare: impl Fn(&Sign<'g>) -> bool) -> i32 {
        let shared = self.signs.intersection(&other.signs);
        let shared: i32 = shared.map(|sign| if is_rare(sign) { sign.worth().0 } else { sign.worth().1 }).sum();
        shared + self.name(other) - self.contradictions(other)
    }

    fn name(&self, other: &Traits<'_>) -> i32 {
        let common = self.words.intersection(&other.words).count();
        let (fewer, more) = (self.words.len().min(other.words.len()), self.words.len().max(other.words.len()));
        match common {
            _ if self.has_name_of(other) => 3,
            // A word more, or other cases.
            _ if common == fewer && more <= common + 1 => 2,
            _ => i32::from(2 * common >= fewer),
        }
    }

    fn contradictions(&self, other: &Traits<'_>) -> i32 {
        let (one, two) = (self.node, other.node);
        let differ = |a: &Option<String>, b: &Option<String>| a.is_some() && b.is_some() && a != b;
        let fields = |node| fields(node).unwrap_or_default().into_iter().collect::<BTreeSet<_>>();
        let (before, after) = (fields(one), fields(two));
        let common = before.intersection(&after).count();
        let is_other_payload = !before.is_empty() && !after.is_empty() && 2 * common < before.len().max(after.len());
        2 * i32::from(is_other_payload)
            + 2 * i32::from(differ(&one.route, &two.route) || differ(&one.schedule, &two.schedule))
            + i32::from(differ(&one.resource, &two.resource) && !self.has_name_of(other))
    }
}

impl Sign<'_> {
    /// Points for sharing it, where few say it and where many do.
    fn worth(&self) -> (i32, i32) {
        match self {
            Sign::Stable(_) => (4, 2),
            Sign::Body(_) | Sign::Entry(_) => (3, 0),
            // What has one field, or one method, is like much else.
            Sign::Fields(fields) => (i32::from(fields.len() > 1) + 1, 0),
            Sign::Methods(methods) => (i32::from(methods.len() > 1) + 1, 0),
            Sign::Doc(_) => (2, 0),
            // The name is counted as such; its path only leads to candidates.
            Sign::Path(_) => (0, 0),
        }
    }
}

/// How sure a move is, by its points.
pub(super) fn confidence(points: i32) -> f64 {
    match points - ENOUGH {
        ..=0 => 0.7,
        1 => 0.8,
        2 => 0.9,
        _ => 0.95,
    }
}

/// The last segment of a path, the last two, and so on, without the whole.
fn ends(path: &str) -> impl Iterator<Item = &str> {
    path.rmatch_indices("::").map(|(at, colons)| &path[at + colons.len()..])
}

/// The digest of a body in which nothing stands: it says nothing.
fn empty_body() -> String {
    Digest::of(["{", "}"])
}

fn fields(node: &Node) -> Option<Vec<(&str, &str)>> {
    let mut fields: Vec<_> = node.fields.iter().flatten().map(|it| (it.name.as_str(), it.ty.as_str())).collect();
    fields.sort_unstable();
    (!fields.is_empty()).then_some(fields)
}

fn methods(node: &Node) -> Option<Vec<(&str, Option<&str>)>> {
    let name = |path: &'_ str| path.rfind("::").map_or(0, |at| at + 2);
    let all = node.transitions.iter().flatten();
    let methods: Vec<_> = all.map(|it| (&it.method[name(&it.method)..], it.to.as_deref())).collect();
    (!methods.is_empty()).then_some(methods)
}
