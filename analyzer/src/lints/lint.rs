//! What a lint is.

use super::{Example, Facts, Finding};

/// A rule that wirings may break.
#[derive(Debug)]
pub struct Lint {
    /// Its name in configuration, in `#[ensue::allow(..)]` and in messages; that of its file as well.
    pub name: &'static str,
    /// What a finding means unless somebody says otherwise.
    pub level: Level,
    /// What it finds, in one sentence that continues "finds".
    pub finds: &'static str,
    /// What goes wrong when it is broken.
    pub why: &'static str,
    /// What to do.
    pub fix: &'static str,
    /// Code that breaks it, and no other rule; put right it breaks none.
    pub example: Example,
    /// What it does not find, and where it is wrong to ask for it.
    pub drawbacks: &'static str,
    /// Finds what breaks it, whatever its level. The order does not matter.
    pub find: fn(&Facts<'_>) -> Vec<Finding>,
}

/// What a finding means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Nothing: it is not shown.
    Allow,
    /// It is shown.
    Warn,
    /// It is shown, and the status is 1.
    Deny,
}

impl Level {
    /// All of them, mildest first.
    pub const ALL: [Level; 3] = [Level::Allow, Level::Warn, Level::Deny];

    /// The word in configuration and documents.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Level::Allow => "allow",
            Level::Warn => "warn",
            Level::Deny => "deny",
        }
    }
}
