//! The states of a resource, and the methods of its archiver that lead from one to the other.

use crate::render::picture::{Accent, Card, Line, Mark, Picture, Role, Shape, Stroke, Word, shown, tail};
use ensue_grammar::graph::{Node, Transition};
use std::collections::{BTreeMap, BTreeSet};

/// More methods than this on one line are counted.
const MOST_WORDS: usize = 4;

/// The picture of an archiver's transitions; none when it declares none.
pub(super) fn picture(archiver: &Node) -> Option<Picture> {
    let transitions = archiver.transitions.as_deref().unwrap_or_default();
    let moves: Vec<(&Transition, &str)> = transitions.iter().filter_map(|t| Some((t, t.to.as_deref()?))).collect();
    let states: BTreeSet<&str> =
        moves.iter().flat_map(|(t, to)| t.from.iter().map(String::as_str).chain([*to])).collect();
    if states.is_empty() {
        return None;
    }
    let begins = moves.iter().any(|(transition, _)| transition.from.is_empty());
    let mut cards: Vec<Card> = begins.then(start).into_iter().collect();
    let card_of: BTreeMap<&str, usize> =
        states.iter().enumerate().map(|(at, &state)| (state, at + cards.len())).collect();
    cards.extend(states.iter().map(|state| card(state)));
    let mut lines: BTreeMap<(usize, usize), Vec<&Transition>> = BTreeMap::new();
    for (transition, to) in moves {
        let froms = transition.from.iter().map(|from| card_of[from.as_str()]);
        let froms: Vec<usize> = if transition.from.is_empty() { vec![0] } else { froms.collect() };
        for from in froms {
            lines.entry((from, card_of[to])).or_default().push(transition);
        }
    }
    let resource = tail(archiver.resource.as_deref().unwrap_or(&archiver.name), 1);
    Some(Picture {
        caption: format!("the states of {}", shown(resource)),
        note: None,
        read: None,
        cards,
        lines: lines.into_iter().map(|((from, to), by)| line(from, to, &by)).collect(),
    })
}

fn start() -> Card {
    Card { shape: Shape::Start, title: "where it begins".to_owned(), ..card("") }
}

fn card(state: &str) -> Card {
    Card {
        shape: Shape::State,
        word: "state".to_owned(),
        name: shown(state),
        title: format!("state {state}"),
        href: None,
        accent: Accent::None,
        mark: Mark::None,
        before: None,
        anchor: None,
    }
}

fn line(from: usize, to: usize, by: &[&Transition]) -> Line {
    let word = |text: String| Word::new(text, Role::Through);
    let mut words: Vec<Word> = by.iter().take(MOST_WORDS).map(|t| word(shown(tail(&t.method, 1)))).collect();
    if by.len() > MOST_WORDS {
        words.push(word(format!("+{} more", by.len() - MOST_WORDS)));
    }
    let title: Vec<&str> = by.iter().map(|transition| tail(&transition.method, 2)).collect();
    Line { from, to, stroke: Stroke::Inline, words, title: title.join(", "), mark: Mark::None, anchor: None }
}
