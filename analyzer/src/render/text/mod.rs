//! Text for terminals: trees, ways, differences, and one line each on holes and on what was read.
//!
//! Everything returns text with ANSI colours, which whoever writes it takes out where they are not wanted. Colour is
//! never alone: what it says, a word or a sign says too. A width is a number of columns; `None` is as many as needed.

mod diff;
mod holes;
mod line;
mod read;
mod tree;
mod way;
mod words;

pub use diff::diff;
pub(in crate::render) use diff::{Finding, Told, Words, told};
pub use holes::holes;
pub(in crate::render) use line::Role;
pub use read::read;
pub use tree::tree;
pub use way::way;

#[cfg(test)]
mod tests;
