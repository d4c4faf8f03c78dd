//! Token by token through an item, which can be gone through again.

use super::super::lex::{Lexer, Token, TokenKind, Unsure};
use crate::digest::Digest;
use std::ops::Range;

/// Brackets, operators and types within each other. What nests deeper is left to the parser, which measures first.
const MAX_DEPTH: usize = 100;

/// Marks of several characters, those of three first.
const LONG: &[&str] = &[
    "..=", "...", "<<=", ">>=", "::", "->", "=>", "==", "!=", "<=", ">=", "&&", "||", "+=", "-=", "*=", "/=", "%=",
    "^=", "&=", "|=", "..", "<<", ">>",
];

/// The tokens of an item.
pub(super) struct Cursor<'t> {
    pub(super) text: &'t str,
    pieces: Vec<Piece>,
    /// The braces of bodies that are left out, by the number of the one that opens.
    silent: Vec<usize>,
    pub(super) at: usize,
    depth: usize,
    /// Whether a brace behind a path begins a block, as in a condition.
    pub(super) is_condition: bool,
    /// Macros around.
    pub(super) within: usize,
}

#[derive(Clone, Copy)]
struct Piece {
    token: Token,
    line: u32,
    /// Whether it is one mark with the token before.
    is_joined: bool,
}

impl<'t> Cursor<'t> {
    /// The tokens of a part of a text that starts on this line, without what stands in silent braces.
    pub(super) fn new(
        text: &'t str,
        place: Range<usize>,
        mut line: u32,
        silent: &[Range<usize>],
    ) -> Result<Cursor<'t>, Unsure> {
        let mut lexer = Lexer::at(&text[..place.end], place.start);
        let mut pieces = Vec::with_capacity(place.len() / 4);
        let mut left_out = Vec::new();
        let mut at = place.start;
        while let Some(token) = lexer.next()? {
            line += count_lines(&text[at..token.start]);
            at = token.start;
            // `r#name`
            if token.kind == TokenKind::Word && text[..token.start].ends_with('#') {
                return Err(Unsure);
            }
            if let Some(body) = silent.iter().find(|body| body.start == token.start) {
                left_out.push(pieces.len());
                lexer = Lexer::at(&text[..place.end], body.end - 1);
            }
            pieces.push(Piece { token, line, is_joined: false });
        }
        Ok(Cursor { text, pieces, silent: left_out, at: 0, depth: 0, is_condition: false, within: 0 })
    }

    /// The token `ahead` of the next one; behind the end a bracket that nothing opened.
    fn token(&self, ahead: usize) -> Token {
        let end = Token { kind: TokenKind::Close(0), start: self.text.len(), end: self.text.len() };
        self.pieces.get(self.at + ahead).map_or(end, |piece| piece.token)
    }

    pub(super) fn peek(&self) -> TokenKind {
        self.token(0).kind
    }

    pub(super) fn peek_at(&self, ahead: usize) -> TokenKind {
        self.token(ahead).kind
    }

    /// Where the next token starts, in bytes.
    pub(super) fn place(&self) -> usize {
        self.token(0).start
    }

    /// Its line.
    pub(super) fn line(&self) -> u32 {
        self.pieces.get(self.at).map_or(0, |piece| piece.line)
    }

    /// The next word, or nothing.
    pub(super) fn word(&self) -> &'t str {
        self.word_at(0)
    }

    pub(super) fn word_at(&self, ahead: usize) -> &'t str {
        let token = self.token(ahead);
        if token.kind == TokenKind::Word { &self.text[token.start..token.end] } else { "" }
    }

    /// The text of the next token.
    pub(super) fn slice(&self) -> &'t str {
        let token = self.token(0);
        &self.text[token.start..token.end]
    }

    pub(super) fn is(&self, kind: TokenKind) -> bool {
        self.peek() == kind
    }

    pub(super) fn is_mark(&self, mark: u8) -> bool {
        self.is(TokenKind::Mark(mark))
    }

    pub(super) fn is_end(&self) -> bool {
        self.at >= self.pieces.len()
    }

    pub(super) fn bump(&mut self) {
        self.at += 1;
    }

    pub(super) fn take(&mut self, kind: TokenKind) -> bool {
        let is = self.is(kind);
        self.at += usize::from(is);
        is
    }

    pub(super) fn take_mark(&mut self, mark: u8) -> bool {
        self.take(TokenKind::Mark(mark))
    }

    pub(super) fn take_word(&mut self, word: &str) -> bool {
        let is = self.word() == word;
        self.at += usize::from(is);
        is
    }

    pub(super) fn expect(&mut self, kind: TokenKind) -> Result<(), Unsure> {
        if self.take(kind) { Ok(()) } else { Err(Unsure) }
    }

    /// A word that is no keyword.
    pub(super) fn name(&mut self) -> Result<&'t str, Unsure> {
        let word = self.word();
        if word.is_empty() || is_keyword(word) {
            return Err(Unsure);
        }
        self.bump();
        Ok(word)
    }

    /// The longest mark that starts here.
    pub(super) fn mark(&self) -> &'t str {
        let token = self.token(0);
        let TokenKind::Mark(_) = token.kind else { return "" };
        let rest = &self.text.as_bytes()[token.start..];
        let is = |mark: &&str| rest.starts_with(mark.as_bytes());
        let length = LONG.iter().find(|mark| is(mark)).map_or(1, |mark| mark.len());
        &self.text[token.start..token.start + length]
    }

    /// Takes a mark of several characters as one.
    pub(super) fn take_long(&mut self, mark: &str) -> bool {
        if self.mark() != mark {
            return false;
        }
        for piece in &mut self.pieces[self.at + 1..self.at + mark.len()] {
            piece.is_joined = true;
        }
        self.at += mark.len();
        true
    }

    /// Takes `mark` where it is no part of a longer one.
    pub(super) fn take_alone(&mut self, mark: u8) -> bool {
        let is = self.mark().as_bytes() == [mark];
        self.at += usize::from(is);
        is
    }

    /// Behind the bracket that closes the next one.
    pub(super) fn skip_group(&mut self) -> Result<(), Unsure> {
        let mut depth = 0_usize;
        loop {
            match self.peek() {
                TokenKind::Open(_) => depth += 1,
                TokenKind::Close(_) => depth = depth.checked_sub(1).ok_or(Unsure)?,
                _ => {}
            }
            self.bump();
            if depth == 0 {
                return Ok(());
            }
            if self.is_end() {
                return Err(Unsure);
            }
        }
    }

    /// Whether the brace that comes next holds a body that is left out.
    pub(super) fn is_silent(&self) -> bool {
        self.silent.contains(&self.at)
    }

    /// Reads something that may hold more of its kind.
    pub(super) fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T, Unsure>) -> Result<T, Unsure> {
        if self.depth >= MAX_DEPTH {
            return Err(Unsure);
        }
        self.depth += 1;
        let done = read(self);
        self.depth -= 1;
        done
    }

    /// Reads what stands in brackets, where braces mean what they usually mean.
    pub(super) fn inside<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T, Unsure>) -> Result<T, Unsure> {
        let around = std::mem::take(&mut self.is_condition);
        let done = self.deeper(read);
        self.is_condition = around;
        done
    }

    /// Goes back to `start`, reads there, and returns to this place.
    pub(super) fn again<T>(
        &mut self,
        start: usize,
        read: impl FnOnce(&mut Self) -> Result<T, Unsure>,
    ) -> Result<T, Unsure> {
        let here = std::mem::replace(&mut self.at, start);
        let done = read(self);
        self.at = here;
        done
    }

    /// Whether one of these tokens is as asked.
    pub(super) fn any(&self, tokens: Range<usize>, is: impl Fn(TokenKind, &'t str) -> bool) -> bool {
        self.pieces[tokens].iter().any(|piece| is(piece.token.kind, &self.text[piece.token.start..piece.token.end]))
    }

    /// The text from the first of these tokens to the last.
    pub(super) fn text_of(&self, tokens: Range<usize>) -> &'t str {
        match &self.pieces[tokens] {
            [first, .., last] => &self.text[first.token.start..last.token.end],
            [only] => &self.text[only.token.start..only.token.end],
            [] => "",
        }
    }

    /// In a macro marks are one where nothing stands between them, whatever they mean.
    pub(super) fn join_in_macro(&mut self, tokens: Range<usize>) {
        for at in tokens.start + 1..tokens.end {
            let (before, token) = (self.pieces[at - 1].token, self.pieces[at].token);
            let can_go_on = matches!(before.kind, TokenKind::Mark(mark) if mark != b';' && mark != b',');
            let goes_on = matches!(token.kind, TokenKind::Mark(_) | TokenKind::Lifetime);
            self.pieces[at].is_joined = can_go_on && goes_on && before.end == token.start;
        }
    }

    /// The digest of these tokens, as `tokens::digest` has it.
    pub(super) fn digest(&self, tokens: Range<usize>) -> String {
        let mut digest = Digest::default();
        for piece in self.pieces[tokens].chunk_by(|_, next| next.is_joined) {
            if let (Some(first), Some(last)) = (piece.first(), piece.last()) {
                digest.add(&self.text[first.token.start..last.token.end]);
            }
        }
        digest.text()
    }
}

fn count_lines(text: &str) -> u32 {
    u32::try_from(memchr::memchr_iter(b'\n', text.as_bytes()).count()).unwrap_or(u32::MAX)
}

/// Whether a word cannot be a name.
pub(super) fn is_keyword(word: &str) -> bool {
    const KEYWORDS: &[&str] = &[
        "Self", "_", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do",
        "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop",
        "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "self", "static", "struct",
        "super", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while",
        "yield",
    ];
    KEYWORDS.binary_search(&word).is_ok()
}
