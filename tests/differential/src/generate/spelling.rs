//! One name in two spellings: as one character with its accent, and as a letter with the accent behind it. Rust takes both
//! for the same.

use crate::random::Random;
use crate::source::Part;

const ONE: char = '\u{e9}';
const TWO: &str = "e\u{301}";

/// Spells each such letter anew.
pub(super) fn respell(parts: &mut [Part], random: &mut Random) {
    for part in parts {
        if part.text.contains(ONE) {
            let letters =
                part.text.chars().map(|it| if it == ONE && random.percent(50) { TWO.into() } else { it.into() });
            part.text = letters.collect::<Vec<String>>().concat();
        }
        respell(&mut part.inside, random);
    }
}
