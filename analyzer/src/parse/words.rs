//! The words that every mention of Ensue holds: text without any of them is not ours, and is not looked into.
//!
//! Whoever uses a name of Ensue writes it, or another name that somebody gave it where it was written. So from the names
//! that the runtime exports all others can be learnt: an import that renames, a macro, trait or type that mentions one.

use super::annotation::Kind;
use super::hits::Hits;
use super::lex::is_word;
use super::outline::{Brings, Given, Item, ItemKind, Visibility};
use aho_corasick::{AhoCorasick, AhoCorasickKind, Input, MatchKind};
use std::collections::BTreeSet;
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

/// So many words are searched for in one pass, as many as can be told apart by a few bytes at once; two passes for twice as
/// many take a third of the time that one takes.
const MOST_AT_ONCE: usize = 12;

/// With more passes than this, one for everything is faster again.
const MOST_PASSES: usize = 6;

/// Words to look for.
#[derive(Debug, Clone)]
pub struct Words {
    /// `None` when everything counts.
    known: Option<Arc<Known>>,
    /// Whether a name that nobody knows may be one of ours.
    is_wary: bool,
    /// Whether something is compiled as a test.
    tests_count: bool,
}

#[derive(Debug)]
struct Known {
    /// Names that can stand anywhere.
    names: BTreeSet<String>,
    /// Names of macros alone: of attributes, and of what brings in text.
    macros: BTreeSet<String>,
    searches: Vec<AhoCorasick>,
}

impl Words {
    /// Everything is looked into, whatever it says, and whether or not it is compiled in tests alone.
    #[must_use]
    pub fn any() -> Words {
        Words { known: None, is_wary: false, tests_count: true }
    }

    /// The names that the runtime gives.
    #[must_use]
    pub fn usual() -> Words {
        static USUAL: OnceLock<Words> = OnceLock::new();
        USUAL.get_or_init(Words::exported).clone()
    }

    fn exported() -> Words {
        let annotations = Kind::ALL.into_iter().filter(|kind| *kind != Kind::Allow);
        let (derives, attributes): (Vec<Kind>, Vec<Kind>) = annotations.partition(|kind| kind.is_derive());
        let of = |kinds: Vec<Kind>| kinds.into_iter().map(Kind::name).map(str::to_owned);
        let names = PROOF.iter().copied().chain([CONTEXT]).map(str::to_owned);
        let macros = of(attributes).chain([INCLUDE.to_owned()]).collect();
        Words::of(of(derives).chain(names).collect(), macros)
    }

    /// These words and others, which can stand anywhere.
    #[must_use]
    pub fn with(&self, others: impl IntoIterator<Item = String>) -> Words {
        let Some(known) = self.known.as_deref() else { return self.clone() };
        let names = known.names.iter().cloned().chain(others).collect();
        let Words { known, .. } = Words::of(names, known.macros.clone());
        Words { known, ..*self }
    }

    /// The same, where some names come from places that cannot be seen: each attribute that is not of the language, and
    /// each macro, may be ours under another name.
    #[must_use]
    pub fn wary(&self) -> Words {
        Words { is_wary: true, ..self.clone() }
    }

    /// The same, where nothing is compiled as a test: what stands under `cfg(test)` is passed over.
    #[must_use]
    pub fn without_tests(&self) -> Words {
        Words { tests_count: false, ..self.clone() }
    }

    /// Whether items that are compiled in tests alone are looked into.
    #[must_use]
    pub(super) fn tests_count(&self) -> bool {
        self.tests_count
    }

    /// Everything is looked into, but for what these pass over.
    #[must_use]
    pub fn or_anything(&self) -> Words {
        Words { known: None, ..self.clone() }
    }

    /// Whether they are looked for warily.
    #[must_use]
    pub fn is_wary(&self) -> bool {
        self.is_wary
    }

    fn of(names: BTreeSet<String>, macros: BTreeSet<String>) -> Words {
        let mut builder = AhoCorasick::builder();
        builder.match_kind(MatchKind::LeftmostLongest).kind(Some(AhoCorasickKind::ContiguousNFA));
        let all: Vec<&String> = names.iter().chain(&macros).collect();
        let at_once = if all.len() > MOST_AT_ONCE * MOST_PASSES { all.len() } else { MOST_AT_ONCE };
        // What cannot be searched for is found everywhere.
        let searches = all.chunks(at_once).map(|words| builder.build(words)).collect::<Result<Vec<_>, _>>().ok();
        Words {
            known: searches.map(|searches| Arc::new(Known { names, macros, searches })),
            is_wary: false,
            tests_count: true,
        }
    }

    /// Whether this is one of them.
    #[must_use]
    pub fn knows(&self, word: &str) -> bool {
        self.known.as_ref().is_none_or(|known| known.names.contains(word) || known.macros.contains(word))
    }

    /// Whether this is looked for wherever it stands.
    #[must_use]
    pub fn knows_anywhere(&self, word: &str) -> bool {
        self.known.as_ref().is_none_or(|known| known.names.contains(word))
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

    /// Where they are in a text, as far as they can mean something there.
    pub(super) fn find(&self, text: &str) -> Hits {
        let Some(known) = self.known.as_deref() else { return Hits::everywhere() };
        let bytes = text.as_bytes();
        let mut places = Vec::new();
        for search in &known.searches {
            let mut at = 0;
            while let Some(found) = search.find(Input::new(text).range(at..)) {
                let start =
                    bytes[..found.start()].iter().rposition(|byte| !is_word(*byte)).map_or(0, |before| before + 1);
                let length = bytes[found.end()..].iter().position(|byte| !is_word(*byte));
                let end = length.map_or(bytes.len(), |length| found.end() + length);
                if self.knows(&text[start..end]) {
                    places.push(start);
                }
                at = end;
            }
        }
        // A word can hold what another pass looks for.
        places.sort_unstable();
        places.dedup();
        let is_macro = |word: &str| !known.names.contains(word);
        Hits::of(text, places, &is_macro, self.is_wary)
    }
}
