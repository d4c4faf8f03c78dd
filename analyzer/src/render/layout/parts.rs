//! Parts of a plan that no link connects are laid out apart and set side by side.

use super::{Link, Placement, Plan, Route, Size};

/// Between parts.
const GAP: f64 = 40.0;

/// A part: positions of its boxes and links in the whole plan.
#[derive(Default)]
struct Part {
    boxes: Vec<usize>,
    links: Vec<usize>,
}

/// Lays out each connected part with `place`, then sets them in rows, in the order of their first boxes.
pub(super) fn place(plan: &Plan, place: impl Fn(&Plan) -> Placement) -> Placement {
    let parts = split(plan);
    let mut placements: Vec<Placement> = parts.iter().map(|part| place(&cut(plan, part))).collect();
    set_in_rows(&mut placements);
    let mut whole = Placement {
        size: Size::default(),
        boxes: vec![super::Rect::default(); plan.boxes.len()],
        routes: vec![Route::default(); plan.links.len()],
    };
    for (part, placement) in parts.iter().zip(placements) {
        for (&at, rect) in part.boxes.iter().zip(placement.boxes) {
            whole.boxes[at] = rect;
        }
        for (&at, route) in part.links.iter().zip(placement.routes) {
            whole.routes[at] = route;
        }
    }
    whole.trim();
    whole
}

fn split(plan: &Plan) -> Vec<Part> {
    let mut parent: Vec<usize> = (0..plan.boxes.len()).collect();
    for link in &plan.links {
        let (a, b) = (root(&mut parent, link.from), root(&mut parent, link.to));
        // The smaller index stays the root, so that a part is known by its first box.
        parent[a.max(b)] = a.min(b);
    }
    let mut part_of = vec![usize::MAX; plan.boxes.len()];
    let mut parts: Vec<Part> = Vec::new();
    for at in 0..plan.boxes.len() {
        let root = root(&mut parent, at);
        if root == at {
            part_of[at] = parts.len();
            parts.push(Part::default());
        }
        part_of[at] = part_of[root];
        parts[part_of[at]].boxes.push(at);
    }
    for (at, link) in plan.links.iter().enumerate() {
        parts[part_of[link.from]].links.push(at);
    }
    parts
}

fn root(parent: &mut [usize], mut at: usize) -> usize {
    while parent[at] != at {
        parent[at] = parent[parent[at]];
        at = parent[at];
    }
    at
}

fn cut(plan: &Plan, part: &Part) -> Plan {
    let local = |at: usize| part.boxes.binary_search(&at).expect("both ends of a link are in its part");
    Plan {
        boxes: part.boxes.iter().map(|&at| plan.boxes[at]).collect(),
        links: part
            .links
            .iter()
            .map(|&at| {
                let link = plan.links[at];
                Link { from: local(link.from), to: local(link.to), label: link.label }
            })
            .collect(),
    }
}

/// Rows about as wide as the picture will be high, but never narrower than a page.
fn set_in_rows(placements: &mut [Placement]) {
    let area: f64 = placements.iter().map(|p| (p.size.width + GAP) * (p.size.height + GAP)).sum();
    let widest = placements.iter().map(|p| p.size.width).fold(0.0, f64::max);
    let room = widest.max(area.sqrt() * 1.2).max(900.0);
    let (mut x, mut y, mut row_height) = (0.0, 0.0, 0.0_f64);
    for placement in placements {
        if x > 0.0 && x + placement.size.width > room {
            y += row_height + GAP;
            (x, row_height) = (0.0, 0.0);
        }
        placement.shift(x, y);
        x += placement.size.width + GAP;
        row_height = row_height.max(placement.size.height);
    }
}
