//! What became of a card, a line or a word: a class for its colour and dash, and a sign, so that colour is never alone.

use super::super::layout::Rect;
use super::super::measure::{Face, width};
use super::super::picture::{Mark, Picture, Word};
use super::{MARGIN, escape, number};
use std::borrow::Cow;
use std::fmt::Write;

/// Half the width of a badge.
const RADIUS: f64 = 9.0;

/// Font size of a sign beside a line.
const SIGN: f64 = 14.0;

/// How far the middle of a badge is from the right end of its box.
const INSET: f64 = 8.0;

/// The class of the style sheet, after a space.
pub(super) fn class(mark: Mark) -> String {
    if mark == Mark::None { String::new() } else { format!(" {}", mark.word()) }
}

/// The class of a picture with marks, in which kinds have no colour.
pub(super) fn root(picture: &Picture) -> &'static str {
    if picture.marks().is_empty() { "" } else { " change" }
}

/// What the signs of a picture mean, as a line of text at this height; none of a picture without.
pub(super) fn legend(picture: &Picture, y: f64) -> Option<String> {
    let marks = picture.marks();
    let mut out = format!(r#"<text class="legend" x="{MARGIN}" y="{y}">"#);
    for &mark in &marks {
        let _ = write!(out, r#"<tspan class="sign{}">{}</tspan> {} · "#, class(mark), mark.sign(), mark.word());
    }
    out.push_str("grey: as before</text>\n");
    (!marks.is_empty()).then_some(out)
}

/// What is said of it to those who do not see the sign.
pub(super) fn said(mark: Mark, title: &str) -> Cow<'_, str> {
    if mark == Mark::None { Cow::Borrowed(title) } else { Cow::Owned(format!("{}: {title}", mark.word())) }
}

/// A word with the sign before it, as content of a text.
pub(super) fn word(word: &Word) -> String {
    let text = escape(&word.text);
    match (word.mark.sign(), text.as_str()) {
        ("", _) => text,
        (sign, "") => format!(r#"<tspan class="sign">{sign}</tspan>"#),
        (sign, text) => format!(r#"<tspan class="sign">{sign}</tspan> <tspan class="word">{text}</tspan>"#),
    }
}

/// The width of a word with the sign before it.
pub(super) fn word_width(word: &Word) -> f64 {
    let text = |text| width(text, Face::Plain, 11.0);
    match (word.mark.sign(), word.text.as_str()) {
        ("", only) => text(only),
        (sign, only) => width(sign, Face::Bold, SIGN) + text(" ") + text(only),
    }
}

/// The sign in a disc on the upper right corner of a box, where no line arrives; nothing without a mark.
pub(super) fn badge(mark: Mark, rect: &Rect) -> String {
    let Some(room) = badge_room(mark, rect) else { return String::new() };
    format!(
        r#"<g class="badge" transform="translate({},{})"><circle r="{RADIUS}"/><text y="4.5">{}</text></g>"#,
        number(room.x + RADIUS - rect.x),
        number(room.y + RADIUS - rect.y),
        mark.sign(),
    )
}

/// Where the disc is.
pub(super) fn badge_room(mark: Mark, rect: &Rect) -> Option<Rect> {
    let (x, y) = (rect.right() - INSET - RADIUS, rect.y + 2.0 - RADIUS);
    (mark != Mark::None).then_some(Rect { x, y, width: 2.0 * RADIUS, height: 2.0 * RADIUS })
}
