//! The outline of a file from its tokens: where items begin and end, and what they are called. The parser is given the
//! items that speak of Ensue, without the bodies in them that do not; the others are read when somebody asks.

use super::attributes::{self, Attributes};
use super::later::Later;
use super::lex::{Lexer, Token, TokenKind, Unsure, is_word};
use super::outline::{
    Brings, ExternCrate, Given, Import, Item, ItemKind, MacroRules, Module, Outline, Path, Source, Struct, Visibility,
};
use super::words::{Hits, Words};
use super::{Condition, on_item_at, types};
use std::ops::Range;
use std::sync::Arc;

/// Modules in modules of one file. Deeper ones are left to the parser, which measures first.
const MAX_DEPTH: usize = 32;

/// Braces in the tree of one `use`.
const MAX_USE: usize = 32;

/// Reduces the text of a file to its outline, or leaves it to the parser. A file without any of the words, and without
/// modules in other files, has none unless somebody asked for it.
pub(super) fn outline(text: &str, words: &Words, is_asked: bool) -> Result<Option<Outline>, Unsure> {
    let hits = words.find(text);
    if !is_asked && !hits.speaks(0..text.len()) {
        let mut skim = Skim::of(text, words, Hits::none());
        if skim.is_silent_file()? {
            return Ok(None);
        }
    }
    let mut skim = Skim::of(text, words, hits);
    let condition = skim.inner_attributes()?;
    let mut items = Vec::new();
    while skim.peek()?.is_some() {
        skim.item(&mut items, 0)?;
    }
    Ok(Some(Outline { condition, items: items.into_iter().map(Arc::new).collect(), gives: skim.gives }))
}

struct Skim<'t> {
    text: &'t str,
    lexer: Lexer<'t>,
    peeked: Option<Token>,
    words: &'t Words,
    hits: Hits,
    lines: Lines<'t>,
    gives: Vec<Given>,
}

/// What stands before the word that tells what an item is.
struct Head {
    /// With attributes.
    start: usize,
    /// The attributes, as one piece of text.
    attributes: Range<usize>,
    marks: Marks,
    visibility: Visibility,
}

/// What the attributes of an item may say, as far as their first word tells.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Marks {
    /// `cfg(test)`, and nothing else with it.
    is_test: bool,
    /// They must be read: `cfg`, `path`, `macro_use` and their like.
    matter: bool,
    /// One is not of the language, or may hide one that is not.
    is_candidate: bool,
}

/// An item, told from its tokens.
struct Shape {
    kind: Word,
    name: Option<Token>,
    /// Of `extern crate`: the name that it goes by here.
    renamed: Option<Token>,
    /// Bodies of functions and values of constants.
    bodies: Vec<Body>,
    /// Behind the brace that opens a module, or behind `use`.
    inside: Option<usize>,
    /// What stands in the brackets of a macro.
    given: Range<usize>,
    end: usize,
}

/// Something in an item that may be left out.
struct Body {
    /// What it belongs to, from its first attribute on.
    owner: usize,
    /// With its braces.
    place: Range<usize>,
    /// `fn`: what takes a context is read whole.
    is_function: bool,
    is_candidate: bool,
}

/// What an item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Word {
    Module,
    Use,
    ExternCrate,
    /// `extern { .. }`
    Foreign,
    Function,
    Value,
    Alias,
    Struct {
        has_value: bool,
    },
    Enum,
    Trait,
    Impl,
    MacroRules,
    Invocation,
}

