//! Tokens in one flat list, as rustc's macro matcher sees them: marks glued, brackets as tokens of their own.
//!
//! A list owns nothing of a thread, so that definitions are read once and shared; nothing here recurses.

use proc_macro2::{Delimiter, Group, Ident, Literal, Punct, Spacing, Span, TokenStream, TokenTree};
use std::str::FromStr;
use std::sync::Arc;

/// A token, where it stands, and what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    /// Line in the file that is meant, from 1.
    pub(super) line: u32,
}

/// What a token is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// With `r#` if it is written.
    Word(Arc<str>),
    /// With its `'`.
    Lifetime(Arc<str>),
    Literal(Arc<str>),
    /// Glued as rustc's lexer glues: `=>`, `::`, `>>`.
    Mark(Arc<str>),
    Open(Bracket),
    Close(Bracket),
}

/// What a bracket looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bracket {
    Round,
    Square,
    Curly,
    /// Around what a fragment matched: such tokens stay together and equal no written token.
    Fragment(Fragment),
}

/// What a variable of a macro may match.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fragment {
    Block,
    Expr,
    Ident,
    Item,
    Lifetime,
    Literal,
    Meta,
    Pat,
    PatParam,
    Path,
    Tt,
    Ty,
    Vis,
}

impl Token {
    pub(super) fn mark(&self) -> Option<&str> {
        if let Kind::Mark(text) = &self.kind { Some(text) } else { None }
    }

    pub(super) fn word(&self) -> Option<&str> {
        if let Kind::Word(text) = &self.kind { Some(text) } else { None }
    }

    pub(super) fn is_mark(&self, text: &str) -> bool {
        self.mark() == Some(text)
    }
}

/// Marks that rustc's lexer makes of several characters.
const GLUED: &[&str] = &[
    "!=", "%=", "&&", "&=", "*=", "+=", "-=", "->", "..", "...", "..=", "/=", "::", "<-", "<<", "<<=", "<=", "==",
    "=>", ">=", ">>", ">>=", "^=", "|=", "||",
];

/// The tokens of a text. `line` says in which line of the file a line of the text is, both from 1.
pub(super) fn read(text: &str, line: &dyn Fn(usize) -> u32) -> Result<Vec<Token>, String> {
    let stream = TokenStream::from_str(text).map_err(|error| format!("its tokens are not Rust: {error}"))?;
    let mut all = Vec::new();
    let mut open = vec![(stream.into_iter(), None)];
    // A mark that may go on, and whether the next character is joined to it.
    let mut mark: Option<(String, u32)> = None;
    while let Some((rest, close)) = open.last_mut() {
        let next = rest.next();
        let at = |span: Span| line(span.start().line);
        if let (Some(TokenTree::Punct(punct)), Some((glued, _))) = (&next, &mut mark) {
            let longer = format!("{glued}{}", punct.as_char());
            if GLUED.contains(&longer.as_str()) {
                *glued = longer;
                if punct.spacing() == Spacing::Alone {
                    all.extend(mark.take().map(finished));
                }
                continue;
            }
        }
        all.extend(mark.take().map(finished));
        match next {
            None => {
                all.extend(close.take());
                open.pop();
            }
            Some(TokenTree::Group(group)) => {
                let bracket = match group.delimiter() {
                    Delimiter::Parenthesis => Bracket::Round,
                    Delimiter::Bracket => Bracket::Square,
                    Delimiter::Brace => Bracket::Curly,
                    Delimiter::None => return Err("its tokens hold a group without brackets".into()),
                };
                all.push(Token { kind: Kind::Open(bracket), line: at(group.span_open()) });
                let close = Token { kind: Kind::Close(bracket), line: at(group.span_close()) };
                open.push((group.stream().into_iter(), Some(close)));
            }
            Some(TokenTree::Ident(word)) => {
                all.push(Token { kind: Kind::Word(word.to_string().into()), line: at(word.span()) });
            }
            Some(TokenTree::Literal(literal)) => {
                all.push(Token { kind: Kind::Literal(literal.to_string().into()), line: at(literal.span()) });
            }
            Some(TokenTree::Punct(punct)) if punct.as_char() == '\'' => {
                let Some(TokenTree::Ident(name)) = rest.next() else { return Err("it holds a lone quote".into()) };
                all.push(Token { kind: Kind::Lifetime(format!("'{name}").into()), line: at(punct.span()) });
            }
            Some(TokenTree::Punct(punct)) => {
                let one = (punct.as_char().to_string(), at(punct.span()));
                match punct.spacing() {
                    Spacing::Joint => mark = Some(one),
                    Spacing::Alone => all.push(finished(one)),
                }
            }
        }
    }
    Ok(all)
}

