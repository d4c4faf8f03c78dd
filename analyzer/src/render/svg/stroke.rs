//! A line with round corners and a head.

use super::super::layout::Point;
use super::coordinates;
use std::fmt::Write;

const CORNER: f64 = 9.0;
const HEAD: f64 = 9.0;
const HALF_HEAD: f64 = 4.2;

/// The path of a line through these points, and its head at the last of them.
pub(super) fn arrow(points: &[Point]) -> String {
    let [.., before, tip] = points else { return String::new() };
    let length = distance(*before, *tip);
    let neck = towards(*tip, *before, HEAD.min(length));
    let across = Point { x: (tip.y - before.y) / length.max(1.0), y: (before.x - tip.x) / length.max(1.0) };
    let wing = |side: f64| Point { x: neck.x + side * across.x, y: neck.y + side * across.y };
    let mut line = points.to_vec();
    // The line ends inside the head, so that a dash never shows at its tip.
    line[points.len() - 1] = towards(*tip, *before, (HEAD - 2.0).min(length));
    format!(
        r#"<path class="way" d="{}"/><path class="head" d="M{}L{}L{}Z"/>"#,
        rounded(&line),
        coordinates(*tip),
        coordinates(wing(HALF_HEAD)),
        coordinates(wing(-HALF_HEAD)),
    )
}

fn rounded(points: &[Point]) -> String {
    let mut path = format!("M{}", coordinates(points[0]));
    for corner in points.windows(3) {
        let [before, at, after] = [corner[0], corner[1], corner[2]];
        let radius = CORNER.min(distance(before, at) / 2.0).min(distance(at, after) / 2.0);
        let (enter, leave) = (towards(at, before, radius), towards(at, after, radius));
        let _ = write!(path, "L{}Q{} {}", coordinates(enter), coordinates(at), coordinates(leave));
    }
    let _ = write!(path, "L{}", coordinates(points[points.len() - 1]));
    path
}

/// The point so far from `from` on the way to `to`.
fn towards(from: Point, to: Point, far: f64) -> Point {
    let share = far / distance(from, to).max(f64::MIN_POSITIVE);
    Point { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share }
}

fn distance(a: Point, b: Point) -> f64 {
    (a.x - b.x).hypot(a.y - b.y)
}
