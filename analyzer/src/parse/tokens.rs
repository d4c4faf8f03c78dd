//! What can be told from tokens alone, without trees: text, digests, attributes inside macros, and whether it is safe to
//! build a tree at all. Nothing here recurses, since the tokens may be nested a hundred thousand deep.

use super::outline::Path;
use crate::digest::Digest;
use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree, token_stream};
use std::fmt::Write;

/// Brackets inside brackets. Code that people write stays below 50; the parser needs some 2.5 KB of stack for each.
const MAX_NESTING: usize = 512;

/// Tokens between two separators, summed over all brackets around a place. It bounds every other recursion of a parser:
/// `!!!!a`, `a + a + ..`, `else if`, `|a| |b| ..`, `A<A<..>>`.
const MAX_RUN: usize = 8_000;

/// Digits of a number. The parser reckons it out, which takes the square of its length; a `u128` has 128 at most.
const MAX_DIGITS: usize = 1_000;

/// Why tokens are not parsed into a tree; the text completes "the file ..".
pub(super) fn too_deep(tokens: &TokenStream) -> Option<String> {
    let mut open: Vec<Level> = vec![Level::new(tokens.clone(), false)];
    let mut sum = 0;
    while let Some(level) = open.last_mut() {
        let Some(token) = level.rest.next() else {
            sum -= level.run;
            open.pop();
            continue;
        };
        let before = level.run;
        let is_opaque = level.is_opaque || level.last == Last::Bang;
        level.step(&token);
        sum = sum + level.run - before;
        if sum > MAX_RUN {
            let line = token.span().start().line;
            return Some(format!("holds an expression of more than {MAX_RUN} tokens around line {line}: split it"));
        }
        if let TokenTree::Literal(literal) = &token
            && is_long_number(&literal.to_string())
        {
            let line = literal.span().start().line;
            return Some(format!(
                "holds a number of more than {MAX_DIGITS} digits at line {line}: write it as a string"
            ));
        }
        if let TokenTree::Group(group) = token {
            if open.len() > MAX_NESTING {
                let line = group.span_open().start().line;
                return Some(format!("nests more than {MAX_NESTING} brackets at line {line}: split it"));
            }
            open.push(Level::new(group.stream(), is_opaque));
        }
    }
    None
}

fn is_long_number(literal: &str) -> bool {
    literal.len() > MAX_DIGITS && literal.starts_with(|first: char| first.is_ascii_digit())
}

/// The tokens of one bracket, and how far a parser's recursion can have gone in them.
struct Level {
    rest: token_stream::IntoIter,
    run: usize,
    /// The tokens of a macro, which are kept flat.
    is_opaque: bool,
    last: Last,
}

/// What the token before was, as far as it matters.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Last {
    Word,
    /// `name !` or `name ! name`: a bracket opens the tokens of a macro.
    Bang,
    Brace,
    Other,
}

impl Level {
    fn new(tokens: TokenStream, is_opaque: bool) -> Level {
        Level { rest: tokens.into_iter(), run: 0, is_opaque, last: Last::Other }
    }

    fn step(&mut self, token: &TokenTree) {
        if self.is_opaque {
            return;
        }
        // After `}` a new statement or item starts, unless the token continues an expression.
        let starts_anew = self.last == Last::Brace
            && match token {
                TokenTree::Ident(word) => word != "else" && word != "as",
                TokenTree::Punct(mark) => mark.as_char() == '#',
                TokenTree::Group(_) | TokenTree::Literal(_) => false,
            };
        let ends = matches!(token, TokenTree::Punct(mark) if matches!(mark.as_char(), ';' | ','));
        self.run = match (ends, starts_anew) {
            (true, _) => 0,
            (false, true) => 1,
            (false, false) => self.run + weight(token),
        };
        self.last = match token {
            TokenTree::Ident(_) if self.last == Last::Bang => Last::Bang,
            TokenTree::Ident(_) => Last::Word,
            TokenTree::Punct(mark) if mark.as_char() == '!' && mark.spacing() == Spacing::Alone => match self.last {
                Last::Word => Last::Bang,
                _ => Last::Other,
            },
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => Last::Brace,
            _ => Last::Other,
        };
    }
}

/// Each `<` can open a type in a type in a type, for which the parser goes through more calls than for any other token.
fn weight(token: &TokenTree) -> usize {
    match token {
        TokenTree::Punct(mark) if mark.as_char() == '<' => 4,
        _ => 1,
    }
}

/// A digest that changes when a token does and not when spaces or comments do.
pub(super) fn digest(tokens: TokenStream) -> String {
    let mut digest = Digest::default();
    each(tokens, |piece| digest.add(piece));
    digest.text()
}

/// Tokens on one line. Spaces stand between words, after `,` `;` `:` and around operators with two sides.
pub(super) fn text(tokens: TokenStream) -> String {
    let mut pieces = Vec::new();
    each(tokens, |piece| pieces.push(piece.to_owned()));
    let mut out = String::new();
    for (at, piece) in pieces.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|before| pieces.get(before)).map_or("", String::as_str);
        if wants_space(before, piece) {
            out.push(' ');
        }
        let _ = write!(out, "{piece}");
    }
    out
}

