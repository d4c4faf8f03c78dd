//! The first page.

use crate::{Entry, Fact, Figure, Frame, Group};
use askama::Template;

/// The first page: where things begin, pictures, contents, what cannot be seen, and what was read.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "overview.html")]
pub struct Overview {
    /// What surrounds the page.
    pub frame: Frame,
    /// The headline.
    pub heading: String,
    /// The most important in a sentence or two.
    pub lead: String,
    /// Where cascades begin.
    pub entries: Vec<Entry>,
    /// One of the whole, or one for each entry.
    pub figures: Vec<Figure>,
    /// All pages, by kind.
    pub groups: Vec<Group>,
    /// Places that cannot be seen.
    pub holes: Vec<Spot>,
    /// What is wrong in the annotations.
    pub faults: Vec<Spot>,
    /// What the analysis read.
    pub read: Vec<Fact>,
}

/// Something about a place in a file.
#[derive(Debug, Clone, Default)]
pub struct Spot {
    /// The kind of problem.
    pub reason: String,
    /// `file:line`; may be empty.
    pub place: String,
    /// What exactly.
    pub detail: String,
}

impl Overview {
    /// The page as HTML.
    pub fn html(&self) -> Result<String, askama::Error> {
        self.render()
    }
}
