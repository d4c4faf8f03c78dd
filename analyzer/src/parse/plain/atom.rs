//! What expressions are made of.

use super::super::body::is_silent;
use super::super::body::tree::{Expr, Given, If, Input, Kind, Macro, Stmt};
use super::super::expand::is_ordinary;
use super::super::lex::{TokenKind, Unsure};
use super::super::outline::Path;
use super::cursor::Cursor;
use super::types::Place;

/// Macros in macros that are still looked into; and tokens of one. The parser's reader goes as far, or further.
const MAX_MACROS: usize = 8;
const MAX_TOKENS: usize = 2_000;

impl Cursor<'_> {
    pub(super) fn atom(&mut self) -> Result<Expr, Unsure> {
        let line = self.line();
        let kind = match self.peek() {
            TokenKind::Literal => {
                self.literal()?;
                Kind::Plain(Vec::new())
            }
            TokenKind::Open(b'(') => self.parenthesized()?,
            TokenKind::Open(b'[') => self.array()?,
            TokenKind::Mark(b'|') => self.closure()?,
            TokenKind::Word => match self.word() {
                word @ ("true" | "false") => {
                    self.bump();
                    Kind::Decided(word == "true")
                }
                "_" => {
                    self.bump();
                    Kind::Blank
                }
                "move" => self.closure()?,
                "async" => {
                    self.bump();
                    self.take_word("move");
                    Kind::Async(self.block()?)
                }
                "return" => {
                    self.bump();
                    Kind::Leave(self.left_with()?)
                }
                "break" => {
                    self.bump();
                    self.take(TokenKind::Lifetime);
                    Kind::Leave(self.left_with()?)
                }
                "continue" => {
                    self.bump();
                    self.take(TokenKind::Lifetime);
                    Kind::Leave(None)
                }
                _ if self.is_block_like() => return self.block_like(),
                _ => self.named_value(line)?,
            },
            TokenKind::Mark(b':') => self.named_value(line)?,
            _ if self.is_block_like() => return self.block_like(),
            _ => return Err(Unsure),
        };
        Ok(Expr { line, kind })
    }

    /// A literal that the parser would cut out alike.
    pub(super) fn literal(&mut self) -> Result<(), Unsure> {
        let text = self.slice();
        self.expect(TokenKind::Literal)?;
        let is_number = text.starts_with(|first: char| first.is_ascii_digit());
        // `1e-6`, `1.`
        let goes_on = text.ends_with(['e', 'E']) && (self.is_mark(b'-') || self.is_mark(b'+'));
        let has_point = self.mark() == "." && self.peek_at(1) != TokenKind::Word;
        if is_number && (goes_on || has_point || text.len() > 40) { Err(Unsure) } else { Ok(()) }
    }

    fn left_with(&mut self) -> Result<Option<Box<Expr>>, Unsure> {
        Ok(if self.ends() { None } else { Some(Box::new(self.expression()?)) })
    }

    fn parenthesized(&mut self) -> Result<Kind, Unsure> {
        self.bump();
        self.inside(|this| {
            if this.take(TokenKind::Close(b')')) {
                return Ok(Kind::Tuple(Vec::new()));
            }
            let first = this.expression()?;
            if this.take(TokenKind::Close(b')')) {
                return Ok(Kind::Same(Box::new(first)));
            }
            this.expect(TokenKind::Mark(b','))?;
            Ok(Kind::Tuple(this.rest_of_list(vec![first], b')')?))
        })
    }

    fn array(&mut self) -> Result<Kind, Unsure> {
        self.bump();
        self.inside(|this| {
            if this.take(TokenKind::Close(b']')) {
                return Ok(Kind::Array(Vec::new()));
            }
            let first = this.expression()?;
            if this.take_mark(b';') {
                let length = this.expression()?;
                this.expect(TokenKind::Close(b']'))?;
                return Ok(Kind::Repeat(Box::new(first), Box::new(length)));
            }
            if !this.take_mark(b',') && !this.is(TokenKind::Close(b']')) {
                return Err(Unsure);
            }
            Ok(Kind::Array(this.rest_of_list(vec![first], b']')?))
        })
    }

    fn closure(&mut self) -> Result<Kind, Unsure> {
        self.take_word("move");
        self.expect(TokenKind::Mark(b'|'))?;
        let mut inputs = Vec::new();
        while !self.take_mark(b'|') {
            let line = self.line();
            let pattern = self.pattern()?;
            let ty = if self.take_alone(b':') { Some(self.ty(false)?) } else { None };
            inputs.push(Input { line, pattern, ty });
            if !self.take_mark(b',') && !self.is_mark(b'|') {
                return Err(Unsure);
            }
        }
        if self.take_long("->") {
            self.ty(false)?;
            let line = self.line();
            let block = self.block()?;
            return Ok(Kind::Closure(inputs, Box::new(Expr { line, kind: Kind::Block(block) })));
        }
        Ok(Kind::Closure(inputs, Box::new(self.expression()?)))
    }

    /// What starts with a path: a name, a macro, a struct.
    fn named_value(&mut self, line: u32) -> Result<Kind, Unsure> {
        let start = self.at;
        let path = self.path(Place::Expression)?;
        if self.mark() == "!" && path.arguments.is_empty() {
            self.bump();
            return self.invocation(path.path);
        }
        if self.is(TokenKind::Open(b'{')) && !self.is_condition {
            return self.fields_of(path.path);
        }
        let mut path = path;
        Ok(match path.path.segments.pop() {
            Some(name) if self.at == start + 1 => Kind::Name(name),
            Some(name) => {
                path.path.segments.push(name);
                path.path.line = line;
                Kind::Path(None, path)
            }
            None => return Err(Unsure),
        })
    }

    fn fields_of(&mut self, path: Path) -> Result<Kind, Unsure> {
        self.bump();
        self.inside(|this| {
            let mut fields = Vec::new();
            while !this.take(TokenKind::Close(b'}')) {
                if this.take_long("..") {
                    let rest = if this.ends() { None } else { Some(Box::new(this.expression()?)) };
                    this.expect(TokenKind::Close(b'}'))?;
                    return Ok(Kind::Struct(path, fields, rest));
                }
                let line = this.line();
                let is_name = this.is(TokenKind::Word);
                let name = this.member()?.to_owned();
                let value = if this.take_alone(b':') {
                    this.expression()?
                } else if is_name {
                    Expr { line, kind: Kind::Name(name.clone()) }
                } else {
                    return Err(Unsure);
                };
                fields.push((name, value));
                if !this.take_mark(b',') && !this.is(TokenKind::Close(b'}')) {
                    return Err(Unsure);
                }
            }
            Ok(Kind::Struct(path, fields, None))
        })
    }

    /// Behind `name!`
    fn invocation(&mut self, path: Path) -> Result<Kind, Unsure> {
        let start = self.at;
        let TokenKind::Open(open @ (b'(' | b'[')) = self.peek() else { return Err(Unsure) };
        if !is_ordinary(path.last()) || self.within >= MAX_MACROS {
            return Err(Unsure);
        }
        self.skip_group()?;
        let end = self.at;
        // An attribute, a comment of documentation, or a call of another macro, may make items.
        let is_strange = |kind, text: &str| {
            kind == TokenKind::Mark(b'#')
                || matches!(kind, TokenKind::Doc | TokenKind::InnerDoc)
                || text == "macro_rules"
        };
        if end - start > MAX_TOKENS || self.any(start..end, is_strange) {
            return Err(Unsure);
        }
        if path.last() == "cfg" {
            // What it says may differ in tests.
            return Err(Unsure);
        }
        let kind = if is_silent(&path) {
            if self.any(start..end, |kind, _| kind == TokenKind::Mark(b'!')) {
                return Err(Unsure);
            }
            Kind::Macro(Macro { path, given: Given::Words(Vec::new()) })
        } else {
            self.within += 1;
            let given = self
                .again(start + 1, |this| this.inside(|this| this.given(if open == b'(' { b')' } else { b']' }, end)))?;
            self.within -= 1;
            Kind::Macro(Macro { path, given })
        };
        self.join_in_macro(start..end);
        Ok(kind)
    }

    /// What a macro is given: expressions, or `value; length`.
    fn given(&mut self, close: u8, end: usize) -> Result<Given, Unsure> {
        let given = if self.is(TokenKind::Close(close)) {
            self.bump();
            Given::Values(Vec::new())
        } else {
            let is_word = !self.is_block_like() && !self.is(TokenKind::Lifetime);
            let first = self.expression()?;
            if is_word && self.take_mark(b';') {
                let length = self.expression()?;
                self.expect(TokenKind::Close(close))?;
                Given::Statements(vec![Stmt::Expr(first, true), Stmt::Expr(length, false)])
            } else if self.take_mark(b',') || self.is(TokenKind::Close(close)) {
                Given::Values(self.rest_of_list(vec![first], close)?)
            } else {
                return Err(Unsure);
            }
        };
        if self.at == end { Ok(given) } else { Err(Unsure) }
    }

    /// Whether what begins here ends with a brace, so that nothing must stand behind it.
    pub(super) fn is_block_like(&self) -> bool {
        match self.peek() {
            TokenKind::Open(b'{') => true,
            TokenKind::Word => match self.word() {
                "if" | "match" | "loop" | "while" | "for" => true,
                "unsafe" => self.peek_at(1) == TokenKind::Open(b'{'),
                _ => false,
            },
            TokenKind::Lifetime => self.peek_at(1) == TokenKind::Mark(b':'),
            _ => false,
        }
    }

    pub(super) fn block_like(&mut self) -> Result<Expr, Unsure> {
        self.deeper(Self::block_like_here)
    }

    fn block_like_here(&mut self) -> Result<Expr, Unsure> {
        let line = self.line();
        if self.take(TokenKind::Lifetime) {
            self.expect(TokenKind::Mark(b':'))?;
            if !self.is(TokenKind::Open(b'{')) && !matches!(self.word(), "loop" | "while" | "for") {
                return Err(Unsure);
            }
        }
        let kind = match self.word() {
            "if" => return self.branch(),
            "match" => {
                self.bump();
                let of = self.condition()?;
                Kind::Match(Box::new(of), self.arms()?)
            }
            "loop" | "unsafe" => {
                self.bump();
                Kind::Block(self.block()?)
            }
            "while" => {
                self.bump();
                let condition = self.condition()?;
                Kind::While(Box::new(condition), self.block()?)
            }
            "for" => {
                self.bump();
                let pattern = self.alternatives()?;
                if !self.take_word("in") {
                    return Err(Unsure);
                }
                let of = self.condition()?;
                Kind::For(pattern, Box::new(of), self.block()?)
            }
            _ => Kind::Block(self.block()?),
        };
        Ok(Expr { line, kind })
    }

    fn branch(&mut self) -> Result<Expr, Unsure> {
        let line = self.line();
        self.bump();
        let condition = self.condition()?;
        let then = self.block()?;
        let mut otherwise = None;
        if self.take_word("else") {
            if self.word() != "if" && !self.is(TokenKind::Open(b'{')) {
                return Err(Unsure);
            }
            otherwise = Some(self.block_like()?);
        }
        Ok(Expr { line, kind: Kind::If(Box::new(If { condition, then, otherwise })) })
    }
}
