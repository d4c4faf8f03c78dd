//! The table of mistakes.

mod arguments;
mod items;

/// A mistake, and what is said of it.
pub(crate) struct Case {
    /// Which message.
    pub(crate) code: &'static str,
    /// The name of what the attribute stands on.
    pub(crate) item: &'static str,
    /// The tokens to change stand between `«` and `»`.
    pub(crate) source: &'static str,
    pub(crate) message: &'static str,
}

/// All of them, in the order of the messages in the source.
pub(crate) fn all() -> impl Iterator<Item = &'static Case> {
    arguments::CASES.iter().chain(items::CASES)
}
