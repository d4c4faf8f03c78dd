//! What every placement must hold, whoever made it.

use super::{Placement, Plan, Point, Rect, Route};

/// Coordinates this close are the same place.
const SAME: f64 = 0.5;

/// Things that share no more than this only touch.
const TOUCH: f64 = 2.0 * SAME;

/// What is wrong with a placement, one sentence each; empty when nothing is.
///
/// Every box has its size, no two boxes overlap, each line runs level or upright from the border of its first box to the
/// border of its last, no line enters a box on its way, and each label has its size and lies on no box, line or label.
#[must_use]
pub fn faults(plan: &Plan, placement: &Placement) -> Vec<String> {
    if plan.boxes.len() != placement.boxes.len() || plan.links.len() != placement.routes.len() {
        return vec!["not everything is placed".to_owned()];
    }
    let mut faults = Vec::new();
    for (at, (size, rect)) in plan.boxes.iter().zip(&placement.boxes).enumerate() {
        let wanted = Rect { x: rect.x, y: rect.y, width: size.width, height: size.height };
        if !finite(rect) || *rect != wanted {
            faults.push(format!("box {at} has another size"));
        }
    }
    for (at, (link, route)) in plan.links.iter().zip(&placement.routes).enumerate() {
        shape_of(at, route, &mut faults);
        let ends = [(route.points.first(), link.from), (route.points.last(), link.to)];
        for (end, owner) in ends {
            if !end.is_some_and(|end| on_border(*end, &placement.boxes[owner])) {
                faults.push(format!("link {at} does not end on the border of box {owner}"));
            }
        }
        let size = route.label.map(|label| (label.width, label.height));
        if size != link.label.map(|label| (label.width, label.height)) {
            faults.push(format!("the label of link {at} has another size"));
        }
    }
    overlaps(placement, &mut faults);
    faults
}

fn finite(rect: &Rect) -> bool {
    [rect.x, rect.y, rect.width, rect.height].iter().all(|number| number.is_finite())
}

fn shape_of(at: usize, route: &Route, faults: &mut Vec<String>) {
    let slanted = |ends: &[Point]| (ends[0].x - ends[1].x).abs() > SAME && (ends[0].y - ends[1].y).abs() > SAME;
    if route.points.len() < 2
        || !route.points.iter().all(|p| p.x.is_finite() && p.y.is_finite())
        || route.points.windows(2).any(slanted)
    {
        faults.push(format!("link {at} does not run level and upright"));
    }
}

fn on_border(point: Point, rect: &Rect) -> bool {
    let within_x = point.x > rect.x - SAME && point.x < rect.right() + SAME;
    let within_y = point.y > rect.y - SAME && point.y < rect.bottom() + SAME;
    let near = |a: f64, b: f64| (a - b).abs() < SAME;
    within_x && (near(point.y, rect.y) || near(point.y, rect.bottom()))
        || within_y && (near(point.x, rect.x) || near(point.x, rect.right()))
}

/// A thing that takes up room, for the sweep over all of them.
struct Thing {
    rect: Rect,
    what: What,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    Box(usize),
    Label(usize),
    /// A stretch of the line of a link.
    Line(usize),
}

/// Sweeps over everything from top to bottom, so that only neighbours are compared.
fn overlaps(placement: &Placement, faults: &mut Vec<String>) {
    let mut things: Vec<Thing> = Vec::new();
    things.extend(placement.boxes.iter().enumerate().map(|(at, &rect)| Thing { rect, what: What::Box(at) }));
    for (at, route) in placement.routes.iter().enumerate() {
        things.extend(route.label.map(|rect| Thing { rect, what: What::Label(at) }));
        things.extend(
            route.points.windows(2).map(|ends| Thing { rect: between(ends[0], ends[1]), what: What::Line(at) }),
        );
    }
    things.sort_by(|a, b| a.rect.y.total_cmp(&b.rect.y));
    for (at, upper) in things.iter().enumerate() {
        for lower in things[at + 1..].iter().take_while(|lower| lower.rect.y < upper.rect.bottom() - TOUCH) {
            let apart = lower.rect.x > upper.rect.right() - TOUCH
                || upper.rect.x > lower.rect.right() - TOUCH
                || upper.rect.bottom() - TOUCH < lower.rect.y;
            if !apart && !may_meet(upper.what, lower.what) {
                faults.push(format!("{} overlaps {}", upper.what, lower.what));
            }
        }
    }
}

/// Lines may cross and share a way. A line touches its own boxes at their borders only, which is no overlap.
fn may_meet(a: What, b: What) -> bool {
    matches!((a, b), (What::Line(_), What::Line(_)))
}

/// A line has no width; its stretch is made wide enough to be met.
fn between(a: Point, b: Point) -> Rect {
    let (x, y) = (a.x.min(b.x) - SAME, a.y.min(b.y) - SAME);
    Rect { x, y, width: (a.x - b.x).abs() + 2.0 * SAME, height: (a.y - b.y).abs() + 2.0 * SAME }
}

impl std::fmt::Display for What {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            What::Box(at) => write!(f, "box {at}"),
            What::Label(at) => write!(f, "the label of link {at}"),
            What::Line(at) => write!(f, "the line of link {at}"),
        }
    }
}
