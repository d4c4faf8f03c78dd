//! What an Ensue annotation means, and the graph that annotations add up to.
//!
//! Two readers need one meaning: the macros, which turn an annotation into a proof, and the analyzer, which turns it into
//! a picture. Both parse it here. The [`graph`] is what the analyzer derives, what `ensue.json` holds, and what a linked
//! program can say about itself.

#[cfg(feature = "annotation")]
pub mod annotation;
pub mod graph;
