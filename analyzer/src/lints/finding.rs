//! What a lint finds, as plain data: each printer makes its own of it.

use super::{Level, Lint};
use crate::digest::Digest;
use crate::parse::{Entry, Spot};

/// A rule broken at some place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// The name of the rule.
    pub rule: String,
    /// Ids of what it is about, and names as written, but neither places nor wording: with the rule its identity.
    pub about: Vec<String>,
    /// The problem, understandable alone: one line without a full stop.
    pub message: String,
    /// The place to change first, then others that explain it.
    pub labels: Vec<Label>,
    /// In which order the labels tell what happens.
    pub order: Order,
    /// Why it matters here.
    pub notes: Vec<String>,
    /// What to do.
    pub remedies: Vec<Remedy>,
}

/// In which order labels tell what happens.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Order {
    /// From the second on, and the first is where it leads.
    #[default]
    ToFirst,
    /// As they stand.
    FromFirst,
}

/// A place, and what is to be seen there.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Label {
    /// Where.
    pub place: Place,
    /// A few words.
    pub text: String,
}

/// A place in a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Relative to the workspace root.
    pub file: String,
    /// From 1; none when the whole file is meant.
    pub line: Option<u32>,
    /// What of the line.
    pub part: Part,
}

/// What of a line is meant.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// All of it.
    Line,
    /// This word where it first stands; the line, if it does not.
    Word(String),
    /// The first of these words that stands in the line; all of it, if none does.
    Words(Vec<String>),
    /// This text where it stands nearest to this character of the line, from 1; the line, if it does not.
    Text(String, u32),
    /// These bytes of the line, as far as it has them.
    Bytes(usize, usize),
    /// Of an edit: this entry of a list of what may be done, which is taken out. Who knows the text makes a
    /// [`Part::Stretch`] of it.
    Entry(Spot, Entry),
    /// Of an edit: these bytes of the file, whatever its lines. Whoever replaces them changes nothing but what is meant.
    Stretch(usize, usize),
}

/// What to do about a finding.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Remedy {
    /// In a few words, understandable alone.
    pub text: String,
    /// The change that does it, where there is exactly one.
    pub edit: Option<Edit>,
}

/// A place whose text is replaced. It must be a [`Part::Word`] that stands there, or bytes, or an entry: else there is nothing to
/// replace.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edit {
    /// What is replaced.
    pub place: Place,
    /// By what.
    pub by: String,
}

/// A finding, and what it means here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// Never [`Level::Allow`].
    pub level: Level,
    /// What was found.
    pub finding: Finding,
}

impl Finding {
    /// A finding about these ids.
    #[must_use]
    pub fn new(lint: &Lint, about: impl IntoIterator<Item = String>, message: String) -> Finding {
        Finding::of(lint.name, about, message)
    }

    /// A finding of a rule that is no lint.
    #[must_use]
    pub fn of(rule: &str, about: impl IntoIterator<Item = String>, message: String) -> Finding {
        Finding {
            rule: rule.to_owned(),
            about: about.into_iter().collect(),
            message,
            labels: Vec::new(),
            order: Order::default(),
            notes: Vec::new(),
            remedies: Vec::new(),
        }
    }

    /// With a further place, if it is known.
    #[must_use]
    pub fn at(mut self, place: Option<Place>, text: impl Into<String>) -> Finding {
        self.labels.extend(place.map(|place| Label { place, text: text.into() }));
        self
    }

    /// With a reason why it matters.
    #[must_use]
    pub fn note(mut self, text: impl Into<String>) -> Finding {
        self.notes.push(text.into());
        self
    }

    /// With something to do.
    #[must_use]
    pub fn remedy(mut self, text: impl Into<String>, edit: Option<Edit>) -> Finding {
        self.remedies.push(Remedy { text: text.into(), edit });
        self
    }

    /// What tells it from all others, however code moves and messages are worded.
    #[must_use]
    pub fn identity(&self) -> (&str, &[String]) {
        (&self.rule, &self.about)
    }

    /// The identity in 16 hexadecimal digits, to write down.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        fingerprint(&self.rule, &self.about)
    }
}

/// The fingerprint of the finding with this identity.
#[must_use]
pub fn fingerprint(rule: &str, about: &[String]) -> String {
    Digest::of(std::iter::once(rule).chain(about.iter().map(String::as_str)).map(|it| format!("{it}\n")))
}

impl Place {
    /// A word of a line.
    #[must_use]
    pub fn word(file: &str, line: u32, word: &str) -> Place {
        Place { file: file.to_owned(), line: Some(line), part: Part::Word(word.to_owned()) }
    }
}
