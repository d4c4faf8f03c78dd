//! Token by token through a text, with the line of each place.

use super::super::lex::{Token, TokenKind, Unsure};
use super::Skim;

impl<'t> Skim<'t> {
    pub(super) fn peek(&mut self) -> Result<Option<Token>, Unsure> {
        if self.peeked.is_none() {
            self.peeked = self.lexer.next()?;
        }
        Ok(self.peeked)
    }

    pub(super) fn next(&mut self) -> Result<Option<Token>, Unsure> {
        match self.peeked.take() {
            Some(token) => Ok(Some(token)),
            None => self.lexer.next(),
        }
    }

    pub(super) fn peek_word(&mut self) -> Result<Option<&'t str>, Unsure> {
        let token = self.peek()?.filter(|token| token.kind == TokenKind::Word);
        Ok(token.map(|token| self.word(token)))
    }

    pub(super) fn word(&self, token: Token) -> &'t str {
        &self.text[token.start..token.end]
    }

    /// The next token, which must be a name.
    pub(super) fn name(&mut self) -> Result<Token, Unsure> {
        self.next()?.filter(|token| token.kind == TokenKind::Word).ok_or(Unsure)
    }

    pub(super) fn expect_open(&mut self, open: u8) -> Result<Token, Unsure> {
        self.next()?.filter(|token| token.kind == TokenKind::Open(open)).ok_or(Unsure)
    }

    pub(super) fn expect_mark(&mut self, mark: u8) -> Result<Token, Unsure> {
        self.next()?.filter(|token| token.kind == TokenKind::Mark(mark)).ok_or(Unsure)
    }

    pub(super) fn line(&mut self, place: usize) -> u32 {
        self.lines.of(place)
    }
}

/// Lines of places that mostly come in order.
pub(super) struct Lines<'t> {
    pub(super) text: &'t [u8],
    pub(super) at: usize,
    pub(super) line: u32,
}

impl Lines<'_> {
    pub(super) fn of(&mut self, place: usize) -> u32 {
        let between = |part: &[u8]| u32::try_from(memchr::memchr_iter(b'\n', part).count()).unwrap_or(u32::MAX);
        if place >= self.at {
            self.line += between(&self.text[self.at..place]);
        } else {
            self.line -= between(&self.text[place..self.at]);
        }
        self.at = place;
        self.line
    }
}
