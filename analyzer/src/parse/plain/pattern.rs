//! Patterns.

use super::super::body::tree::Pat;
use super::super::lex::{TokenKind, Unsure};
use super::super::outline::Path;
use super::cursor::Cursor;
use super::types::Place;

impl<'t> Cursor<'t> {
    /// `A | B`, or a single one.
    pub(super) fn alternatives(&mut self) -> Result<Pat, Unsure> {
        self.take_alone(b'|');
        let first = self.pattern()?;
        if self.mark() != "|" {
            return Ok(first);
        }
        let mut cases = vec![first];
        while self.take_alone(b'|') {
            cases.push(self.pattern()?);
        }
        Ok(Pat::Or(cases))
    }

    pub(super) fn pattern(&mut self) -> Result<Pat, Unsure> {
        self.deeper(Self::pattern_here)
    }

    fn pattern_here(&mut self) -> Result<Pat, Unsure> {
        match self.peek() {
            TokenKind::Mark(b'&') => {
                self.bump();
                self.take_word("mut");
                self.pattern()
            }
            TokenKind::Open(b'(') => {
                let (mut parts, is_list) = self.parts(b')')?;
                let is_rest = matches!(parts[..], [(_, Pat::Rest)]);
                if parts.len() == 1 && !is_list && !is_rest {
                    return parts.pop().map(|(_, only)| only).ok_or(Unsure);
                }
                Ok(Pat::Tuple(parts))
            }
            TokenKind::Open(b'[') => Ok(Pat::Slice(self.parts(b']')?.0)),
            TokenKind::Literal | TokenKind::Mark(b'-') => {
                self.bound()?;
                self.range_end()?;
                Ok(Pat::Other)
            }
            TokenKind::Mark(b'.') => {
                if self.take_long("..=") {
                    self.bound()?;
                    return Ok(Pat::Other);
                }
                if !self.take_long("..") {
                    return Err(Unsure);
                }
                let ends = matches!(self.peek(), TokenKind::Close(_) | TokenKind::Mark(b','));
                if ends { Ok(Pat::Rest) } else { Err(Unsure) }
            }
            TokenKind::Word => match self.word() {
                "_" | "true" | "false" => {
                    self.bump();
                    Ok(Pat::Other)
                }
                "ref" | "mut" => {
                    self.take_word("ref");
                    self.take_word("mut");
                    let name = self.name()?.to_owned();
                    self.with_inner(name)
                }
                _ => self.named(),
            },
            TokenKind::Mark(b':') => self.named(),
            _ => Err(Unsure),
        }
    }

    /// A number, a string, or a path, as the end of a range.
    fn bound(&mut self) -> Result<(), Unsure> {
        self.take_mark(b'-');
        if self.is(TokenKind::Word) { self.path(Place::Expression).map(drop) } else { self.literal() }
    }

    fn range_end(&mut self) -> Result<(), Unsure> {
        if self.take_long("..=") {
            return self.bound();
        }
        if self.take_long("..") {
            let is_open = matches!(self.peek(), TokenKind::Close(_) | TokenKind::Mark(_)) || self.word() == "if";
            return if is_open && !self.is_mark(b'-') { Ok(()) } else { self.bound() };
        }
        Ok(())
    }

    fn with_inner(&mut self, name: String) -> Result<Pat, Unsure> {
        let inner = if self.take_mark(b'@') { Some(Box::new(self.pattern()?)) } else { None };
        Ok(Pat::Name(name, inner))
    }

    /// What starts with a path.
    fn named(&mut self) -> Result<Pat, Unsure> {
        let start = self.at;
        let path = self.path(Place::Expression)?.path;
        match self.peek() {
            TokenKind::Open(b'(') => Ok(Pat::TupleStruct(path, self.parts(b')')?.0)),
            TokenKind::Open(b'{') => self.fields(path),
            TokenKind::Mark(b'!') => Err(Unsure),
            TokenKind::Mark(b'.') => {
                self.range_end()?;
                Ok(Pat::Other)
            }
            _ if self.at == start + 1 => {
                self.at = start;
                let name = self.name()?.to_owned();
                self.with_inner(name)
            }
            _ => Ok(Pat::Other),
        }
    }

    /// Patterns in brackets, and whether a comma stands behind the last.
    fn parts(&mut self, close: u8) -> Result<(Vec<(u32, Pat)>, bool), Unsure> {
        self.bump();
        let mut parts = Vec::new();
        let mut is_list = true;
        while !self.take(TokenKind::Close(close)) {
            if !is_list {
                return Err(Unsure);
            }
            parts.push((self.line(), self.alternatives()?));
            is_list = self.take_mark(b',');
        }
        Ok((parts, is_list))
    }

    fn fields(&mut self, path: Path) -> Result<Pat, Unsure> {
        self.bump();
        let mut fields = Vec::new();
        while !self.take(TokenKind::Close(b'}')) {
            if self.take_long("..") {
                self.expect(TokenKind::Close(b'}'))?;
                break;
            }
            let is_bound = self.take_word("ref") | self.take_word("mut");
            let line = self.line();
            let name = if is_bound { self.name()? } else { self.member()? }.to_owned();
            let pattern = if !is_bound && self.take_alone(b':') {
                self.alternatives()?
            } else if name.starts_with(|first: char| first.is_ascii_digit()) {
                return Err(Unsure);
            } else {
                Pat::Name(name.clone(), None)
            };
            fields.push((line, name, pattern));
            if !self.take_mark(b',') && !self.is(TokenKind::Close(b'}')) {
                return Err(Unsure);
            }
        }
        Ok(Pat::Struct(path, fields))
    }

    /// The name of a field, or its position.
    pub(super) fn member(&mut self) -> Result<&'t str, Unsure> {
        if !self.is(TokenKind::Literal) {
            return self.name();
        }
        let text = self.slice();
        let is_position = text.bytes().all(|byte| byte.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
        if !is_position || text.len() > 4 {
            return Err(Unsure);
        }
        self.bump();
        Ok(text)
    }
}
