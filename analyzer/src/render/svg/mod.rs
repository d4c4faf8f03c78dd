//! A picture as SVG: self-contained, light and dark, without a script or a `style` attribute.

mod mark;
mod outline;
mod stroke;

use super::layout::{self, Link, Placement, Plan, Point, Rect, Route, Size};
use super::measure::{Face, width};
use super::picture::{Accent, Card, Line, Picture, Role, Shape, Stroke, Word};
use super::visible;
use ensue_templates::PICTURE_CSS;
use std::fmt::Write;

/// Height of a line of words beside a line.
const WORD_HEIGHT: f64 = 15.0;

/// Around the picture.
const MARGIN: f64 = 24.0;

/// The widest picture whose text stays readable when a page shrinks it to its own width.
const MAX_FITTED: f64 = 1_800.0;

/// The picture as a file of its own, with its look, caption and note inside.
#[must_use]
pub fn document(picture: &Picture) -> String {
    let mut body = String::new();
    let placement = draw(picture, &mut body);
    let mut head = String::new();
    let mut top = MARGIN;
    let mut widest = placement.size.width;
    for (class, text) in [("caption", Some(&picture.caption)), ("note", picture.note.as_ref())] {
        let Some(text) = text.filter(|text| !text.is_empty()) else { continue };
        let _ = writeln!(head, r#"<text class="{class}" x="{MARGIN}" y="{}">{}</text>"#, top + 10.0, escape(text));
        widest = widest.max(width(text, Face::Plain, 13.0));
        top += 20.0;
    }
    if let Some(legend) = mark::legend(picture, top + 10.0) {
        head.push_str(&legend);
        top += 20.0;
    }
    let drop = top - MARGIN + if head.is_empty() { 0.0 } else { 10.0 };
    let size = Size { width: widest + 2.0 * MARGIN, height: placement.size.height + drop + 2.0 * MARGIN };
    let body = format!("<style>{PICTURE_CSS}</style>\n{head}<g transform=\"translate(0,{drop})\">\n{body}</g>\n");
    let read = picture.read.as_ref().map_or(String::new(), |read| format!("; {read}"));
    let described = format!("{}{read}", describe(picture));
    let class = mark::root(picture);
    wrap(picture, &described, size, &body, &format!(r#" xmlns="http://www.w3.org/2000/svg" class="ensue{class}""#))
}

/// The picture as an element of a page that has [`PICTURE_CSS`] and shows caption and note itself.
#[must_use]
pub fn element(picture: &Picture) -> String {
    let mut body = String::new();
    let size = draw(picture, &mut body).size;
    let size = Size { width: size.width + 2.0 * MARGIN, height: size.height + 2.0 * MARGIN };
    let fitted = if size.width <= MAX_FITTED { " fitted" } else { "" };
    let class = format!(r#" class="ensue{}{fitted}""#, mark::root(picture));
    wrap(picture, &describe(picture), size, &body, &class)
}

fn wrap(picture: &Picture, described: &str, size: Size, body: &str, attributes: &str) -> String {
    let (w, h) = (size.width.ceil(), size.height.ceil());
    let caption = escape(&picture.caption);
    // A group and not an image: its cards may be links.
    let svg = format!(
        "<svg{attributes} viewBox=\"0 0 {w} {h}\" width=\"{w}\" height=\"{h}\" role=\"group\" aria-label=\"{caption}\">\n\
         <desc>{}</desc>\n{body}</svg>\n",
        escape(described),
    );
    visible::prose(&svg).into_owned()
}

/// What the picture shows, for those who do not see it.
fn describe(picture: &Picture) -> String {
    let count = |count: usize, one: &str, several: &str| format!("{count} {}", if count == 1 { one } else { several });
    let boxes = count(picture.cards.len(), "box", "boxes");
    let mut text = format!("{boxes} and {}", count(picture.lines.len(), "line", "lines"));
    if let Some(note) = &picture.note {
        text = format!("{text}; {note}");
    }
    text
}

/// Lays the picture out and draws lines, then their words, then cards, with the margin around them.
fn draw(picture: &Picture, out: &mut String) -> Placement {
    let plan = plan(picture);
    let mut placement = layout::place(&plan);
    let size = placement.size;
    placement.shift(MARGIN, MARGIN);
    for (line, route) in picture.lines.iter().zip(&placement.routes) {
        draw_line(picture, line, route, &placement, out);
    }
    for (card, rect) in picture.cards.iter().zip(&placement.boxes) {
        draw_card(card, rect, out);
    }
    placement.size = size;
    placement
}

/// Where everything of a picture goes.
#[cfg(test)]
pub(super) fn placed(picture: &Picture) -> Placement {
    layout::place(&plan(picture))
}

/// Where the sign of a card goes.
#[cfg(test)]
pub(super) fn badge_of(card: &Card, rect: &Rect) -> Option<Rect> {
    mark::badge_room(card.mark, rect)
}

fn plan(picture: &Picture) -> Plan {
    Plan {
        boxes: picture.cards.iter().map(outline::size).collect(),
        links: picture
            .lines
            .iter()
            .map(|line| Link { from: line.from, to: line.to, label: words_size(&line.words) })
            .collect(),
    }
}

fn words_size(words: &[Word]) -> Option<Size> {
    let widest = words.iter().map(mark::word_width).fold(0.0, f64::max);
    let lines = f64::from(u32::try_from(words.len()).unwrap_or(u32::MAX));
    (!words.is_empty()).then(|| Size { width: widest.ceil() + 2.0, height: lines * WORD_HEIGHT })
}

fn draw_line(picture: &Picture, line: &Line, route: &Route, placement: &Placement, out: &mut String) {
    let class = match line.stroke {
        Stroke::Inline => "inline",
        Stroke::AfterCommit => "after-commit",
        Stroke::Deferred => "deferred",
        Stroke::Scheduled => "scheduled",
        Stroke::Resumes => "resumes",
    };
    let mut points = route.points.clone();
    let ends = [(0, line.from), (points.len() - 1, line.to)];
    for (end, card) in ends {
        points[end] = outline::touch(points[end], picture.cards[card].shape, &placement.boxes[card]);
    }
    let _ = writeln!(
        out,
        r#"<g class="{class}{}"{}><title>{}</title>{}"#,
        mark::class(line.mark),
        identity(line.anchor.as_ref()),
        escape(&mark::said(line.mark, &line.title)),
        stroke::arrow(&points),
    );
    if let Some(room) = route.label {
        // Words keep to their line, whatever the width of the reader's font.
        let (x, side) = if is_left_of(&room, route) { (room.right() - 1.0, " ends") } else { (room.x + 1.0, "") };
        for (nth, word) in line.words.iter().enumerate() {
            let class = match word.role {
                Role::When => "when",
                Role::Through => "through",
            };
            let y = room.y + WORD_HEIGHT * (f64::from(u32::try_from(nth).unwrap_or(u32::MAX)) + 0.75);
            let _ = writeln!(
                out,
                r#"<text class="{class}{side}{}" x="{}" y="{}">{}</text>"#,
                mark::class(word.mark),
                number(x),
                number(y),
                mark::word(word)
            );
        }
    }
    out.push_str("</g>\n");
}

/// Whether the line runs nearer to the right side of its words than to their left.
fn is_left_of(room: &Rect, route: &Route) -> bool {
    let middle = room.y + room.height / 2.0;
    let beside = |ends: &&[Point]| ends[0].y.min(ends[1].y) <= middle && ends[0].y.max(ends[1].y) >= middle;
    let upright = route.points.windows(2).filter(beside).map(|ends| ends[0].x);
    let nearest = |side: f64| upright.clone().map(|x| (x - side).abs()).fold(f64::INFINITY, f64::min);
    nearest(room.right()) < nearest(room.x)
}

fn draw_card(card: &Card, rect: &Rect, out: &mut String) {
    let class = match card.shape {
        Shape::Event => "event",
        Shape::Handler => "handler",
        Shape::Controller => "controller",
        Shape::Effect => "effect",
        Shape::EffectHandler => "effect-handler",
        Shape::External => "external",
        Shape::State => "state",
        Shape::Start => "start",
        Shape::More => "more",
    };
    let accent = match card.accent {
        Accent::None => "",
        Accent::Here => " here",
        Accent::Elsewhere => " elsewhere",
    };
    let (tag, target) = match &card.href {
        Some(href) => ("a", format!(r#" href="{}""#, escape(href))),
        None => ("g", String::new()),
    };
    let here = if card.accent == Accent::Here { r#" aria-current="true""# } else { "" };
    let _ = writeln!(
        out,
        r#"<{tag} class="node {class}{accent}{}"{}{target}{here} transform="translate({},{})"><title>{}</title>{}"#,
        mark::class(card.mark),
        identity(card.anchor.as_ref()),
        number(rect.x),
        number(rect.y),
        escape(&mark::said(card.mark, &card.title)),
        outline::draw(card.shape, rect.width, rect.height),
    );
    let middle = number(outline::middle(card.shape, rect.width));
    match card.shape {
        Shape::Start => {}
        Shape::More => {
            let _ = writeln!(out, r#"<text class="name" x="{middle}" y="19">{}</text>"#, escape(&card.name));
        }
        _ => {
            let name = |when: &str, name: &str| {
                format!(r#"<text class="name{when}" x="{middle}" y="35">{}</text>"#, escape(name))
            };
            // Where the name is another before, a page shows one of the two.
            let now = name(if card.before.is_some() { " now" } else { "" }, &card.name);
            let then = card.before.as_ref().map_or(String::new(), |before| name(" then", before));
            let _ = writeln!(out, r#"<text class="kind" x="{middle}" y="17">{}</text>{now}{then}"#, escape(&card.word));
        }
    }
    let _ = writeln!(out, "{}</{tag}>", mark::badge(card.mark, rect));
}

fn identity(anchor: Option<&String>) -> String {
    anchor.map_or(String::new(), |anchor| format!(r#" id="{}""#, escape(anchor)))
}

/// Escapes text for content and for attributes in double quotes.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(c),
        }
    }
    out
}

/// A coordinate with at most one decimal.
fn number(value: f64) -> String {
    let text = format!("{value:.1}");
    match text.strip_suffix(".0") {
        Some("-0") => "0".to_owned(),
        Some(whole) => whole.to_owned(),
        None => text,
    }
}

fn coordinates(point: Point) -> String {
    format!("{},{}", number(point.x), number(point.y))
}
