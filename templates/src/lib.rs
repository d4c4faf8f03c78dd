//! The pages of an Ensue site: view models in, HTML out.
//!
//! This crate knows nothing of events. Who makes a page fills a view model with text that is ready to be shown; templates
//! put it in its place with `if` and `for` alone, and escape it. Only what is called markup goes in as it is.

mod change;
mod node;
mod overview;
mod parts;

pub use askama::Error;
pub use change::{ChangePage, Detail, Piece, Read, Row, Told, View};
pub use node::{Field, Follows, Move, NodePage};
pub use overview::{Overview, Spot};
pub use parts::{Entry, Fact, Figure, Frame, Group, Value};

/// How pictures look. A picture by itself carries it inside; a page has it in its style sheet.
pub const PICTURE_CSS: &str = include_str!("../assets/picture.css");

/// How pages look; goes into the style sheet after [`PICTURE_CSS`].
pub const PAGE_CSS: &str = include_str!("../assets/page.css");
