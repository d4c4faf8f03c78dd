//! Numbers that look random and are the same for the same seed.

/// `SplitMix64`: short, and good enough to choose what to break.
pub(crate) struct Random(u64);

impl Random {
    /// The numbers of one case. Cases of one seed have nothing to do with each other, so each can be had alone.
    pub(crate) fn of(seed: u64, case: u64) -> Random {
        let mut mixed = Random(seed);
        mixed.0 ^= mixed.next().wrapping_add(case).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        mixed
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `end`, which must not be 0.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() >> 33).expect("31 bits") % end
    }

    pub(crate) fn one_in(&mut self, many: usize) -> bool {
        self.below(many) == 0
    }

    pub(crate) fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }

    pub(crate) fn byte(&mut self) -> u8 {
        self.next().to_le_bytes()[3]
    }
}
