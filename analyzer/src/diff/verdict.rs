//! How much a difference asks of a reviewer.

use super::causes::sources;
use super::{Diff, Verdict, rules};
use ensue_grammar::graph::{Edge, Node, NodeKey};
use std::collections::BTreeSet;

/// What may differ while the same things still follow from the same causes, in the same way.
const HARMLESS: [&str; 5] = ["programs", "owners", "tags", "loops", "body"];

/// The verdict on a difference, by the first row that fits:
///
/// | verdict | when |
/// |---|---|
/// | breaking | a promise to others, or to what is waiting, is broken: there is a finding of a rule that breaks |
/// | review | something is gone, new holes could hide something, or what was there leads to more or behaves otherwise |
/// | safe | only definitions were added to which nothing leads that was there, or what differs is harmless |
/// | none | nothing differs |
pub(super) fn of(diff: &Diff) -> Verdict {
    let (nodes, edges, holes) = (&diff.nodes, &diff.edges, &diff.holes);
    let contents = || {
        nodes.changed.iter().map(|change| &change.what).chain(edges.changed.iter().map(|change| &change.what)).flatten()
    };
    let is_gone = !nodes.removed.is_empty() || !edges.removed.is_empty();
    let is_added = !nodes.added.is_empty() || !edges.added.is_empty();
    let is_moved = !nodes.moved.is_empty() || !edges.moved.is_empty();
    if diff.findings.iter().any(|finding| rules::rule(&finding.rule).is_some_and(|rule| rule.breaks)) {
        Verdict::Breaking
    } else if is_gone || !holes.added.is_empty() || leads_to_more(diff) || !contents().all(|it| is_harmless(it)) {
        Verdict::Review
    } else if is_added || is_moved || contents().next().is_some() || !holes.removed.is_empty() {
        Verdict::Safe
    } else {
        Verdict::None
    }
}

fn is_harmless(what: &str) -> bool {
    HARMLESS.contains(&what)
}

/// Whether an edge begins at something that was there, under whatever id.
fn leads_to_more(diff: &Diff) -> bool {
    let added: BTreeSet<NodeKey<'_>> = diff.nodes.added.iter().map(Node::key).collect();
    let is_new = |edge: &Edge| sources(edge.kind).iter().any(|&kind| added.contains(&(edge.from.as_str(), kind)));
    !diff.edges.added.iter().all(is_new)
}
