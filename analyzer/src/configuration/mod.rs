//! `ensue.toml`: what a team says about its checks; and `ensue-accepted.toml`, what it has accepted of their findings.
//!
//! The files are data of the tree like any other: they are found inside the reading boundary, and what is wrong in them is
//! a finding with a place. Every mistake is told, and then nothing of the file counts.

mod acceptance;
mod changes;
mod keys;
mod policy;
mod read;
mod rules;
mod starter;

pub use acceptance::{ACCEPTED, read_accepted, with_accepted};
pub use changes::{ACCEPTANCE_CHANGED, POLICY_CHANGED, RULES_OF_FILES, changes};
pub use read::read;
pub use starter::starter;

use crate::diff::Policy;
use crate::lints::{Levels, Rule};

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
    /// `[[rule]]`, in the order of the file.
    pub rules: Vec<Rule>,
    /// `[diff]`
    pub policy: Policy,
}
