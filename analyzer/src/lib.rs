//! From source to the graph of what could happen, and from there to pictures, pages and differences.
//!
//! The stages, each a function over plain data: [`source`], [`parse`], [`resolve`], [`model`], then [`analyses`], [`lints`] with
//! their [`configuration`] and [`fixes`], and [`diff`], then [`render`], and [`cli`].
pub mod analyses;
pub mod cli;
pub mod condition;
pub mod configuration;
pub mod diff;
pub mod digest;
pub mod example;
pub mod fixes;
pub mod lints;
pub mod model;
pub mod parse;
pub mod pattern;
mod quiet;
pub mod render;
pub mod resolve;
pub mod rules;
pub mod source;
