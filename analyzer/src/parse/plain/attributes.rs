//! What stands before an item: attributes, comments of documentation, visibility.

use super::super::attributes::{PLAIN_DERIVES, is_built_in, unindent};
use super::super::lex::{TokenKind, Unsure};
use super::super::outline::{Path, Visibility};
use super::cursor::Cursor;
use std::ops::Range;

/// The attributes of an item or method: none says under which condition it exists, or where a module is.
pub(super) struct Attributes {
    /// Where the first one starts in the file.
    pub(super) start: usize,
    pub(super) doc: Option<String>,
    pub(super) candidates: Vec<Candidate>,
    /// A derive that may have attributes of its own.
    pub(super) has_foreign_derive: bool,
}

/// An attribute that is not of the language.
pub(super) struct Candidate {
    pub(super) path: Path,
    /// The tokens in its parentheses.
    pub(super) arguments: Range<usize>,
    pub(super) position: usize,
}

impl<'t> Cursor<'t> {
    pub(super) fn attributes(&mut self) -> Result<Attributes, Unsure> {
        let start = self.place();
        let mut docs = Vec::new();
        let mut all = Attributes { start, doc: None, candidates: Vec::new(), has_foreign_derive: false };
        for position in 0.. {
            match self.peek() {
                TokenKind::Doc => docs.push(self.doc()?),
                TokenKind::Mark(b'#') => self.attribute(position, &mut all)?,
                _ => break,
            }
        }
        all.doc = (!all.candidates.is_empty()).then(|| unindent(&docs.join("\n"))).filter(|doc| !doc.is_empty());
        Ok(all)
    }

    /// What a comment of documentation says.
    fn doc(&mut self) -> Result<&'t str, Unsure> {
        let text = self.slice();
        self.bump();
        if text.contains('\r') {
            return Err(Unsure);
        }
        let block = text.strip_prefix("/**").and_then(|rest| rest.strip_suffix("*/"));
        block.or_else(|| text.strip_prefix("///")).ok_or(Unsure)
    }

    fn attribute(&mut self, position: usize, into: &mut Attributes) -> Result<(), Unsure> {
        self.bump();
        let start = self.at;
        self.expect(TokenKind::Open(b'['))?;
        match self.word() {
            "cfg" | "cfg_attr" | "path" | "macro_use" | "macro_export" | "test" | "unsafe" => return Err(Unsure),
            "doc" if self.peek_at(1) == TokenKind::Mark(b'=') => return Err(Unsure),
            "derive" => into.has_foreign_derive |= self.derives_more()?,
            word if is_built_in(word) => {}
            _ => {
                let path = self.plain_path()?;
                let arguments = self.at + 1;
                if self.is(TokenKind::Open(b'(')) {
                    self.skip_group()?;
                }
                let arguments = arguments..self.at.max(arguments + 1) - 1;
                self.expect(TokenKind::Close(b']'))?;
                into.candidates.push(Candidate { path, arguments, position });
                return Ok(());
            }
        }
        self.at = start;
        self.skip_group()
    }

    fn derives_more(&mut self) -> Result<bool, Unsure> {
        self.bump();
        self.expect(TokenKind::Open(b'('))?;
        let mut more = false;
        while !self.take(TokenKind::Close(b')')) {
            more |= !PLAIN_DERIVES.contains(&self.plain_path()?.last());
            if !self.take_mark(b',') && !self.is(TokenKind::Close(b')')) {
                return Err(Unsure);
            }
        }
        Ok(more)
    }

    /// A path without types.
    pub(super) fn plain_path(&mut self) -> Result<Path, Unsure> {
        let line = self.line();
        let mut path = Path { absolute: self.take_separator(), segments: Vec::with_capacity(1), line };
        loop {
            path.segments.push(self.segment()?.to_owned());
            if !self.take_separator() {
                return Ok(path);
            }
        }
    }

    pub(super) fn visibility(&mut self) -> Result<Visibility, Unsure> {
        if !self.take_word("pub") {
            return Ok(Visibility::Private);
        }
        let is_within = matches!(self.word_at(1), "crate" | "self" | "super" | "in");
        if !self.is(TokenKind::Open(b'(')) || !is_within {
            return Ok(Visibility::Public);
        }
        self.bump();
        self.take_word("in");
        let path = self.plain_path()?;
        self.expect(TokenKind::Close(b')'))?;
        Ok(Visibility::In(path.into()))
    }
}
