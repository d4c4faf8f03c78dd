//! A difference by module, where all that differs would be too much for one picture.

use super::union::{At, Union};
use crate::render::picture::{Accent, Card, Line, Mark, Picture, Role, Shape, Stroke, Word, shown, tail};
use crate::render::visible;
use ensue_grammar::graph::Node;
use std::collections::{BTreeMap, BTreeSet};

/// Modules beyond these are counted; those in which most differs stay.
const MOST_MODULES: usize = 40;

/// Lines beyond these are left out; those that stand for most edges stay.
const MOST_LINES: usize = 80;

/// What differs in a module, or between two, by what became of it.
type Counts = BTreeMap<Mark, usize>;

/// The modules in which, or at whose ends, something differs.
pub(super) struct Modules<'d> {
    /// The module of each node of the union.
    of: Vec<&'d str>,
    /// Those that are drawn, in the order of their cards.
    drawn: Vec<(&'d str, Counts)>,
    lines: Vec<((usize, usize), Counts)>,
    /// Number of those that are not.
    left_out: usize,
}

impl<'d> Modules<'d> {
    pub(super) fn new(union: &Union<'d>) -> Modules<'d> {
        let of: Vec<&str> = union.nodes.iter().map(|member| module(member.node())).collect();
        let mut counts: BTreeMap<&str, Counts> = BTreeMap::new();
        for (at, member) in union.nodes.iter().enumerate().filter(|(_, member)| member.mark != Mark::None) {
            *counts.entry(of[at]).or_default().entry(member.mark).or_default() += 1;
        }
        let mut between: BTreeMap<(&str, &str), Counts> = BTreeMap::new();
        for edge in union.edges.iter().filter(|edge| edge.mark != Mark::None) {
            let ends = (of[edge.from], of[edge.to]);
            counts.entry(ends.0).or_default();
            counts.entry(ends.1).or_default();
            if ends.0 != ends.1 {
                *between.entry(ends).or_default().entry(edge.mark).or_default() += 1;
            }
        }
        let all = counts.len();
        let drawn = most(counts, MOST_MODULES);
        let card_of: BTreeMap<&str, usize> = drawn.iter().map(|(module, _)| *module).zip(0..).collect();
        let lines = between
            .into_iter()
            .filter_map(|((from, to), counts)| Some(((*card_of.get(from)?, *card_of.get(to)?), counts)));
        let lines = most(lines, MOST_LINES);
        Modules { left_out: all - drawn.len(), of, drawn, lines }
    }

    /// The card that stands for a node.
    pub(super) fn card(&self, node: At) -> Option<usize> {
        self.drawn.iter().position(|(module, _)| *module == self.of[node])
    }

    /// A card for each module and a line for all edges that differ between two; `href` and `anchor` by the number of the card.
    pub(super) fn picture(
        &self,
        href: &dyn Fn(usize) -> Option<String>,
        anchor: &dyn Fn(usize) -> Option<String>,
    ) -> Picture {
        let cards = self.drawn.iter().enumerate().map(|(at, (module, counts))| Card {
            shape: Shape::State,
            word: if counts.is_empty() { "as before".to_owned() } else { said(counts) },
            name: shown(tail(module, 2)),
            title: visible::line(&format!("module {module}: {}", said(counts))).into_owned(),
            href: href(at),
            accent: Accent::None,
            mark: mark(counts),
            before: None,
            anchor: anchor(at),
        });
        let lines = self.lines.iter().map(|&((from, to), ref counts)| Line {
            from,
            to,
            stroke: Stroke::Inline,
            words: counts
                .iter()
                .map(|(&mark, count)| Word { mark, ..Word::new(count.to_string(), Role::Through) })
                .collect(),
            title: visible::line(&format!("{} → {}: {}", self.drawn[from].0, self.drawn[to].0, said(counts)))
                .into_owned(),
            mark: mark(counts),
            anchor: None,
        });
        let left_out = if self.left_out == 0 { String::new() } else { format!(", {} more left out", self.left_out) };
        let caption = format!("what differs, by module: it is too much to be drawn node by node{left_out}");
        Picture { caption, note: None, read: None, cards: cards.collect(), lines: lines.collect() }
    }
}

/// The module of a node; an external has none and stands for itself.
fn module(node: &Node) -> &str {
    if node.module.is_empty() { &node.id } else { &node.module }
}

/// Those in which most differs, in their own order.
fn most<K: Ord + Copy>(of: impl IntoIterator<Item = (K, Counts)>, number: usize) -> Vec<(K, Counts)> {
    let mut all: Vec<(K, Counts)> = of.into_iter().collect();
    all.sort_by_key(|(key, counts)| (std::cmp::Reverse(counts.values().sum::<usize>()), *key));
    all.truncate(number);
    all.sort_by_key(|(key, _)| *key);
    all
}

/// `3 added, 1 removed`.
fn said(counts: &Counts) -> String {
    counts.iter().map(|(&mark, count)| format!("{count} {}", mark.word())).collect::<Vec<_>>().join(", ")
}

/// One mark where all is of it, else that something changed.
fn mark(counts: &Counts) -> Mark {
    let marks: BTreeSet<Mark> = counts.keys().copied().collect();
    match marks.into_iter().collect::<Vec<_>>()[..] {
        [] => Mark::None,
        [only] => only,
        _ => Mark::Changed,
    }
}
