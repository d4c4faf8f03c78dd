//! Holes beyond the number that is allowed.

use super::{Finding, Label, Part, Place};
use ensue_grammar::graph::{Graph, Hole};

/// The name of the rule; it is no lint, since it has a number in place of a level.
const RULE: &str = "max-holes";

/// A finding for each hole of a graph that has more of them than `most`.
#[must_use]
pub fn holes_above(most: usize, graph: &Graph) -> Vec<Finding> {
    if graph.holes.len() <= most {
        return Vec::new();
    }
    let of_all = format!("{} places cannot be seen, and at most {most} may be", graph.holes.len());
    graph.holes.iter().map(|hole| finding(hole, &of_all)).collect()
}

fn finding(hole: &Hole, of_all: &str) -> Finding {
    let place = hole.file.as_ref().map(|file| Place { file: file.clone(), line: hole.line, part: Part::Line });
    let label = |place| Label { place, text: "what follows from here is in no picture".to_owned() };
    Finding {
        rule: RULE.to_owned(),
        about: vec![hole.detail.clone()],
        message: hole.detail.clone(),
        labels: place.map(label).into_iter().collect(),
        notes: vec![of_all.to_owned()],
        remedies: Vec::new(),
    }
}
