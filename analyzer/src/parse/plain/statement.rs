//! Blocks, and what only stands in them.

use super::super::body::tree::{Block, Expr, Kind, Local, Pat, Stmt};
use super::super::lex::{TokenKind, Unsure};
use super::cursor::Cursor;

/// Words that begin an item, or something else that is not known here.
const ITEMS: &[&str] = &[
    "const",
    "enum",
    "extern",
    "fn",
    "impl",
    "macro_rules",
    "mod",
    "pub",
    "static",
    "struct",
    "trait",
    "type",
    "union",
    "use",
];

impl Cursor<'_> {
    pub(super) fn block(&mut self) -> Result<Block, Unsure> {
        let line = self.line();
        self.expect(TokenKind::Open(b'{'))?;
        let statements = self.inside(|this| {
            let mut statements = Vec::new();
            while !this.take(TokenKind::Close(b'}')) {
                statements.push(this.statement()?);
            }
            Ok(statements)
        })?;
        Ok(Block { line, statements })
    }

    fn statement(&mut self) -> Result<Stmt, Unsure> {
        if self.take_word("let") {
            return self.local();
        }
        if ITEMS.contains(&self.word()) {
            return Err(Unsure);
        }
        let expr = if self.is_block_like() {
            let block = self.block_like()?;
            let before = self.at;
            let expr = self.continued(block)?;
            if self.at == before {
                let is_ended = self.take_mark(b';');
                return Ok(Stmt::Expr(expr, is_ended));
            }
            expr
        } else {
            self.expression()?
        };
        if self.take_mark(b';') {
            return Ok(Stmt::Expr(expr, true));
        }
        if self.is(TokenKind::Close(b'}')) { Ok(Stmt::Expr(expr, false)) } else { Err(Unsure) }
    }

    fn local(&mut self) -> Result<Stmt, Unsure> {
        let line = self.line();
        let mut pattern = self.alternatives()?;
        if self.take_alone(b':') {
            let of = self.line();
            pattern = Pat::Typed(Box::new(pattern), self.ty(true)?, of);
        }
        let (mut value, mut otherwise) = (None, None);
        if self.take_alone(b'=') {
            value = Some(self.expression()?);
            if self.take_word("else") {
                let line = self.line();
                otherwise = Some(Expr { line, kind: Kind::Block(self.block()?) });
            }
        }
        self.expect(TokenKind::Mark(b';'))?;
        Ok(Stmt::Let(Box::new(Local { line, pattern, value, otherwise })))
    }

    /// What stands before the block of `if`, `while`, `match` and `for`.
    pub(super) fn condition(&mut self) -> Result<Expr, Unsure> {
        let around = std::mem::replace(&mut self.is_condition, true);
        let condition = self.guard();
        self.is_condition = around;
        condition
    }

    /// An expression in which `let` may stand.
    fn guard(&mut self) -> Result<Expr, Unsure> {
        let line = self.line();
        if self.word() != "let" {
            let condition = self.expression()?;
            return if self.word() == "let" { Err(Unsure) } else { Ok(condition) };
        }
        self.bump();
        let pattern = self.alternatives()?;
        if !self.take_alone(b'=') {
            return Err(Unsure);
        }
        let of = self.binary(3)?;
        // `if let A = b && c`
        if matches!(self.mark(), "&&" | "||") {
            return Err(Unsure);
        }
        Ok(Expr { line, kind: Kind::Let(pattern, Box::new(of)) })
    }

    /// The arms of a `match`, in their braces.
    pub(super) fn arms(&mut self) -> Result<Vec<(Pat, Expr)>, Unsure> {
        self.expect(TokenKind::Open(b'{'))?;
        self.inside(|this| {
            let mut arms = Vec::new();
            while !this.take(TokenKind::Close(b'}')) {
                let mut pattern = this.alternatives()?;
                if this.take_word("if") {
                    pattern = Pat::Guard(Box::new(pattern), Box::new(this.guard()?));
                }
                if !this.take_long("=>") {
                    return Err(Unsure);
                }
                let is_block = this.is_block_like();
                let body = if is_block {
                    let block = this.block_like()?;
                    this.continued(block)?
                } else {
                    this.expression()?
                };
                if !this.take_mark(b',') && !is_block && !this.is(TokenKind::Close(b'}')) {
                    return Err(Unsure);
                }
                arms.push((pattern, body));
            }
            Ok(arms)
        })
    }
}
