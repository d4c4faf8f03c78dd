//! Payments: the whole story.