impl<'t> Skim<'t> {
    fn of(text: &'t str, words: &'t Words, hits: Hits) -> Skim<'t> {
        let lines = Lines { text: text.as_bytes(), at: 0, line: 1 };
        Skim { text, lexer: Lexer::at(text, 0), peeked: None, words, hits, lines, gives: Vec::new() }
    }

    /// Whether a file without words has nothing that leads further. Its items must be items all the same.
    fn is_silent_file(&mut self) -> Result<bool, Unsure> {
        if self.inner_attributes()? != Condition::Always {
            return Ok(false);
        }
        while self.peek()?.is_some() {
            let head = self.head()?;
            let shape = self.shape(&head)?;
            let mounts = match shape.inside {
                None => true,
                Some(inside) => {
                    let inside = &self.text[inside..shape.end];
                    holds_word(inside, "mod") || memchr::memchr(b'!', inside.as_bytes()).is_some()
                }
            };
            let leads_on =
                matches!(shape.kind, Word::Invocation | Word::MacroRules) || (shape.kind == Word::Module && mounts);
            if leads_on && !head.marks.is_test {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn item(&mut self, into: &mut Vec<Item>, depth: usize) -> Result<(), Unsure> {
        let head = self.head()?;
        let shape = self.shape(&head)?;
        if head.marks.is_test {
            return Ok(());
        }
        match shape.kind {
            Word::Module => self.module(&head, &shape, into, depth),
            Word::Use => self.import(&head, &shape, into),
            Word::ExternCrate => self.extern_crate(&head, &shape, into),
            Word::Foreign => Ok(()),
            Word::Alias => {
                if self.hits.within(head.start..shape.end) > 0 {
                    self.give(&head, &shape);
                }
                self.parsed(&head, &shape, into)
            }
            _ => {
                let (silent, speaking): (Vec<&Body>, Vec<&Body>) =
                    shape.bodies.iter().partition(|body| self.is_silent(&shape, &head, body));
                let left_out: usize = silent.iter().map(|body| self.hits.within(body.place.clone())).sum();
                // What a macro makes is known when all are.
                let is_strange = shape.kind == Word::Invocation || (self.hits.is_wary && head.marks.is_candidate);
                if !speaking.is_empty()
                    || is_strange
                    || self.hits.is_everything()
                    || self.hits.within(head.start..shape.end) > left_out
                {
                    self.give(&head, &shape);
                    let silent: Vec<Range<usize>> = silent.into_iter().map(|body| body.place.clone()).collect();
                    return self.parsed_without(&head, &shape, &silent, into);
                }
                self.mute(&head, &shape, into)
            }
        }
    }

    /// Attributes, comments of documentation and the visibility.
    fn head(&mut self) -> Result<Head, Unsure> {
        let start = self.peek()?.ok_or(Unsure)?.start;
        let mut marks = Marks::default();
        let mut end = start;
        let mut only_test = true;
        loop {
            let token = self.peek()?.ok_or(Unsure)?;
            match token.kind {
                TokenKind::Doc => {
                    self.next()?;
                    end = token.end;
                }
                TokenKind::Mark(b'#') => {
                    self.next()?;
                    let open = self.expect_open(b'[')?;
                    let from = open.end;
                    self.lexer.skip_group(b'[')?;
                    end = self.lexer.place();
                    let said = self.marks(from, end - 1)?;
                    only_test &= said.is_test || said == Marks::default();
                    marks.is_test |= said.is_test;
                    marks.matter |= said.matter;
                    marks.is_candidate |= said.is_candidate;
                }
                TokenKind::InnerDoc => return Err(Unsure),
                _ => break,
            }
        }
        marks.is_test &= only_test;
        let visibility = self.visibility()?;
        Ok(Head { start, attributes: start..end, marks, visibility })
    }

    /// What one attribute may say, from the text in its brackets.
    fn marks(&self, from: usize, to: usize) -> Result<Marks, Unsure> {
        let text = self.text.get(from..to).ok_or(Unsure)?;
        if text == "cfg(test)" {
            return Ok(Marks { is_test: true, matter: true, is_candidate: false });
        }
        let mut lexer = Lexer::at(text, 0);
        let Some(Token { kind: TokenKind::Word, start, end }) = lexer.next()? else {
            // `#[::ensue::event]`
            return Ok(Marks { matter: true, is_candidate: true, ..Marks::default() });
        };
        let first = &text[start..end];
        Ok(match first {
            "cfg" | "path" | "macro_use" | "macro_export" => Marks { matter: true, ..Marks::default() },
            "cfg_attr" | "unsafe" => Marks { matter: true, is_candidate: true, ..Marks::default() },
            other => Marks { is_candidate: !attributes::is_built_in(other), ..Marks::default() },
        })
    }

    fn visibility(&mut self) -> Result<Visibility, Unsure> {
        if self.peek_word()? != Some("pub") {
            return Ok(Visibility::Private);
        }
        self.next()?;
        if self.peek()?.is_none_or(|it| it.kind != TokenKind::Open(b'(')) {
            return Ok(Visibility::Public);
        }
        self.next()?;
        let mut path = Path::default();
        loop {
            let token = self.next()?.ok_or(Unsure)?;
            match token.kind {
                TokenKind::Word if self.word(token) == "in" && path.line == 0 => {}
                TokenKind::Word => {
                    if path.line == 0 {
                        path.line = self.line(token.start);
                    }
                    path.segments.push(self.word(token).to_owned());
                }
                TokenKind::Mark(b':') => {
                    if path.line == 0 {
                        (path.line, path.absolute) = (self.line(token.start), true);
                    }
                }
                TokenKind::Close(b')') if !path.segments.is_empty() => return Ok(Visibility::In(path)),
                _ => return Err(Unsure),
            }
        }
    }

    /// From the word that tells what an item is to its end.
    fn shape(&mut self, head: &Head) -> Result<Shape, Unsure> {
        let mut shape = Shape {
            kind: Word::Invocation,
            name: None,
            renamed: None,
            bodies: Vec::new(),
            inside: None,
            given: 0..0,
            end: 0,
        };
        let first = self.next()?.ok_or(Unsure)?;
        match (first.kind, self.word(first)) {
            (TokenKind::Word, "fn") => self.function(head, &mut shape)?,
            (TokenKind::Word, "const" | "async" | "unsafe" | "extern") => self.qualified(first, head, &mut shape)?,
            (TokenKind::Word, "static") => {
                if self.peek_word()? == Some("mut") {
                    self.next()?;
                }
                self.value(head, &mut shape)?;
            }
            (TokenKind::Word, "use") => {
                (shape.kind, shape.inside) = (Word::Use, Some(first.end));
                self.skip_to_semicolon(None)?;
            }
            (TokenKind::Word, "type") => {
                (shape.kind, shape.name) = (Word::Alias, Some(self.name()?));
                self.skip_to_semicolon(None)?;
            }
            (TokenKind::Word, "struct") => {
                shape.name = Some(self.name()?);
                let braces = self.body()?;
                shape.kind = Word::Struct { has_value: braces.is_none() };
                self.skip_braces(braces)?;
            }
            (TokenKind::Word, "enum") => {
                (shape.kind, shape.name) = (Word::Enum, Some(self.name()?));
                let braces = Some(self.body()?.ok_or(Unsure)?);
                self.skip_braces(braces)?;
            }
            (TokenKind::Word, "trait") => self.members(Word::Trait, &mut shape)?,
            (TokenKind::Word, "impl") => self.members(Word::Impl, &mut shape)?,
            (TokenKind::Word, "mod") => {
                (shape.kind, shape.name) = (Word::Module, Some(self.name()?));
                let next = self.next()?.ok_or(Unsure)?;
                match next.kind {
                    TokenKind::Mark(b';') => {}
                    TokenKind::Open(b'{') => {
                        shape.inside = Some(next.end);
                        self.skip_braces(Some(next))?;
                    }
                    _ => return Err(Unsure),
                }
            }
            (TokenKind::Word, "union") if self.peek()?.is_some_and(|next| next.kind == TokenKind::Word) => {
                (shape.kind, shape.name) = (Word::Struct { has_value: false }, Some(self.name()?));
                let braces = Some(self.body()?.ok_or(Unsure)?);
                self.skip_braces(braces)?;
            }
            (TokenKind::Word, word) if !is_reserved(word) => self.invocation(word, &mut shape)?,
            (TokenKind::Mark(b':'), _) => self.invocation("", &mut shape)?,
            _ => return Err(Unsure),
        }
        shape.end = self.lexer.place();
        if self.peeked.is_some() { Err(Unsure) } else { Ok(shape) }
    }

    /// After `const`, `async`, `unsafe` or `extern`.
    fn qualified(&mut self, first: Token, head: &Head, shape: &mut Shape) -> Result<(), Unsure> {
        let mut before = self.word(first);
        loop {
            let token = self.next()?.ok_or(Unsure)?;
            let word = self.word(token);
            match (token.kind, word) {
                (TokenKind::Word, "fn") => return self.function(head, shape),
                (TokenKind::Word, "async" | "unsafe" | "extern") => {}
                (TokenKind::Word, "const") if before != "const" => {}
                (TokenKind::Literal, _) if before == "extern" => continue,
                (TokenKind::Word, "crate") if before == "extern" => {
                    (shape.kind, shape.name) = (Word::ExternCrate, Some(self.name()?));
                    shape.renamed = shape.name;
                    if self.peek_word()? == Some("as") {
                        self.next()?;
                        shape.renamed = Some(self.name()?);
                    }
                    return self.skip_to_semicolon(None);
                }
                (TokenKind::Open(b'{'), _) if before == "extern" => {
                    shape.kind = Word::Foreign;
                    return self.lexer.skip_group(b'{');
                }
                (TokenKind::Word, "impl") if before == "unsafe" => return self.members(Word::Impl, shape),
                (TokenKind::Word, "trait") if before == "unsafe" => return self.members(Word::Trait, shape),
                (TokenKind::Word, word) if before == "const" && !is_reserved(word) => {
                    shape.name = Some(token);
                    return self.value_of(head, shape);
                }
                _ => return Err(Unsure),
            }
            before = word;
        }
    }

    fn function(&mut self, head: &Head, shape: &mut Shape) -> Result<(), Unsure> {
        (shape.kind, shape.name) = (Word::Function, Some(self.name()?));
        let open = self.body()?.ok_or(Unsure)?;
        self.lexer.skip_group(b'{')?;
        shape.bodies.push(Body {
            owner: head.start,
            place: open.start..self.lexer.place(),
            is_function: true,
            is_candidate: head.marks.is_candidate,
        });
        Ok(())
    }

    fn value(&mut self, head: &Head, shape: &mut Shape) -> Result<(), Unsure> {
        shape.name = Some(self.name()?);
        self.value_of(head, shape)
    }

    /// After the name of a constant or static.
    fn value_of(&mut self, head: &Head, shape: &mut Shape) -> Result<(), Unsure> {
        shape.kind = Word::Value;
        let mut is = None;
        self.skip_to_semicolon(Some(&mut is))?;
        // A value that is a hundred kilobytes of bytes need not become tokens.
        let from = is.ok_or(Unsure)?;
        let place = from..self.lexer.place() - 1;
        shape.bodies.push(Body { owner: head.start, place, is_function: false, is_candidate: false });
        Ok(())
    }

    /// After `trait` or `impl`: to the end of the braces, with the functions in them.
    fn members(&mut self, kind: Word, shape: &mut Shape) -> Result<(), Unsure> {
        shape.kind = kind;
        if kind == Word::Trait {
            shape.name = Some(self.name()?);
        }
        if self.body()?.is_none() {
            // `trait A = B;`
            return Err(Unsure);
        }
        while self.peek()?.is_none_or(|token| token.kind != TokenKind::Close(b'}')) {
            self.member(shape)?;
        }
        self.next()?;
        Ok(())
    }

    fn member(&mut self, shape: &mut Shape) -> Result<(), Unsure> {
        while self.peek()?.is_some_and(|token| token.kind == TokenKind::InnerDoc) {
            self.next()?;
        }
        let head = self.head()?;
        let mut may_be_function = true;
        let mut is_invocation = false;
        loop {
            let token = self.next()?.ok_or(Unsure)?;
            match token.kind {
                TokenKind::Word if may_be_function => match self.word(token) {
                    "fn" => {
                        self.name()?;
                        if let Some(open) = self.body()? {
                            self.lexer.skip_group(b'{')?;
                            shape.bodies.push(Body {
                                owner: head.start,
                                place: open.start..self.lexer.place(),
                                is_function: true,
                                is_candidate: head.marks.is_candidate,
                            });
                        }
                        return Ok(());
                    }
                    "const" | "async" | "unsafe" | "extern" | "default" => {}
                    _ => may_be_function = false,
                },
                TokenKind::Word | TokenKind::Lifetime | TokenKind::Literal => {}
                TokenKind::Mark(b';') => return Ok(()),
                TokenKind::Mark(mark) => (may_be_function, is_invocation) = (false, mark == b'!'),
                TokenKind::Open(open) => {
                    self.lexer.skip_group(open)?;
                    if is_invocation && open == b'{' {
                        return Ok(());
                    }
                    (may_be_function, is_invocation) = (false, false);
                }
                TokenKind::Doc | TokenKind::InnerDoc | TokenKind::Close(_) => return Err(Unsure),
            }
        }
    }

    /// After the first word of a path.
    fn invocation(&mut self, first: &str, shape: &mut Shape) -> Result<(), Unsure> {
        let mut segments = 1;
        loop {
            let token = self.next()?.ok_or(Unsure)?;
            match token.kind {
                TokenKind::Mark(b':') => {}
                TokenKind::Word => segments += 1,
                TokenKind::Mark(b'!') => break,
                _ => return Err(Unsure),
            }
        }
        if first == "macro_rules" && segments == 1 {
            (shape.kind, shape.name) = (Word::MacroRules, Some(self.name()?));
        }
        let Some(Token { kind: TokenKind::Open(open), end, .. }) = self.next()? else { return Err(Unsure) };
        self.lexer.skip_group(open)?;
        shape.given = end..self.lexer.place() - 1;
        if open != b'{' {
            self.expect_mark(b';')?;
        }
        Ok(())
    }

    /// To the brace that opens the body, or behind the semicolon that stands for it.
    fn body(&mut self) -> Result<Option<Token>, Unsure> {
        let mut angles = 0_usize;
        let mut before: Option<Token> = None;
        loop {
            let token = self.next()?.ok_or(Unsure)?;
            match token.kind {
                TokenKind::Mark(b';') if angles == 0 => return Ok(None),
                TokenKind::Mark(b'<') => angles += 1,
                TokenKind::Mark(b'>') => {
                    let is_arrow = before
                        .is_some_and(|it| it.end == token.start && matches!(it.kind, TokenKind::Mark(b'-' | b'=')));
                    if !is_arrow {
                        angles = angles.checked_sub(1).ok_or(Unsure)?;
                    }
                }
                TokenKind::Open(b'{') if angles == 0 => return Ok(Some(token)),
                TokenKind::Open(open) => self.lexer.skip_group(open)?,
                TokenKind::Close(_) | TokenKind::InnerDoc => return Err(Unsure),
                _ => {}
            }
            before = Some(token);
        }
    }

    /// Behind the next semicolon outside of brackets; notes where the first `=` ends.
    fn skip_to_semicolon(&mut self, mut is: Option<&mut Option<usize>>) -> Result<(), Unsure> {
        loop {
            let token = self.next()?.ok_or(Unsure)?;
            match token.kind {
                TokenKind::Mark(b';') => return Ok(()),
                TokenKind::Mark(b'=') => {
                    if let Some(is) = is.as_deref_mut() {
                        is.get_or_insert(token.end);
                    }
                }
                TokenKind::Open(open) => self.lexer.skip_group(open)?,
                TokenKind::Close(_) => return Err(Unsure),
                _ => {}
            }
        }
    }

    fn skip_braces(&mut self, open: Option<Token>) -> Result<(), Unsure> {
        if open.is_some() { self.lexer.skip_group(b'{') } else { Ok(()) }
    }

    /// Whether nothing in a body can be ours: neither the body of what takes a context, nor an item in it.
    fn is_silent(&self, shape: &Shape, head: &Head, body: &Body) -> bool {
        if body.is_candidate || (shape.kind == Word::Impl && head.marks.is_candidate) {
            return false;
        }
        let before = &self.text[body.owner..body.place.start];
        if self.may_be_of_holder(shape, head) {
            return false;
        }
        let takes_context =
            body.is_function && self.hits.within(body.owner..body.place.start) > 0 && holds_word(before, "mut");
        let place = body.place.clone();
        let may_hold_ours = self.hits.speaks(place.clone()) && may_hold_items(&self.text[place]);
        !takes_context && !may_hold_ours
    }

    /// Whether `self` may hold a context: `impl Step<'_>`, or a trait that speaks of one.
    fn may_be_of_holder(&self, shape: &Shape, head: &Head) -> bool {
        let whole = head.start..shape.end;
        let of = self.text[whole.clone()].split('{').next().unwrap_or_default();
        let may_hold = shape.kind == Word::Trait || shape.kind == Word::Impl && of.contains('\'');
        may_hold && self.hits.within(whole) > 0
    }

    fn parsed(&mut self, head: &Head, shape: &Shape, into: &mut Vec<Item>) -> Result<(), Unsure> {
        self.parsed_without(head, shape, &[], into)
    }

    /// Notes the name of an item that stands for what it mentions.
    fn give(&mut self, head: &Head, shape: &Shape) {
        let is_private = head.visibility == Visibility::Private && shape.kind != Word::MacroRules;
        if let (Word::Alias | Word::MacroRules | Word::Trait, Some(name)) = (shape.kind, shape.name) {
            self.gives.push(Given { name: self.word(name).to_owned(), is_private });
        }
    }

    /// Gives an item to the parser, without these bodies.
    fn parsed_without(
        &mut self,
        head: &Head,
        shape: &Shape,
        without: &[Range<usize>],
        into: &mut Vec<Item>,
    ) -> Result<(), Unsure> {
        let text = &self.text[head.start..shape.end];
        let start = types::Start { line: self.line(head.start) - 1, offset: head.start };
        if without.is_empty() {
            into.extend(on_item_at(text, start).map_err(|_| Unsure)?);
            return Ok(());
        }
        let mut rest = String::with_capacity(text.len());
        let mut at = head.start;
        for body in without {
            rest.push_str(&self.text[at..body.start]);
            blank(&self.text[body.clone()], &mut rest);
            at = body.end;
        }
        rest.push_str(&self.text[at..shape.end]);
        into.extend(on_item_at(&rest, start).map_err(|_| Unsure)?);
        Ok(())
    }

    /// An item that does not speak of Ensue: its name, and for the rest its text.
    fn mute(&mut self, head: &Head, shape: &Shape, into: &mut Vec<Item>) -> Result<(), Unsure> {
        let own = self.attributes(head)?;
        if own.condition == Condition::Never {
            return Ok(());
        }
        let kind = match shape.kind {
            Word::Function => ItemKind::Function(self.later(head, shape)),
            Word::Value => ItemKind::Value(self.later(head, shape)),
            Word::Struct { has_value } => ItemKind::Struct(Struct { has_value, inside: self.later(head, shape) }),
            Word::Enum => ItemKind::Enum(self.later(head, shape)),
            Word::Trait => ItemKind::Trait(self.later(head, shape)),
            Word::Impl => ItemKind::Impl(self.later(head, shape)),
            Word::MacroRules => {
                let Range { start, end } = shape.given.clone();
                let line = self.line(start);
                ItemKind::MacroRules(MacroRules {
                    exported: own.macro_export.is_some(),
                    local_inner_macros: own.macro_export.iter().flatten().any(|it| it == "local_inner_macros"),
                    attributes: Vec::new(),
                    rules: Source { start, end, line },
                })
            }
            _ => return Err(Unsure),
        };
        let name = shape.name.map_or(head.attributes.end, |name| name.start);
        let line = self.line(name);
        into.push(Item { line, ..self.bare(shape.name, &own, head, kind) });
        Ok(())
    }

    fn later<T>(&mut self, head: &Head, shape: &Shape) -> Later<T> {
        let mut text = String::new();
        let mut at = head.attributes.end;
        for body in &shape.bodies {
            text.push_str(&self.text[at..body.place.start]);
            text.push_str(if body.is_function { "{;" } else { "0" });
            let lines = memchr::memchr_iter(b'\n', &self.text.as_bytes()[body.place.clone()]).count();
            text.extend(std::iter::repeat_n('\n', lines));
            text.push_str(if body.is_function { "}" } else { "" });
            at = body.place.end;
        }
        text.push_str(&self.text[at..shape.end]);
        let before = self.text.len() - self.text[head.attributes.end..].trim_start().len();
        let text = text.trim_start().to_owned();
        Later::from_text(text, self.line(before))
    }

    fn module(&mut self, head: &Head, shape: &Shape, into: &mut Vec<Item>, depth: usize) -> Result<(), Unsure> {
        let own = self.attributes(head)?;
        if own.condition == Condition::Never {
            return Ok(());
        }
        if !own.candidates.is_empty() || depth >= MAX_DEPTH {
            return self.parsed(head, shape, into);
        }
        let line = self.line(shape.name.ok_or(Unsure)?.start);
        let items = match shape.inside {
            None => None,
            Some(inside) => Some(self.inline(inside, depth)?),
        };
        self.lexer = Lexer::at(self.text, shape.end);
        let kind = ItemKind::Module(Module { paths: own.paths.clone(), items, macro_use: own.macro_use });
        into.push(Item { line, ..self.bare(shape.name, &own, head, kind) });
        Ok(())
    }

    fn inline(&mut self, inside: usize, depth: usize) -> Result<Vec<Arc<Item>>, Unsure> {
        self.lexer = Lexer::at(self.text, inside);
        if self.inner_attributes()? != Condition::Always {
            return Err(Unsure);
        }
        let mut items = Vec::new();
        while self.peek()?.ok_or(Unsure)?.kind != TokenKind::Close(b'}') {
            self.item(&mut items, depth + 1)?;
        }
        self.next()?;
        Ok(items.into_iter().map(Arc::new).collect())
    }

    fn extern_crate(&mut self, head: &Head, shape: &Shape, into: &mut Vec<Item>) -> Result<(), Unsure> {
        let own = self.attributes(head)?;
        if own.condition == Condition::Never {
            return Ok(());
        }
        if !own.candidates.is_empty() {
            return self.parsed(head, shape, into);
        }
        let (name, renamed) = (shape.name.ok_or(Unsure)?, shape.renamed.ok_or(Unsure)?);
        let kind =
            ExternCrate { name: self.word(name).to_owned(), macro_use: own.macro_use, macros: own.macros.clone() };
        let line = self.line(renamed.start);
        into.push(Item { line, ..self.bare(Some(renamed), &own, head, ItemKind::ExternCrate(kind)) });
        Ok(())
    }

    fn import(&mut self, head: &Head, shape: &Shape, into: &mut Vec<Item>) -> Result<(), Unsure> {
        let own = self.attributes(head)?;
        if own.condition == Condition::Never {
            return Ok(());
        }
        if !own.candidates.is_empty() {
            return self.parsed(head, shape, into);
        }
        let start = Path { absolute: false, segments: Vec::new(), line: self.line(head.start) };
        let template =
            self.bare(None, &own, head, ItemKind::Import(Import { path: start.clone(), brings: Brings::Glob }));
        self.lexer = Lexer::at(self.text, shape.inside.ok_or(Unsure)?);
        let end = self.tree(start, &template, into, 0)?;
        if end.kind == TokenKind::Mark(b';') { Ok(()) } else { Err(Unsure) }
    }

    /// One branch of a `use`; gives back the token behind it.
    fn tree(&mut self, mut path: Path, template: &Item, into: &mut Vec<Item>, depth: usize) -> Result<Token, Unsure> {
        let mut add = |path: Path, name: String, line: u32, brings: Brings| {
            let kind = ItemKind::Import(Import { path, brings });
            into.push(Item { name, line, kind, ..template.clone() });
        };
        loop {
            let token = self.next()?.ok_or(Unsure)?;
            match token.kind {
                TokenKind::Word => {}
                TokenKind::Mark(b'*') => {
                    add(path, String::new(), self.line(token.start), Brings::Glob);
                    return self.next()?.ok_or(Unsure);
                }
                TokenKind::Mark(b':') if depth == 0 && path.segments.is_empty() && !path.absolute => {
                    self.expect_mark(b':')?;
                    path.absolute = true;
                    continue;
                }
                TokenKind::Open(b'{') if depth < MAX_USE => return self.branches(&path, template, into, depth),
                _ => return Err(Unsure),
            }
            let name = self.word(token);
            // `use a::b::{self}` brings `b`.
            let is_end = |path: &Path| name == "self" && !path.segments.is_empty();
            let next = self.next()?.ok_or(Unsure)?;
            match (next.kind, self.word(next)) {
                (TokenKind::Mark(b':'), _) => {
                    self.expect_mark(b':')?;
                    path.segments.push(name.to_owned());
                }
                (TokenKind::Word, "as") => {
                    if !is_end(&path) {
                        path.segments.push(name.to_owned());
                    }
                    let rename = self.name()?;
                    let rename = self.word(rename).to_owned();
                    if self.words.knows(path.last()) && rename != "_" {
                        let is_private = template.visibility == Visibility::Private;
                        self.gives.push(Given { name: rename.clone(), is_private });
                    }
                    let brings = if rename == "_" { Brings::Nameless } else { Brings::Name };
                    add(path, rename, self.line(token.start), brings);
                    return self.next()?.ok_or(Unsure);
                }
                _ => {
                    if !is_end(&path) {
                        path.segments.push(name.to_owned());
                    }
                    let name = path.last().to_owned();
                    add(path, name, self.line(token.start), Brings::Name);
                    return Ok(next);
                }
            }
        }
    }

    fn branches(&mut self, path: &Path, template: &Item, into: &mut Vec<Item>, depth: usize) -> Result<Token, Unsure> {
        loop {
            if self.peek()?.is_some_and(|token| token.kind == TokenKind::Close(b'}')) {
                self.next()?;
                return self.next()?.ok_or(Unsure);
            }
            let end = self.tree(path.clone(), template, into, depth + 1)?;
            match end.kind {
                TokenKind::Mark(b',') => {}
                TokenKind::Close(b'}') => return self.next()?.ok_or(Unsure),
                _ => return Err(Unsure),
            }
        }
    }

    fn bare(&self, name: Option<Token>, own: &Attributes, head: &Head, kind: ItemKind) -> Item {
        Item {
            name: name.map_or_else(String::new, |name| self.word(name).to_owned()),
            line: 0,
            visibility: head.visibility.clone(),
            condition: own.condition.clone(),
            doc: None,
            attributes: Vec::new(),
            kind,
        }
    }

    /// What the attributes of an item say, where that matters.
    fn attributes(&mut self, head: &Head) -> Result<Attributes, Unsure> {
        if !head.marks.matter && !head.marks.is_candidate {
            return Ok(Attributes::default());
        }
        let start = types::Start { line: self.line(head.start) - 1, offset: head.start };
        let text = &self.text[head.attributes.clone()];
        super::on_attributes(text, start, syn::Attribute::parse_outer, attributes::read).ok_or(Unsure)
    }

    /// `#![..]` and `//! ..`: under which condition they put all that follows.
    fn inner_attributes(&mut self) -> Result<Condition, Unsure> {
        let Some(first) = self.peek()? else { return Ok(Condition::Always) };
        let mut matter = false;
        let mut end = first.start;
        loop {
            match self.peek()? {
                Some(Token { kind: TokenKind::InnerDoc, end: behind, .. }) => {
                    self.next()?;
                    end = behind;
                }
                Some(token @ Token { kind: TokenKind::Mark(b'#'), .. }) => {
                    self.next()?;
                    if self.peek()?.is_none_or(|next| next.kind != TokenKind::Mark(b'!')) {
                        self.lexer = Lexer::at(self.text, token.start);
                        self.peeked = None;
                        break;
                    }
                    self.next()?;
                    let from = self.expect_open(b'[')?.end;
                    self.lexer.skip_group(b'[')?;
                    end = self.lexer.place();
                    matter |= self.marks(from, end - 1)?.matter;
                }
                _ => break,
            }
        }
        if !matter {
            return Ok(Condition::Always);
        }
        let text = &self.text[first.start..end];
        let start = types::Start { line: 0, offset: 0 };
        let own = super::on_attributes(text, start, syn::Attribute::parse_inner, attributes::read).ok_or(Unsure)?;
        Ok(own.condition)
    }

    fn peek(&mut self) -> Result<Option<Token>, Unsure> {
        if self.peeked.is_none() {
            self.peeked = self.lexer.next()?;
        }
        Ok(self.peeked)
    }

    fn next(&mut self) -> Result<Option<Token>, Unsure> {
        match self.peeked.take() {
            Some(token) => Ok(Some(token)),
            None => self.lexer.next(),
        }
    }

    fn peek_word(&mut self) -> Result<Option<&'t str>, Unsure> {
        let token = self.peek()?.filter(|token| token.kind == TokenKind::Word);
        Ok(token.map(|token| self.word(token)))
    }

    fn word(&self, token: Token) -> &'t str {
        &self.text[token.start..token.end]
    }

    /// The next token, which must be a name.
    fn name(&mut self) -> Result<Token, Unsure> {
        self.next()?.filter(|token| token.kind == TokenKind::Word).ok_or(Unsure)
    }

    fn expect_open(&mut self, open: u8) -> Result<Token, Unsure> {
        self.next()?.filter(|token| token.kind == TokenKind::Open(open)).ok_or(Unsure)
    }

    fn expect_mark(&mut self, mark: u8) -> Result<Token, Unsure> {
        self.next()?.filter(|token| token.kind == TokenKind::Mark(mark)).ok_or(Unsure)
    }

    fn line(&mut self, place: usize) -> u32 {
        self.lines.of(place)
    }
}

