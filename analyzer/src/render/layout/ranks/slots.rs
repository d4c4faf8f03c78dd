//! Which box and which passing line stands in which rank.

use super::super::{Plan, Size};

/// A link over more ranks than this does not pass through them but runs beside the picture.
const LONGEST_PASSAGE: usize = 24;

/// Room of a passing line, without words.
pub(super) const PASSAGE: f64 = 14.0;

/// Between a line and its words.
pub(super) const BESIDE: f64 = 5.0;

/// Between the nested lines of a box to itself.
pub(super) const LOOP: f64 = 12.0;

/// All slots, by rank and from left to right.
pub(super) struct Slots {
    pub all: Vec<Slot>,
    /// Indices into `all`.
    pub ranks: Vec<Vec<usize>>,
    /// One for each link of the plan.
    pub ways: Vec<Way>,
    /// For each box its links to itself.
    pub loops: Vec<Vec<usize>>,
}

/// Room in a rank.
pub(super) struct Slot {
    /// Of the box, or of the line and its words.
    pub size: Size,
    /// Distance of the line from the left side of the slot; of a box, of its middle.
    pub line: f64,
    /// Left side.
    pub x: f64,
    /// What stands there.
    pub content: Content,
    /// Slots of the rank above and below that a line connects with this one.
    pub above: Vec<usize>,
    pub below: Vec<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    Box(usize),
    Passage { link: usize, words: Words },
}

/// Whether a passage is the one that carries the words of its link.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Words {
    Here,
    Elsewhere,
}

/// How a link gets from its upper to its lower end.
pub(super) enum Way {
    /// From a box to itself.
    Loop,
    /// Slots from top to bottom, the boxes at both ends included.
    Through { slots: Vec<usize>, upwards: bool },
    /// Beside the picture, from the slot of the upper box to that of the lower.
    Beside { upper: usize, lower: usize, upper_rank: usize, lower_rank: usize, upwards: bool },
}

pub(super) fn of(plan: &Plan) -> Slots {
    let upwards = back_links(plan);
    let rank = ranks(plan, &upwards);
    let mut slots = Slots {
        all: Vec::new(),
        ranks: vec![Vec::new(); rank.iter().max().map_or(0, |most| most + 1)],
        ways: Vec::new(),
        loops: vec![Vec::new(); plan.boxes.len()],
    };
    for (at, link) in plan.links.iter().enumerate().filter(|(_, link)| link.from == link.to) {
        slots.loops[link.from].push(at);
    }
    for (at, size) in plan.boxes.iter().enumerate() {
        let size = with_loops(plan, *size, &slots.loops[at]);
        slots.add(rank[at], Slot::new(size, plan.boxes[at].width / 2.0, Content::Box(at)));
    }
    for (at, link) in plan.links.iter().enumerate() {
        let way = if link.from == link.to {
            Way::Loop
        } else {
            let (upper, lower) = if upwards[at] { (link.to, link.from) } else { (link.from, link.to) };
            if rank[lower] - rank[upper] > LONGEST_PASSAGE {
                let (upper_rank, lower_rank) = (rank[upper], rank[lower]);
                Way::Beside { upper, lower, upper_rank, lower_rank, upwards: upwards[at] }
            } else {
                slots.pass(at, link.label, [upper, lower], rank[upper] + 1..rank[lower], upwards[at])
            }
        };
        slots.ways.push(way);
    }
    slots
}

impl Slots {
    fn add(&mut self, rank: usize, slot: Slot) -> usize {
        self.all.push(slot);
        self.ranks[rank].push(self.all.len() - 1);
        self.all.len() - 1
    }

