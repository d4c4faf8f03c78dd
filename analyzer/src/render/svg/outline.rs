//! The outlines of cards: their size, their path, and where exactly a line meets them.

#![expect(clippy::float_cmp, reason = "the least of four numbers is one of them")]

use super::super::layout::{Point, Rect, Size};
use super::super::measure::{Face, width};
use super::super::picture::{Card, Shape};
use super::number;

const HEIGHT: f64 = 46.0;

/// How far a tip, a notch or a slant goes in.
const SLANT: f64 = 14.0;

/// The bars at the sides of an effect handler.
const BAR: f64 = 7.0;

/// Room for the card's words.
pub(super) fn size(card: &Card) -> Size {
    match card.shape {
        Shape::Start => Size { width: 16.0, height: 16.0 },
        Shape::More => Size { width: (width(&card.name, Face::Plain, 12.0) + 28.0).ceil(), height: 30.0 },
        shape => {
            let names = [Some(&card.name), card.before.as_ref()].into_iter().flatten();
            let name = names.map(|name| width(name, Face::Bold, 14.0)).fold(0.0, f64::max);
            let words = name.max(width(&card.word, Face::Plain, 11.0));
            let aside = match shape {
                Shape::Event => 36.0,
                Shape::Controller | Shape::External => 26.0 + SLANT,
                Shape::Effect => 20.0 + 2.0 * SLANT,
                Shape::EffectHandler => 24.0 + 2.0 * BAR,
                _ => 28.0,
            };
            Size { width: (words + aside).ceil().max(80.0), height: HEIGHT }
        }
    }
}

/// The middle of the words: where there is a tip or a notch, beside the middle of the box.
pub(super) fn middle(shape: Shape, width: f64) -> f64 {
    match shape {
        Shape::Controller => width / 2.0 - SLANT * 0.3,
        Shape::External => width / 2.0 + SLANT * 0.3,
        _ => width / 2.0,
    }
}

/// The outline of a box whose upper left corner is the origin.
pub(super) fn draw(shape: Shape, width: f64, height: f64) -> String {
    let (w, h, half) = (number(width), number(height), number(height / 2.0));
    let inner = number(width - SLANT);
    let rounded = |radius: f64| format!(r#"<rect class="outline" width="{w}" height="{h}" rx="{}"/>"#, number(radius));
    let path = |d: String| format!(r#"<path class="outline" d="{d}Z"/>"#);
    match shape {
        Shape::Event | Shape::Start => rounded(height / 2.0),
        Shape::Handler => rounded(5.0),
        Shape::State | Shape::More => rounded(12.0),
        Shape::Controller => path(format!("M0,0H{inner}L{w},{half}L{inner},{h}H0")),
        Shape::Effect => path(format!("M{SLANT},0H{w}L{inner},{h}H0")),
        Shape::External => path(format!("M0,0H{w}V{h}H0L{SLANT},{half}")),
        Shape::EffectHandler => {
            let right = number(width - BAR);
            format!(r#"{}<path class="bars" d="M{BAR},0V{h}M{right},0V{h}"/>"#, rounded(5.0))
        }
    }
}

/// Moves the end of a line from the border of the box to the outline inside it.
pub(super) fn touch(end: Point, shape: Shape, rect: &Rect) -> Point {
    let (left, up) = (end.x - rect.x, end.y - rect.y);
    let (right, down) = (rect.right() - end.x, rect.bottom() - end.y);
    let nearest = left.min(right).min(up).min(down);
    if nearest == up {
        Point { y: rect.y + gap_above(shape, rect, left), ..end }
    } else if nearest == down {
        // Upside down, a slant leans the other way; all other outlines look the same.
        let left = if shape == Shape::Effect { right } else { left };
        Point { y: rect.bottom() - gap_above(shape, rect, left), ..end }
    } else if nearest == left {
        Point { x: rect.x + gap_left(shape, rect, up), ..end }
    } else {
        Point { x: rect.right() - gap_right(shape, rect, up), ..end }
    }
}

/// Between the upper side of the box and its outline, so far from the left.
fn gap_above(shape: Shape, rect: &Rect, left: f64) -> f64 {
    let right = rect.width - left;
    match shape {
        Shape::Event | Shape::Start => round(rect.height / 2.0, left.min(right)),
        Shape::Controller => ((SLANT - right) / SLANT).max(0.0) * rect.height / 2.0,
        Shape::Effect => ((SLANT - left) / SLANT).max(0.0) * rect.height,
        _ => 0.0,
    }
}

fn gap_left(shape: Shape, rect: &Rect, up: f64) -> f64 {
    match shape {
        Shape::Event | Shape::Start => round(rect.height / 2.0, up.min(rect.height - up)),
        Shape::Effect => SLANT * (1.0 - up / rect.height),
        Shape::External => SLANT * (1.0 - off_middle(rect, up)),
        _ => 0.0,
    }
}

fn gap_right(shape: Shape, rect: &Rect, up: f64) -> f64 {
    match shape {
        Shape::Event | Shape::Start => round(rect.height / 2.0, up.min(rect.height - up)),
        Shape::Effect => SLANT * up / rect.height,
        Shape::Controller => SLANT * off_middle(rect, up),
        _ => 0.0,
    }
}

/// From 0 in the middle to 1 at the upper or lower side.
fn off_middle(rect: &Rect, up: f64) -> f64 {
    (up - rect.height / 2.0).abs() / (rect.height / 2.0)
}

/// Between the corner of a box and the arc inside it.
fn round(radius: f64, along: f64) -> f64 {
    let rest = (radius - along).max(0.0);
    radius - (radius * radius - rest * rest).max(0.0).sqrt()
}
