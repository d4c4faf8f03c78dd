//! The words that every mention of Ensue holds: text without any of them is not ours, and is not looked into.
//!
//! Whoever uses a name of Ensue writes it, or another name that somebody gave it where it was written. So from the names
//! that the runtime exports all others can be learnt: an import that renames, a macro, trait or type that mentions one.

use super::annotation::Kind;
use super::lex::is_word;
use super::outline::{Brings, Given, Item, ItemKind, Visibility};
use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// The traits that attributes alone implement: the proof, and what the application calls with a context.
pub const PROOF: &[&str] = &[
    "Emits",
    "Schedules",
    "Requests",
    "EmittedBy",
    "ScheduledBy",
    "RequestedBy",
    "Controller",
    "Emitter",
    "HandledBy",
];

/// What emits.
const CONTEXT: &str = "Cx";

/// What brings in other text.
const INCLUDE: &str = "include";

/// Words to look for.
#[derive(Debug, Clone)]
pub struct Words {
    /// `None` when everything counts.
    known: Option<Arc<(BTreeSet<String>, AhoCorasick)>>,
    /// Whether a name that nobody knows may be one of ours.
    is_wary: bool,
}

/// Where a text holds words, in bytes, sorted.
#[derive(Debug, Clone, Default)]
pub(super) struct Hits {
    places: Option<Vec<usize>>,
    /// Whether each attribute and each macro counts as well.
    pub(super) is_wary: bool,
}

impl Words {
    /// Everything is looked into, whatever it says.
    #[must_use]
    pub fn any() -> Words {
        Words { known: None, is_wary: false }
    }

    /// The names that the runtime gives.
    #[must_use]
    pub fn usual() -> Words {
        static USUAL: OnceLock<Words> = OnceLock::new();
        USUAL.get_or_init(Words::exported).clone()
    }

    fn exported() -> Words {
        let annotations = Kind::ALL.into_iter().filter(|kind| *kind != Kind::Allow).map(Kind::name);
        Words::of(annotations.chain(PROOF.iter().copied()).chain([CONTEXT, INCLUDE]).map(str::to_owned).collect())
    }

    /// These words and others.
    #[must_use]
    pub fn with(&self, others: impl IntoIterator<Item = String>) -> Words {
        let Some((known, _)) = self.known.as_deref() else { return Words::any() };
        Words { is_wary: self.is_wary, ..Words::of(known.iter().cloned().chain(others).collect()) }
    }

    /// The same, where some names come from places that cannot be seen: each attribute that is not of the language, and
    /// each macro, may be ours under another name.
    #[must_use]
    pub fn wary(&self) -> Words {
        Words { is_wary: true, ..self.clone() }
    }

    /// Whether they are looked for warily.
    #[must_use]
    pub fn is_wary(&self) -> bool {
        self.is_wary
    }

    fn of(known: BTreeSet<String>) -> Words {
        // What cannot be searched for is found everywhere.
        let mut search = AhoCorasick::builder();
        search.match_kind(MatchKind::LeftmostLongest).kind(Some(AhoCorasickKind::ContiguousNFA));
        let search = search.build(&known).ok();
        Words { known: search.map(|search| Arc::new((known, search))), is_wary: false }
    }

    /// Whether this is one of them.
    #[must_use]
    pub fn knows(&self, word: &str) -> bool {
        self.known.as_ref().is_none_or(|known| known.0.contains(word))
    }

    /// The names that items of a file give to what they may mention, as far as that is not told apart.
    pub(crate) fn given(&self, items: &[Arc<Item>], into: &mut Vec<Given>) {
        for item in items {
            let gives = match &item.kind {
                ItemKind::Import(import) => {
                    import.brings == Brings::Name && import.path.last() != item.name && self.knows(import.path.last())
                }
                ItemKind::Alias(_) | ItemKind::Trait(_) | ItemKind::MacroRules(_) => true,
                ItemKind::Module(module) => {
                    self.given(module.items.as_deref().unwrap_or_default(), into);
                    false
                }
                _ => false,
            };
            if gives {
                let is_macro = matches!(item.kind, ItemKind::MacroRules(_));
                let is_private = item.visibility == Visibility::Private && !is_macro;
                into.push(Given { name: item.name.clone(), is_private });
            }
        }
    }

    /// Where they are in a text.
    pub(super) fn find(&self, text: &str) -> Hits {
        let Some((known, search)) = self.known.as_deref() else { return Hits { places: None, is_wary: false } };
        let bytes = text.as_bytes();
        let mut places = Vec::new();
        let mut at = 0;
        while let Some(found) = search.find(aho_corasick::Input::new(text).range(at..)) {
            let start = bytes[..found.start()].iter().rposition(|byte| !is_word(*byte)).map_or(0, |before| before + 1);
            let length = bytes[found.end()..].iter().position(|byte| !is_word(*byte));
            let end = length.map_or(bytes.len(), |length| found.end() + length);
            if known.contains(&text[start..end]) {
                places.push(start);
            }
            at = end;
        }
        Hits { places: Some(places), is_wary: self.is_wary }
    }
}

impl Hits {
    /// How many there are in a part of the text; one at least where everything counts.
    pub(super) fn within(&self, part: Range<usize>) -> usize {
        let Some(places) = &self.places else { return 1 };
        let before = |end: usize| places.partition_point(|place| *place < end);
        before(part.end).saturating_sub(before(part.start))
    }

    /// Whether a part of the text may be ours.
    pub(super) fn speaks(&self, part: Range<usize>) -> bool {
        self.is_wary || self.within(part) > 0
    }

    /// Whether everything counts.
    pub(super) fn is_everything(&self) -> bool {
        self.places.is_none()
    }

    /// None at all.
    pub(super) fn none() -> Hits {
        Hits { places: Some(Vec::new()), is_wary: false }
    }
}