/// Paths of the attributes that tokens write: `#[path ..]`, and what `cfg_attr` holds.
pub(super) fn attributes(tokens: TokenStream) -> Vec<Path> {
    let mut found = Vec::new();
    let mut open = vec![tokens.into_iter()];
    let mut is_after_mark = false;
    while let Some(rest) = open.last_mut() {
        let token = rest.next();
        let was_after_mark = std::mem::take(&mut is_after_mark);
        match token {
            None => {
                open.pop();
            }
            Some(TokenTree::Group(group)) if was_after_mark && group.delimiter() == Delimiter::Bracket => {
                found.extend(paths_in(group.stream()));
            }
            Some(TokenTree::Group(group)) => open.push(group.stream().into_iter()),
            Some(TokenTree::Punct(mark)) => is_after_mark = mark.as_char() == '#',
            Some(_) => {}
        }
    }
    found.sort();
    found.dedup();
    found
}

/// Names of the macros that tokens call, but for ordinary ones.
pub(super) fn calls(tokens: TokenStream) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![(tokens.into_iter(), Vec::new())];
    while let Some((rest, last)) = open.last_mut() {
        let next = rest.next();
        // The two tokens before.
        let called = match (&last[..], &next) {
            ([TokenTree::Ident(name), TokenTree::Punct(mark)], Some(TokenTree::Group(_))) if mark.as_char() == '!' => {
                let name = name.to_string();
                Some(name.strip_prefix("r#").unwrap_or(&name).to_owned())
            }
            _ => None,
        };
        found.extend(called.filter(|name| !super::expand::is_ordinary(name)));
        match next {
            None => {
                open.pop();
            }
            Some(token) => {
                if last.len() > 1 {
                    last.remove(0);
                }
                last.push(token.clone());
                if let TokenTree::Group(group) = token {
                    open.push((group.stream().into_iter(), Vec::new()));
                }
            }
        }
    }
    found.sort();
    found.dedup();
    found
}

/// The path that starts an attribute; of `cfg_attr` every path in it, since each could be one.
fn paths_in(tokens: TokenStream) -> Vec<Path> {
    let mut found: Vec<Path> = Vec::new();
    let mut open = vec![tokens.into_iter()];
    let mut is_joined = false;
    while let Some(rest) = open.last_mut() {
        let holds_others = found.first().is_none_or(|first| first.last() == "cfg_attr");
        match rest.next() {
            None => {
                open.pop();
            }
            Some(TokenTree::Ident(word)) => {
                let text = word.to_string();
                let text = text.strip_prefix("r#").unwrap_or(&text).to_owned();
                match found.last_mut() {
                    Some(path) if is_joined => path.segments.push(text),
                    _ if holds_others => {
                        let line = super::types::line_of(word.span());
                        found.push(Path { absolute: false, segments: vec![text], line });
                    }
                    _ => return found,
                }
                is_joined = false;
            }
            Some(TokenTree::Punct(mark)) if mark.as_char() == ':' => is_joined = !found.is_empty(),
            // `$crate::event` is written by a macro of the crate that `$crate` means.
            Some(TokenTree::Punct(mark)) if mark.as_char() == '$' => {}
            Some(_) if !holds_others => return found,
            Some(TokenTree::Group(group)) => {
                is_joined = false;
                open.push(group.stream().into_iter());
            }
            Some(_) => is_joined = false,
        }
    }
    found
}

/// Calls `with` for each token in order, brackets included; marks that belong together come as one.
fn each(tokens: TokenStream, mut with: impl FnMut(&str)) {
    let mut open = vec![(tokens.into_iter(), "")];
    let mut mark = String::new();
    while let Some((rest, close)) = open.last_mut() {
        match rest.next() {
            None => {
                if !close.is_empty() {
                    with(close);
                }
                open.pop();
            }
            Some(TokenTree::Group(group)) => {
                let (left, right) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::None => ("", ""),
                };
                if !left.is_empty() {
                    with(left);
                }
                open.push((group.stream().into_iter(), right));
            }
            Some(TokenTree::Punct(part)) => {
                mark.push(part.as_char());
                if part.spacing() == Spacing::Alone || part.as_char() == ';' || part.as_char() == ',' {
                    with(&std::mem::take(&mut mark));
                } else if part.as_char() == '\'' {
                    // A lifetime's name follows.
                    if let Some(TokenTree::Ident(name)) = rest.next() {
                        with(&format!("{}{name}", std::mem::take(&mut mark)));
                    }
                }
            }
            Some(token) => with(&token.to_string()),
        }
    }
}

fn wants_space(before: &str, piece: &str) -> bool {
    let is_word = |text: &str| text.starts_with(|first: char| first.is_alphanumeric() || "_\"'".contains(first));
    let opens = before.is_empty() || before.ends_with(['(', '[', '<', '&', '!', '.']) || before.ends_with("::");
    if opens || piece.starts_with([',', ';', '.', '?', ')', ']', '>', '(']) && piece != "=>" || piece == "::" {
        return false;
    }
    let is_lifetime = before.contains('\'') && !before.starts_with(['"', '\'', 'b']);
    let ends =
        is_lifetime || before.ends_with([',', ';', ':', '=', '+', '{', '|']) || ["->", "=>", "=="].contains(&before);
    ends || piece != ":" && ["=", "=>", "->", "+", "==", "&&", "||", "{", "}"].contains(&piece)
        || is_word(before) && is_word(piece)
}