/// Lines of places that mostly come in order.
struct Lines<'t> {
    text: &'t [u8],
    at: usize,
    line: u32,
}

impl Lines<'_> {
    fn of(&mut self, place: usize) -> u32 {
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

/// What stands for a body, as long as it and with the same lines, so that places stay true. A block says by a lone `;` that
/// it is left out.
fn blank(body: &str, into: &mut String) {
    let is_block = body.starts_with('{');
    let mut is_given = false;
    for (at, byte) in body.bytes().enumerate() {
        into.push(match byte {
            b'\n' => '\n',
            b'{' if is_block && at == 0 => '{',
            b'}' if is_block && at + 1 == body.len() => '}',
            _ if !std::mem::replace(&mut is_given, true) => {
                if is_block {
                    ';'
                } else {
                    '0'
                }
            }
            _ => ' ',
        });
    }
}

/// Whether a body can hold an item that could be annotated, or prove something.
fn may_hold_items(body: &str) -> bool {
    memchr::memchr2(b'#', b'!', body.as_bytes()).is_some() || holds_word(body, "impl") || holds_word(body, "mod")
}

fn holds_word(text: &str, word: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memmem::find_iter(bytes, word).any(|at| {
        let before = at.checked_sub(1).and_then(|before| bytes.get(before));
        let after = bytes.get(at + word.len());
        !before.is_some_and(|byte| is_word(*byte)) && !after.is_some_and(|byte| is_word(*byte))
    })
}

/// Words that begin no name of a macro at the place of an item.
fn is_reserved(word: &str) -> bool {
    matches!(
        word,
        "as" | "auto"
            | "box"
            | "const"
            | "default"
            | "dyn"
            | "enum"
            | "extern"
            | "fn"
            | "for"
            | "gen"
            | "if"
            | "impl"
            | "in"
            | "let"
            | "loop"
            | "macro"
            | "match"
            | "mod"
            | "move"
            | "mut"
            | "pub"
            | "ref"
            | "return"
            | "safe"
            | "static"
            | "struct"
            | "trait"
            | "type"
            | "unsafe"
            | "use"
            | "where"
            | "while"
    )
}
