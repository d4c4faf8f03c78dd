//! The outline of a file from its tokens: where items begin and end, and what they are called. The parser is given the
//! items that speak of Ensue, without the bodies in them that do not; the others are read when somebody asks.

mod cursor;
mod head;
mod imports;
mod shape;

use self::cursor::Lines;
use self::head::Head;
use self::shape::{Body, Shape, Word};
use super::attributes::Attributes;
use super::hits::Hits;
use super::later::Later;
use super::lex::{Lexer, Token, TokenKind, Unsure, is_word};
use super::outline::{ExternCrate, Given, Item, ItemKind, MacroRules, Module, Outline, Source, Struct, Visibility};
use super::words::Words;
use super::{Condition, on_item_at, plain, types};
use std::ops::Range;
use std::sync::Arc;

/// Modules in modules of one file. Deeper ones are left to the parser, which measures first.
const MAX_DEPTH: usize = 32;

/// Reduces the text of a file to its outline, or leaves it to the parser. A file without any of the words is reduced to what
/// leads on, unless somebody asked for it, and has no outline if nothing does.
pub(super) fn outline(text: &str, words: &Words, is_asked: bool) -> Result<Option<Outline>, Unsure> {
    let hits = words.find(text);
    let tells = if is_asked || hits.speaks(0..text.len()) { Tells::Everything } else { Tells::WhatLeadsOn };
    if tells == Tells::WhatLeadsOn && !Skim::of(text, words, Hits::none(), tells).leads_on()? {
        return Ok(None);
    }
    let mut skim = Skim::of(text, words, hits, tells);
    let condition = skim.inner_attributes()?;
    let mut items = Vec::new();
    while skim.peek()?.is_some() {
        skim.item(&mut items, 0)?;
    }
    Ok(Some(Outline { condition, items: shared(items), gives: skim.gives, is_partial: skim.leaves_out }))
}

/// How much of a file is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tells {
    Everything,
    /// Modules, imports and macros: whatever else there is matters when somebody asks for it. What stands in its braces is
    /// not looked at.
    WhatLeadsOn,
}

struct Skim<'t> {
    text: &'t str,
    lexer: Lexer<'t>,
    peeked: Option<Token>,
    words: &'t Words,
    hits: Hits,
    tells: Tells,
    /// Whether something was not told of the module at hand.
    leaves_out: bool,
    lines: Lines<'t>,
    gives: Vec<Given>,
}

impl<'t> Skim<'t> {
    fn of(text: &'t str, words: &'t Words, hits: Hits, tells: Tells) -> Skim<'t> {
        let lines = Lines { text: text.as_bytes(), at: 0, line: 1 };
        let (lexer, peeked, gives) = (Lexer::at(text, 0), None, Vec::new());
        Skim { text, lexer, peeked, words, hits, tells, leaves_out: false, lines, gives }
    }

    /// Whether a file without words has something that leads further. Its items must be items all the same.
    fn leads_on(&mut self) -> Result<bool, Unsure> {
        if self.inner_attributes()? != Condition::Always {
            return Ok(true);
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
            if leads_on && !self.is_passed_over(&head) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn item(&mut self, into: &mut Vec<Item>, depth: usize) -> Result<(), Unsure> {
        let head = self.head()?;
        let shape = self.shape(&head)?;
        if self.is_passed_over(&head) {
            return Ok(());
        }
        match shape.kind {
            Word::Module => self.module(&head, &shape, into, depth),
            Word::Use => self.import(&head, &shape, into),
            Word::ExternCrate => self.extern_crate(&head, &shape, into),
            Word::Foreign => Ok(()),
            Word::Invocation | Word::MacroRules => self.told(&head, &shape, into),
            _ if self.tells == Tells::WhatLeadsOn => {
                self.leaves_out = true;
                Ok(())
            }
            Word::Alias => {
                if self.hits.within(head.start..shape.end) > 0 {
                    self.give(&head, &shape);
                }
                self.parsed(&head, &shape, into)
            }
            _ => self.told(&head, &shape, into),
        }
    }

    /// Whether an item is compiled in tests alone, and none are.
    fn is_passed_over(&self, head: &Head) -> bool {
        head.marks.is_test && !self.words.tests_count()
    }

    /// Gives an item that may be ours to the parser, without the bodies that are not.
    fn told(&mut self, head: &Head, shape: &Shape, into: &mut Vec<Item>) -> Result<(), Unsure> {
        let (silent, speaking): (Vec<&Body>, Vec<&Body>) =
            shape.bodies.iter().partition(|body| self.is_silent(shape, head, body));
        let left_out: usize = silent.iter().map(|body| self.hits.within(body.place.clone())).sum();
        // What a macro makes is known when all are.
        let is_strange = shape.kind == Word::Invocation || (self.hits.is_wary && head.marks.is_candidate);
        if !speaking.is_empty()
            || is_strange
            || self.hits.is_everything()
            || self.hits.within(head.start..shape.end) > left_out
        {
            self.give(head, shape);
            let silent: Vec<Range<usize>> = silent.into_iter().map(|body| body.place.clone()).collect();
            return self.parsed_without(head, shape, &silent, into);
        }
        self.mute(head, shape, into)
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
        let line = self.line(head.start);
        if let Ok(item) = plain::item(self.text, head.start..shape.end, line, without) {
            into.push(item);
            return Ok(());
        }
        let text = &self.text[head.start..shape.end];
        let start = types::Start { line: line - 1, offset: head.start };
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
        let around = std::mem::replace(&mut self.leaves_out, false);
        let items = match shape.inside {
            None => None,
            Some(inside) => Some(self.inline(inside, depth)?),
        };
        let is_partial = std::mem::replace(&mut self.leaves_out, around);
        self.lexer = Lexer::at(self.text, shape.end);
        let module = Module { paths: own.paths.clone(), items, macro_use: own.macro_use, is_partial };
        let kind = ItemKind::Module(module);
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
        Ok(shared(items))
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
}

/// Each by itself, in a list of their number: one that is collected in place keeps the room of whole items.
fn shared(items: Vec<Item>) -> Vec<Arc<Item>> {
    let mut shared = Vec::with_capacity(items.len());
    shared.extend(items.into_iter().map(Arc::new));
    shared
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