fn finished((mark, line): (String, u32)) -> Token {
    Token { kind: Kind::Mark(mark.into()), line }
}

/// For each opening bracket the position of the one that closes it; for anything else its own.
pub(super) fn ends(tokens: &[Token]) -> Vec<usize> {
    let mut ends: Vec<usize> = (0..tokens.len()).collect();
    let mut open = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        match token.kind {
            Kind::Open(_) => open.push(at),
            Kind::Close(_) => {
                if let Some(start) = open.pop() {
                    ends[start] = at;
                }
            }
            _ => {}
        }
    }
    ends
}

/// The same tokens for a parser. Brackets must be balanced.
pub(super) fn stream(tokens: &[Token]) -> Option<TokenStream> {
    let mut open: Vec<(Delimiter, Vec<TokenTree>)> = vec![(Delimiter::None, Vec::new())];
    for token in tokens {
        let (_, here) = open.last_mut()?;
        match &token.kind {
            Kind::Word(text) => here.push(match text.strip_prefix("r#") {
                Some(name) => Ident::new_raw(name, Span::call_site()).into(),
                None => Ident::new(text, Span::call_site()).into(),
            }),
            Kind::Lifetime(text) => {
                here.push(Punct::new('\'', Spacing::Joint).into());
                here.push(Ident::new(text.trim_start_matches('\''), Span::call_site()).into());
            }
            Kind::Literal(text) => here.push(Literal::from_str(text).ok()?.into()),
            Kind::Mark(text) => {
                let last = text.chars().count().saturating_sub(1);
                for (at, character) in text.chars().enumerate() {
                    let spacing = if at == last { Spacing::Alone } else { Spacing::Joint };
                    here.push(Punct::new(character, spacing).into());
                }
            }
            Kind::Open(bracket) => {
                let delimiter = match bracket {
                    Bracket::Round => Delimiter::Parenthesis,
                    Bracket::Square => Delimiter::Bracket,
                    Bracket::Curly => Delimiter::Brace,
                    Bracket::Fragment(_) => Delimiter::None,
                };
                open.push((delimiter, Vec::new()));
            }
            Kind::Close(_) => {
                let (delimiter, inner) = open.pop()?;
                open.last_mut()?.1.push(Group::new(delimiter, inner.into_iter().collect()).into());
            }
        }
    }
    let (_, all) = open.pop()?;
    open.is_empty().then(|| all.into_iter().collect())
}

/// The same tokens as source, each on a line of its own so that none is glued to the next, and the line of the file that
/// is meant by each line.
pub(super) fn text(tokens: &[Token]) -> (String, Vec<u32>) {
    let ends = ends(tokens);
    let mut text = String::new();
    let mut lines = Vec::new();
    let mut round = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let piece = match &token.kind {
            Kind::Word(it) | Kind::Lifetime(it) | Kind::Literal(it) | Kind::Mark(it) => it,
            // An expression that was matched as one stays one.
            Kind::Open(Bracket::Fragment(fragment)) => {
                let is_one = ends[at] == at + 2;
                round.push(*fragment == Fragment::Expr && !is_one);
                if round.last() == Some(&true) { "(" } else { continue }
            }
            Kind::Close(Bracket::Fragment(_)) => {
                if round.pop() == Some(true) {
                    ")"
                } else {
                    continue;
                }
            }
            Kind::Open(Bracket::Round) => "(",
            Kind::Open(Bracket::Square) => "[",
            Kind::Open(Bracket::Curly) => "{",
            Kind::Close(Bracket::Round) => ")",
            Kind::Close(Bracket::Square) => "]",
            Kind::Close(Bracket::Curly) => "}",
        };
        text.push_str(piece);
        text.push('\n');
        lines.extend((0..=piece.matches('\n').count()).map(|_| token.line));
    }
    (text, lines)
}
