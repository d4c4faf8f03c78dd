//! The pages of an Ensue site: view models in, HTML out.

/// How pictures look. A picture by itself carries it inside; a page has it in its style sheet.
pub const PICTURE_CSS: &str = include_str!("../assets/picture.css");
