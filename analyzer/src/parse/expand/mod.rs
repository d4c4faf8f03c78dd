//! `macro_rules!`, expanded: a definition and an invocation in, source out, or the reason why not.
//!
//! It follows rustc's matcher and transcriber step by step and knows nothing of annotations. Strict: where rustc would
//! report an error, or where the extent of a fragment is not certain, it refuses. What comes out is text, with the line
//! that is meant by each of its lines, so that whatever reads files can read it.

mod fragment;
mod matcher;
mod outside;
mod rules;
mod tokens;
mod transcribe;

#[cfg(test)]
mod tests;

pub use self::outside::{is_ordinary, runs_arguments};

use self::rules::Rules;
use self::tokens::{Kind, Token};
use super::outline::Position;
use std::sync::Arc;

/// Tokens that an invocation may be given.
const MAX_GIVEN: usize = 100_000;

/// How the word begins that stands for `$crate` in what a macro makes. Source that holds it must not be expanded.
pub const DOLLAR_CRATE: &str = "__ensue_dollar_crate_";

/// A `macro_rules!` definition, read.
#[derive(Debug, Clone)]
pub struct Definition(Arc<Rules>);

impl Definition {
    /// What its rules can write.
    #[must_use]
    pub fn writes(&self) -> Writes {
        self.0.writes()
    }
}

/// What the rules of a macro can write, whatever it is given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Writes {
    /// Attributes that are not of the language, or whose name it is given.
    pub attributes: bool,
    /// Those of them whose name it is given.
    pub given_attributes: bool,
    /// Names of the macros that it calls.
    pub calls: Vec<String>,
    /// Calls of macros whose name it is given.
    pub any_call: bool,
}

impl Writes {
    /// What is not known.
    #[must_use]
    pub fn anything() -> Writes {
        Writes { attributes: true, given_attributes: true, calls: Vec::new(), any_call: true }
    }
}

/// A piece of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Piece {
    /// As written.
    pub text: String,
    /// The line of the file that each of its lines is, from 1.
    pub lines: Vec<u32>,
}

/// What a macro is called with.
#[derive(Debug, Clone)]
pub struct Call {
    /// The macro.
    pub definition: Definition,
    /// The edition of the crate that defines it.
    pub edition: u16,
    /// What stands in the brackets.
    pub given: Piece,
    /// Where the invocation stands.
    pub line: u32,
    /// What stands for `$crate`: a word that begins with [`DOLLAR_CRATE`].
    pub dollar_crate: String,
    /// Where it stands.
    pub position: Position,
}

/// Reads a definition: the text inside of the brackets of `macro_rules! name { .. }`. The reason completes "the macro ..".
///
/// # Errors
/// When its rules cannot be read as rustc reads them.
pub fn definition(rules: &str, edition: u16) -> Result<Definition, String> {
    let tokens = tokens::read(rules, &|_| 0)?;
    Ok(Definition(Arc::new(Rules::read(&tokens, edition)?)))
}

/// What rules can write that [`definition`] refuses.
#[must_use]
pub fn writes_at_most(rules: &str) -> Writes {
    tokens::read(rules, &|_| 0).map_or_else(|_| Writes::anything(), |tokens| rules::writes_at_most(&tokens))
}

/// What a call makes: items, or the body of a function whose name is of no matter.
///
/// # Errors
/// When rustc would refuse the call, or it is not certain what rustc would do.
pub fn expand(call: &Call) -> Result<Piece, String> {
    let line = |at: usize| call.given.lines.get(at.saturating_sub(1)).copied().unwrap_or(call.line);
    let given = tokens::read(&call.given.text, &line)?;
    if given.len() > MAX_GIVEN {
        return Err(format!("it is given more than {MAX_GIVEN} tokens"));
    }
    let (rule, bound) = matcher::first_match(&call.definition.0, &given, call.edition)?;
    let made = transcribe::transcribe(rule, &bound, call.line, &call.dollar_crate)?;
    if makes_macro(&made) {
        return Err("it makes a macro".into());
    }
    let around = |kind| Token { kind, line: call.line };
    let word = |text: &str| around(Kind::Word(text.into()));
    let made = match call.position {
        Position::Items => made,
        Position::Body => {
            use tokens::Bracket::{Curly, Round};
            let head = [word("fn"), word("_body")].into_iter();
            let brackets = [Kind::Open(Round), Kind::Close(Round), Kind::Open(Curly)].map(around);
            head.chain(brackets).chain(made).chain([around(Kind::Close(Curly))]).collect()
        }
        Position::Elsewhere => return Err("it stands where nothing that it makes is followed".into()),
    };
    let (text, lines) = tokens::text(&made);
    Ok(Piece { text, lines })
}

fn makes_macro(made: &[Token]) -> bool {
    made.windows(2).any(|pair| pair[0].word() == Some("macro_rules") && pair[1].is_mark("!"))
}
