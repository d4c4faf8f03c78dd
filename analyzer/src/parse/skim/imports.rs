//! The trees of `use`.

use super::super::Condition;
use super::super::lex::{Lexer, Token, TokenKind, Unsure};
use super::super::outline::{Brings, Given, Import, Item, ItemKind, Path, Visibility};
use super::Skim;
use super::head::Head;
use super::shape::Shape;

/// Braces in the tree of one `use`.
const MAX_USE: usize = 32;

impl Skim<'_> {
    pub(super) fn import(&mut self, head: &Head, shape: &Shape, into: &mut Vec<Item>) -> Result<(), Unsure> {
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
    pub(super) fn tree(
        &mut self,
        mut path: Path,
        template: &Item,
        into: &mut Vec<Item>,
        depth: usize,
    ) -> Result<Token, Unsure> {
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

    pub(super) fn branches(
        &mut self,
        path: &Path,
        template: &Item,
        into: &mut Vec<Item>,
        depth: usize,
    ) -> Result<Token, Unsure> {
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
}
