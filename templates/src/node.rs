//! The page of one event, handler, controller, archiver, effect, effect handler or external.

use crate::{Fact, Figure, Frame, Group};
use askama::Template;

/// A page about one thing.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "node.html")]
pub struct NodePage {
    /// What surrounds the page.
    pub frame: Frame,
    /// As [`Entry::class`](crate::Entry::class).
    pub class: String,
    /// The kind in words.
    pub word: String,
    /// The kind in words, of many.
    pub plural: String,
    /// The headline.
    pub name: String,
    /// The whole path.
    pub id: String,
    /// The doc comment. Markup; may be empty.
    pub doc: String,
    /// Pictures, each with a headline.
    pub figures: Vec<Figure>,
    /// Of an archiver: what its methods do.
    pub moves: Vec<Move>,
    /// Neighbours, by what connects them.
    pub groups: Vec<Group>,
    /// The payload.
    pub fields: Vec<Field>,
    /// All else.
    pub facts: Vec<Fact>,
}

/// A method of an archiver.
#[derive(Debug, Clone, Default)]
pub struct Move {
    /// Name of the method.
    pub method: String,
    /// States it starts from, or what stands for none.
    pub from: String,
    /// State it leads to, or what stands for none.
    pub to: String,
    /// What it emits, schedules and requests.
    pub follows: Vec<Follows>,
}

/// Something that follows from a method.
#[derive(Debug, Clone, Default)]
pub struct Follows {
    /// How: `emits`, `schedules` or `requests`.
    pub before: String,
    /// What is named.
    pub text: String,
    /// Its page.
    pub href: Option<String>,
}

/// A field of a payload.
#[derive(Debug, Clone, Default)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// Its type, as written.
    pub ty: String,
}

impl NodePage {
    /// The page as HTML.
    pub fn html(&self) -> Result<String, askama::Error> {
        self.render()
    }
}
