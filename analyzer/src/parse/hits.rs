//! Where a text speaks of Ensue: places of words, without those at which a word cannot mean what is looked for.

use super::lex::{Lexer, Token, TokenKind, Unsure};
use std::ops::Range;

/// Where a text holds words, in bytes, sorted.
#[derive(Debug, Clone, Default)]
pub(super) struct Hits {
    /// `None` when everything counts.
    places: Option<Vec<usize>>,
    /// Whether each attribute and each macro counts as well.
    pub(super) is_wary: bool,
}

impl Hits {
    /// In code only, and names of macros alone only where a macro can be named: in attributes, in imports, before a `!`, and
    /// in what macros are given. Elsewhere `event` is a variable like any other.
    pub(super) fn of(text: &str, places: Vec<usize>, is_macro: &dyn Fn(&str) -> bool, is_wary: bool) -> Hits {
        if places.is_empty() {
            return Hits { places: Some(places), is_wary };
        }
        let meant = Sieve::new(text, &places, is_macro).meant();
        Hits { places: Some(meant.unwrap_or(places)), is_wary }
    }

    /// Everything counts.
    pub(super) fn everywhere() -> Hits {
        Hits { places: None, is_wary: false }
    }

    /// None at all.
    pub(super) fn none() -> Hits {
        Hits { places: Some(Vec::new()), is_wary: false }
    }

    /// How many there are in a part of the text; one at least where everything counts.
    pub(super) fn within(&self, part: Range<usize>) -> usize {
        let Some(places) = &self.places else { return 1 };
        let before = |end: usize| places.partition_point(|place| *place < end);
        before(part.end).saturating_sub(before(part.start))
    }

    /// Whether a part of the text may be ours.
    pub(super) fn speaks(&self, part: Range<usize>) -> bool {
        self.is_wary || self.within(part) > 0
    }

    /// Whether everything counts.
    pub(super) fn is_everything(&self) -> bool {
        self.places.is_none()
    }
}

/// Goes through the tokens of a text, and keeps the places at which a word can mean what is looked for.
struct Sieve<'a> {
    text: &'a str,
    lexer: Lexer<'a>,
    places: std::iter::Peekable<std::slice::Iter<'a, usize>>,
    is_macro: &'a dyn Fn(&str) -> bool,
    /// Brackets that are open.
    depth: usize,
    /// Where macros can be named.
    open: Open,
    /// What the tokens just passed announce.
    ahead: Ahead,
    meant: Vec<usize>,
}

/// Where macros can be named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Open {
    Nowhere,
    /// As long as more brackets than these are open: in an attribute, or in what a macro is given.
    Deeper(usize),
    /// Up to the next semicolon: in an import.
    Statement,
    /// In the rest of the text, which defines macros in a way that is not followed.
    Everywhere,
}

/// What comes next if a bracket does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ahead {
    Code,
    /// Behind a name.
    Name,
    /// Behind `#`, `#!`, `name!` or `macro_rules! name`.
    Macro,
}

impl<'a> Sieve<'a> {
    fn new(text: &'a str, places: &'a [usize], is_macro: &'a dyn Fn(&str) -> bool) -> Sieve<'a> {
        let (lexer, places, meant) = (Lexer::at(text, 0), places.iter().peekable(), Vec::new());
        Sieve { text, lexer, places, is_macro, depth: 0, open: Open::Nowhere, ahead: Ahead::Code, meant }
    }

    fn meant(mut self) -> Result<Vec<usize>, Unsure> {
        while self.places.peek().is_some() {
            let Some(token) = self.lexer.next()? else { break };
            self.token(token);
        }
        Ok(self.meant)
    }

    fn token(&mut self, token: Token) {
        self.ahead = match token.kind {
            TokenKind::Word => {
                self.word(token);
                if self.ahead == Ahead::Macro { Ahead::Macro } else { Ahead::Name }
            }
            TokenKind::Mark(b'#') => Ahead::Macro,
            TokenKind::Mark(b'!') if self.ahead != Ahead::Code => Ahead::Macro,
            TokenKind::Mark(b';') => {
                if self.open == Open::Statement {
                    self.open = Open::Nowhere;
                }
                Ahead::Code
            }
            TokenKind::Open(_) => {
                if self.ahead == Ahead::Macro && self.open == Open::Nowhere {
                    self.open = Open::Deeper(self.depth);
                }
                self.depth += 1;
                Ahead::Code
            }
            TokenKind::Close(_) => {
                self.depth = self.depth.saturating_sub(1);
                if self.open == Open::Deeper(self.depth) {
                    self.open = Open::Nowhere;
                }
                Ahead::Code
            }
            TokenKind::Doc | TokenKind::InnerDoc => self.ahead,
            TokenKind::Mark(_) | TokenKind::Lifetime | TokenKind::Literal => Ahead::Code,
        };
    }

    fn word(&mut self, token: Token) {
        let word = &self.text[token.start..token.end];
        while self.places.next_if(|place| **place < token.start).is_some() {}
        if let Some(place) = self.places.next_if(|place| **place == token.start) {
            // A comment may hide the `!`.
            let is_called = || self.text[token.end..].trim_start().starts_with(['!', '/']);
            if self.open != Open::Nowhere || !(self.is_macro)(word) || is_called() {
                self.meant.push(*place);
            }
        }
        match word {
            "use" if self.open == Open::Nowhere => self.open = Open::Statement,
            "macro" => self.open = Open::Everywhere,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Hits;
    use crate::parse::Words;

    /// The words that count: each place of `event` (a name of a macro) or `Cx` (a name that can stand anywhere) is followed by
    /// `_` where it must not count.
    #[test]
    fn a_name_of_a_macro_counts_where_a_macro_can_be_named() {
        let cases = [
            "#[event] struct A { a: Cx }",
            "#[ cfg_attr(x, ensue :: event(name = \"event_\")) ] fn event_(event_: &mut Cx) {}",
            "#![event] mod event_ { fn a() { event_.b(event_) } }",
            "use ensue::{event, Cx as B}; fn a() { let event_ = 1; }",
            "pub use a::event; pub use a::r#event as b; struct S { event_: u8 }",
            "/// event_ Cx_\nfn a(b: Cx) { /* event_ Cx_ */ } // event_ Cx_",
            "fn a() { b!(event, [event]); event_; c! { #[event] fn d() {} } event_ }",
            "macro_rules! a { ($b:item) => { #[event] $b } } fn event_() {}",
            "fn a() { event!(x); event /* b */ !(x); x != event_; event_.a(!event_) }",
            "fn a() { let _ = 'e'; let _: &'event_ str = r#\"event_ Cx_\"#; b::<'static, Cx>() }",
            "macro a($b:item) { #[event] $b } fn event() {}",
        ];
        for case in cases {
            let text = case.replace("event_", "event ").replace("Cx_", "Cx ");
            let places = |of: &str, counts: &dyn Fn(usize) -> bool| -> Vec<usize> {
                let bytes = case.as_bytes();
                let is_part = |at: usize| at > 0 && bytes[at - 1].is_ascii_alphanumeric();
                case.match_indices(of).map(|(at, _)| at).filter(|at| !is_part(*at) && counts(*at)).collect()
            };
            let meant = |at: usize| !case[at..].trim_start_matches(|it: char| it.is_alphanumeric()).starts_with('_');
            let mut expected = [places("event", &meant), places("Cx", &meant)].concat();
            expected.sort_unstable();
            let Hits { places, .. } = Words::usual().find(&text);
            assert_eq!(places.as_deref(), Some(&expected[..]), "{case}");
        }
    }
}
