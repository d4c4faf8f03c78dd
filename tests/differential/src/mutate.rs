//! Whether each rule of the analyzer is needed: without it some workspace is read differently.

use crate::Workshop;
use crate::compare::{holes, read_by};
use crate::source::{Place, Source};
use ensue_analyzer::model::Analysis;
use ensue_analyzer::rules::{Rule, Rules};
use ensue_grammar::graph::Node;
use std::collections::BTreeSet;
use std::ops::Range;

/// Tells of each rule the first seed that needs it, as it is found, and gives back those that none needs.
pub fn search(workshop: &Workshop, seeds: Range<u64>, mut tell: impl FnMut(Rule, u64)) -> Vec<Rule> {
    let mut open = Rule::ALL.to_vec();
    for seed in seeds {
        let source = workshop.source(seed);
        let whole = seen_by(&source, Rules::default());
        open.retain(|rule| {
            let is_needed = seen_by(&source, Rules::without(*rule)) != whole;
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
pub fn needs(source: &Source, rule: Rule) -> bool {
    seen_by(source, Rules::default()) != seen_by(source, Rules::without(rule))
}

type Seen = (BTreeSet<String>, Vec<Place>);

fn seen_by(source: &Source, rules: Rules) -> Option<Seen> {
    read_by(&source.render().0, &source.flags, rules).ok().map(|analysis| seen(&analysis))
}

/// What a comparison with the linked program would see.
fn seen(analysis: &Analysis) -> Seen {
    let nodes = analysis.graph.nodes.iter().map(|it| {
        let Node { kind, id, programs, resource, transitions, resumes, condition, .. } = it;
        format!("{kind:?} {id} {programs:?} {resource:?} {transitions:?} {resumes:?} {condition:?}")
    });
    let edges = analysis.graph.edges.iter().map(|it| format!("{:?} {:?} {:?}", it.key(), it.because, it.condition));
    (nodes.chain(edges).collect(), holes(analysis))
}
