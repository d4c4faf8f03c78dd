//! What a kind of rule is.

use crate::lints::Example;

/// A kind of rule that a team can write.
#[derive(Debug)]
pub struct Kind {
    /// The key of `[[rule]]` that makes a rule one of this kind.
    pub key: &'static str,
    /// What it finds, in one sentence that continues "finds".
    pub finds: &'static str,
    /// What exactly it asks, and what it is good for.
    pub means: &'static str,
    /// A rule of this kind.
    pub(super) rule: &'static str,
    /// Code that breaks it, and no lint; put right it breaks nothing.
    pub example: Example,
    /// What it does not find.
    pub drawbacks: &'static str,
}

impl Kind {
    /// A rule of this kind, as in `ensue.toml`.
    #[must_use]
    pub fn rule(&self) -> &'static str {
        self.rule.trim_start()
    }
}

/// All kinds, sorted by key.
pub static KINDS: &[&Kind] = &[
    &super::too_deep::KIND,
    &super::too_wide::KIND,
    &super::only::MAY_EMIT,
    &super::only::MAY_REQUEST,
    &super::way_to::KIND,
    &super::way_past::KIND,
];

/// The kind of a key.
#[must_use]
pub fn kind(key: &str) -> Option<&'static Kind> {
    KINDS.iter().copied().find(|kind| kind.key == key)
}

#[cfg(test)]
mod tests {
    use super::KINDS;

    #[test]
    fn kinds_are_sorted_and_say_all_there_is_to_say() {
        assert!(KINDS.is_sorted_by(|a, b| a.key < b.key));
        for kind in KINDS {
            for text in [kind.means, kind.drawbacks] {
                assert!(text.ends_with('.') && text.trim() == text, "`{}` is told in whole sentences", kind.key);
            }
            let is_clause = kind.finds.starts_with(char::is_lowercase) && !kind.finds.ends_with('.');
            assert!(is_clause, "`{}`: `finds` continues a sentence", kind.key);
        }
    }
}
