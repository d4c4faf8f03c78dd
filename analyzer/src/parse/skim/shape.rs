//! What an item is, and where it and the bodies in it end.

use super::super::lex::{Token, TokenKind, Unsure};
use super::head::Head;
use super::{Skim, Tells};
use std::ops::Range;

/// An item, told from its tokens.
pub(super) struct Shape {
    pub(super) kind: Word,
    pub(super) name: Option<Token>,
    /// Of `extern crate`: the name that it goes by here.
    pub(super) renamed: Option<Token>,
    /// Bodies of functions and values of constants.
    pub(super) bodies: Vec<Body>,
    /// Behind the brace that opens a module, or behind `use`.
    pub(super) inside: Option<usize>,
    /// What stands in the brackets of a macro.
    pub(super) given: Range<usize>,
    pub(super) end: usize,
}

/// Something in an item that may be left out.
pub(super) struct Body {
    /// What it belongs to, from its first attribute on.
    pub(super) owner: usize,
    /// With its braces.
    pub(super) place: Range<usize>,
    /// `fn`: what takes a context is read whole.
    pub(super) is_function: bool,
    pub(super) is_candidate: bool,
}

/// What an item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    Module,
    Use,
    ExternCrate,
    /// `extern { .. }`
    Foreign,
    Function,
    Value,
    Alias,
    Struct {
        has_value: bool,
    },
    Enum,
    Trait,
    Impl,
    MacroRules,
    Invocation,
}

