//! From a graph to what people look at: pictures, pages, and text that is safe to show.

pub mod visible;
