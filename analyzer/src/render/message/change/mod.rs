//! Findings of a difference, as programs read them: one file a format, from the data alone.

mod anchor;
mod github;
mod sarif;

pub use github::github;
pub use sarif::sarif;

#[cfg(test)]
mod tests;

use crate::diff::Level;

/// What a finding is called where people read it.
fn word(level: Level) -> &'static str {
    match level {
        Level::Deny => "error",
        Level::Warn => "warning",
        Level::Info => "notice",
    }
}
