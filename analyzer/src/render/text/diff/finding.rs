//! One thing to say of a difference.

use crate::diff::EdgeId;
use crate::render::text::line::{Line, Role};

/// A sentence with what explains it.
pub(in crate::render) struct Finding {
    /// One word that says what kind of finding it is.
    pub(in crate::render) label: &'static str,
    pub(in crate::render) role: Role,
    pub(in crate::render) sentence: Words,
    pub(in crate::render) place: String,
    /// Further sentences, each with a place.
    pub(in crate::render) details: Vec<(Words, String)>,
    /// Ids of nodes that it speaks of, as in head, or in base.
    pub(in crate::render) about: Vec<String>,
    /// The edges that it speaks of, as in head, or in base: a way that shows it.
    pub(in crate::render) witness: Vec<EdgeId>,
}

/// Pieces between which a line may break.
pub(in crate::render) type Words = Vec<Line>;

impl Finding {
    pub(super) fn new(label: &'static str, role: Role, sentence: Words) -> Finding {
        let (about, witness) = (Vec::new(), Vec::new());
        Finding { label, role, sentence, place: String::new(), details: Vec::new(), about, witness }
    }

    pub(super) fn at(self, place: String) -> Finding {
        Finding { place, ..self }
    }

    pub(super) fn about(self, ids: &[&str]) -> Finding {
        Finding { about: ids.iter().map(|&id| id.to_owned()).collect(), ..self }
    }

    pub(super) fn along(self, witness: &[EdgeId]) -> Finding {
        Finding { witness: witness.to_vec(), ..self }
    }
}

/// A sentence that grows at its end.
#[derive(Default)]
pub(super) struct Sentence(Words);

impl Sentence {
    /// Adds text that may break at its spaces.
    pub(super) fn text(mut self, text: &str) -> Sentence {
        self.0.extend(text.split(' ').filter(|word| !word.is_empty()).map(|word| Line::new().with(Role::Plain, word)));
        self
    }

    /// Adds a name, which stays whole, with what directly follows it.
    pub(super) fn name(mut self, name: &str, suffix: &str) -> Sentence {
        self.0.push(Line::new().with(Role::Strong, name).with(Role::Plain, suffix));
        self
    }

    /// Adds names as a list, at most `most` of them, and how many more there are.
    pub(super) fn names<N: AsRef<str>>(self, names: &[N], most: usize) -> Sentence {
        self.names_of(names, names.len(), most)
    }

    /// As [`Sentence::names`], where there are `all`, of which not all names are known.
    pub(super) fn names_of<N: AsRef<str>>(mut self, names: &[N], all: usize, most: usize) -> Sentence {
        // One more is as long as its name.
        let shown = if names.len().max(all) == most + 1 { names.len() } else { names.len().min(most) };
        for (i, name) in names.iter().take(shown).enumerate() {
            let comma = if i + 1 < shown || shown < all && shown > 1 { "," } else { "" };
            self = self.name(name.as_ref(), comma);
        }
        if shown < all { self.text(&format!("and {} more", all - shown)) } else { self }
    }

    /// Adds a sign to the last piece, such as a comma.
    pub(super) fn glued(mut self, text: &str) -> Sentence {
        match self.0.last_mut() {
            Some(last) => last.push(Role::Plain, text),
            None => self = self.text(text),
        }
        self
    }

    /// Adds `(new)` or its like in the colour of the change.
    pub(super) fn mark(mut self, role: Role, text: &str) -> Sentence {
        self.0.push(Line::new().with(role, text));
        self
    }

    pub(super) fn words(self) -> Words {
        self.0
    }
}
