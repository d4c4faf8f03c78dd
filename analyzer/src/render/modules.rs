//! A picture of modules, for programs of which every node would be too much.

use super::picture::{Accent, Card, Line, Mark, Picture, Role, Shape, Stroke, Word, note, shown, tail, word_of};
use super::{statement, visible};
use crate::analyses::Index;
use ensue_grammar::graph::{Graph, Node, NodeKind, Timing};
use std::collections::BTreeMap;

/// A card for each module with nodes, and one for each external; between two of them a line when something in one could
/// follow from something in the other, with the number of edges. A line is dashed when all of them run later.
#[must_use]
pub fn picture(graph: &Graph) -> Picture {
    let index = Index::new(graph);
    let mut counts: BTreeMap<&str, BTreeMap<NodeKind, usize>> = BTreeMap::new();
    for node in graph.nodes.iter().filter(|node| node.kind != NodeKind::Archiver) {
        *counts.entry(place(node)).or_default().entry(node.kind).or_default() += 1;
    }
    let card_of: BTreeMap<&str, usize> = counts.keys().copied().zip(0..).collect();
    let mut joined: BTreeMap<(&str, &str), (usize, bool)> = BTreeMap::new();
    for (at, edge) in graph.edges.iter().enumerate() {
        let Some((from, to)) = index.ends(at).filter(|_| index.can_follow(at)) else { continue };
        let (from, to) = (place(&graph.nodes[from]), place(&graph.nodes[to]));
        if from != to {
            let (edges, is_later) = joined.entry((from, to)).or_insert((0, true));
            *edges += 1;
            *is_later &= edge.timing != Timing::Inline;
        }
    }
    let lines = joined.iter().map(|(&(from, to), &(edges, is_later))| Line {
        from: card_of[from],
        to: card_of[to],
        stroke: if is_later { Stroke::Deferred } else { Stroke::Inline },
        words: vec![Word::new(number(edges, "edge"), Role::Through)],
        title: visible::line(&format!("{from} → {to}")).into_owned(),
        mark: Mark::None,
        anchor: None,
    });
    Picture {
        caption: format!("what could happen, by module ({})", number(graph.nodes.len(), "node")),
        note: note(graph.holes.len()),
        read: graph.statement.as_ref().map(statement::whole),
        cards: counts.iter().map(|(&place, kinds)| card(place, kinds)).collect(),
        lines: lines.collect(),
    }
}

/// The module of a node; an external has none and stands for itself.
fn place(node: &Node) -> &str {
    if node.module.is_empty() { &node.id } else { &node.module }
}

fn card(place: &str, kinds: &BTreeMap<NodeKind, usize>) -> Card {
    let kinds: Vec<String> = kinds.iter().map(|(&kind, &count)| number(count, word_of(kind))).collect();
    Card {
        shape: Shape::State,
        word: kinds.join(", "),
        name: shown(tail(place, 2)),
        title: visible::line(place).into_owned(),
        href: None,
        accent: Accent::None,
        mark: Mark::None,
        before: None,
        anchor: None,
    }
}

fn number(count: usize, word: &str) -> String {
    if count == 1 { format!("1 {word}") } else { format!("{count} {word}s") }
}
