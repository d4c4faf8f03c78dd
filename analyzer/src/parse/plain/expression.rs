//! Expressions, by precedence.

use super::super::body::tree::{Expr, Kind, Method};
use super::super::lex::{TokenKind, Unsure};
use super::cursor::Cursor;

/// Operators with two sides, with how tightly they bind.
const BINARY: &[(&str, u8)] = &[
    ("||", 1),
    ("&&", 2),
    ("==", COMPARES),
    ("!=", COMPARES),
    ("<", COMPARES),
    (">", COMPARES),
    ("<=", COMPARES),
    (">=", COMPARES),
    ("|", 4),
    ("^", 5),
    ("&", 6),
    ("<<", 7),
    (">>", 7),
    ("+", 8),
    ("-", 8),
    ("*", 9),
    ("/", 9),
    ("%", 9),
];

/// Comparisons bind alike, and none follows another.
const COMPARES: u8 = 3;

/// Operators one after another that are read without the parser: each is one level of the tree.
const MAX_CHAIN: usize = 64;

impl Cursor<'_> {
    pub(super) fn expression(&mut self) -> Result<Expr, Unsure> {
        self.deeper(|this| {
            let left = this.range()?;
            this.assigned(left)
        })
    }

    /// What may be assigned to what stands before.
    fn assigned(&mut self, left: Expr) -> Result<Expr, Unsure> {
        let line = left.line;
        let mark = self.mark();
        if mark == "=" {
            self.bump();
            let right = self.expression()?;
            return Ok(Expr { line, kind: Kind::Assign(Box::new(left), Box::new(right)) });
        }
        if matches!(mark, "+=" | "-=" | "*=" | "/=" | "%=" | "^=" | "&=" | "|=" | "<<=" | ">>=") {
            self.take_long(mark);
            let right = self.expression()?;
            return Ok(Expr { line, kind: Kind::Plain(vec![left, right]) });
        }
        Ok(left)
    }

    fn range(&mut self) -> Result<Expr, Unsure> {
        if self.mark().starts_with("..") {
            let line = self.line();
            let end = self.range_to()?;
            return Ok(Expr { line, kind: Kind::Plain(end.into_iter().collect()) });
        }
        let start = self.binary(1)?;
        self.range_from(start)
    }

    fn range_from(&mut self, start: Expr) -> Result<Expr, Unsure> {
        if !self.mark().starts_with("..") {
            return Ok(start);
        }
        let line = start.line;
        let mut parts = vec![start];
        parts.extend(self.range_to()?);
        Ok(Expr { line, kind: Kind::Plain(parts) })
    }

    /// `..`, `..end`, `..=end`
    fn range_to(&mut self) -> Result<Option<Expr>, Unsure> {
        if self.take_long("..=") {
            return self.binary(1).map(Some);
        }
        if !self.take_long("..") {
            return Err(Unsure);
        }
        Ok(if self.ends() { None } else { Some(self.binary(1)?) })
    }

    /// Whether no expression begins here.
    pub(super) fn ends(&self) -> bool {
        match self.peek() {
            TokenKind::Close(_) | TokenKind::Mark(b',' | b';') => true,
            TokenKind::Mark(b'=') => self.mark() == "=>",
            TokenKind::Open(b'{') => self.is_condition,
            _ => false,
        }
    }

    /// Operators that bind as tightly as `least`, or more so.
    pub(super) fn binary(&mut self, least: u8) -> Result<Expr, Unsure> {
        let left = self.unary()?;
        self.binary_from(left, least)
    }

    fn binary_from(&mut self, mut left: Expr, least: u8) -> Result<Expr, Unsure> {
        let mut compared = false;
        for _ in 0..MAX_CHAIN {
            let line = left.line;
            if self.word() == "as" {
                self.bump();
                self.ty(false)?;
                left = Expr { line, kind: Kind::Same(Box::new(left)) };
                continue;
            }
            let mark = self.mark();
            let Some((_, binds)) = BINARY.iter().find(|(text, binds)| *text == mark && *binds >= least) else {
                return Ok(left);
            };
            if *binds == COMPARES && std::mem::replace(&mut compared, true) {
                return Err(Unsure);
            }
            compared = *binds == COMPARES;
            self.take_long(mark);
            let right = self.deeper(|this| this.binary(binds + 1))?;
            left = Expr { line, kind: Kind::Plain(vec![left, right]) };
        }
        Err(Unsure)
    }

    fn unary(&mut self) -> Result<Expr, Unsure> {
        let line = self.line();
        let TokenKind::Mark(mark @ (b'&' | b'*' | b'!' | b'-')) = self.peek() else {
            let atom = self.atom()?;
            return self.postfix(atom);
        };
        self.bump();
        if mark == b'&' {
            if self.word() == "raw" && matches!(self.word_at(1), "const" | "mut") {
                return Err(Unsure);
            }
            self.take_word("mut");
        }
        let of = self.deeper(Self::unary)?;
        let kind = match mark {
            b'!' => Kind::Not(Box::new(of)),
            b'-' => Kind::Plain(vec![of]),
            _ => Kind::Same(Box::new(of)),
        };
        Ok(Expr { line, kind })
    }

    /// `.field`, `.method()`, `?`, `(..)`, `[..]`
    fn postfix(&mut self, mut of: Expr) -> Result<Expr, Unsure> {
        for _ in 0..MAX_CHAIN {
            let line = of.line;
            let kind = match self.peek() {
                TokenKind::Mark(b'?') => {
                    self.bump();
                    Kind::Try(Box::new(of))
                }
                TokenKind::Mark(b'.') if self.mark() == "." => {
                    self.bump();
                    self.member_of(of)?
                }
                TokenKind::Open(b'(') => Kind::Call(Box::new(of), self.list(b')')?),
                TokenKind::Open(b'[') => {
                    self.bump();
                    let index = self.inside(Self::expression)?;
                    self.expect(TokenKind::Close(b']'))?;
                    Kind::Index(Box::new(of), Box::new(index))
                }
                _ => return Ok(of),
            };
            of = Expr { line, kind };
        }
        Err(Unsure)
    }

    fn member_of(&mut self, of: Expr) -> Result<Kind, Unsure> {
        if self.take_word("await") {
            return Ok(Kind::Await(Box::new(of)));
        }
        let line = self.line();
        let is_name = self.is(TokenKind::Word);
        let name = self.member()?.to_owned();
        let is_called = self.is(TokenKind::Open(b'('));
        if !is_name || (!is_called && !self.is_mark(b':')) {
            return if is_called { Err(Unsure) } else { Ok(Kind::Field(Box::new(of), name)) };
        }
        // In `a.b: T` a type is written for the field, which nothing here can stand before.
        let types = match self.is_mark(b':') {
            true if self.take_separator() => self.arguments()?,
            true => return Err(Unsure),
            false => Vec::new(),
        };
        let arguments = self.list(b')')?;
        Ok(Kind::Method(Box::new(Method { receiver: of, name, line, types, arguments })))
    }

    /// Expressions in brackets, with commas between them.
    pub(super) fn list(&mut self, close: u8) -> Result<Vec<Expr>, Unsure> {
        let opens = matches!(self.peek(), TokenKind::Open(b'(' | b'['));
        if !opens {
            return Err(Unsure);
        }
        self.bump();
        self.inside(|this| this.rest_of_list(Vec::new(), close))
    }

    /// To the bracket that closes a list.
    pub(super) fn rest_of_list(&mut self, mut parts: Vec<Expr>, close: u8) -> Result<Vec<Expr>, Unsure> {
        while !self.take(TokenKind::Close(close)) {
            parts.push(self.expression()?);
            if !self.take_mark(b',') && !self.is(TokenKind::Close(close)) {
                return Err(Unsure);
            }
        }
        Ok(parts)
    }

    /// What may stand behind a block that begins a statement or an arm: `match a {}.b()`.
    pub(super) fn continued(&mut self, block: Expr) -> Result<Expr, Unsure> {
        let goes_on = self.is_mark(b'?') || self.mark() == ".";
        if !goes_on {
            return Ok(block);
        }
        let of = self.postfix(block)?;
        let left = self.binary_from(of, 1)?;
        let left = self.range_from(left)?;
        self.assigned(left)
    }
}
