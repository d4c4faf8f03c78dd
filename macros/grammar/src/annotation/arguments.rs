//! The arguments of an attribute: `key = value` and `key(list)`, separated by commas.
//!
//! What a key may hold is asked for by the reader of each attribute; what was not understood is reported here, once.

use super::{Emissions, Error, messages, subject::Subject};
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Expr, Ident, LitStr, Path, parse::Parser};

/// What was written in an attribute, and the mistakes found so far.
pub(super) struct Arguments {
    pub(super) of: Subject,
    pub(super) errors: Vec<Error>,
    given: Vec<Argument>,
}

struct Argument {
    key: Ident,
    /// What stands behind `=`; absent for a key alone.
    value: Option<TokenStream>,
}

impl Arguments {
    /// Splits the arguments; each key may be given once.
    pub(super) fn split(of: Subject, args: TokenStream, known: &[&str]) -> Self {
        let mut arguments = Arguments { of, errors: Vec::new(), given: Vec::new() };
        for piece in pieces(args) {
            arguments.add(piece, known);
        }
        arguments
    }

    /// As [`split`](Self::split), where other things than `key = value` may stand too: they are given apart.
    pub(super) fn split_names(of: Subject, args: TokenStream, known: &[&str]) -> (Vec<TokenStream>, Self) {
        let mut arguments = Arguments { of, errors: Vec::new(), given: Vec::new() };
        let mut names = Vec::new();
        for piece in pieces(args) {
            match &piece[..] {
                [TokenTree::Ident(_), TokenTree::Punct(sign), ..] if sign.as_char() == '=' => {
                    arguments.add(piece, known);
                }
                [TokenTree::Ident(key)] if known.contains(&key.to_string().as_str()) => {
                    arguments.add(piece, known);
                }
                _ => names.push(piece.into_iter().collect()),
            }
        }
        (names, arguments)
    }

    fn add(&mut self, piece: Vec<TokenTree>, known: &[&str]) {
        let mut tokens = piece.iter();
        let Some(TokenTree::Ident(key)) = tokens.next() else {
            let piece = piece.into_iter().collect::<TokenStream>();
            self.errors.push(messages::no_key(&self.of, &piece, known));
            return;
        };
        let value = match tokens.next() {
            None => None,
            Some(TokenTree::Punct(sign)) if sign.as_char() == '=' => Some(tokens.cloned().collect::<TokenStream>()),
            Some(_) => {
                let meant = known.iter().position(|known| key == known);
                let expected = meant.map_or(known, |meant| &known[meant..=meant]);
                let piece = piece.iter().cloned().collect::<TokenStream>();
                self.errors.push(messages::no_key(&self.of, &piece, expected));
                return;
            }
        };
        if !known.contains(&key.to_string().as_str()) {
            self.errors.push(messages::unknown_key(&self.of, key, known));
        } else if self.given.iter().any(|given| given.key == *key) {
            self.errors.push(messages::duplicate_key(&self.of, key));
        } else {
            self.given.push(Argument { key: key.clone(), value });
        }
    }

    /// The key as it was written, if it was.
    pub(super) fn key(&self, key: &str) -> Option<Ident> {
        self.given.iter().find(|given| given.key == key).map(|given| given.key.clone())
    }

    /// Reports two keys that exclude each other, at the one that was written later.
    pub(super) fn exclude(&mut self, one: &str, other: &str) {
        let written: Vec<_> =
            self.given.iter().map(|given| &given.key).filter(|key| *key == one || *key == other).collect();
        if let [first, second] = written[..] {
            self.errors.push(messages::contradiction(&self.of, &first.to_string(), second));
        }
    }

    /// `key = "text"`
    pub(super) fn text(&mut self, key: &str, expected: &str) -> Option<LitStr> {
        let (key, value) = self.value(key, expected)?;
        let Ok(text) = syn::parse2::<LitStr>(value.clone()) else {
            self.errors.push(messages::unexpected_value(&self.of, &key, &value, expected));
            return None;
        };
        self.readable(&key, text, expected)
    }

    /// `key = path`
    pub(super) fn path(&mut self, key: &str, expected: &str) -> Option<Path> {
        let (key, value) = self.value(key, expected)?;
        let path = Path::parse_mod_style.parse2(value.clone()).ok();
        if path.is_none() {
            self.errors.push(messages::unexpected_value(&self.of, &key, &value, expected));
        }
        path
    }

    /// `key = word`
    pub(super) fn word(&mut self, key: &str, expected: &str) -> Option<Ident> {
        let (key, value) = self.value(key, expected)?;
        let word = syn::parse2(value.clone()).ok();
        if word.is_none() {
            self.errors.push(messages::unexpected_value(&self.of, &key, &value, expected));
        }
        word
    }

