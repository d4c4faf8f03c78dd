//! Impl blocks with their functions and constants.

use super::super::Condition;
use super::super::lex::{TokenKind, Unsure};
use super::super::outline::{Attribute, Bound, Impl, Item, ItemKind, Type};
use super::annotation::{Subject, role_of};
use super::attributes::Attributes;
use super::cursor::Cursor;
use super::function::Around;
use ensue_grammar::annotation::Kind;

/// An annotated item's documentation, and its attributes.
pub(super) type Said = (Option<String>, Vec<Attribute>);

impl Cursor<'_> {
    /// From `impl` on: the line of its type, what it is, and what its attributes say.
    pub(super) fn block_of_methods(&mut self, own: Attributes) -> Result<(u32, ItemKind, Said), Unsure> {
        self.bump();
        let is_candidate = !own.candidates.is_empty();
        let is_archiver = own.candidates.iter().any(|it| role_of(&it.path) == Some(Kind::Archiver));
        let mut block = Impl { generics: self.generics()?.types, ..Impl::default() };
        let declared_types = block.generics.clone();
        let (mut start, mut line) = (self.at, self.line());
        block.self_ty = self.ty(false)?;
        if self.take_word("for") {
            let Type::Path(path, arguments) = std::mem::take(&mut block.self_ty) else { return Err(Unsure) };
            block.of_trait = Some(Bound { path, arguments });
            (start, line) = (self.at, self.line());
            block.self_ty = self.ty(false)?;
        }
        let may_hold_context = self.borrows(start..self.at);
        self.where_clause(&mut block.generics)?;
        self.expect(TokenKind::Open(b'{'))?;
        let mut declared = Vec::new();
        while !self.take(TokenKind::Close(b'}')) {
            let own = self.attributes()?;
            let visibility = self.visibility()?;
            let is_function = self.word_at(1) == "fn" || matches!(self.word_at(1), "unsafe" | "async");
            match self.word() {
                "type" => {
                    self.bump();
                    self.name()?;
                    self.alias()?;
                    continue;
                }
                "const" if !is_function => {
                    self.bump();
                    let name = self.name()?.to_owned();
                    self.expect(TokenKind::Mark(b':'))?;
                    block.constants.push((name, self.ty(true)?));
                    if self.take_alone(b'=') {
                        self.expression()?;
                    }
                    self.expect(TokenKind::Mark(b';'))?;
                    continue;
                }
                _ => {}
            }
            let signature = self.signature()?;
            if is_archiver {
                declared.extend(self.archiver_method(&own, &signature, &declared_types)?);
            }
            let (_, attributes) = self.annotations(own, &Subject::Method(&signature))?;
            let (name, line) = (signature.name.to_owned(), signature.line);
            let function = self.function(signature, Around { is_candidate, may_hold_context })?;
            let kind = ItemKind::Function(function.into());
            block.methods.push(Item {
                name,
                line,
                visibility,
                condition: Condition::Always,
                doc: None,
                attributes,
                kind,
            });
        }
        block.methods.shrink_to_fit();
        let said = self.annotations(own, &Subject::Impl { is_of_trait: block.of_trait.is_some(), declared })?;
        Ok((line, ItemKind::Impl(block.into()), said))
    }
}
