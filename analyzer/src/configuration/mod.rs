//! `ensue.toml`: what a team says about its checks.
//!
//! The file is data of the tree like any other: it is found inside the reading boundary, and what is wrong in it is a
//! finding with a place. Every mistake is told, and then nothing of it counts.

mod keys;
mod read;

pub use read::read;

use crate::lints::Levels;
use crate::source::{ReadError, Tree, path};

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

/// The path of the file for a directory of the tree, and its bytes or why it cannot be read: the nearest from there up to
/// the root of the workspace.
pub fn find(tree: &dyn Tree, dir: &str, root: &str) -> Option<(String, Result<Vec<u8>, ReadError>)> {
    let ways = std::iter::successors(Some(dir), |dir| path::parent(dir));
    let inside = ways.take_while(|dir| path::is_within(dir, root));
    for place in inside.chain([root]) {
        let file = path::child(place, NAME);
        match tree.read(&file) {
            Err(ReadError::Missing) => {}
            found => return Some((file, found)),
        }
    }
    None
}
