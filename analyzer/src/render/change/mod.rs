//! A difference as a picture: both sides in one layout, so that what is the same stays where it is.

mod picture;
mod union;
mod views;

#[cfg(test)]
mod tests;

use super::picture::{Picture, note};
use crate::diff::Diff;
use ensue_grammar::graph::Graph;
use picture::Frame;
use union::Union;

/// The picture of a difference: the change, what it affects, and one step around.
#[must_use]
pub fn picture(diff: &Diff, base: &Graph, head: &Graph) -> Picture {
    let union = Union::of(diff, base, head);
    let views = views::of(diff, &union);
    let Some(near) = views.first() else { return Picture::default() };
    let frame = Frame {
        caption: near.shows.to_owned(),
        note: note(diff.holes.added.len()),
        read: None,
        href: &|_| None,
        prefix: None,
    };
    picture::picture(&union, &near.nodes, frame)
}
