//! Where boxes and lines go: sizes in, positions out.
//!
//! A layout knows nothing of events. It gets a [`Plan`] of boxes, and of links with room for their labels, and answers
//! with a [`Placement`]. The flow goes downwards. [`place`] cuts a plan into its connected parts, has each laid out by
//! [`elk`], and by [`ranks`] when that gives up or when its answer does not hold what [`check`] asks; so it never fails.

pub mod check;
pub mod elk;
mod parts;
pub mod ranks;
#[cfg(test)]
mod tests;

/// Width and height in pixels.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Size {
    /// Across.
    pub width: f64,
    /// Down.
    pub height: f64,
}

/// A place, from the upper left corner.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Point {
    /// To the right.
    pub x: f64,
    /// Down.
    pub y: f64,
}

/// A place with a size; the point is its upper left corner.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Rect {
    /// Left.
    pub x: f64,
    /// Top.
    pub y: f64,
    /// Across.
    pub width: f64,
    /// Down.
    pub height: f64,
}

/// What is to be laid out. Boxes and links are known by their position in these lists.
///
/// The order of boxes matters where nothing else decides: a cycle is entered at its earliest box.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Plan {
    /// Sizes of the boxes.
    pub boxes: Vec<Size>,
    /// The links between them.
    pub links: Vec<Link>,
}

/// A directed link. Links of a box to itself, and several between the same boxes, are fine.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Link {
    /// Index of a box.
    pub from: usize,
    /// Index of a box.
    pub to: usize,
    /// Room for the words beside the line.
    pub label: Option<Size>,
}

/// Where everything of a [`Plan`] goes, in the order of the plan. Nothing lies left of or above the origin.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Placement {
    /// Of the whole.
    pub size: Size,
    /// One for each box, with the size that the plan asks for.
    pub boxes: Vec<Rect>,
    /// One for each link.
    pub routes: Vec<Route>,
}

/// The way of a line.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Route {
    /// From the border of one box to the border of the other, each stretch level or upright.
    pub points: Vec<Point>,
    /// Where the words go, when the link has any.
    pub label: Option<Rect>,
}

/// An engine that turns a plan into a placement.
pub trait Layout {
    /// Lays out a plan. The same plan always gives the same placement. `None` when the engine cannot.
    fn place(&self, plan: &Plan) -> Option<Placement>;
}

/// Lays out any plan.
///
/// ```
/// use ensue_analyzer::render::layout::{place, Link, Plan, Size};
/// let size = Size { width: 100.0, height: 40.0 };
/// let placement = place(&Plan { boxes: vec![size; 2], links: vec![Link { from: 0, to: 1, label: None }] });
/// assert!(placement.boxes[0].y < placement.boxes[1].y, "the flow goes downwards");
/// ```
#[must_use]
pub fn place(plan: &Plan) -> Placement {
    parts::place(plan, |part| {
        elk::Elk
            .place(part)
            .filter(|placement| check::faults(part, placement).is_empty())
            .unwrap_or_else(|| ranks::place(part))
    })
}

impl Rect {
    /// The right side.
    #[must_use]
    pub fn right(&self) -> f64 {
        self.x + self.width
    }

    /// The lower side.
    #[must_use]
    pub fn bottom(&self) -> f64 {
        self.y + self.height
    }
}

impl Placement {
    /// Moves everything so that the upper left corner of what is drawn is the origin, and measures the whole.
    pub(crate) fn trim(&mut self) {
        let rects = || self.boxes.iter().chain(self.routes.iter().filter_map(|route| route.label.as_ref()));
        let points = || self.routes.iter().flat_map(|route| &route.points);
        let left = rects().map(|r| r.x).chain(points().map(|p| p.x)).fold(f64::INFINITY, f64::min);
        let top = rects().map(|r| r.y).chain(points().map(|p| p.y)).fold(f64::INFINITY, f64::min);
        if left.is_infinite() {
            self.size = Size::default();
            return;
        }
        let right = rects().map(Rect::right).chain(points().map(|p| p.x)).fold(left, f64::max);
        let bottom = rects().map(Rect::bottom).chain(points().map(|p| p.y)).fold(top, f64::max);
        self.shift(-left, -top);
        self.size = Size { width: right - left, height: bottom - top };
    }

    pub(crate) fn shift(&mut self, dx: f64, dy: f64) {
        for rect in self.boxes.iter_mut().chain(self.routes.iter_mut().filter_map(|route| route.label.as_mut())) {
            rect.x += dx;
            rect.y += dy;
        }
        for point in self.routes.iter_mut().flat_map(|route| &mut route.points) {
            point.x += dx;
            point.y += dy;
        }
    }
}
