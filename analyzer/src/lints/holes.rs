//! Holes beyond the number that is allowed.

use super::{Finding, Part, Place};
use ensue_grammar::graph::{Graph, Hole};

/// The name of the rule; it is no lint, since it has a number in place of a level.
pub const MAX_HOLES: &str = "max-holes";

/// A finding for each hole of a graph that has more of them than `most`.
#[must_use]
pub fn holes_above(most: usize, graph: &Graph) -> Vec<Finding> {
    if graph.holes.len() <= most {
        return Vec::new();
    }
    let places = match graph.holes.len() {
        1 => "1 place".to_owned(),
        many => format!("{many} places"),
    };
    let of_all = format!("{places} cannot be seen, and at most {most} may be: `max-holes`, or `--max-holes`");
    graph.holes.iter().map(|hole| finding(hole, &of_all)).collect()
}

fn finding(hole: &Hole, of_all: &str) -> Finding {
    let place = hole.file.as_ref().map(|file| Place { file: file.clone(), line: hole.line, part: Part::Line });
    Finding::of(MAX_HOLES, [hole.detail.clone()], hole.detail.clone())
        .at(place, "what follows from here is in no picture")
        .note(of_all)
}
