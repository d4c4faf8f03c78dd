//! Where lines leave and enter boxes, and the tracks of their level stretches between the ranks.

#![expect(clippy::float_cmp, reason = "points on one straight line are copies of one number")]

use super::super::{Placement, Plan, Point, Rect, Route, Size};
use super::slots::{BESIDE, Content, LOOP, Slots, Way, Words};

/// Between two tracks, and between a track and a box.
const TRACK: f64 = 10.0;
const MARGIN: f64 = 18.0;

/// Lines that leave one box, when there is room.
const PORTS_APART: f64 = 24.0;

/// Upright stretches of two lines in one channel are no closer than this, when there is room.
const LINES_APART: f64 = 5.0;

/// The part of a link in the channel below one rank.
struct Crossing {
    link: usize,
    /// Slot above, unless the line comes from beside the picture; likewise below.
    from: Option<usize>,
    to: Option<usize>,
    from_x: f64,
    to_x: f64,
    /// The number of its track; none when it runs straight down.
    track: Option<usize>,
}

pub(super) fn route(plan: &Plan, slots: &mut Slots) -> Placement {
    let lanes = lanes(plan, slots);
    let mut channels = crossings(slots, &lanes);
    let heights = rank_heights(plan, slots);
    let mut placement = Placement {
        size: Size::default(),
        boxes: vec![Rect::default(); plan.boxes.len()],
        routes: vec![Route::default(); plan.links.len()],
    };
    let mut top = 0.0;
    for (rank, height) in heights.into_iter().enumerate() {
        stand(plan, slots, rank, top, height, &mut placement);
        for (link, lane) in lanes.iter().enumerate() {
            let first = matches!(slots.ways[link], Way::Beside { upper_rank, .. } if upper_rank + 1 == rank);
            if let (true, Some(lane), Some(size)) = (first, lane, plan.links[link].label) {
                placement.routes[link].label = Some(at(lane + BESIDE, top + (height - size.height) / 2.0, size));
            }
        }
        let tracks = draw_channel(slots, &mut channels[rank], top + height, &mut placement);
        top += height + tracks;
    }
    finish(slots, &mut placement);
    placement
}

/// Where each link that runs beside the picture does so, from left to right.
fn lanes(plan: &Plan, slots: &Slots) -> Vec<Option<f64>> {
    let mut x = slots.all.iter().map(|slot| slot.x + slot.size.width).fold(0.0, f64::max) + MARGIN;
    let lane = |(way, link): (&Way, &super::super::Link)| {
        matches!(way, Way::Beside { .. }).then(|| {
            let lane = x;
            x += MARGIN + link.label.map_or(0.0, |size| size.width + BESIDE);
            lane
        })
    };
    slots.ways.iter().zip(&plan.links).map(lane).collect()
}

fn crossings(slots: &Slots, lanes: &[Option<f64>]) -> Vec<Vec<Crossing>> {
    let mut rank_of = vec![0; slots.all.len()];
    for (rank, order) in slots.ranks.iter().enumerate() {
        for &at in order {
            rank_of[at] = rank;
        }
    }
    let mut channels: Vec<Vec<Crossing>> = slots.ranks.iter().map(|_| Vec::new()).collect();
    let middle = |slot: Option<usize>, lane: f64| slot.map_or(lane, |at| slots.all[at].middle());
    for (link, way) in slots.ways.iter().enumerate() {
        let mut add = |rank: usize, from: Option<usize>, to: Option<usize>, lane: f64| {
            let (from_x, to_x) = (middle(from, lane), middle(to, lane));
            channels[rank].push(Crossing { link, from, to, from_x, to_x, track: None });
        };
        match way {
            Way::Loop => {}
            Way::Through { slots, .. } => {
                for pair in slots.windows(2) {
                    add(rank_of[pair[0]], Some(pair[0]), Some(pair[1]), 0.0);
                }
            }
            Way::Beside { upper, lower, upper_rank, lower_rank, .. } => {
                let lane = lanes[link].expect("a link beside the picture has a lane");
                add(*upper_rank, Some(*upper), None, lane);
                add(lower_rank - 1, None, Some(*lower), lane);
            }
        }
    }
    channels
}

