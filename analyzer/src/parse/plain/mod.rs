//! Items that are written plainly, read from their tokens: most are, and the parser takes many times as long.
//!
//! What is read here is what the parser would have told of it, to the last line and digest; `tests/outlines.rs` compares
//! both for every source file at hand. Whatever is not known here is [`Unsure`], and goes to the parser.

mod annotation;
mod arguments;
mod atom;
mod attributes;
mod block;
mod cursor;
mod data;
mod expression;
mod function;
mod pattern;
mod statement;
#[cfg(test)]
mod tests;
mod types;

use self::annotation::Subject;
use self::cursor::Cursor;
use self::function::Around;
use super::Condition;
use super::lex::Unsure;
use super::outline::{Item, ItemKind, Visibility};
use std::ops::Range;

/// What the item is that stands there in a text, with its attributes; it starts on this line. What stands in silent braces
/// is left out.
pub(super) fn item(text: &str, place: Range<usize>, line: u32, silent: &[Range<usize>]) -> Result<Item, Unsure> {
    let mut cursor = Cursor::new(text, place, line, silent)?;
    let attributes = cursor.attributes()?;
    let visibility = cursor.visibility()?;
    let is_candidate = !attributes.candidates.is_empty();
    let (name, line, kind, attributes) = match cursor.word() {
        word @ ("struct" | "enum" | "type") => {
            cursor.bump();
            let line = cursor.line();
            let name = cursor.name()?;
            let (kind, is_generic) = match word {
                "struct" => cursor.structure()?,
                "enum" => cursor.enumeration()?,
                _ if is_candidate => return Err(Unsure),
                _ => (cursor.alias()?, false),
            };
            let attributes = cursor.annotations(attributes, &Subject::Data { is_generic })?;
            (name, line, kind, attributes)
        }
        "impl" => {
            let (line, kind, attributes) = cursor.block_of_methods(attributes)?;
            if visibility != Visibility::Private {
                return Err(Unsure);
            }
            ("", line, kind, attributes)
        }
        _ => {
            let signature = cursor.signature()?;
            let annotations = cursor.annotations(attributes, &Subject::Function(&signature))?;
            let (name, line) = (signature.name, signature.line);
            let function = cursor.function(signature, Around { is_candidate, may_hold_context: false })?;
            (name, line, ItemKind::Function(function.into()), annotations)
        }
    };
    if !cursor.is_end() {
        return Err(Unsure);
    }
    let (doc, attributes) = attributes;
    let condition = Condition::Always;
    Ok(Item { name: name.to_owned(), line, visibility, condition, doc, attributes, kind })
}
