//! `ensue.toml`: what a team says about its checks.
//!
//! The file is data of the tree like any other: it is found inside the reading boundary, and what is wrong in it is a
//! finding with a place. Every mistake is told, and then nothing of it counts.

mod keys;
mod read;

pub use read::read;

use crate::lints::Levels;

/// The name of the file.
pub const NAME: &str = "ensue.toml";

/// The name of the rule that mistakes in the file break; it cannot be allowed.
pub const RULE: &str = "configuration";

/// What the file says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Configuration {
    /// `[lints]`
    pub levels: Levels,
    /// `max-holes`: how many places may be unseen.
    pub max_holes: Option<usize>,
}
