//! What the figures must reach. Nothing else in the code knows a target.

use std::fmt;

/// A figure that a row has measured. Less is better.
#[derive(Debug)]
pub(super) struct Figure {
    pub(super) row: &'static str,
    pub(super) what: &'static str,
    pub(super) value: f64,
}

/// The number that a figure must not exceed.
struct Target {
    row: &'static str,
    what: &'static str,
    at_most: f64,
    weight: Weight,
}

/// What it means to miss a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Weight {
    /// The check fails.
    Must,
    /// The check says so.
    Should,
}

/// As ratios, except where a unit is named. `memory` is the peak resident size over 64 MiB and half of the source.
const TARGETS: &[Target] = &[
    must("sparse", "time : rg", 1.5),
    must("sparse", "memory : allowed", 1.0),
    must("sparse-all", "time : rg", 1.5),
    must("sparse-all", "memory : allowed", 1.0),
    must("annotated", "time : rg", 20.0),
    should("annotated", "time : rg", 6.0),
    must("annotated", "seconds", 1.0),
    must("annotated", "memory : allowed", 1.0),
    must("check", "check : graph", 1.3),
    must("growth", "one of 10,000 : one of 100", 1.2),
    must("macros", "clean : instrument", 1.0),
    must("macros", "incremental : instrument", 1.0),
];

const fn must(row: &'static str, what: &'static str, at_most: f64) -> Target {
    Target { row, what, at_most, weight: Weight::Must }
}

const fn should(row: &'static str, what: &'static str, at_most: f64) -> Target {
    Target { row, what, at_most, weight: Weight::Should }
}

/// How the figures stand to the targets of their rows.
#[derive(Debug)]
pub(super) struct Verdict {
    met: usize,
    missed: Vec<String>,
    failed: bool,
}

impl Verdict {
    /// Whether no target that must be met is missed.
    pub(super) fn passes(&self) -> bool {
        !self.failed
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} targets met, {} missed", self.met, self.missed.len())?;
        self.missed.iter().try_for_each(|missed| write!(f, "\n  {missed}"))
    }
}

/// Compares the figures with the table. A target whose row was not measured is left out.
pub(super) fn judge(figures: &[Figure]) -> Verdict {
    let mut verdict = Verdict { met: 0, missed: Vec::new(), failed: false };
    for target in TARGETS {
        let Some(figure) = figures.iter().find(|figure| (figure.row, figure.what) == (target.row, target.what)) else {
            continue;
        };
        if figure.value <= target.at_most {
            verdict.met += 1;
            continue;
        }
        let weight = if target.weight == Weight::Must { "must" } else { "should" };
        verdict.failed |= target.weight == Weight::Must;
        verdict.missed.push(format!(
            "{}: `{}` is {:.2}, and {weight} be at most {}",
            target.row, target.what, figure.value, target.at_most
        ));
    }
    verdict
}

#[cfg(test)]
mod tests {
    use super::{Figure, TARGETS, Weight, judge};

    #[test]
    fn a_missed_must_fails_and_a_missed_should_is_told() {
        let at = |value| judge(&[Figure { row: "annotated", what: "time : rg", value }]);
        assert!(at(5.0).passes() && at(5.0).missed.is_empty());
        assert!(at(7.0).passes() && at(7.0).missed.len() == 1);
        assert!(!at(21.0).passes() && at(21.0).missed.len() == 2);
    }

    #[test]
    fn a_should_asks_for_more_than_the_must_beside_it() {
        for should in TARGETS.iter().filter(|target| target.weight == Weight::Should) {
            let must = TARGETS
                .iter()
                .find(|must| must.weight == Weight::Must && (must.row, must.what) == (should.row, should.what));
            assert!(must.is_none_or(|must| should.at_most < must.at_most), "{}", should.row);
        }
    }
}
