//! The part of a graph that a page's picture shows.

use super::Site;
use crate::analyses::{Direction, NodeIx};
use crate::render::picture::{Accent, Card, Line, Mark, Picture, Shape, Stroke, note};
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

/// The picture around a node. What follows further on, and what else leads to it, is a card that says how much it is and
/// leads to the page that shows it.
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
            let title = format!("{} more can follow from {}", hidden.len(), picture.cards[card].name);
            let more = add_more(&mut picture, hidden.len(), &title, site.names[node].clone());
            picture.lines.push(line(card, more, title));
        }
        let causes: BTreeSet<NodeIx> = site.index.steps(node, Direction::Before).map(|(_, from)| from).collect();
        let hidden = causes.difference(&kept).count();
        if hidden > 0 && node == center && reach.before > 0 {
            let title = format!("{hidden} more can lead to {}", picture.cards[card].name);
            let more = add_more(&mut picture, hidden, &title, site.names[node].clone());
            picture.lines.push(line(more, card, title));
        }
    }
    picture
}

/// Adds a card that stands for several nodes, and gives its position.
fn add_more(picture: &mut Picture, count: usize, title: &str, href: String) -> usize {
    picture.cards.push(Card {
        shape: Shape::More,
        word: String::new(),
        name: format!("+{count} more"),
        title: title.to_owned(),
        href: Some(href),
        accent: Accent::None,
        mark: Mark::None,
        before: None,
        anchor: None,
    });
    picture.cards.len() - 1
}

fn line(from: usize, to: usize, title: String) -> Line {
    Line { from, to, stroke: Stroke::Inline, words: Vec::new(), title, mark: Mark::None, anchor: None }
}

/// Nearest first, so that a limit cuts off what is far. Causes take at most half of the room.
fn near(site: &Site<'_>, center: NodeIx, reach: Reach) -> BTreeSet<NodeIx> {
    let mut kept = BTreeSet::from([center]);
    let ways = [(Direction::Before, reach.before, reach.most / 2), (Direction::After, reach.after, reach.most)];
    for (direction, depth, most) in ways {
        let mut edge = vec![center];
        for _ in 0..depth {
            let steps = edge.iter().flat_map(|&node| site.index.steps(node, direction).map(|(_, to)| to));
            let found: BTreeSet<NodeIx> = steps.filter(|to| !kept.contains(to)).collect();
            edge = found.into_iter().take(most.saturating_sub(kept.len())).collect();
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
