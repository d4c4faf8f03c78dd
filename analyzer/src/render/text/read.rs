//! The last line of an answer: what was read to give it.

use super::line::{Line, Role, wrapped};
use crate::render::picture::note;
use crate::render::statement;
use ensue_grammar::graph::Graph;

/// What the graph was derived from and how much of it cannot be seen, on a faint line after an empty one; nothing of a
/// graph that was not derived from source.
#[must_use]
pub fn read(graph: &Graph, width: Option<usize>) -> String {
    let Some(statement) = &graph.statement else { return String::new() };
    let mut out = String::from("\n");
    let mut parts = statement::parts(statement);
    parts.extend(note(graph.holes.len()));
    for line in lines(&parts, width) {
        line.write(&mut out);
    }
    out
}

/// Parts of a footer between dots.
pub(super) fn lines(parts: &[String], width: Option<usize>) -> Vec<Line> {
    let words: Vec<Line> = parts.join(" · ").split(' ').map(|word| Line::new().with(Role::Faint, word)).collect();
    wrapped(Line::new().with(Role::Plain, "  "), &words, 2, width)
}
