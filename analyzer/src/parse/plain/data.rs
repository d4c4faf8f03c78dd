//! Structs, enums and type aliases.

use super::super::lex::{TokenKind, Unsure};
use super::super::outline::{Enum, Inside, ItemKind, Struct, Type};
use super::cursor::Cursor;
use super::types::Generics;
use ensue_grammar::graph::Field;

/// The fields of a struct or variant.
#[derive(Default)]
struct Fields {
    fields: Vec<Field>,
    types: Vec<Type>,
}

impl Cursor<'_> {
    /// Behind the name of a struct.
    pub(super) fn structure(&mut self) -> Result<(ItemKind, bool), Unsure> {
        let mut generics = self.generics()?;
        self.where_clause(&mut Vec::new())?;
        let (has_value, fields) = match self.peek() {
            TokenKind::Open(b'{') => (false, self.named_fields()?),
            TokenKind::Open(b'(') => {
                let fields = self.positional_fields()?;
                self.where_clause(&mut Vec::new())?;
                self.expect(TokenKind::Mark(b';'))?;
                (true, fields)
            }
            _ => {
                self.expect(TokenKind::Mark(b';'))?;
                (true, Fields::default())
            }
        };
        let inside = Inside { fields: fields.fields, types: fields.types, generics: names(&mut generics) };
        Ok((ItemKind::Struct(Struct { has_value, inside: inside.into() }), generics.is_any))
    }

    /// Behind the name of an enum.
    pub(super) fn enumeration(&mut self) -> Result<(ItemKind, bool), Unsure> {
        let mut generics = self.generics()?;
        self.where_clause(&mut Vec::new())?;
        self.expect(TokenKind::Open(b'{'))?;
        let mut all = Enum { generics: names(&mut generics), ..Enum::default() };
        while !self.take(TokenKind::Close(b'}')) {
            self.skip_attributes()?;
            let name = self.name()?.to_owned();
            let inside = match self.peek() {
                TokenKind::Open(b'{') => self.named_fields()?,
                TokenKind::Open(b'(') => self.positional_fields()?,
                _ => Fields::default(),
            };
            if inside.fields.is_empty() {
                all.fields.push(Field { name: name.clone(), ty: String::new() });
                all.types.push(Type::Other);
            }
            for field in inside.fields {
                all.fields.push(Field { name: format!("{name}.{}", field.name), ty: field.ty });
            }
            all.types.extend(inside.types);
            all.variants.push(name);
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

    fn named_fields(&mut self) -> Result<Fields, Unsure> {
        self.bump();
        let mut all = Fields::default();
        while !self.take(TokenKind::Close(b'}')) {
            self.skip_attributes()?;
            self.visibility()?;
            let name = self.name()?.to_owned();
            self.expect(TokenKind::Mark(b':'))?;
            self.field(name, &mut all)?;
            if !self.take_mark(b',') && !self.is(TokenKind::Close(b'}')) {
                return Err(Unsure);
            }
        }
        Ok(all)
    }

    fn positional_fields(&mut self) -> Result<Fields, Unsure> {
        self.bump();
        let mut all = Fields::default();
        while !self.take(TokenKind::Close(b')')) {
            self.skip_attributes()?;
            self.visibility()?;
            self.field(all.fields.len().to_string(), &mut all)?;
            if !self.take_mark(b',') && !self.is(TokenKind::Close(b')')) {
                return Err(Unsure);
            }
        }
        Ok(all)
    }

    /// The type of a field, which is told as it is written where that is one line without comments.
    fn field(&mut self, name: String, into: &mut Fields) -> Result<(), Unsure> {
        let start = self.at;
        into.types.push(self.ty(true)?);
        let written = self.text_of(start..self.at);
        if ["//", "/*", "\n"].iter().any(|it| written.contains(it)) {
            return Err(Unsure);
        }
        into.fields.push(Field { name, ty: written.to_owned() });
        Ok(())
    }

    fn skip_attributes(&mut self) -> Result<(), Unsure> {
        while matches!(self.peek(), TokenKind::Doc | TokenKind::Mark(b'#')) {
            if !self.take(TokenKind::Doc) {
                self.bump();
                if !self.is(TokenKind::Open(b'[')) {
                    return Err(Unsure);
                }
                self.skip_group()?;
            }
        }
        Ok(())
    }
}

fn names(of: &mut Generics) -> Vec<String> {
    std::mem::take(&mut of.types).into_iter().map(|parameter| parameter.name).collect()
}
