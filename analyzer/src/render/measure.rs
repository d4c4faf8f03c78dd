//! How wide text is, without a font.
//!
//! A box must hold its name in whatever sans-serif font the reader has, and must be of one size on every machine. So the
//! widths come from a table: the advance widths of `DejaVu Sans`, which runs wider than the fonts in common use (Inter,
//! Segoe UI, Roboto, Helvetica, Arial). In those, names get a little more air.

/// A way to set text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Face {
    /// Names.
    Bold,
    /// All else.
    Plain,
}

/// The width in pixels of one line of text at a font size in pixels.
///
/// ```
/// use ensue_analyzer::render::measure::{width, Face};
/// assert!(width("mm", Face::Plain, 10.0) > width("ii", Face::Plain, 10.0));
/// ```
#[must_use]
pub fn width(text: &str, face: Face, font_size: f64) -> f64 {
    let thousandths: u32 = text.chars().map(|c| u32::from(advance(c, face))).sum();
    f64::from(thousandths) / 1000.0 * font_size
}

/// Shortens text in the middle, where names differ least, to so many characters.
///
/// ```
/// assert_eq!(ensue_analyzer::render::measure::elide("PaymentCreated", 9), "Paym…ated");
/// ```
#[must_use]
pub fn elide(text: &str, most: usize) -> String {
    let count = text.chars().count();
    if count <= most {
        return text.to_owned();
    }
    let tail = (most - 1) / 2;
    let head = most - 1 - tail;
    text.chars().take(head).chain(std::iter::once('…')).chain(text.chars().skip(count - tail)).collect()
}

/// In thousandths of the font size.
fn advance(c: char, face: Face) -> u16 {
    let (table, other) = match face {
        Face::Bold => (&BOLD, 900),
        Face::Plain => (&PLAIN, 800),
    };
    match u32::from(c) {
        code @ 0x20..0x7f => table[usize::try_from(code - 0x20).unwrap_or_default()],
        // Combining marks are counted too: a font that lacks them sets them side by side.
        0x7f..0x1100 | 0x1e00..0x2026 => other,
        // An em: the ellipsis and symbols; beyond them ideographs and emoji, which may be a little wider.
        0x2026..0x2e80 => 1000,
        _ => 1250,
    }
}

const PLAIN: [u16; 95] = [
    317, 400, 459, 837, 636, 950, 779, 274, 390, 390, 500, 837, 317, 360, 317, 336, 636, 636, 636, 636, 636, 636, 636,
    636, 636, 636, 336, 336, 837, 837, 837, 530, 1000, 684, 686, 698, 770, 631, 575, 774, 751, 294, 294, 655, 557, 862,
    748, 787, 603, 787, 694, 634, 610, 731, 684, 988, 685, 610, 685, 390, 336, 390, 837, 500, 500, 612, 634, 549, 634,
    615, 352, 634, 633, 277, 277, 579, 277, 974, 633, 611, 634, 634, 411, 520, 392, 633, 591, 817, 591, 591, 524, 636,
    336, 636, 837,
];

const BOLD: [u16; 95] = [
    348, 456, 520, 837, 695, 1001, 872, 306, 457, 457, 522, 837, 379, 415, 379, 365, 695, 695, 695, 695, 695, 695, 695,
    695, 695, 695, 399, 399, 837, 837, 837, 580, 1000, 773, 762, 733, 830, 683, 683, 820, 836, 372, 372, 774, 637, 995,
    836, 850, 732, 850, 770, 720, 682, 812, 773, 1103, 770, 724, 725, 457, 365, 457, 837, 500, 500, 674, 715, 592, 715,
    678, 435, 715, 711, 342, 342, 665, 342, 1041, 711, 687, 715, 715, 493, 595, 478, 711, 651, 923, 645, 651, 582, 711,
    365, 711, 837,
];
