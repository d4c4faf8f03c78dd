//! Structs, enums and type aliases.

use super::super::lex::{TokenKind, Unsure};
use super::super::outline::{Enum, Inside, ItemKind, Struct, Type, Variant};
use super::cursor::Cursor;
use super::types::Generics;
use ensue_grammar::graph::Field;

/// What a struct or variant holds.
#[derive(Default)]
struct Held {
    fields: Vec<Field>,
    types: Vec<Type>,
    state: Option<usize>,
}

impl<'t> Cursor<'t> {
    /// Behind the name of a struct.
    pub(super) fn structure(&mut self) -> Result<(ItemKind, bool), Unsure> {
        let mut generics = self.generics()?;
        self.where_clause(&mut Vec::new())?;
        let (has_value, held) = match self.peek() {
            TokenKind::Open(b'{') => (false, self.named_fields()?),
            TokenKind::Open(b'(') => {
                let held = self.positional_fields()?;
                self.where_clause(&mut Vec::new())?;
                self.expect(TokenKind::Mark(b';'))?;
                (true, held)
            }
            _ => {
                self.expect(TokenKind::Mark(b';'))?;
                (true, Held::default())
            }
        };
        let Held { fields, types, state } = held;
        let inside = Inside { fields, types, generics: names(&mut generics), state };
        Ok((ItemKind::Struct(Struct { has_value, inside: inside.into() }), generics.is_any))
    }

    /// Behind the name of an enum.
    pub(super) fn enumeration(&mut self) -> Result<(ItemKind, bool), Unsure> {
        let mut generics = self.generics()?;
        self.where_clause(&mut Vec::new())?;
        self.expect(TokenKind::Open(b'{'))?;
        let mut all = Enum { generics: names(&mut generics), ..Enum::default() };
        while !self.take(TokenKind::Close(b'}')) {
            let marks = self.attributes_within()?;
            let line = self.line();
            let name = self.name()?.to_owned();
            let inside = match self.peek() {
                TokenKind::Open(b'{') => self.named_fields()?,
                TokenKind::Open(b'(') => self.positional_fields()?,
                _ => Held::default(),
            };
            if inside.fields.is_empty() {
                all.fields.push(Field { name: name.clone(), ty: String::new() });
                all.types.push(Type::Other);
            }
            for field in inside.fields {
                all.fields.push(Field { name: format!("{name}.{}", field.name), ty: field.ty });
            }
            all.types.extend(inside.types);
            let (is_initial, is_terminal) = (marks.contains(&"initial"), marks.contains(&"terminal"));
            all.variants.push(Variant { name, line, is_initial, is_terminal });
            if self.take_alone(b'=') {
                self.expression()?;
            }
            if !self.take_mark(b',') && !self.is(TokenKind::Close(b'}')) {
                return Err(Unsure);
            }
        }
        Ok((ItemKind::Enum(all.into()), generics.is_any))
    }

    /// Behind the name of an alias.
    pub(super) fn alias(&mut self) -> Result<ItemKind, Unsure> {
        self.generics()?;
        if !self.take_alone(b'=') {
            return Err(Unsure);
        }
        let ty = self.ty(true)?;
        self.expect(TokenKind::Mark(b';'))?;
        Ok(ItemKind::Alias(ty))
    }

    fn named_fields(&mut self) -> Result<Held, Unsure> {
        self.bump();
        let mut all = Held::default();
        while !self.take(TokenKind::Close(b'}')) {
            let marks = self.attributes_within()?;
            self.visibility()?;
            let name = self.name()?.to_owned();
            self.expect(TokenKind::Mark(b':'))?;
            self.field(name, &marks, &mut all)?;
            if !self.take_mark(b',') && !self.is(TokenKind::Close(b'}')) {
                return Err(Unsure);
            }
        }
        Ok(all)
    }

    fn positional_fields(&mut self) -> Result<Held, Unsure> {
        self.bump();
        let mut all = Held::default();
        while !self.take(TokenKind::Close(b')')) {
            let marks = self.attributes_within()?;
            self.visibility()?;
            self.field(all.fields.len().to_string(), &marks, &mut all)?;
            if !self.take_mark(b',') && !self.is(TokenKind::Close(b')')) {
                return Err(Unsure);
            }
        }
        Ok(all)
    }

    /// The type of a field, which is told as it is written where that is one line without comments.
    fn field(&mut self, name: String, marks: &[&str], into: &mut Held) -> Result<(), Unsure> {
        let start = self.at;
        if marks.contains(&"state") {
            into.state.get_or_insert(into.fields.len());
        }
        into.types.push(self.ty(true)?);
        let written = self.text_of(start..self.at);
        if ["//", "/*", "\n"].iter().any(|it| written.contains(it)) {
            return Err(Unsure);
        }
        into.fields.push(Field { name, ty: written.to_owned() });
        Ok(())
    }

    /// The first words of the attributes of a field or variant.
    fn attributes_within(&mut self) -> Result<Vec<&'t str>, Unsure> {
        let mut first = Vec::new();
        while matches!(self.peek(), TokenKind::Doc | TokenKind::Mark(b'#')) {
            if !self.take(TokenKind::Doc) {
                self.bump();
                if !self.is(TokenKind::Open(b'[')) {
                    return Err(Unsure);
                }
                first.push(self.word_at(1));
                self.skip_group()?;
            }
        }
        Ok(first)
    }
}

fn names(of: &mut Generics) -> Vec<String> {
    std::mem::take(&mut of.types).into_iter().map(|parameter| parameter.name).collect()
}
