//! Where each slot stands from left to right.

use super::order::mean;
use super::slots::{Content, Slots};

/// Between neighbours of a rank.
const GAP: f64 = 26.0;

/// Moves the slots of each rank as near as their order allows to below, then above, what they are connected with.
pub(super) fn settle(slots: &mut Slots) {
    for rank in 0..slots.ranks.len() {
        let mut x = 0.0;
        for &at in &slots.ranks[rank] {
            slots.all[at].x = x;
            x += slots.all[at].size.width + GAP;
        }
    }
    for sweep in 0..7 {
        let downwards = sweep % 2 == 0;
        let ranks = slots.ranks.len();
        for nth in 0..ranks {
            settle_rank(slots, if downwards { nth } else { ranks - 1 - nth }, downwards);
        }
    }
}

fn settle_rank(slots: &mut Slots, rank: usize, downwards: bool) {
    let order = std::mem::take(&mut slots.ranks[rank]);
    let mut wishes = Vec::with_capacity(order.len());
    let mut offset = 0.0;
    let mut offsets = Vec::with_capacity(order.len());
    for &at in &order {
        let slot = &slots.all[at];
        let near = if downwards { &slot.above } else { &slot.below };
        let left =
            if near.is_empty() { slot.x } else { mean(near.iter().map(|&to| slots.all[to].middle())) - slot.line };
        let weight = match slot.content {
            Content::Passage { .. } => 4.0,
            Content::Box(_) => 1.0,
        };
        wishes.push((left - offset, weight));
        offsets.push(offset);
        offset += slot.size.width + GAP;
    }
    for ((&at, place), offset) in order.iter().zip(nearest_in_order(&wishes)).zip(offsets) {
        // Whole pixels keep lines sharp, and never bring neighbours closer than a pixel.
        slots.all[at].x = (place + offset).round();
    }
    slots.ranks[rank] = order;
}

/// The rising sequence nearest to weighted wishes: neighbours out of order meet at their mean.
fn nearest_in_order(wishes: &[(f64, f64)]) -> Vec<f64> {
    let mut blocks: Vec<(f64, f64, usize)> = Vec::new();
    for &(wish, weight) in wishes {
        let mut block = (wish, weight, 1);
        while let Some(&(before, its_weight, count)) = blocks.last().filter(|last| last.0 > block.0) {
            let weight = its_weight + block.1;
            block = ((before * its_weight + block.0 * block.1) / weight, weight, count + block.2);
            blocks.pop();
        }
        blocks.push(block);
    }
    blocks.into_iter().flat_map(|(place, _, count)| std::iter::repeat_n(place, count)).collect()
}
