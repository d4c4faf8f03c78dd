//! Questions to a graph: what follows, what leads there, by which way, and which node a name means.
//!
//! Everything here is a function over sorted data; the same graph gives the same answer, ties included. An edge of any
//! kind and timing is a step. Archivers have no edges, so they lead nowhere: what is emitted *through* one belongs to the
//! emitter alone.

mod emission;
mod externals;
mod guard;
mod index;
mod loops;
mod names;
mod program;
mod search;
mod slice;
mod together;
mod tree;

pub use emission::{Emission, emission};
pub use externals::by_effect;
pub use guard::{Guard, Missed};
pub use index::{Direction, EdgeIx, Index, NodeIx, beginnings};
pub use loops::loops;
pub use names::{NODE_KINDS, NameError, find, kind_word, short_names};
pub use program::{UnknownProgram, only_program};
pub use search::{Search, search, search_until, shortest};
pub use slice::slice;
pub use tree::{Mark, Row, RowKind, tree};

#[cfg(test)]
pub(crate) mod sample;
#[cfg(test)]
mod tests;
#[cfg(test)]
pub(crate) mod worlds;
