//! What several kinds of pages have in common.

/// What surrounds a page. All addresses are relative to the page.
#[derive(Debug, Clone, Default)]
pub struct Frame {
    /// Title of the window.
    pub title: String,
    /// Address of the style sheet.
    pub stylesheet: String,
    /// Address of the overview.
    pub overview: String,
    /// Address of the list of places that cannot be seen.
    pub holes: String,
    /// What was read to make the pages, in a line; empty when they were not made from source.
    pub read: String,
}

/// A picture with its words.
#[derive(Debug, Clone, Default)]
pub struct Figure {
    /// Headline; the overview shows none.
    pub heading: String,
    /// An `svg` element. Markup.
    pub svg: String,
    /// One line below the picture.
    pub caption: String,
    /// How many places the picture cannot show.
    pub note: Option<String>,
}

/// A list under a headline.
#[derive(Debug, Clone, Default)]
pub struct Group {
    /// Headline.
    pub heading: String,
    /// At least one.
    pub entries: Vec<Entry>,
}

/// A line that leads to another page.
#[derive(Debug, Clone, Default)]
pub struct Entry {
    /// Class of the style sheet for the kind: `event`, `handler`, `controller`, `archiver`, `effect`, `effect-handler` or
    /// `external`.
    pub class: String,
    /// The kind in words.
    pub word: String,
    /// What is linked.
    pub name: String,
    /// Address.
    pub href: String,
    /// Small text behind it; may be empty.
    pub note: String,
}

/// A name with its values.
#[derive(Debug, Clone, Default)]
pub struct Fact {
    /// What is said.
    pub name: String,
    /// At least one.
    pub values: Vec<Value>,
}

/// A text that may be a link.
#[derive(Debug, Clone, Default)]
pub struct Value {
    /// The text.
    pub text: String,
    /// Address.
    pub href: Option<String>,
}
