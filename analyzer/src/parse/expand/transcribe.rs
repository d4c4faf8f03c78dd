//! What a rule makes of what it matched.

use super::matcher::Bound;
use super::rules::{Piece, Rule};
use super::tokens::{Kind, Token};

/// Tokens that one invocation may make.
const MAX_TOKENS: usize = 400_000;

/// Repetitions of repetitions that make nothing.
const MAX_TURNS: usize = 1_000_000;

/// Writes what a rule makes. Its own tokens get the line of the invocation, and `$crate` becomes a word.
pub(super) fn transcribe(rule: &Rule, bound: &[Bound], line: u32, dollar_crate: &str) -> Result<Vec<Token>, String> {
    let mut write = Write { bound, line, dollar_crate, turns: 0, at: Vec::new(), made: Vec::new() };
    write.pieces(&rule.makes)?;
    Ok(write.made)
}

struct Write<'a> {
    bound: &'a [Bound],
    line: u32,
    dollar_crate: &'a str,
    turns: usize,
    /// Which turn each of the repetitions around is in.
    at: Vec<usize>,
    made: Vec<Token>,
}

impl<'a> Write<'a> {
    fn pieces(&mut self, pieces: &[Piece]) -> Result<(), String> {
        for piece in pieces {
            if self.made.len() > MAX_TOKENS {
                return Err(format!("it makes more than {MAX_TOKENS} tokens"));
            }
            match piece {
                Piece::Token(token) => self.made.push(Token { line: self.line, ..token.clone() }),
                Piece::Crate => self.made.push(Token { kind: Kind::Word(self.dollar_crate.into()), line: self.line }),
                Piece::Unknown(why) => return Err(why.clone()),
                Piece::Variable(index) => match self.here(*index) {
                    Some(Bound::Once(tokens)) => self.made.extend_from_slice(tokens),
                    _ => return Err("it writes a variable with fewer repetitions than match it".into()),
                },
                Piece::Repeat { pieces, separator, variables } => self.repeat(pieces, separator.as_ref(), variables)?,
            }
        }
        Ok(())
    }

    /// In lock step: all variables that repeat here must repeat as often.
    fn repeat(&mut self, pieces: &[Piece], separator: Option<&Token>, variables: &[usize]) -> Result<(), String> {
        let each =
            |index: &usize| if let Some(Bound::Each(each)) = self.here(*index) { Some(each.len()) } else { None };
        let mut counts = variables.iter().filter_map(each);
        let count = counts.next().ok_or("it repeats something in which nothing repeats")?;
        if counts.any(|other| other != count) {
            return Err("it repeats variables together that were not matched equally often".into());
        }
        for turn in 0..count {
            self.turns += 1;
            if self.turns > MAX_TURNS {
                return Err(format!("it repeats more than {MAX_TURNS} times"));
            }
            if let Some(separator) = separator.filter(|_| turn > 0) {
                self.made.push(Token { line: self.line, ..separator.clone() });
            }
            self.at.push(turn);
            self.pieces(pieces)?;
            self.at.pop();
        }
        Ok(())
    }

    /// A variable in this turn of the repetitions around. One that repeats less often stays the same in the inner ones.
    fn here(&self, index: usize) -> Option<&'a Bound> {
        let mut here = self.bound.get(index)?;
        for turn in &self.at {
            match here {
                Bound::Each(each) => here = each.get(*turn)?,
                Bound::Once(_) => break,
            }
        }
        Some(here)
    }
}
