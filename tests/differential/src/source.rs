//! A workspace as text in parts, so that a part can be taken away.

use ensue_analyzer::source::Flags;
use ensue_grammar::graph::HoleReason;
use std::collections::BTreeMap;

/// The files of a workspace.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Source {
    /// By path.
    pub files: BTreeMap<String, Vec<Part>>,
    /// What it is built with.
    pub flags: Flags,
}

/// Some lines that stand or fall together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Part {
    /// What comes first; it ends with a line break.
    pub text: String,
    /// Parts inside of it, for example the items of a module.
    pub inside: Vec<Part>,
    /// What closes it.
    pub end: String,
    /// The holes that it is expected to leave, with their lines in `text`, from 0.
    pub holes: Vec<(HoleReason, u32)>,
    /// Whether it names a file from where it stands, so that it may stand in no other file.
    names_file: bool,
    /// Whether no condition may stand before it.
    pub(crate) is_unconditional: bool,
}

/// A hole: why, where, and in which line.
pub type Place = (HoleReason, Option<String>, Option<u32>);

impl Part {
    /// One without anything inside.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Part {
        let mut text: String = text.into();
        if !text.ends_with('\n') {
            text.push('\n');
        }
        Part { text, ..Part::default() }
    }

    /// One around others.
    #[must_use]
    pub fn around(text: impl Into<String>, inside: Vec<Part>, end: &str) -> Part {
        Part { inside, end: format!("{end}\n"), ..Part::new(text) }
    }

    /// Says that a hole is expected in a line of the text, from 0.
    #[must_use]
    pub fn with_hole(mut self, reason: HoleReason, line: u32) -> Part {
        self.holes.push((reason, line));
        self
    }

    /// Says that it names a file from where it stands.
    #[must_use]
    pub(crate) fn bound(self) -> Part {
        Part { names_file: true, ..self }
    }

    /// Says that no condition may stand before it.
    #[must_use]
    pub(crate) fn unconditional(self) -> Part {
        Part { is_unconditional: true, ..self }
    }

    /// Whether it, or what is inside of it, may stand in no other file.
    pub(crate) fn is_bound(&self) -> bool {
        self.names_file || self.inside.iter().any(Part::is_bound)
    }

    fn write(&self, file: &str, text: &mut String, holes: &mut Vec<Place>) {
        let first = 1 + count(text);
        holes.extend(self.holes.iter().map(|(reason, line)| (*reason, Some(file.to_owned()), Some(first + line))));
        text.push_str(&self.text);
        for part in &self.inside {
            part.write(file, text, holes);
        }
        text.push_str(&self.end);
    }
}

fn count(text: &str) -> u32 {
    u32::try_from(text.matches('\n').count()).unwrap_or(u32::MAX)
}

impl Source {
    /// The text of each file, and the holes that an analysis is expected to leave, sorted.
    #[must_use]
    pub fn render(&self) -> (BTreeMap<String, String>, Vec<Place>) {
        let mut files = BTreeMap::new();
        let mut holes = Vec::new();
        for (path, parts) in &self.files {
            let mut text = String::new();
            for part in parts {
                part.write(path, &mut text, &mut holes);
            }
            files.insert(path.clone(), text);
        }
        holes.sort();
        (files, holes)
    }

    /// All parts, outer before inner: the file and the way to it from there.
    #[must_use]
    pub fn parts(&self) -> Vec<(String, Vec<usize>)> {
        fn visit(file: &str, parts: &[Part], way: &[usize], all: &mut Vec<(String, Vec<usize>)>) {
            for (at, part) in parts.iter().enumerate() {
                let way = [way, &[at]].concat();
                all.push((file.to_owned(), way.clone()));
                visit(file, &part.inside, &way, all);
            }
        }
        let mut all = Vec::new();
        for (file, parts) in &self.files {
            visit(file, parts, &[], &mut all);
        }
        all
    }

    /// The same without these parts.
    #[must_use]
    pub fn without(&self, gone: &[(String, Vec<usize>)]) -> Source {
        fn keep(file: &str, parts: &[Part], way: &[usize], gone: &[(String, Vec<usize>)]) -> Vec<Part> {
            let mut kept = Vec::new();
            for (at, part) in parts.iter().enumerate() {
                let way = [way, &[at]].concat();
                if !gone.iter().any(|(of, it)| of == file && *it == way) {
                    kept.push(Part { inside: keep(file, &part.inside, &way, gone), ..part.clone() });
                }
            }
            kept
        }
        let files = self.files.iter().map(|(file, parts)| (file.clone(), keep(file, parts, &[], gone)));
        // A file that lost everything is no file; one that was empty from the start may be needed.
        let files = files.filter(|(file, parts)| !parts.is_empty() || self.files[file].is_empty());
        Source { files: files.collect(), flags: self.flags.clone() }
    }
}