    /// `key = expression`
    pub(super) fn expression(&mut self, key: &str, expected: &str) -> Option<Expr> {
        let (key, value) = self.value(key, expected)?;
        let expression = syn::parse2(value.clone()).ok();
        if expression.is_none() {
            self.errors.push(messages::unexpected_value(&self.of, &key, &value, expected));
        }
        expression
    }

    /// The tokens behind `key =`, of which there is at least one.
    pub(super) fn value(&mut self, key: &str, expected: &str) -> Option<(Ident, TokenStream)> {
        let position = self.given.iter().position(|given| given.key == key)?;
        // Left in place without its value, so that `key` and `exclude` still see it.
        let (key, value) = (self.given[position].key.clone(), self.given[position].value.take());
        match value {
            Some(value) if !value.is_empty() => Some((key, value)),
            _ => {
                self.errors.push(messages::no_value(&self.of, &key, expected));
                None
            }
        }
    }

    /// `key = ["text", ..]`, or one text without brackets.
    pub(super) fn texts(&mut self, key: &str, expected: &str) -> Vec<LitStr> {
        let mut texts = Vec::new();
        for (key, entry) in self.entries(key, expected) {
            match syn::parse2::<LitStr>(entry.clone()) {
                Ok(text) => texts.extend(self.readable(&key, text, expected)),
                Err(_) => self.errors.push(messages::unexpected_value(&self.of, &key, &entry, expected)),
            }
        }
        self.once(&mut texts);
        texts
    }

    /// `key = [A, B]`, or one path without brackets; `what` says of what.
    pub(super) fn paths(&mut self, key: &str, what: &str) -> Vec<Path> {
        let mut paths = Vec::new();
        for (key, entry) in self.entries(key, "[A, B]") {
            if let Some((word, _)) = word_and_list(&entry) {
                self.errors.push(match word.to_string().as_str() {
                    "scheduled" => messages::scheduled_here(&self.of, &word, &key.to_string()),
                    _ => messages::not_a_path(&self.of, &entry, what),
                });
            } else {
                paths.extend(self.plain_path(&entry, what));
            }
        }
        self.once(&mut paths);
        paths
    }

    /// `may_emit = [E, scheduled(F)]` and `may_request = [G]`
    pub(super) fn may(&mut self) -> Emissions {
        let mut emissions = Emissions::default();
        for (_, entry) in self.entries("may_emit", "[E, scheduled(F)]") {
            self.emission(&entry, Some("may_emit"), &mut emissions);
        }
        emissions.requests = self.paths("may_request", "an effect");
        self.each_once(&mut emissions);
        emissions
    }

    /// `emits = [E, scheduled(F), requests(G)]`
    pub(super) fn emits(&mut self) -> Emissions {
        let mut emissions = Emissions::default();
        for (_, entry) in self.entries("emits", "[E, scheduled(F), requests(G)]") {
            self.emission(&entry, None, &mut emissions);
        }
        self.each_once(&mut emissions);
        emissions
    }

    /// `E, scheduled(F), requests(G)`: the arguments of `emits` itself.
    pub(super) fn emission_list(of: Subject, args: TokenStream) -> (Emissions, Vec<Error>) {
        let mut arguments = Arguments { of, errors: Vec::new(), given: Vec::new() };
        let mut emissions = Emissions::default();
        for entry in arguments.listed(args) {
            arguments.emission(&entry, None, &mut emissions);
        }
        arguments.each_once(&mut emissions);
        if emissions.is_empty() && arguments.errors.is_empty() {
            arguments.errors.push(messages::nothing_emitted(&arguments.of));
        }
        (emissions, arguments.errors)
    }

    /// One entry; requests have a key of their own where one is given.
    fn emission(&mut self, entry: &TokenStream, key: Option<&str>, emissions: &mut Emissions) {
        let Some((word, inside)) = word_and_list(entry) else {
            emissions.emits.extend(self.plain_path(entry, "an event"));
            return;
        };
        let requests = word == "requests";
        match (key, word.to_string().as_str()) {
            (Some(key), "requests") => {
                self.errors.push(messages::requests_here(&self.of, &word, key));
                return;
            }
            (_, "scheduled" | "requests") => {}
            (Some(_), _) => {
                self.errors.push(messages::unknown_word(&self.of, &word, &["scheduled"]));
                return;
            }
            (None, _) => {
                self.errors.push(messages::unknown_word(&self.of, &word, &["scheduled", "requests"]));
                return;
            }
        }
        let entries = self.listed(inside.stream());
        if entries.len() != 1 {
            self.errors.push(messages::one_in_parentheses(&self.of, &word, &inside));
        }
        let (list, what) =
            if requests { (&mut emissions.requests, "an effect") } else { (&mut emissions.schedules, "an event") };
        for entry in entries {
            list.extend(self.plain_path(&entry, what));
        }
    }

