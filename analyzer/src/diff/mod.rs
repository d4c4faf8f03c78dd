//! What a change makes newly possible, and what it ends: the difference of two graphs, `ensue/diff/1`.
//!
//! A difference speaks of what a snapshot holds: neither of places in files nor of docs, so that two revisions and their
//! two snapshots differ alike, and a change that only moves lines is none.

mod caused;
mod causes;
mod changes;
mod consequences;
mod context;
mod data;
mod json;
mod moves;
mod pair;
mod partial;
mod policy;
mod read;
mod rules;
mod totals;
mod verdict;

pub use data::*;
pub use partial::Partial;
pub use policy::{ALLOW, Policy};
pub use read::Unreadable;
pub use rules::{RULES, Rule, rule};

use ensue_grammar::graph::Graph;
use pair::Pair;
use rules::Facts;

/// Compares two sorted graphs.
///
/// Comparing a graph with itself gives nothing, and swapping the sides swaps added with removed and gained with lost.
/// `base` and `head` of the result are for the caller to fill.
///
/// ```
/// use ensue_analyzer::diff::{Verdict, compare};
/// use ensue_grammar::graph::Graph;
///
/// assert_eq!(compare(&Graph::default(), &Graph::default()).verdict, Verdict::None);
/// ```
#[must_use]
pub fn compare(base: &Graph, head: &Graph) -> Diff {
    let moves = moves::find(base, head);
    let renamed = moves::rename(base, &moves);
    let pair = Pair::new(base, &renamed, head);
    let (consequences, consequences_left_out) = consequences::find(&pair);
    let mut diff = Diff {
        schema: SCHEMA.to_owned(),
        base: String::new(),
        head: String::new(),
        root: String::new(),
        statements: Statements { base: base.statement.clone(), head: head.statement.clone() },
        verdict: Verdict::None,
        lower_bound: !base.holes.is_empty() || !head.holes.is_empty(),
        nodes: changes::nodes(&pair, moves),
        edges: changes::edges(&pair),
        consequences,
        consequences_left_out,
        causes: Vec::new(),
        caused: caused::find(&pair),
        findings: Vec::new(),
        accepted: 0,
        holes: changes::holes(base, head),
        totals: totals::of(&pair),
        context: Context::default(),
    };
    diff.causes = causes::find(&pair, &diff);
    diff.findings = rules::find(&Facts::new(&pair, &diff));
    diff.verdict = verdict::of(&diff);
    diff.context = context::around(&pair, &diff);
    diff
}

#[cfg(test)]
mod tests;