fn rank_heights(plan: &Plan, slots: &Slots) -> Vec<f64> {
    let highest = |rank: &Vec<usize>| rank.iter().map(|&at| slots.all[at].size.height).fold(0.0, f64::max);
    let mut heights: Vec<f64> = slots.ranks.iter().map(highest).collect();
    for (way, link) in slots.ways.iter().zip(&plan.links) {
        if let (Way::Beside { upper_rank, .. }, Some(size)) = (way, link.label) {
            heights[upper_rank + 1] = heights[upper_rank + 1].max(size.height);
        }
    }
    heights
}

/// Gives boxes, loops and words of one rank their places.
fn stand(plan: &Plan, slots: &Slots, rank: usize, top: f64, height: f64, placement: &mut Placement) {
    for &slot in &slots.ranks[rank] {
        let slot = &slots.all[slot];
        let upper = |of: f64| top + ((height - of) / 2.0).floor();
        match slot.content {
            Content::Box(this) => {
                let rect = at(slot.x, upper(plan.boxes[this].height), plan.boxes[this]);
                placement.boxes[this] = rect;
                let words_top =
                    upper(slots.loops[this].iter().filter_map(|&l| plan.links[l].label).map(|s| s.height).sum());
                draw_loops(plan, &slots.loops[this], rect, words_top, placement);
            }
            Content::Passage { link, words: Words::Here } => {
                let size = plan.links[link].label.unwrap_or_default();
                placement.routes[link].label = Some(at(slot.middle() + BESIDE, upper(size.height), size));
            }
            Content::Passage { words: Words::Elsewhere, .. } => {}
        }
    }
}

fn draw_loops(plan: &Plan, loops: &[usize], rect: Rect, words_top: f64, placement: &mut Placement) {
    let (middle, right) = (rect.y + rect.height / 2.0, rect.right());
    let count = number(loops.len());
    let mut y = words_top;
    for (nth, &link) in loops.iter().enumerate() {
        let nth = number(nth) + 1.0;
        let reach = rect.height * 0.4 * nth / count;
        let x = right + LOOP * nth;
        let corners = [(right, middle - reach), (x, middle - reach), (x, middle + reach), (right, middle + reach)];
        placement.routes[link].points = corners.map(|(x, y)| Point { x, y }).to_vec();
        if let Some(size) = plan.links[link].label {
            placement.routes[link].label = Some(at(right + LOOP * count + BESIDE, y, size));
            y += size.height;
        }
    }
}

/// Draws all lines between one rank, which ends at `top`, and the next. Answers with the height of the channel.
fn draw_channel(slots: &mut Slots, channel: &mut [Crossing], top: f64, placement: &mut Placement) -> f64 {
    for crossing in channel.iter_mut() {
        // The channel above may have moved the line of a passage.
        crossing.from_x = crossing.from.map_or(crossing.from_x, |at| slots.all[at].middle());
    }
    spread_ports(slots, channel, Side::Lower);
    spread_ports(slots, channel, Side::Upper);
    keep_apart(slots, channel);
    let tracks = share_tracks(channel);
    for crossing in channel.iter() {
        let points = &mut placement.routes[crossing.link].points;
        let start = crossing.from.and_then(|at| bottom_of(slots, placement.boxes.as_slice(), at)).unwrap_or(top);
        points.push(Point { x: crossing.from_x, y: start });
        if let Some(track) = crossing.track {
            let y = top + MARGIN + TRACK * number(track);
            points.extend([Point { x: crossing.from_x, y }, Point { x: crossing.to_x, y }]);
        }
    }
    2.0 * MARGIN + TRACK * number(tracks.saturating_sub(1))
}

fn bottom_of(slots: &Slots, boxes: &[Rect], slot: usize) -> Option<f64> {
    match slots.all[slot].content {
        Content::Box(at) => Some(boxes[at].bottom()),
        Content::Passage { .. } => None,
    }
}

#[derive(Clone, Copy)]
enum Side {
    Upper,
    Lower,
}