    fn plain_path(&mut self, entry: &TokenStream, what: &str) -> Option<Path> {
        let Ok(path) = syn::parse2::<Path>(entry.clone()) else {
            self.errors.push(messages::not_a_path(&self.of, entry, what));
            return None;
        };
        if path.segments.iter().any(|segment| !segment.arguments.is_none()) {
            self.errors.push(messages::generic_path(&self.of, &path, what));
            return None;
        }
        Some(path)
    }

    /// The entries of `key = [..]`, or the one without brackets, each with its key.
    pub(super) fn entries(&mut self, key: &str, expected: &str) -> Vec<(Ident, TokenStream)> {
        let Some((key, value)) = self.value(key, expected) else { return Vec::new() };
        let entries = match one_group(&value, Delimiter::Bracket) {
            Some(list) if list.stream().is_empty() => {
                self.errors.push(messages::empty_list(&self.of, &key, &list));
                Vec::new()
            }
            Some(list) => self.listed(list.stream()),
            None => vec![value],
        };
        entries.into_iter().map(|entry| (key.clone(), entry)).collect()
    }

    /// What stands between the commas; nothing there is a mistake, save behind the last.
    fn listed(&mut self, list: TokenStream) -> Vec<TokenStream> {
        let mut entries = Vec::new();
        let mut entry = TokenStream::new();
        let mut depth = 0_usize;
        let mut before = ' ';
        for token in list {
            let sign = if let TokenTree::Punct(punct) = &token { punct.as_char() } else { ' ' };
            match sign {
                '<' => depth += 1,
                '>' if before != '-' && before != '=' => depth = depth.saturating_sub(1),
                _ => {}
            }
            before = sign;
            if sign == ',' && depth == 0 {
                if entry.is_empty() {
                    self.errors.push(messages::empty_entry(&self.of, &token));
                } else {
                    entries.push(std::mem::take(&mut entry));
                }
            } else {
                entry.extend([token]);
            }
        }
        if !entry.is_empty() {
            entries.push(entry);
        }
        entries
    }

    fn each_once(&mut self, emissions: &mut Emissions) {
        self.once(&mut emissions.emits);
        self.once(&mut emissions.schedules);
        self.once(&mut emissions.requests);
    }

    /// Reports and removes what is listed again.
    pub(super) fn once(&mut self, list: &mut Vec<impl ToTokens>) {
        let mut seen = Vec::new();
        list.retain(|entry| {
            let text = super::source(entry);
            let first = !seen.contains(&text);
            if first {
                seen.push(text);
            } else {
                self.errors.push(messages::duplicate_entry(&self.of, entry));
            }
            first
        });
    }

    fn readable(&mut self, key: &Ident, text: LitStr, expected: &str) -> Option<LitStr> {
        let value = text.value();
        if value.trim().is_empty() || value.chars().any(char::is_control) {
            self.errors.push(messages::blank_text(&self.of, key, &text, expected));
            return None;
        }
        Some(text)
    }
}

/// `word(list)`, and nothing else.
fn word_and_list(entry: &TokenStream) -> Option<(Ident, Group)> {
    let mut tokens = entry.clone().into_iter();
    match (tokens.next(), tokens.next(), tokens.next()) {
        (Some(TokenTree::Ident(word)), Some(TokenTree::Group(list)), None)
            if list.delimiter() == Delimiter::Parenthesis =>
        {
            Some((word, list))
        }
        _ => None,
    }
}

/// The group that is all of these tokens.
pub(super) fn one_group(tokens: &TokenStream, delimiter: Delimiter) -> Option<Group> {
    let mut tokens = tokens.clone().into_iter();
    match (tokens.next(), tokens.next()) {
        (Some(TokenTree::Group(group)), None) if group.delimiter() == delimiter => Some(group),
        _ => None,
    }
}

/// What stands between the commas that end an argument.
///
/// A comma may also stand inside an expression, as in `exclusive = f::<A, B>(event)`: between angle brackets it ends an
/// argument only when a new one follows, since `<` may also compare.
fn pieces(args: TokenStream) -> Vec<Vec<TokenTree>> {
    let tokens: Vec<TokenTree> = args.into_iter().collect();
    let mut pieces = vec![Vec::new()];
    let mut depth = 0_i32;
    for (i, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Punct(punct) if punct.as_char() == ',' && (depth <= 0 || starts_argument(&tokens[i + 1..])) => {
                pieces.push(Vec::new());
                depth = 0;
                continue;
            }
            TokenTree::Punct(punct) if punct.as_char() == '<' => depth += 1,
            TokenTree::Punct(punct) if punct.as_char() == '>' => depth -= 1,
            _ => {}
        }
        if let Some(piece) = pieces.last_mut() {
            piece.push(token.clone());
        }
    }
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

fn starts_argument(tokens: &[TokenTree]) -> bool {
    matches!(tokens, [TokenTree::Ident(_), TokenTree::Punct(sign), ..]
        if sign.as_char() == '=' && sign.spacing() == proc_macro2::Spacing::Alone)
}