    /// A way through the ranks between two boxes. The words stand in the first of them, which is never one of boxes.
    fn pass(
        &mut self,
        link: usize,
        label: Option<Size>,
        [upper, lower]: [usize; 2],
        ranks: std::ops::Range<usize>,
        upwards: bool,
    ) -> Way {
        let mut way = vec![upper];
        for (nth, rank) in ranks.enumerate() {
            let label = label.filter(|_| nth == 0);
            let words = if label.is_some() { Words::Here } else { Words::Elsewhere };
            let label = label.map_or(Size::default(), |size| Size { width: size.width + BESIDE, ..size });
            let size = Size { width: PASSAGE + label.width, height: label.height };
            way.push(self.add(rank, Slot::new(size, PASSAGE / 2.0, Content::Passage { link, words })));
        }
        way.push(lower);
        for pair in way.windows(2) {
            self.all[pair[0]].below.push(pair[1]);
            self.all[pair[1]].above.push(pair[0]);
        }
        Way::Through { slots: way, upwards }
    }
}

impl Slot {
    fn new(size: Size, line: f64, content: Content) -> Slot {
        Slot { size, line, x: 0.0, content, above: Vec::new(), below: Vec::new() }
    }

    /// Where its line, or the middle of its box, is.
    pub(super) fn middle(&self) -> f64 {
        self.x + self.line
    }
}

/// Which links close a cycle. Searched from the boxes nobody leads to, then from the earliest box.
fn back_links(plan: &Plan) -> Vec<bool> {
    let mut leaving: Vec<Vec<usize>> = vec![Vec::new(); plan.boxes.len()];
    let mut entered = vec![false; plan.boxes.len()];
    for (at, link) in plan.links.iter().enumerate().filter(|(_, link)| link.from != link.to) {
        leaving[link.from].push(at);
        entered[link.to] = true;
    }
    let mut starts: Vec<usize> = (0..plan.boxes.len()).collect();
    starts.sort_by_key(|&at| entered[at]);
    let mut state = vec![State::New; plan.boxes.len()];
    let mut back = vec![false; plan.links.len()];
    for start in starts {
        if state[start] != State::New {
            continue;
        }
        state[start] = State::Open;
        // A stack of our own: a chain of boxes may be longer than the thread's stack allows.
        let mut stack = vec![(start, 0)];
        while let Some((at, nth)) = stack.last_mut() {
            let Some(&link) = leaving[*at].get(*nth) else {
                state[*at] = State::Done;
                stack.pop();
                continue;
            };
            *nth += 1;
            let to = plan.links[link].to;
            match state[to] {
                State::New => {
                    state[to] = State::Open;
                    stack.push((to, 0));
                }
                State::Open => back[link] = true,
                State::Done => {}
            }
        }
    }
    back
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    Open,
    Done,
}

/// The longest way from a start. Where links have words, ranks of boxes alternate with ranks for words.
fn ranks(plan: &Plan, upwards: &[bool]) -> Vec<usize> {
    let step = if plan.links.iter().any(|link| link.label.is_some()) { 2 } else { 1 };
    let mut below: Vec<Vec<usize>> = vec![Vec::new(); plan.boxes.len()];
    let mut waiting = vec![0_usize; plan.boxes.len()];
    for (link, upwards) in plan.links.iter().zip(upwards).filter(|(link, _)| link.from != link.to) {
        let (upper, lower) = if *upwards { (link.to, link.from) } else { (link.from, link.to) };
        below[upper].push(lower);
        waiting[lower] += 1;
    }
    let mut rank = vec![0; plan.boxes.len()];
    let mut ready: Vec<usize> = (0..plan.boxes.len()).filter(|&at| waiting[at] == 0).collect();
    while let Some(at) = ready.pop() {
        for &lower in &below[at] {
            rank[lower] = rank[lower].max(rank[at] + step);
            waiting[lower] -= 1;
            if waiting[lower] == 0 {
                ready.push(lower);
            }
        }
    }
    rank
}

/// The box with its loops to the right of it, and right of those their words, one below the other.
fn with_loops(plan: &Plan, size: Size, loops: &[usize]) -> Size {
    let words: Vec<Size> = loops.iter().filter_map(|&at| plan.links[at].label).collect();
    let widest = words.iter().map(|word| word.width + BESIDE).fold(0.0, f64::max);
    let lines = LOOP * f64::from(u32::try_from(loops.len()).unwrap_or(u32::MAX));
    let height = words.iter().map(|word| word.height).sum::<f64>();
    Size { width: size.width + lines + widest, height: size.height.max(height) }
}