impl Skim<'_> {
    /// From the word that tells what an item is to its end.
    pub(super) fn shape(&mut self, head: &Head) -> Result<Shape, Unsure> {
        let mut shape = Shape {
            kind: Word::Invocation,
            name: None,
            renamed: None,
            bodies: Vec::new(),
            inside: None,
            given: 0..0,
            end: 0,
        };
        let first = self.next()?.ok_or(Unsure)?;
        match (first.kind, self.word(first)) {
            (TokenKind::Word, "fn") => self.function(head, &mut shape)?,
            (TokenKind::Word, "const" | "async" | "unsafe" | "extern") => self.qualified(first, head, &mut shape)?,
            (TokenKind::Word, "static") => {
                if self.peek_word()? == Some("mut") {
                    self.next()?;
                }
                self.value(head, &mut shape)?;
            }
            (TokenKind::Word, "use") => {
                (shape.kind, shape.inside) = (Word::Use, Some(first.end));
                self.skip_to_semicolon(None)?;
            }
            (TokenKind::Word, "type") => {
                (shape.kind, shape.name) = (Word::Alias, Some(self.name()?));
                self.skip_to_semicolon(None)?;
            }
            (TokenKind::Word, "struct") => {
                shape.name = Some(self.name()?);
                let braces = self.body()?;
                shape.kind = Word::Struct { has_value: braces.is_none() };
                self.skip_braces(braces)?;
            }
            (TokenKind::Word, "enum") => {
                (shape.kind, shape.name) = (Word::Enum, Some(self.name()?));
                let braces = Some(self.body()?.ok_or(Unsure)?);
                self.skip_braces(braces)?;
            }
            (TokenKind::Word, "trait") => self.members(Word::Trait, &mut shape)?,
            (TokenKind::Word, "impl") => self.members(Word::Impl, &mut shape)?,
            (TokenKind::Word, "mod") => {
                (shape.kind, shape.name) = (Word::Module, Some(self.name()?));
                let next = self.next()?.ok_or(Unsure)?;
                match next.kind {
                    TokenKind::Mark(b';') => {}
                    TokenKind::Open(b'{') => {
                        shape.inside = Some(next.end);
                        self.skip_braces(Some(next))?;
                    }
                    _ => return Err(Unsure),
                }
            }
            (TokenKind::Word, "union") if self.peek()?.is_some_and(|next| next.kind == TokenKind::Word) => {
                (shape.kind, shape.name) = (Word::Struct { has_value: false }, Some(self.name()?));
                let braces = Some(self.body()?.ok_or(Unsure)?);
                self.skip_braces(braces)?;
            }
            (TokenKind::Word, word) if !is_reserved(word) => self.invocation(word, &mut shape)?,
            (TokenKind::Mark(b':'), _) => self.invocation("", &mut shape)?,
            _ => return Err(Unsure),
        }
        shape.end = self.lexer.place();
        if self.peeked.is_some() { Err(Unsure) } else { Ok(shape) }
    }

    /// After `const`, `async`, `unsafe` or `extern`.
    pub(super) fn qualified(&mut self, first: Token, head: &Head, shape: &mut Shape) -> Result<(), Unsure> {
        let mut before = self.word(first);
        loop {
            let token = self.next()?.ok_or(Unsure)?;
            let word = self.word(token);
            match (token.kind, word) {
                (TokenKind::Word, "fn") => return self.function(head, shape),
                (TokenKind::Word, "async" | "unsafe" | "extern") => {}
                (TokenKind::Word, "const") if before != "const" => {}
                (TokenKind::Literal, _) if before == "extern" => continue,
                (TokenKind::Word, "crate") if before == "extern" => {
                    (shape.kind, shape.name) = (Word::ExternCrate, Some(self.name()?));
                    shape.renamed = shape.name;
                    if self.peek_word()? == Some("as") {
                        self.next()?;
                        shape.renamed = Some(self.name()?);
                    }
                    return self.skip_to_semicolon(None);
                }
                (TokenKind::Open(b'{'), _) if before == "extern" => {
                    shape.kind = Word::Foreign;
                    return self.lexer.skip_group(b'{');
                }
                (TokenKind::Word, "impl") if before == "unsafe" => return self.members(Word::Impl, shape),
                (TokenKind::Word, "trait") if before == "unsafe" => return self.members(Word::Trait, shape),
                (TokenKind::Word, word) if before == "const" && !is_reserved(word) => {
                    shape.name = Some(token);
                    return self.value_of(head, shape);
                }
                _ => return Err(Unsure),
            }
            before = word;
        }
    }

    pub(super) fn function(&mut self, head: &Head, shape: &mut Shape) -> Result<(), Unsure> {
        (shape.kind, shape.name) = (Word::Function, Some(self.name()?));
        let open = self.body()?.ok_or(Unsure)?;
        self.lexer.skip_group(b'{')?;
        shape.bodies.push(Body {
            owner: head.start,
            place: open.start..self.lexer.place(),
            is_function: true,
            is_candidate: head.marks.is_candidate,
        });
        Ok(())
    }

    pub(super) fn value(&mut self, head: &Head, shape: &mut Shape) -> Result<(), Unsure> {
        shape.name = Some(self.name()?);
        self.value_of(head, shape)
    }

    /// After the name of a constant or static.
    pub(super) fn value_of(&mut self, head: &Head, shape: &mut Shape) -> Result<(), Unsure> {
        shape.kind = Word::Value;
        let mut is = None;
        self.skip_to_semicolon(Some(&mut is))?;
        // A value that is a hundred kilobytes of bytes need not become tokens.
        let from = is.ok_or(Unsure)?;
        let place = from..self.lexer.place() - 1;
        shape.bodies.push(Body { owner: head.start, place, is_function: false, is_candidate: false });
        Ok(())
    }

    /// After `trait` or `impl`: to the end of the braces, with the functions in them.
    pub(super) fn members(&mut self, kind: Word, shape: &mut Shape) -> Result<(), Unsure> {
        shape.kind = kind;
        if kind == Word::Trait {
            shape.name = Some(self.name()?);
        }
        if self.body()?.is_none() {
            // `trait A = B;`
            return Err(Unsure);
        }
        if self.tells == Tells::WhatLeadsOn {
            return self.lexer.skip_group(b'{');
        }
        while self.peek()?.is_none_or(|token| token.kind != TokenKind::Close(b'}')) {
            self.member(shape)?;
        }
        self.next()?;
        Ok(())
    }

    pub(super) fn member(&mut self, shape: &mut Shape) -> Result<(), Unsure> {
        while self.peek()?.is_some_and(|token| token.kind == TokenKind::InnerDoc) {
            self.next()?;
        }
        let head = self.head()?;
        let mut may_be_function = true;
        let mut is_invocation = false;
        loop {
            let token = self.next()?.ok_or(Unsure)?;
            match token.kind {
                TokenKind::Word if may_be_function => match self.word(token) {
                    "fn" => {
                        self.name()?;
                        if let Some(open) = self.body()? {
                            self.lexer.skip_group(b'{')?;
                            shape.bodies.push(Body {
                                owner: head.start,
                                place: open.start..self.lexer.place(),
                                is_function: true,
                                is_candidate: head.marks.is_candidate,
                            });
                        }
                        return Ok(());
                    }
                    "const" | "async" | "unsafe" | "extern" | "default" => {}
                    _ => may_be_function = false,
                },
                TokenKind::Word | TokenKind::Lifetime | TokenKind::Literal => {}
                TokenKind::Mark(b';') => return Ok(()),
                TokenKind::Mark(mark) => (may_be_function, is_invocation) = (false, mark == b'!'),
                TokenKind::Open(open) => {
                    self.lexer.skip_group(open)?;
                    if is_invocation && open == b'{' {
                        return Ok(());
                    }
                    (may_be_function, is_invocation) = (false, false);
                }
                TokenKind::Doc | TokenKind::InnerDoc | TokenKind::Close(_) => return Err(Unsure),
            }
        }
    }

    /// After the first word of a path.
    pub(super) fn invocation(&mut self, first: &str, shape: &mut Shape) -> Result<(), Unsure> {
        let mut segments = 1;
        loop {
            let token = self.next()?.ok_or(Unsure)?;
            match token.kind {
                TokenKind::Mark(b':') => {}
                TokenKind::Word => segments += 1,
                TokenKind::Mark(b'!') => break,
                _ => return Err(Unsure),
            }
        }
        if first == "macro_rules" && segments == 1 {
            (shape.kind, shape.name) = (Word::MacroRules, Some(self.name()?));
        }
        let Some(Token { kind: TokenKind::Open(open), end, .. }) = self.next()? else { return Err(Unsure) };
        self.lexer.skip_group(open)?;
        shape.given = end..self.lexer.place() - 1;
        if open != b'{' {
            self.expect_mark(b';')?;
        }
        Ok(())
    }

    /// To the brace that opens the body, or behind the semicolon that stands for it.
    pub(super) fn body(&mut self) -> Result<Option<Token>, Unsure> {
        let mut angles = 0_usize;
        let mut before: Option<Token> = None;
        loop {
            let token = self.next()?.ok_or(Unsure)?;
            match token.kind {
                TokenKind::Mark(b';') if angles == 0 => return Ok(None),
                TokenKind::Mark(b'<') => angles += 1,
                TokenKind::Mark(b'>') => {
                    let is_arrow = before
                        .is_some_and(|it| it.end == token.start && matches!(it.kind, TokenKind::Mark(b'-' | b'=')));
                    if !is_arrow {
                        angles = angles.checked_sub(1).ok_or(Unsure)?;
                    }
                }
                TokenKind::Open(b'{') if angles == 0 => return Ok(Some(token)),
                TokenKind::Open(open) => self.lexer.skip_group(open)?,
                TokenKind::Close(_) | TokenKind::InnerDoc => return Err(Unsure),
                _ => {}
            }
            before = Some(token);
        }
    }

    /// Behind the next semicolon outside of brackets; notes where the first `=` ends.
    pub(super) fn skip_to_semicolon(&mut self, mut is: Option<&mut Option<usize>>) -> Result<(), Unsure> {
        loop {
            let token = self.next()?.ok_or(Unsure)?;
            match token.kind {
                TokenKind::Mark(b';') => return Ok(()),
                TokenKind::Mark(b'=') => {
                    if let Some(is) = is.as_deref_mut() {
                        is.get_or_insert(token.end);
                    }
                }
                TokenKind::Open(open) => self.lexer.skip_group(open)?,
                TokenKind::Close(_) => return Err(Unsure),
                _ => {}
            }
        }
    }

    pub(super) fn skip_braces(&mut self, open: Option<Token>) -> Result<(), Unsure> {
        if open.is_some() { self.lexer.skip_group(b'{') } else { Ok(()) }
    }
}

/// Words that begin no name of a macro at the place of an item.
fn is_reserved(word: &str) -> bool {
    matches!(
        word,
        "as" | "auto"
            | "box"
            | "const"
            | "default"
            | "dyn"
            | "enum"
            | "extern"
            | "fn"
            | "for"
            | "gen"
            | "if"
            | "impl"
            | "in"
            | "let"
            | "loop"
            | "macro"
            | "match"
            | "mod"
            | "move"
            | "mut"
            | "pub"
            | "ref"
            | "return"
            | "safe"
            | "static"
            | "struct"
            | "trait"
            | "type"
            | "unsafe"
            | "use"
            | "where"
            | "while"
    )
}
