//! A part of the union as a picture with marks.

use super::union::{At, Joint, Member, Union};
use crate::render::picture::{Card, Line, Mark, Picture, Role, Word, card, line, name_of, shown, way};
use crate::render::visible;
use std::collections::{BTreeMap, BTreeSet};

/// What surrounds the marks.
pub(super) struct Frame<'f> {
    pub(super) caption: String,
    /// Where the card of a node leads.
    pub(super) href: &'f dyn Fn(At) -> Option<String>,
    /// What the ids of elements begin with; none where nothing leads to them.
    pub(super) prefix: Option<&'f str>,
}

/// Draws the nodes that are kept, and every edge between two of them.
pub(super) fn picture(union: &Union<'_>, kept: &BTreeSet<At>, frame: Frame<'_>) -> Picture {
    let order = in_order(union, kept);
    let card_of: BTreeMap<At, usize> = order.iter().copied().zip(0..).collect();
    let anchor = |of: &str, at: usize| frame.prefix.map(|prefix| format!("{prefix}-{of}{at}"));
    let cards =
        order.iter().map(|&at| Card { anchor: anchor("n", at), ..marked_card(&union.nodes[at], (frame.href)(at)) });
    let lines = union.edges.iter().enumerate().filter_map(|(at, edge)| {
        let ends = [*card_of.get(&edge.from)?, *card_of.get(&edge.to)?];
        Some(Line { anchor: anchor("e", at), ..marked_line(union, edge, ends) })
    });
    Picture { caption: frame.caption, note: None, read: None, cards: cards.collect(), lines: lines.collect() }
}

/// What begins a cascade in this part first, and what only before had last among its like.
fn in_order(union: &Union<'_>, kept: &BTreeSet<At>) -> Vec<At> {
    let inside = union.edges.iter().filter(|edge| kept.contains(&edge.from));
    let entered: BTreeSet<At> = inside.filter(|edge| edge.from != edge.to).map(|edge| edge.to).collect();
    let mut order: Vec<At> = kept.iter().copied().filter(|&at| !union.nodes[at].is_archiver()).collect();
    order.sort_by_key(|&at| (entered.contains(&at), union.nodes[at].after.is_none(), at));
    order
}

fn marked_card(member: &Member<'_>, href: Option<String>) -> Card {
    let mut drawn = card(member.node(), href);
    drawn.mark = member.mark;
    let then = member.before.filter(|_| member.after.is_some()).map(|before| shown(name_of(before)));
    drawn.before = then.filter(|then| *then != drawn.name);
    if let Some(before) = member.before.filter(|before| before.id != member.node().id) {
        drawn.title = format!("{}, before {}", drawn.title, visible::line(&before.id));
        if drawn.before.is_none() {
            drawn.word = format!("{} · was in {}", drawn.word, shown(&before.module));
        }
    }
    if let Some(then) = &drawn.before {
        drawn.word = format!("{} · was {then}", drawn.word);
    }
    if !member.what.is_empty() {
        let what: Vec<String> = member.what.iter().map(|what| what.replace('_', " ")).collect();
        drawn.word = format!("{} · {}", drawn.word, shown(&what.join(", ")));
    }
    drawn
}

fn marked_line(union: &Union<'_>, joint: &Joint<'_>, [from, to]: [usize; 2]) -> Line {
    let ends = [joint.from, joint.to].map(|at| union.nodes[at].node());
    let mut drawn = line(joint.edge(), ends, from, to);
    drawn.mark = joint.mark;
    if joint.mark == Mark::None {
        return drawn;
    }
    let what = |field: &str| joint.what.iter().any(|what| what == field);
    if joint.mark == Mark::Changed && what("through") {
        drawn.words.retain(|word| word.role != Role::Through);
        for (edge, mark) in [(joint.before, Mark::Removed), (joint.after, Mark::Added)] {
            drawn.words.extend(edge.into_iter().flat_map(|edge| ways(edge.through.as_slice(), joint, mark)));
        }
    }
    let others: Vec<&str> = joint.what.iter().map(String::as_str).filter(|&what| what != "through").collect();
    if !others.is_empty() {
        drawn.words.push(Word { mark: Mark::Changed, ..Word::new(others.join(", "), Role::When) });
    } else if joint.mark != Mark::Changed {
        match drawn.words.first_mut() {
            Some(first) => first.mark = joint.mark,
            None => drawn.words.push(Word { mark: joint.mark, ..Word::new("", Role::When) }),
        }
    }
    drawn
}

/// The methods on the way of one side that the other side does not take.
fn ways(through: &[String], joint: &Joint<'_>, mark: Mark) -> Vec<Word> {
    let other = if mark == Mark::Removed { joint.after } else { joint.before };
    let differs = |path: &&String| other.is_none_or(|other| !other.through.contains(path));
    through.iter().filter(differs).map(|path| Word { mark, ..Word::new(shown(way(path)), Role::Through) }).collect()
}