/// Where several lines leave or enter one box, each gets a place of its own, in the order of their other ends.
fn spread_ports(slots: &Slots, channel: &mut [Crossing], side: Side) {
    let mut order: Vec<usize> = (0..channel.len()).collect();
    let key = |at: usize| match side {
        Side::Upper => (channel[at].from, channel[at].to_x),
        Side::Lower => (channel[at].to, channel[at].from_x),
    };
    order.sort_by(|&a, &b| key(a).0.cmp(&key(b).0).then(key(a).1.total_cmp(&key(b).1)));
    let owner = |at: usize| key(at).0.filter(|&slot| matches!(slots.all[slot].content, Content::Box(_)));
    let groups: Vec<Vec<usize>> = order.chunk_by(|&a, &b| owner(a) == owner(b)).map(<[usize]>::to_vec).collect();
    let owners: Vec<Option<usize>> = groups.iter().map(|group| owner(group[0])).collect();
    for (group, owner) in groups.into_iter().zip(owners) {
        let Some(slot) = owner.map(|at| &slots.all[at]) else { continue };
        let count = number(group.len());
        let apart = PORTS_APART.min((2.0 * slot.line - 24.0).max(8.0) / count);
        for (nth, at) in group.into_iter().enumerate() {
            let x = slot.middle() + apart * (number(nth) - (count - 1.0) / 2.0);
            match side {
                Side::Upper => channel[at].from_x = x,
                Side::Lower => channel[at].to_x = x,
            }
        }
    }
}

/// Moves the lower end of a line a little where it would run along the upper end of another.
fn keep_apart(slots: &mut Slots, channel: &mut [Crossing]) {
    for at in 0..channel.len() {
        let Crossing { to: Some(slot), from_x, to_x, .. } = channel[at] else { continue };
        let (low, high) = match slots.all[slot].content {
            Content::Box(_) => (
                slots.all[slot].middle() - slots.all[slot].line + 8.0,
                slots.all[slot].middle() + slots.all[slot].line - 8.0,
            ),
            Content::Passage { .. } => (to_x - LINES_APART, to_x + LINES_APART),
        };
        let meets = |x: f64| {
            let mut others = channel.iter().enumerate().filter(|(other, _)| *other != at);
            others.any(|(_, other)| near(other.from_x, x) || near(other.to_x, x))
        };
        let straight = Some(from_x).filter(|x| (x - to_x).abs() < LINES_APART);
        let steps = [0.0, 1.0, -1.0, 2.0, -2.0, 3.0, -3.0].map(|step| to_x + step * LINES_APART);
        let free = straight.into_iter().chain(steps).find(|&x| x >= low && x <= high && !meets(x));
        let Some(x) = free.filter(|&x| x != to_x) else { continue };
        channel[at].to_x = x;
        if let Content::Passage { .. } = slots.all[slot].content {
            slots.all[slot].line += x - to_x;
        }
    }
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() < LINES_APART - 1.0
}

/// Gives each level stretch the first track with room for it. Answers with the number of tracks.
fn share_tracks(channel: &mut [Crossing]) -> usize {
    let span = |c: &Crossing| (c.from_x.min(c.to_x), c.from_x.max(c.to_x));
    let mut order: Vec<usize> = (0..channel.len()).filter(|&at| channel[at].from_x != channel[at].to_x).collect();
    order.sort_by(|&a, &b| span(&channel[a]).0.total_cmp(&span(&channel[b]).0));
    let mut ends: Vec<f64> = Vec::new();
    for at in order {
        let (left, right) = span(&channel[at]);
        let track = ends.iter().position(|end| end + LINES_APART < left).unwrap_or_else(|| {
            ends.push(0.0);
            ends.len() - 1
        });
        ends[track] = right;
        channel[at].track = Some(track);
    }
    ends.len()
}

/// Leads each line to its lower box, turns those that run upwards, and drops points on straight stretches.
fn finish(slots: &Slots, placement: &mut Placement) {
    for (way, route) in slots.ways.iter().zip(&mut placement.routes) {
        let (lower, upwards) = match way {
            Way::Loop => continue,
            Way::Through { slots, upwards } => (*slots.last().expect("a way has two ends"), *upwards),
            Way::Beside { lower, upwards, .. } => (*lower, *upwards),
        };
        if let (Content::Box(at), Some(last)) = (slots.all[lower].content, route.points.last().copied()) {
            route.points.push(Point { x: last.x, y: placement.boxes[at].y });
        }
        let mut kept: Vec<Point> = Vec::new();
        for &point in &route.points {
            let straight = |a: Point, b: Point| (a.x == b.x && b.x == point.x) || (a.y == b.y && b.y == point.y);
            while kept.len() > 1 && straight(kept[kept.len() - 2], kept[kept.len() - 1]) {
                kept.pop();
            }
            if kept.last() != Some(&point) {
                kept.push(point);
            }
        }
        route.points = kept;
        if upwards {
            route.points.reverse();
        }
    }
}

fn at(x: f64, y: f64, size: Size) -> Rect {
    Rect { x, y, width: size.width, height: size.height }
}

fn number(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}
