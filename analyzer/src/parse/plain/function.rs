//! Functions: what they take and give, and what their bodies do.

use super::super::body;
use super::super::body::tree::{Pat, Routine};
use super::super::lex::{TokenKind, Unsure};
use super::super::outline::{Function, Parameter, Type};
use super::cursor::Cursor;
use super::types::Generics;
use std::ops::Range;

/// From `fn` to the end of `where`.
pub(super) struct Signature<'t> {
    pub(super) name: &'t str,
    /// Of the name.
    pub(super) line: u32,
    pub(super) has_receiver: bool,
    pub(super) is_async: bool,
    pub(super) is_unsafe: bool,
    pub(super) generics: Generics,
    pub(super) parameters: Vec<Given>,
    pub(super) output: Option<Type>,
    /// All of its tokens.
    pub(super) tokens: Range<usize>,
}

/// A parameter that is not `self`.
pub(super) struct Given {
    pub(super) line: u32,
    pub(super) pattern: Pat,
    /// `name` or `mut name`.
    pub(super) is_named: bool,
    pub(super) ty: Type,
    /// The tokens of its type.
    pub(super) written: Range<usize>,
    pub(super) by_mut: bool,
}

/// What is around a function, as far as it tells whether a context could be in it.
#[derive(Clone, Copy)]
pub(super) struct Around {
    /// Whether its body is told apart by a digest.
    pub(super) is_candidate: bool,
    /// Whether `self` may be or hold one.
    pub(super) may_hold_context: bool,
}

impl<'t> Cursor<'t> {
    /// From the words before `fn`.
    pub(super) fn signature(&mut self) -> Result<Signature<'t>, Unsure> {
        let start = self.at;
        let (mut is_async, mut is_unsafe) = (false, false);
        self.take_word("const");
        if self.take_word("async") {
            is_async = true;
        }
        if self.take_word("unsafe") {
            is_unsafe = true;
        }
        if !self.take_word("fn") {
            return Err(Unsure);
        }
        let line = self.line();
        let name = self.name()?;
        let mut generics = self.generics()?;
        self.expect(TokenKind::Open(b'('))?;
        let has_receiver = self.receiver()?;
        let mut parameters = Vec::new();
        while !self.take(TokenKind::Close(b')')) {
            parameters.push(self.parameter()?);
            if !self.take_mark(b',') && !self.is(TokenKind::Close(b')')) {
                return Err(Unsure);
            }
        }
        let output = if self.take_long("->") { Some(self.ty(true)?) } else { None };
        self.where_clause(&mut generics.types)?;
        let tokens = start..self.at;
        Ok(Signature { name, line, has_receiver, is_async, is_unsafe, generics, parameters, output, tokens })
    }

    fn receiver(&mut self) -> Result<bool, Unsure> {
        let start = self.at;
        if self.take_mark(b'&') {
            self.take(TokenKind::Lifetime);
        }
        self.take_word("mut");
        if !self.take_word("self") || self.mark() == "::" {
            self.at = start;
            return Ok(false);
        }
        if self.take_alone(b':') {
            self.ty(true)?;
        }
        if !self.take_mark(b',') && !self.is(TokenKind::Close(b')')) {
            return Err(Unsure);
        }
        Ok(true)
    }

    fn parameter(&mut self) -> Result<Given, Unsure> {
        let line = self.line();
        let is_named = self.word() != "ref";
        let pattern = self.pattern()?;
        let is_named = is_named && matches!(pattern, Pat::Name(_, None));
        if !self.take_alone(b':') || self.is(TokenKind::Open(b'(')) && self.peek_at(1) == TokenKind::Mark(b'&') {
            return Err(Unsure);
        }
        let start = self.at;
        let by_mut = self.is_mark(b'&')
            && (self.word_at(1) == "mut" || self.peek_at(1) == TokenKind::Lifetime && self.word_at(2) == "mut");
        let ty = self.ty(true)?;
        Ok(Given { line, pattern, is_named, ty, written: start..self.at, by_mut })
    }

    /// Whether a type is written with a lifetime or as `impl Trait`.
    pub(super) fn borrows(&self, written: Range<usize>) -> bool {
        self.any(written, |kind, text| kind == TokenKind::Lifetime || text == "impl")
    }

    /// The body behind a signature, and both as a function.
    pub(super) fn function(&mut self, mut signature: Signature<'t>, around: Around) -> Result<Function, Unsure> {
        let takes_context = signature.parameters.iter().any(|parameter| parameter.by_mut);
        let could_be_given = signature.generics.declared > 0
            || signature.parameters.iter().any(|parameter| self.borrows(parameter.written.clone()));
        let named = |given: &Given| match &given.pattern {
            Pat::Name(name, _) => Some(name.clone()),
            _ => None,
        };
        let count = signature.parameters.len();
        let (mut parameters, mut patterns) = (Vec::with_capacity(count), Vec::with_capacity(count));
        for given in signature.parameters {
            parameters.push(Parameter { name: named(&given), ty: given.ty, by_mut: given.by_mut });
            patterns.push((given.line, given.pattern));
        }
        signature.generics.types.shrink_to_fit();
        let mut function = Function {
            has_receiver: signature.has_receiver,
            is_async: signature.is_async,
            parameters,
            generics: signature.generics.types,
            output: signature.output,
            does: None,
            body: None,
        };
        if self.is_silent() {
            self.skip_group()?;
            return Ok(function);
        }
        let start = self.at;
        let block = self.block()?;
        if around.is_candidate || takes_context {
            function.body = Some(self.digest(start..self.at));
        }
        if takes_context || around.may_hold_context || could_be_given {
            function.does = Some(body::read(&Routine { parameters: patterns, block }));
        }
        Ok(function)
    }
}
