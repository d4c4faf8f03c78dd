//! From a graph to what people look at: pictures, pages, and text that is safe to show.
//!
//! A [`Picture`](picture::Picture) says what is to be seen, [`layout`] where, [`svg`], [`dot`] and [`mermaid`] how. All are functions
//! from data to text, and the same data gives the same bytes.

pub mod answers;
pub mod change;
pub mod differences;
pub mod dot;
pub mod layout;
pub mod lints;
pub mod markdown;
pub mod measure;
pub mod mermaid;
pub mod message;
pub mod modules;
pub mod patch;
pub mod picture;
pub mod rules;
pub mod site;
pub mod statement;
pub mod svg;
pub mod text;
pub mod visible;
pub mod workflow;

#[cfg(test)]
mod tests;
