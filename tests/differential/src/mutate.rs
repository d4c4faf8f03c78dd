//! Whether each rule of the analyzer is needed: without it some workspace is read differently.

use crate::Workshop;
use crate::compare::{holes, read_by};
use crate::source::Place;
use ensue_analyzer::model::Analysis;
use ensue_analyzer::rules::{Rule, Rules};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Tells of each rule the first seed that needs it, as it is found, and gives back those that none needs.
pub fn search(workshop: &Workshop, seeds: Range<u64>, mut tell: impl FnMut(Rule, u64)) -> Vec<Rule> {
    let mut open = Rule::ALL.to_vec();
    for seed in seeds {
        let files = workshop.files(seed);
        let whole = seen_by(&files, Rules::default());
        open.retain(|rule| {
            let is_needed = seen_by(&files, Rules::without(*rule)) != whole;
            if is_needed {
                tell(*rule, seed);
            }
            !is_needed
        });
        if open.is_empty() {
            break;
        }
    }
    open
}

/// Whether a workspace is read differently without a rule: other nodes or edges, or other holes.
#[must_use]
pub fn needs(files: &BTreeMap<String, String>, rule: Rule) -> bool {
    seen_by(files, Rules::default()) != seen_by(files, Rules::without(rule))
}

type Seen = (BTreeSet<String>, Vec<Place>);

fn seen_by(files: &BTreeMap<String, String>, rules: Rules) -> Option<Seen> {
    read_by(files, rules).ok().map(|analysis| seen(&analysis))
}

/// What a comparison with the linked program would see.
fn seen(analysis: &Analysis) -> Seen {
    let nodes = analysis.graph.nodes.iter().map(|it| {
        format!("{:?} {} {:?} {:?} {:?} {:?}", it.kind, it.id, it.programs, it.resource, it.transitions, it.resumes)
    });
    let edges = analysis.graph.edges.iter().map(|it| format!("{:?} {:?}", it.key(), it.because));
    (nodes.chain(edges).collect(), holes(analysis))
}
