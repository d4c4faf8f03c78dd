//! Brackets, quotes and slashes: all that matters where code is passed over. They are looked for in many bytes at once, since
//! a loop over each byte goes wrong about its end at every one of them.

/// Bytes that are looked at together: as many as a mask has bits.
const BLOCK: usize = 64;

/// Finds marks in a text.
pub(super) struct Marks<'t> {
    text: &'t [u8],
    /// Where the block starts whose marks are known.
    start: usize,
    /// A bit for each of its bytes, the lowest for the first.
    known: u64,
}

impl<'t> Marks<'t> {
    pub(super) fn of(text: &'t [u8]) -> Marks<'t> {
        Marks { text, start: usize::MAX, known: 0 }
    }

    /// The place of the first one that is not before `at`.
    pub(super) fn next(&mut self, at: usize) -> Option<usize> {
        let mut start = at - at % BLOCK;
        let mut left = self.block(start)? & (u64::MAX << (at % BLOCK));
        while left == 0 {
            start += BLOCK;
            left = self.block(start)?;
        }
        Some(start + left.trailing_zeros() as usize)
    }

    fn block(&mut self, start: usize) -> Option<u64> {
        if self.start != start {
            let rest = self.text.get(start..).filter(|rest| !rest.is_empty())?;
            self.known = rest.first_chunk().map_or_else(|| marks_at_end(rest), marks);
            self.start = start;
        }
        Some(self.known)
    }
}

fn marks(block: &[u8; BLOCK]) -> u64 {
    // A byte each, which the compiler does for many bytes at once; then eight of them become eight bits.
    let is_mark = block.map(|byte| {
        let is_bracket = matches!(byte | 0x20, b'{' | b'}') | matches!(byte, b'(' | b')');
        u8::from(is_bracket | matches!(byte, b'"' | b'\'' | b'/'))
    });
    let (eights, _) = is_mark.as_chunks::<8>();
    let bits = |eight: &[u8; 8]| u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56;
    eights.iter().rev().fold(0, |mask, eight| mask << 8 | bits(eight))
}

fn marks_at_end(rest: &[u8]) -> u64 {
    let mut block = [0; BLOCK];
    block[..rest.len()].copy_from_slice(rest);
    marks(&block)
}

#[cfg(test)]
mod tests {
    use super::{BLOCK, Marks};

    #[test]
    fn all_marks_are_found_and_nothing_else_is() {
        // Every byte at every place of a block, and what is left behind the last whole one.
        let from = |shift: u8| (0..=u8::MAX).map(move |byte| byte.wrapping_add(shift));
        let text: Vec<u8> = (0..64).flat_map(from).collect();
        for text in [&text[..], &text[..text.len() - 1], &text[..BLOCK / 2], &[]] {
            let mut marks = Marks::of(text);
            let mut found = Vec::new();
            let mut at = 0;
            while let Some(place) = marks.next(at) {
                found.push(place);
                at = place + 1;
            }
            let is_mark = |at: &usize| b"{}()[]\"'/".contains(&text[*at]);
            assert_eq!(found, (0..text.len()).filter(is_mark).collect::<Vec<_>>());
        }
    }
}
