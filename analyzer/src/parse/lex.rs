//! Where tokens begin and end, at the speed of reading: no trees, and bodies are passed over as a whole.
//!
//! Only what may start an item is told apart. Whatever else there is, [`Unsure`] is the answer, and the file goes to the
//! parser, which knows the language whole. Nothing here recurses.

use super::marks::Marks;

/// Brackets in brackets for which there is room at once.
const USUAL_DEPTH: usize = 16;

/// This is not known here: it may be Rust or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unsure;

/// A token and where it stands, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// A name or keyword; of `r#name` without the `r#`.
    Word,
    Lifetime,
    /// A number, a string or a character.
    Literal,
    /// `/// ..`, `/** .. */`
    Doc,
    /// `//! ..`, `/*! .. */`
    InnerDoc,
    /// One character of punctuation.
    Mark(u8),
    /// A bracket that opens.
    Open(u8),
    /// A bracket that closes.
    Close(u8),
}

/// Goes through the tokens of a text.
#[derive(Clone)]
pub(super) struct Lexer<'t> {
    text: &'t [u8],
    at: usize,
}

impl<'t> Lexer<'t> {
    /// Starts at a place in a text.
    pub(super) fn at(text: &'t str, at: usize) -> Lexer<'t> {
        Lexer { text: text.as_bytes(), at }
    }

    /// Where the next token is looked for.
    pub(super) fn place(&self) -> usize {
        self.at
    }

    /// The next token, or none at the end.
    pub(super) fn next(&mut self) -> Result<Option<Token>, Unsure> {
        loop {
            let Some(&byte) = self.text.get(self.at) else { return Ok(None) };
            let start = self.at;
            let token = |kind, start, end| Ok(Some(Token { kind, start, end }));
            match byte {
                b' ' | b'\t'..=b'\r' => {
                    let space = self.text[start..].iter().take_while(|byte| matches!(byte, b' ' | b'\t'..=b'\r'));
                    self.at += space.count();
                }
                b'/' => match self.comment()? {
                    Some(kind) => return token(kind, start, self.at),
                    None if self.at == start => {
                        self.at += 1;
                        return token(TokenKind::Mark(byte), start, self.at);
                    }
                    None => {}
                },
                b'"' => {
                    self.string(start)?;
                    return token(TokenKind::Literal, start, self.at);
                }
                b'\'' => {
                    let kind = self.tick()?;
                    return token(kind, start, self.at);
                }
                b'0'..=b'9' => {
                    self.number();
                    return token(TokenKind::Literal, start, self.at);
                }
                b'a'..=b'z' | b'A'..=b'Z' | b'_' => return self.word().map(Some),
                b'{' | b'(' | b'[' => {
                    self.at += 1;
                    return token(TokenKind::Open(byte), start, self.at);
                }
                b'}' | b')' | b']' => {
                    self.at += 1;
                    return token(TokenKind::Close(byte), start, self.at);
                }
                b'!'..=b'~' => {
                    self.at += 1;
                    return token(TokenKind::Mark(byte), start, self.at);
                }
                _ => return Err(Unsure),
            }
        }
    }

    /// Goes to behind the bracket that closes the one just passed.
    pub(super) fn skip_group(&mut self, open: u8) -> Result<(), Unsure> {
        let mut within = Vec::with_capacity(USUAL_DEPTH);
        within.push(closing(open));
        let mut marks = Marks::of(self.text);
        while let Some(at) = marks.next(self.at) {
            self.at = at;
            match self.text[at] {
                b'"' => self.string(at)?,
                b'\'' => drop(self.tick()?),
                b'/' => {
                    self.comment()?;
                    self.at = self.at.max(at + 1);
                }
                byte @ (b'{' | b'(' | b'[') => {
                    within.push(closing(byte));
                    self.at += 1;
                }
                byte => {
                    if within.pop() != Some(byte) {
                        return Err(Unsure);
                    }
                    self.at += 1;
                    if within.is_empty() {
                        return Ok(());
                    }
                }
            }
        }
        Err(Unsure)
    }

    /// From `/`: goes behind a comment, and tells if it is one of documentation. Stays where no comment is.
    fn comment(&mut self) -> Result<Option<TokenKind>, Unsure> {
        let rest = &self.text[self.at..];
        match rest.get(1) {
            Some(b'/') => {
                let end = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
                self.at += end;
                Ok(match rest.get(2) {
                    Some(b'/') if rest.get(3) != Some(&b'/') => Some(TokenKind::Doc),
                    Some(b'!') => Some(TokenKind::InnerDoc),
                    _ => None,
                })
            }
            Some(b'*') => {
                let mut depth = 0_usize;
                let mut at = 0;
                while let Some(found) = memchr::memchr2(b'/', b'*', &rest[at..]) {
                    at += found;
                    match &rest[at..rest.len().min(at + 2)] {
                        b"/*" => (depth, at) = (depth + 1, at + 2),
                        b"*/" => (depth, at) = (depth - 1, at + 2),
                        _ => at += 1,
                    }
                    if depth == 0 {
                        self.at += at;
                        return Ok(match rest.get(2) {
                            Some(b'*') if !matches!(rest.get(3), Some(b'*' | b'/')) => Some(TokenKind::Doc),
                            Some(b'!') => Some(TokenKind::InnerDoc),
                            _ => None,
                        });
                    }
                }
                Err(Unsure)
            }
            _ => Ok(None),
        }
    }

    /// From the first `"`: goes behind a string. What stands before tells whether it is a raw one.
    fn string(&mut self, quote: usize) -> Result<(), Unsure> {
        let before = &self.text[..quote];
        let hashes = before.iter().rev().take_while(|byte| **byte == b'#').count();
        if is_raw(&before[..quote - hashes]) {
            let mut at = quote + 1;
            loop {
                at += memchr::memchr(b'"', &self.text[at..]).ok_or(Unsure)? + 1;
                let after = self.text.get(at..at + hashes).ok_or(Unsure)?;
                if after.iter().all(|byte| *byte == b'#') {
                    self.at = at + hashes;
                    return Ok(());
                }
            }
        }
        let mut at = quote + 1;
        loop {
            at += memchr::memchr2(b'"', b'\\', self.text.get(at..).ok_or(Unsure)?).ok_or(Unsure)?;
            if self.text[at] == b'"' {
                self.at = at + 1;
                return Ok(());
            }
            at += 2;
        }
    }

    /// From `'`: goes behind a character or a lifetime.
    fn tick(&mut self) -> Result<TokenKind, Unsure> {
        let rest = &self.text[self.at + 1..];
        let (&first, length) = (rest.first().ok_or(Unsure)?, rest.first().map_or(1, |byte| width(*byte)));
        if first == b'\\' {
            // `'\''`, `'\u{1F600}'`
            let end = memchr::memchr(b'\'', rest.get(2..).ok_or(Unsure)?).ok_or(Unsure)?;
            self.at += 1 + 2 + end + 1;
            return Ok(TokenKind::Literal);
        }
        if rest.get(length) == Some(&b'\'') {
            self.at += 1 + length + 1;
            return Ok(TokenKind::Literal);
        }
        if !is_word(first) {
            return Err(Unsure);
        }
        self.at += 1 + rest.iter().take_while(|byte| is_word(**byte)).count();
        Ok(TokenKind::Lifetime)
    }

    fn number(&mut self) {
        let digits = |text: &[u8]| text.iter().take_while(|byte| is_word(**byte)).count();
        self.at += digits(&self.text[self.at..]);
        if let [b'.', b'0'..=b'9', ..] = &self.text[self.at..] {
            self.at += 1 + digits(&self.text[self.at + 1..]);
        }
    }

    fn word(&mut self) -> Result<Token, Unsure> {
        let start = self.at;
        self.at += self.text[start..].iter().take_while(|byte| is_word(**byte)).count();
        let word = &self.text[start..self.at];
        if !word.is_ascii() {
            return Err(Unsure);
        }
        match (word, &self.text[self.at..]) {
            (b"r" | b"br" | b"cr", [b'"' | b'#', ..]) => {
                let hashes = self.text[self.at..].iter().take_while(|byte| **byte == b'#').count();
                match self.text.get(self.at + hashes) {
                    Some(b'"') => {
                        self.string(self.at + hashes)?;
                        Ok(Token { kind: TokenKind::Literal, start, end: self.at })
                    }
                    Some(byte) if hashes == 1 && word == b"r" && is_word(*byte) => {
                        self.at += 1;
                        self.word()
                    }
                    _ => Err(Unsure),
                }
            }
            (b"b" | b"c", [b'"', ..]) => {
                self.string(self.at)?;
                Ok(Token { kind: TokenKind::Literal, start, end: self.at })
            }
            (b"b", [b'\'', ..]) => {
                self.tick()?;
                Ok(Token { kind: TokenKind::Literal, start, end: self.at })
            }
            _ => Ok(Token { kind: TokenKind::Word, start, end: self.at }),
        }
    }
}

/// Whether a byte can be part of a name.
pub(super) fn is_word(byte: u8) -> bool {
    IS_WORD[usize::from(byte)]
}

/// Looked up, since it is asked for most bytes of a text.
const IS_WORD: [bool; 256] = {
    let mut is = [false; 256];
    let mut byte = 0_u8;
    loop {
        is[byte as usize] = byte >= 0x80 || byte.is_ascii_alphanumeric() || byte == b'_';
        if byte == u8::MAX {
            break is;
        }
        byte += 1;
    }
};

/// Whether what stands before the quotes and hashes of a string makes it a raw one: `r`, `br`, `cr`.
fn is_raw(before: &[u8]) -> bool {
    let [head @ .., b'r'] = before else { return false };
    let head = if let [head @ .., b'b' | b'c'] = head { head } else { head };
    head.last().is_none_or(|byte| !is_word(*byte))
}

fn closing(open: u8) -> u8 {
    match open {
        b'(' => b')',
        b'[' => b']',
        _ => b'}',
    }
}

/// How many bytes a character has whose first is this one.
fn width(first: u8) -> usize {
    match first {
        0xf0.. => 4,
        0xe0.. => 3,
        0xc0.. => 2,
        _ => 1,
    }
}
