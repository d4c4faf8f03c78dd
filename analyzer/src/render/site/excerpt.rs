//! The part of a graph that a page's picture shows.

use super::Site;
use crate::analyses::{Direction, NodeIx};
use crate::render::picture::{Accent, Card, Line, Picture, Shape, Stroke, note};
use ensue_grammar::graph::{Graph, NodeKind};
use std::collections::{BTreeMap, BTreeSet};

/// A picture beyond this is a soup of lines.
pub(super) const MOST_CARDS: usize = 40;

/// How far a picture looks.
#[derive(Clone, Copy)]
pub(super) struct Reach {
    /// Steps to what comes before.
    pub before: usize,
    /// Steps to what comes after.
    pub after: usize,
    /// Nodes; those that are nearest stay.
    pub most: usize,
}

/// The picture around a node. What follows further on, and is not shown, is a card that says how much it is and leads to
/// the page that shows it.
pub(super) fn around(site: &Site<'_>, center: NodeIx, reach: Reach) -> Picture {
    let kept = near(site, center, reach);
    let mut picture = Picture::of(&part(site.graph, site, &kept), |node| site.href(node));
    picture.caption = format!("what could happen around {}", super::links::name(site, center));
    if reach.before == 0 {
        picture.caption = format!("what could happen after {}", super::links::name(site, center));
    }
    picture.note = note(site.graph.holes.len());
    let cards: BTreeMap<String, usize> =
        picture.cards.iter().enumerate().filter_map(|(at, card)| Some((card.href.clone()?, at))).collect();
    for &node in &kept {
        let Some(&card) = cards.get(&site.names[node]) else { continue };
        if node == center {
            picture.cards[card].accent = Accent::Here;
        }
        let hidden: BTreeSet<NodeIx> =
            site.index.steps(node, Direction::After).map(|(_, to)| to).filter(|to| !kept.contains(to)).collect();
        // What else an earlier node causes is no part of this story.
        let shown_for_its_consequences = reach.before == 0 || follows(site, center, node, &kept);
        if !hidden.is_empty() && shown_for_its_consequences {
            add_more(&mut picture, card, hidden.len(), site.names[node].clone());
        }
    }
    picture
}

fn add_more(picture: &mut Picture, from: usize, count: usize, href: String) {
    let title = format!("{count} more can follow from {}", picture.cards[from].name);
    picture.cards.push(Card {
        shape: Shape::More,
        word: String::new(),
        name: format!("+{count} more"),
        title: title.clone(),
        href: Some(href),
        accent: Accent::None,
    });
    let to = picture.cards.len() - 1;
    picture.lines.push(Line { from, to, stroke: Stroke::Inline, words: Vec::new(), title });
}

/// Nearest first, so that a limit cuts off what is far.
fn near(site: &Site<'_>, center: NodeIx, reach: Reach) -> BTreeSet<NodeIx> {
    let mut kept = BTreeSet::from([center]);
    for (direction, depth) in [(Direction::Before, reach.before), (Direction::After, reach.after)] {
        let mut edge = vec![center];
        for _ in 0..depth {
            let steps = edge.iter().flat_map(|&node| site.index.steps(node, direction).map(|(_, to)| to));
            let found: BTreeSet<NodeIx> = steps.filter(|to| !kept.contains(to)).collect();
            edge = found.into_iter().take(reach.most.saturating_sub(kept.len())).collect();
            kept.extend(&edge);
        }
    }
    kept
}

/// Whether a node comes after the center, by kept nodes alone.
fn follows(site: &Site<'_>, center: NodeIx, node: NodeIx, kept: &BTreeSet<NodeIx>) -> bool {
    let mut seen = BTreeSet::from([center]);
    let mut stack = vec![center];
    while let Some(at) = stack.pop() {
        if at == node {
            return true;
        }
        let steps = site.index.steps(at, Direction::After).map(|(_, to)| to);
        stack.extend(steps.filter(|to| kept.contains(to) && seen.insert(*to)));
    }
    false
}

fn part(graph: &Graph, site: &Site<'_>, kept: &BTreeSet<NodeIx>) -> Graph {
    let inside = |&edge: &usize| site.index.ends(edge).is_some_and(|(a, b)| kept.contains(&a) && kept.contains(&b));
    let nodes = kept.iter().filter(|&&at| graph.nodes[at].kind != NodeKind::Archiver);
    Graph {
        nodes: nodes.map(|&at| graph.nodes[at].clone()).collect(),
        edges: (0..graph.edges.len()).filter(inside).map(|at| graph.edges[at].clone()).collect(),
        ..Graph::default()
    }
}
