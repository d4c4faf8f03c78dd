//! What a rule of a difference is.

use super::Facts;
use crate::diff::{EdgeId, Finding, Level};
use crate::digest::Digest;
use crate::example::Example;
use ensue_grammar::graph::Node;

/// Something about a change that a reviewer is told of.
#[derive(Debug)]
pub struct Rule {
    /// Its name, with `-`; that of its file as well, with `_`.
    pub name: &'static str,
    /// How serious a finding is unless somebody says otherwise.
    pub level: Level,
    /// Whether other programs, or work that is already waiting, would fail: then the verdict is *breaking*.
    pub breaks: bool,
    /// What it finds, in one sentence that continues "finds".
    pub finds: &'static str,
    /// What goes wrong, or why it is worth knowing.
    pub why: &'static str,
    /// What to do.
    pub fix: &'static str,
    /// What it does not find, and what it finds besides.
    pub drawbacks: &'static str,
    /// A change of a wiring in which it finds something: what only base has begins with
    /// `-`, what only head has with `+`.
    pub example: Example,
    /// Finds it. The order does not matter.
    pub(super) find: fn(&Facts<'_, '_>) -> Vec<Found>,
}

/// Something found, of a rule that its finder knows.
#[derive(Debug)]
pub(super) struct Found {
    about: Vec<String>,
    witness: Vec<EdgeId>,
    message: String,
    place: (Option<String>, Option<u32>),
    /// What tells it from others besides what it is about.
    identity: Vec<String>,
}

impl Found {
    /// Something about nodes, by their ids; they and the rule are what tells it from others.
    pub(super) fn new(about: impl IntoIterator<Item = String>, message: String) -> Found {
        Found {
            about: about.into_iter().collect(),
            witness: Vec::new(),
            message,
            place: (None, None),
            identity: Vec::new(),
        }
    }

    /// With a shortest way that shows it.
    pub(super) fn by(self, witness: Vec<EdgeId>) -> Found {
        Found { witness, ..self }
    }

    /// Told from others by what it is about and by these.
    pub(super) fn known_by(self, identity: impl IntoIterator<Item = String>) -> Found {
        Found { identity: identity.into_iter().collect(), ..self }
    }

    /// At a place in head.
    pub(super) fn in_file(self, file: Option<String>, line: Option<u32>) -> Found {
        Found { place: (file, line), ..self }
    }

    /// At the definition of a node of head, when there is one.
    pub(super) fn at<'n>(self, node: impl Into<Option<&'n Node>>) -> Found {
        match node.into() {
            Some(node) => Found { place: (node.file.clone(), node.line), ..self },
            None => self,
        }
    }
}

impl Rule {
    /// Everything that it finds, sorted.
    pub(super) fn findings(&self, facts: &Facts<'_, '_>) -> Vec<Finding> {
        let finding = |found: Found| Finding {
            rule: self.name.to_owned(),
            level: self.level,
            fingerprint: fingerprint(self.name, found.about.iter().chain(&found.identity)),
            about: found.about,
            witness: found.witness,
            message: found.message,
            file: found.place.0,
            line: found.place.1,
        };
        let mut findings: Vec<Finding> = (self.find)(facts).into_iter().map(finding).collect();
        findings.sort();
        findings
    }
}

/// What stays the same while lines move and words change.
fn fingerprint<'f>(rule: &'f str, identity: impl Iterator<Item = &'f String>) -> String {
    Digest::of(std::iter::once(rule).chain(identity.map(String::as_str)).map(|it| format!("{it}\n")))
}
