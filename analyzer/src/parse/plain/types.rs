//! Paths, types, bounds and type parameters.

use super::super::lex::{TokenKind, Unsure};
use super::super::outline::{Bound, Generic, Path, Type};
use super::cursor::{Cursor, is_keyword};

/// Where a path stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// `A<B>`, `Fn(A) -> B`
    Type,
    /// `a::<B>`
    Expression,
}

/// Type parameters.
#[derive(Default)]
pub(super) struct Generics {
    /// With their bounds; behind those that are declared stands what `where` says of others.
    pub(super) types: Vec<Generic>,
    /// How many are declared.
    pub(super) declared: usize,
    /// Whether there is a parameter of any kind.
    pub(super) is_any: bool,
}

impl Cursor<'_> {
    /// `A + B` is a type only where `plus` is allowed.
    pub(super) fn ty(&mut self, plus: bool) -> Result<Type, Unsure> {
        self.deeper(|this| this.ty_here(plus))
    }

    fn ty_here(&mut self, plus: bool) -> Result<Type, Unsure> {
        match self.peek() {
            TokenKind::Mark(b'&') => {
                self.bump();
                self.take(TokenKind::Lifetime);
                self.take_word("mut");
                self.ty(false)
            }
            TokenKind::Mark(b'*') => {
                self.bump();
                if !self.take_word("const") && !self.take_word("mut") {
                    return Err(Unsure);
                }
                self.ty(false)?;
                Ok(Type::Other)
            }
            TokenKind::Mark(b'!') => {
                self.bump();
                Ok(Type::Other)
            }
            TokenKind::Open(b'(') => self.tuple(),
            TokenKind::Open(b'[') => {
                self.bump();
                let element = self.ty(true)?;
                if self.take_mark(b';') {
                    while !matches!(self.peek(), TokenKind::Open(_) | TokenKind::Close(_)) {
                        self.bump();
                    }
                }
                self.expect(TokenKind::Close(b']'))?;
                Ok(Type::Slice(Box::new(element)))
            }
            TokenKind::Word if matches!(self.word(), "impl" | "dyn") => {
                self.bump();
                Ok(Type::Bounds(self.bounds(plus)?))
            }
            TokenKind::Word if self.word() == "_" => {
                self.bump();
                Ok(Type::Other)
            }
            TokenKind::Word | TokenKind::Mark(b':') => {
                let path = self.path(Place::Type)?;
                if self.is_mark(b'!') { Err(Unsure) } else { Ok(Type::Path(path.path, path.arguments)) }
            }
            _ => Err(Unsure),
        }
    }

    fn tuple(&mut self) -> Result<Type, Unsure> {
        self.bump();
        let mut parts = Vec::new();
        let mut is_list = true;
        while !self.take(TokenKind::Close(b')')) {
            if !is_list {
                return Err(Unsure);
            }
            parts.push(self.ty(true)?);
            is_list = self.take_mark(b',');
        }
        match <[Type; 1]>::try_from(parts) {
            Ok([only]) if !is_list => Ok(only),
            Ok([only]) => Ok(Type::Tuple(vec![only])),
            Err(parts) => Ok(Type::Tuple(parts)),
        }
    }

    /// `::`
    pub(super) fn take_separator(&mut self) -> bool {
        self.take_long("::")
    }

    /// A path with the types that its last segment is given.
    pub(super) fn path(&mut self, place: Place) -> Result<Bound, Unsure> {
        let line = self.line();
        let mut path = Path { absolute: self.take_separator(), segments: Vec::with_capacity(1), line };
        loop {
            path.segments.push(self.segment()?.to_owned());
            let mut arguments = Vec::new();
            let mut goes_on = self.take_separator();
            if self.is_mark(b'<') && (goes_on || place == Place::Type) {
                arguments = self.arguments()?;
                goes_on = self.take_separator();
            } else if place == Place::Type && !goes_on && self.is(TokenKind::Open(b'(')) {
                let Type::Tuple(inputs) = self.inputs()? else { return Err(Unsure) };
                if self.take_long("->") {
                    self.ty(false)?;
                }
                arguments = inputs;
            }
            if !goes_on {
                path.segments.shrink_to_fit();
                arguments.shrink_to_fit();
                return Ok(Bound { path, arguments });
            }
        }
    }

    /// `(A, B)` of `Fn(A, B)`
    fn inputs(&mut self) -> Result<Type, Unsure> {
        self.bump();
        let mut parts = Vec::new();
        while !self.take(TokenKind::Close(b')')) {
            parts.push(self.ty(true)?);
            if !self.take_mark(b',') && !self.is(TokenKind::Close(b')')) {
                return Err(Unsure);
            }
        }
        Ok(Type::Tuple(parts))
    }

    /// A name in a path.
    pub(super) fn segment(&mut self) -> Result<&str, Unsure> {
        let word = self.word();
        if word.is_empty() || is_keyword(word) && !matches!(word, "self" | "Self" | "super" | "crate") {
            return Err(Unsure);
        }
        self.bump();
        Ok(word)
    }

    /// The types among what stands in angle brackets.
    pub(super) fn arguments(&mut self) -> Result<Vec<Type>, Unsure> {
        self.expect(TokenKind::Mark(b'<'))?;
        let mut types = Vec::new();
        while !self.take_mark(b'>') {
            let is_word = self.is(TokenKind::Word);
            match self.peek() {
                TokenKind::Lifetime | TokenKind::Literal => self.bump(),
                TokenKind::Word if matches!(self.word(), "true" | "false") => self.bump(),
                TokenKind::Mark(b'-') if self.peek_at(1) == TokenKind::Literal => self.at += 2,
                _ => {
                    let written = self.ty(true)?;
                    let is_name = is_word
                        && matches!(&written, Type::Path(path, of) if path.segments.len() == 1 && of.is_empty());
                    if self.is_mark(b'=') && is_name {
                        self.bump();
                        if !self.take(TokenKind::Literal) {
                            types.push(self.ty(true)?);
                        }
                    } else if self.mark() == ":" && is_name {
                        self.bump();
                        self.bounds(true)?;
                    } else {
                        types.push(written);
                    }
                }
            }
            if !self.take_mark(b',') && !self.is_mark(b'>') {
                return Err(Unsure);
            }
        }
        Ok(types)
    }

    /// `A + B`, or `A` alone where a plus would mean something else.
    pub(super) fn bounds(&mut self, plus: bool) -> Result<Vec<Bound>, Unsure> {
        let mut bounds = Vec::new();
        loop {
            match self.peek() {
                TokenKind::Lifetime => self.bump(),
                TokenKind::Mark(b'?') => {
                    self.bump();
                    bounds.push(self.deeper(|this| this.path(Place::Type))?);
                }
                TokenKind::Word if self.word() != "where" => {
                    self.each_lifetime()?;
                    bounds.push(self.deeper(|this| this.path(Place::Type))?);
                }
                TokenKind::Mark(b':') => bounds.push(self.deeper(|this| this.path(Place::Type))?),
                TokenKind::Open(b'(') => return Err(Unsure),
                _ => return Ok(bounds),
            }
            if !plus || !self.take_alone(b'+') {
                return Ok(bounds);
            }
        }
    }

    /// `for<'a>`
    fn each_lifetime(&mut self) -> Result<(), Unsure> {
        if !self.take_word("for") {
            return Ok(());
        }
        self.expect(TokenKind::Mark(b'<'))?;
        while !self.take_mark(b'>') {
            self.expect(TokenKind::Lifetime)?;
            if !self.take_mark(b',') && !self.is_mark(b'>') {
                return Err(Unsure);
            }
        }
        Ok(())
    }

    /// `<'a, A: B, const N: usize>`, if it is there.
    pub(super) fn generics(&mut self) -> Result<Generics, Unsure> {
        let mut generics = Generics::default();
        if !self.take_mark(b'<') {
            return Ok(generics);
        }
        while !self.take_mark(b'>') {
            generics.is_any = true;
            if self.is(TokenKind::Lifetime) {
                self.bump();
                self.outlives()?;
            } else if self.take_word("const") {
                self.name()?;
                self.expect(TokenKind::Mark(b':'))?;
                self.ty(true)?;
                if self.take_mark(b'=') && !self.take(TokenKind::Literal) {
                    return Err(Unsure);
                }
            } else {
                let name = self.name()?.to_owned();
                let bounds = if self.take_mark(b':') { self.bounds(true)? } else { Vec::new() };
                if self.take_mark(b'=') {
                    self.ty(true)?;
                }
                generics.types.push(Generic { name, bounds });
            }
            if !self.take_mark(b',') && !self.is_mark(b'>') {
                return Err(Unsure);
            }
        }
        generics.declared = generics.types.len();
        Ok(generics)
    }

    fn outlives(&mut self) -> Result<(), Unsure> {
        if self.take_mark(b':') && !self.bounds(true)?.is_empty() {
            return Err(Unsure);
        }
        Ok(())
    }

    /// `where A: B, ..`, if it is there: adds to the bounds of type parameters as `types::generics` does.
    pub(super) fn where_clause(&mut self, all: &mut Vec<Generic>) -> Result<(), Unsure> {
        if !self.take_word("where") {
            return Ok(());
        }
        while !matches!(self.peek(), TokenKind::Open(b'{') | TokenKind::Mark(b';' | b'=')) {
            if self.take(TokenKind::Lifetime) {
                self.outlives()?;
            } else {
                self.each_lifetime()?;
                let bounded = self.ty(false)?;
                self.expect(TokenKind::Mark(b':'))?;
                let more = self.bounds(true)?;
                if let Type::Path(Path { segments, .. }, _) = bounded
                    && let [name] = &segments[..]
                {
                    match all.iter_mut().find(|generic| generic.name == *name) {
                        Some(generic) => generic.bounds.extend(more),
                        None => all.push(Generic { name: name.clone(), bounds: more }),
                    }
                }
            }
            if !self.take_mark(b',') {
                break;
            }
        }
        Ok(())
    }
}
