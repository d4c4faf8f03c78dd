//! Which nodes a rule speaks of.

use crate::analyses::{NodeIx, kind_word};
use crate::lints::{Facts, Place};
use crate::pattern::{name_matches, path_matches};
use ensue_grammar::graph::{Node, NodeKind};

/// The nodes that match any of some criteria.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selector {
    /// The key of the rule that it stands at.
    pub key: String,
    /// At least one.
    pub any: Vec<Criteria>,
}

/// What must all be true of a node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Criteria {
    /// Where they are written.
    pub place: Place,
    /// Each with the words of which one must fit.
    pub all: Vec<(Criterion, Vec<Word>)>,
    /// What is left out.
    pub except: Option<Selector>,
}

/// What a word is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Criterion {
    /// The id; or, of a pattern without `::`, the name, the stable name or the route.
    Path,
    /// The word of a kind.
    Kind,
    /// One of the tags.
    Tag,
    /// One of the owners in CODEOWNERS.
    Owner,
    /// One of the programs that contain it.
    Program,
}

/// A word, and where it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// The word.
    pub text: String,
    /// Where.
    pub place: Place,
}

/// What a rule does with the nodes of a selector.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// They are on ways, on which no archiver is.
    Step,
    /// They emit or request, archivers in the name of others.
    Emitter,
    Event,
    Effect,
}

impl Criterion {
    /// All, in the order in which they are told.
    pub const ALL: [Criterion; 5] =
        [Criterion::Path, Criterion::Kind, Criterion::Tag, Criterion::Owner, Criterion::Program];

    /// The key in `ensue.toml`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Criterion::Path => "path",
            Criterion::Kind => "kind",
            Criterion::Tag => "tag",
            Criterion::Owner => "owner",
            Criterion::Program => "program",
        }
    }

    fn fits(self, word: &str, node: &Node) -> bool {
        let any = |names: &[String]| names.iter().any(|name| name_matches(word, name));
        match self {
            Criterion::Path => is_called(node, word),
            Criterion::Kind => kind_word(node.kind) == word,
            Criterion::Tag => any(&node.tags),
            // Accounts and mail addresses are the same in capitals.
            Criterion::Owner => node.owners.iter().any(|owner| owner.eq_ignore_ascii_case(word)),
            Criterion::Program => any(&node.programs),
        }
    }
}

impl Selector {
    /// Whether a node is meant.
    #[must_use]
    pub fn matches(&self, node: &Node) -> bool {
        self.any.iter().any(|criteria| criteria.matches(node))
    }

    /// In a sentence, as what it selects.
    #[must_use]
    pub fn described(&self) -> String {
        let names = |criteria: &Criteria| criteria.all.iter().any(|(criterion, _)| *criterion == Criterion::Path);
        let one = |it: &Criteria| if names(it) { it.described() } else { format!("what has {}", it.described()) };
        self.any.iter().map(one).collect::<Vec<_>>().join(" or ")
    }

    /// The nodes that are meant, in their order.
    pub(super) fn nodes(&self, facts: &Facts<'_>, role: Role) -> Vec<NodeIx> {
        let nodes = facts.graph.nodes.iter().enumerate();
        nodes.filter(|(_, node)| role.has(node.kind) && self.matches(node)).map(|(at, _)| at).collect()
    }

    /// Parts that match nothing, though the rule speaks of them: a word, or criteria of which each word matches something.
    pub(super) fn unmatched(&self, facts: &Facts<'_>, role: Role) -> Vec<(&Place, String)> {
        let nodes: Vec<&Node> = facts.graph.nodes.iter().filter(|node| role.has(node.kind)).collect();
        let mut found = Vec::new();
        for criteria in &self.any {
            let words = criteria.all.iter().flat_map(|(criterion, words)| words.iter().map(move |it| (*criterion, it)));
            let lost: Vec<_> =
                words.filter(|(criterion, word)| !nodes.iter().any(|node| criterion.fits(&word.text, node))).collect();
            found.extend(lost.iter().map(|(_, word)| (&word.place, format!("`{}`", word.text))));
            if lost.is_empty() && !nodes.iter().any(|node| criteria.matches(node)) {
                found.push((&criteria.place, criteria.described()));
            }
            found.extend(criteria.except.iter().flat_map(|except| except.unmatched(facts, role)));
        }
        found
    }
}

impl Criteria {
    fn matches(&self, node: &Node) -> bool {
        let fits = |(criterion, words): &(Criterion, Vec<Word>)| words.iter().any(|it| criterion.fits(&it.text, node));
        self.all.iter().all(fits) && !self.except.as_ref().is_some_and(|except| except.matches(node))
    }

    fn described(&self) -> String {
        let one = |(criterion, words): &(Criterion, Vec<Word>)| {
            let words: Vec<String> = words.iter().map(|word| format!("`{}`", word.text)).collect();
            let key = if *criterion == Criterion::Path { String::new() } else { format!("{} ", criterion.word()) };
            format!("{key}{}", words.join(" or "))
        };
        let all: Vec<String> = self.all.iter().map(one).collect();
        let except = self.except.as_ref().map_or_else(String::new, |it| format!(" except {}", it.described()));
        format!("{}{except}", all.join(" with "))
    }
}

impl Role {
    fn has(self, kind: NodeKind) -> bool {
        match self {
            Role::Step => kind != NodeKind::Archiver,
            Role::Emitter => !matches!(kind, NodeKind::Event | NodeKind::Effect),
            Role::Event => kind == NodeKind::Event,
            Role::Effect => kind == NodeKind::Effect,
        }
    }

    /// What a selector in this role selects.
    pub(super) fn word(self) -> &'static str {
        match self {
            Role::Step => "event, handler, controller, effect, effect handler or external",
            Role::Emitter => "handler, controller, archiver, effect handler or external",
            Role::Event => "event",
            Role::Effect => "effect",
        }
    }
}

/// As `.gitignore` has it with `/`: a pattern with `::` is a whole path, another a name anywhere.
fn is_called(node: &Node, pattern: &str) -> bool {
    if pattern.contains("::") {
        let (pattern, id): (Vec<&str>, Vec<&str>) = (pattern.split("::").collect(), node.id.split("::").collect());
        return path_matches(&pattern, &id);
    }
    let names = [Some(&node.name), node.stable_name.as_ref(), node.route.as_ref()];
    let is_external = node.kind == NodeKind::External && name_matches(pattern, &node.id);
    is_external || names.into_iter().flatten().any(|name| name_matches(pattern, name))
}
