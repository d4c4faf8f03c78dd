//! The order within each rank, such that few lines cross.

use super::slots::Slots;

/// Sweeps down and up; more of them change little.
const SWEEPS: usize = 8;

/// Moves each slot towards the mean position of its neighbours in the rank above, then below, and so on. Starts from
/// the order in which a search from the top meets the slots, so that trees come out without a crossing.
pub(super) fn untangle(slots: &mut Slots) {
    first_met(slots);
    let mut best = slots.ranks.clone();
    let mut fewest = crossings(slots);
    for sweep in 0..SWEEPS {
        if fewest == 0 {
            break;
        }
        let downwards = sweep % 2 == 0;
        let mut position = positions(slots);
        let ranks = slots.ranks.len();
        for nth in 0..ranks {
            let rank = if downwards { nth } else { ranks - 1 - nth };
            let neighbours = |at: usize| if downwards { &slots.all[at].above } else { &slots.all[at].below };
            let mean = |at: usize| {
                let near = neighbours(at);
                if near.is_empty() { position[at] } else { mean(near.iter().map(|&to| position[to])) }
            };
            let mut keyed: Vec<(f64, usize)> = slots.ranks[rank].iter().map(|&at| (mean(at), at)).collect();
            keyed.sort_by(|a, b| a.0.total_cmp(&b.0));
            for (nth, &(_, at)) in keyed.iter().enumerate() {
                position[at] = float(nth);
            }
            slots.ranks[rank] = keyed.into_iter().map(|(_, at)| at).collect();
        }
        let now = crossings(slots);
        if now < fewest {
            fewest = now;
            best.clone_from(&slots.ranks);
        }
    }
    slots.ranks = best;
}

pub(super) fn mean(numbers: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = numbers.fold((0.0, 0.0), |(sum, count), number| (sum + number, count + 1.0));
    sum / count
}

fn first_met(slots: &mut Slots) {
    let mut met = vec![usize::MAX; slots.all.len()];
    let mut count = 0;
    let starts: Vec<usize> = slots.ranks.iter().flatten().copied().collect();
    for start in starts {
        let mut stack = vec![start];
        while let Some(at) = stack.pop() {
            if met[at] == usize::MAX {
                met[at] = count;
                count += 1;
                stack.extend(slots.all[at].below.iter().rev());
            }
        }
    }
    for rank in &mut slots.ranks {
        rank.sort_by_key(|&at| met[at]);
    }
}

fn positions(slots: &Slots) -> Vec<f64> {
    let mut position = vec![0.0; slots.all.len()];
    for rank in &slots.ranks {
        for (nth, &at) in rank.iter().enumerate() {
            position[at] = float(nth);
        }
    }
    position
}

/// Pairs of lines between neighbouring ranks that cross: inversions, counted with a binary indexed tree.
fn crossings(slots: &Slots) -> usize {
    let mut place = vec![0; slots.all.len()];
    for rank in &slots.ranks {
        for (nth, &at) in rank.iter().enumerate() {
            place[at] = nth;
        }
    }
    let mut count = 0;
    for pair in slots.ranks.windows(2) {
        let mut tree = vec![0_usize; pair[1].len() + 1];
        let mut seen = 0;
        for &upper in &pair[0] {
            let mut lower: Vec<usize> = slots.all[upper].below.iter().map(|&at| place[at]).collect();
            lower.sort_unstable();
            for &at in &lower {
                count += seen - sum(&tree, at + 1);
            }
            for at in lower {
                add(&mut tree, at + 1);
                seen += 1;
            }
        }
    }
    count
}

fn sum(tree: &[usize], mut at: usize) -> usize {
    let mut sum = 0;
    while at > 0 {
        sum += tree[at];
        at &= at - 1;
    }
    sum
}

fn add(tree: &mut [usize], mut at: usize) {
    while at < tree.len() {
        tree[at] += 1;
        at += at & at.wrapping_neg();
    }
}

fn float(nth: usize) -> f64 {
    f64::from(u32::try_from(nth).unwrap_or(u32::MAX))
}
