//! Whether each rule of the analyzer is needed: without it some workspace is read differently.

use crate::Workshop;
use crate::compare::{holes, read, read_by};
use ensue_analyzer::model::Analysis;
use ensue_analyzer::rules::{Rule, Rules};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// The first seed that needs each rule; a rule that none needs is not in it.
#[must_use]
pub fn needing(workshop: &Workshop, seeds: Range<u64>) -> BTreeMap<Rule, u64> {
    let mut found = BTreeMap::new();
    for seed in seeds {
        let files = workshop.files(seed);
        for rule in Rule::ALL.into_iter().filter(|rule| !found.contains_key(rule)).collect::<Vec<_>>() {
            if needs(&files, rule) {
                found.insert(rule, seed);
            }
        }
        if found.len() == Rule::ALL.len() {
            break;
        }
    }
    found
}

/// Whether a workspace is read differently without a rule: other nodes or edges, or other holes.
#[must_use]
pub fn needs(files: &BTreeMap<String, String>, rule: Rule) -> bool {
    match (read(files), read_by(files, Rules::without(rule))) {
        (Ok(with), Ok(without)) => seen(&with) != seen(&without),
        _ => true,
    }
}

/// What a comparison with the linked program would see.
fn seen(analysis: &Analysis) -> (BTreeSet<String>, Vec<crate::source::Place>) {
    let nodes = analysis.graph.nodes.iter().map(|it| {
        format!("{:?} {} {:?} {:?} {:?} {:?}", it.kind, it.id, it.programs, it.resource, it.transitions, it.resumes)
    });
    let edges = analysis.graph.edges.iter().map(|it| format!("{:?} {:?}", it.key(), it.because));
    (nodes.chain(edges).collect(), holes(analysis))
}
