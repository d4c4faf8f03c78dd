//! What stands before an item: attributes, comments of documentation, visibility.

use super::super::lex::{Lexer, Token, TokenKind, Unsure};
use super::super::outline::{Path, Visibility};
use super::super::{Condition, attributes, on_attributes, types};
use super::Skim;
use attributes::Attributes;
use std::ops::Range;

/// What stands before the word that tells what an item is.
pub(super) struct Head {
    /// With attributes.
    pub(super) start: usize,
    /// The attributes, as one piece of text.
    pub(super) attributes: Range<usize>,
    pub(super) marks: Marks,
    pub(super) visibility: Visibility,
}

/// What the attributes of an item may say, as far as their first word tells.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Marks {
    /// `cfg(test)` or `test`, and nothing else with it.
    pub(super) is_test: bool,
    /// They must be read: `cfg`, `path`, `macro_use` and their like.
    pub(super) matter: bool,
    /// One is not of the language, or may hide one that is not.
    pub(super) is_candidate: bool,
}

impl Skim<'_> {
    /// Attributes, comments of documentation and the visibility.
    pub(super) fn head(&mut self) -> Result<Head, Unsure> {
        let start = self.peek()?.ok_or(Unsure)?.start;
        let mut marks = Marks::default();
        let mut end = start;
        let mut only_test = true;
        loop {
            let token = self.peek()?.ok_or(Unsure)?;
            match token.kind {
                TokenKind::Doc => {
                    self.next()?;
                    end = token.end;
                }
                TokenKind::Mark(b'#') => {
                    self.next()?;
                    let open = self.expect_open(b'[')?;
                    let from = open.end;
                    self.lexer.skip_group(b'[')?;
                    end = self.lexer.place();
                    let said = self.marks(from, end - 1)?;
                    only_test &= said.is_test || said == Marks::default();
                    marks.is_test |= said.is_test;
                    marks.matter |= said.matter;
                    marks.is_candidate |= said.is_candidate;
                }
                TokenKind::InnerDoc => return Err(Unsure),
                _ => break,
            }
        }
        marks.is_test &= only_test;
        let visibility = self.visibility()?;
        Ok(Head { start, attributes: start..end, marks, visibility })
    }

    /// What one attribute may say, from the text in its brackets.
    pub(super) fn marks(&self, from: usize, to: usize) -> Result<Marks, Unsure> {
        let text = self.text.get(from..to).ok_or(Unsure)?;
        if matches!(text, "cfg(test)" | "test") {
            return Ok(Marks { is_test: true, matter: true, is_candidate: false });
        }
        let mut lexer = Lexer::at(text, 0);
        let Some(Token { kind: TokenKind::Word, start, end }) = lexer.next()? else {
            // `#[::ensue::event]`
            return Ok(Marks { matter: true, is_candidate: true, ..Marks::default() });
        };
        let first = &text[start..end];
        Ok(match first {
            "cfg" | "path" | "macro_use" | "macro_export" | "test" => Marks { matter: true, ..Marks::default() },
            "cfg_attr" | "unsafe" => Marks { matter: true, is_candidate: true, ..Marks::default() },
            other => Marks { is_candidate: !attributes::is_built_in(other), ..Marks::default() },
        })
    }

    pub(super) fn visibility(&mut self) -> Result<Visibility, Unsure> {
        if self.peek_word()? != Some("pub") {
            return Ok(Visibility::Private);
        }
        self.next()?;
        if self.peek()?.is_none_or(|it| it.kind != TokenKind::Open(b'(')) {
            return Ok(Visibility::Public);
        }
        self.next()?;
        let mut path = Path::default();
        loop {
            let token = self.next()?.ok_or(Unsure)?;
            match token.kind {
                TokenKind::Word if self.word(token) == "in" && path.line == 0 => {}
                TokenKind::Word => {
                    if path.line == 0 {
                        path.line = self.line(token.start);
                    }
                    path.segments.push(self.word(token).to_owned());
                }
                TokenKind::Mark(b':') => {
                    if path.line == 0 {
                        (path.line, path.absolute) = (self.line(token.start), true);
                    }
                }
                TokenKind::Close(b')') if !path.segments.is_empty() => return Ok(Visibility::In(path.into())),
                _ => return Err(Unsure),
            }
        }
    }

    /// What the attributes of an item say, where that matters.
    pub(super) fn attributes(&mut self, head: &Head) -> Result<Attributes, Unsure> {
        if !head.marks.matter && !head.marks.is_candidate {
            return Ok(Attributes::default());
        }
        let start = types::Start { line: self.line(head.start) - 1, offset: head.start };
        let text = &self.text[head.attributes.clone()];
        on_attributes(text, start, syn::Attribute::parse_outer, attributes::read).ok_or(Unsure)
    }

    /// `#![..]` and `//! ..`: under which condition they put all that follows.
    pub(super) fn inner_attributes(&mut self) -> Result<Condition, Unsure> {
        let Some(first) = self.peek()? else { return Ok(Condition::Always) };
        let mut matter = false;
        let mut end = first.start;
        loop {
            match self.peek()? {
                Some(Token { kind: TokenKind::InnerDoc, end: behind, .. }) => {
                    self.next()?;
                    end = behind;
                }
                Some(token @ Token { kind: TokenKind::Mark(b'#'), .. }) => {
                    self.next()?;
                    if self.peek()?.is_none_or(|next| next.kind != TokenKind::Mark(b'!')) {
                        self.lexer = Lexer::at(self.text, token.start);
                        self.peeked = None;
                        break;
                    }
                    self.next()?;
                    let from = self.expect_open(b'[')?.end;
                    self.lexer.skip_group(b'[')?;
                    end = self.lexer.place();
                    matter |= self.marks(from, end - 1)?.matter;
                }
                _ => break,
            }
        }
        if !matter {
            return Ok(Condition::Always);
        }
        let text = &self.text[first.start..end];
        let start = types::Start { line: 0, offset: 0 };
        let own = on_attributes(text, start, syn::Attribute::parse_inner, attributes::read).ok_or(Unsure)?;
        Ok(own.condition)
    }
}
