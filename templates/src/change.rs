//! The page of a difference: one file, with everything inside.

use crate::{Fact, PAGE_CSS, PICTURE_CSS};
use askama::Template;
use data_encoding::BASE64;
use sha2::{Digest, Sha256};

const CHANGE_CSS: &str = include_str!("../assets/change.css");
const CHANGE_JS: &str = include_str!("../assets/change.js");

/// A page about a change.
#[derive(Debug, Clone, Default)]
pub struct ChangePage {
    /// Title of the window.
    pub title: String,
    /// What the change is compared with.
    pub base: String,
    /// What is judged.
    pub head: String,
    /// Class of the style sheet: `none`, `safe`, `review` or `breaking`.
    pub verdict: String,
    /// The verdict in words.
    pub verdict_word: String,
    /// What a reviewer must know first.
    pub sentence: String,
    /// What it means, the gravest first.
    pub findings: Vec<Told>,
    /// How far to trust it, in a line.
    pub remarks: String,
    /// The picture, from the nearest to the widest; each in one of the ids that the style sheet knows.
    pub views: Vec<View>,
    /// Everything that differs.
    pub rows: Vec<Row>,
    /// What was read of the sides.
    pub read: Vec<Read>,
}

/// A finding.
#[derive(Debug, Clone, Default)]
pub struct Told {
    /// Class of the style sheet: `added`, `removed`, `changed`, or none.
    pub class: String,
    /// `+`, `−` or `~`.
    pub sign: String,
    /// One word that says what kind of finding it is.
    pub label: String,
    /// What it says.
    pub sentence: Vec<Piece>,
    /// `file:line`; may be empty.
    pub place: String,
    /// The shortest way to see it.
    pub details: Vec<Detail>,
    /// The ids of its cards and lines in a picture, without the name of the view, between spaces.
    pub parts: String,
    /// Where it leads: a card of the first view, or the picture.
    pub href: String,
}

/// A further sentence of a finding.
#[derive(Debug, Clone, Default)]
pub struct Detail {
    /// What it says.
    pub words: Vec<Piece>,
    /// `file:line`; may be empty.
    pub place: String,
}

/// A word or a few.
#[derive(Debug, Clone, Default)]
pub struct Piece {
    /// Class of the style sheet: `strong`, `plus`, `minus`, `tilde`, or none.
    pub class: &'static str,
    /// The words, with a space at the end.
    pub text: String,
}

/// A picture of a part.
#[derive(Debug, Clone, Default)]
pub struct View {
    /// `near`, `wide` or `whole`: what the ids of its elements begin with.
    pub name: String,
    /// What chooses it.
    pub label: String,
    /// What it shows.
    pub caption: String,
    /// An `svg` element. Markup.
    pub svg: String,
}

/// Something that differs.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// Class of the style sheet: `added`, `removed`, `changed` or `moved`.
    pub class: String,
    /// The sign of it.
    pub sign: String,
    /// What it is.
    pub word: String,
    /// What it is called.
    pub name: String,
    /// `file:line`, or the path of the definition.
    pub place: String,
    /// What differs; may be empty.
    pub how: String,
}

/// What was read of one side, or of both.
#[derive(Debug, Clone, Default)]
pub struct Read {
    /// Which.
    pub heading: String,
    /// What.
    pub facts: Vec<Fact>,
}

/// The page with what it carries.
#[derive(Template)]
#[template(path = "change.html")]
struct Whole<'p> {
    page: &'p ChangePage,
    policy: String,
    style: String,
    script: &'static str,
}

impl ChangePage {
    /// The page as HTML. It loads nothing, and its policy lets no style and no script run but its own.
    pub fn html(&self) -> Result<String, askama::Error> {
        let style = format!("{PICTURE_CSS}{PAGE_CSS}{CHANGE_CSS}");
        let policy = format!(
            "default-src 'none'; script-src {}; style-src {}; base-uri 'none'; form-action 'none'",
            source(CHANGE_JS),
            source(&style)
        );
        Whole { page: self, policy, style, script: CHANGE_JS }.render()
    }
}

/// How a policy names text by its digest.
fn source(text: &str) -> String {
    format!("'sha256-{}'", BASE64.encode(&Sha256::digest(text)))
}
