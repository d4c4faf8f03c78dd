//! A difference to look at: both sides in one layout, so that what is the same stays where it is.
//!
//! [`picture()`] is the picture alone; [`page()`] has it beside the findings, in one file.

mod modules;
mod page;
mod picture;
mod stage;
mod union;
mod views;

#[cfg(test)]
mod tests;

use super::picture::{Picture, note};
use super::text;
use crate::diff::Diff;
use ensue_templates::Row;
use modules::Modules;
use stage::Stage;
use union::Union;

/// The picture of a difference: the change, what it affects, and one step around; or by module, where that is too much.
#[must_use]
pub fn picture(diff: &Diff) -> Picture {
    let sides = diff.sides();
    let union = Union::of(diff, &sides);
    let told = text::told(diff);
    let mut picture = Stage::new(diff, &union, std::iter::empty()).nearest();
    picture.caption = format!("{}: {} → {}: {}", told.verdict, told.base, told.head, picture.caption);
    picture.note = note(diff.totals.head.holes);
    picture
}

/// The difference as one HTML page that loads nothing: the verdict, the findings, and the picture before, after and merged.
///
/// ```
/// let diff = ensue_analyzer::diff::compare(&Default::default(), &Default::default());
/// assert!(ensue_analyzer::render::change::page(&diff).contains("Nothing differs."));
/// ```
#[must_use]
pub fn page(diff: &Diff) -> String {
    let sides = diff.sides();
    page::html(diff, &text::told(diff), &Union::of(diff, &sides))
}

/// The picture by module, for who cannot show that of [`picture()`].
#[must_use]
pub fn by_module(diff: &Diff) -> Picture {
    let sides = diff.sides();
    Modules::new(&Union::of(diff, &sides)).picture(&|_| None, &|_| None)
}

/// Everything that differs: nodes, then edges.
pub(super) fn rows(diff: &Diff) -> Vec<Row> {
    let sides = diff.sides();
    page::rows(&Union::of(diff, &sides))
}
