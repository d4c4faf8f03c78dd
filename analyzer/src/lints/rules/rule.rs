//! What a team demands.

use super::selector::{Role, Selector};
use super::{Kind, only, too_deep, too_wide, way_past, way_to};
use crate::lints::{Facts, Finding, Place};
use ensue_grammar::graph::EdgeKind;

/// A `[[rule]]` of `ensue.toml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// As in `#[ensue::allow(..)]`.
    pub name: String,
    /// Why it is there.
    pub reason: Option<String>,
    /// Where its name is written.
    pub place: Place,
    /// What it asks.
    pub demand: Demand,
}

/// What a rule asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Demand {
    /// `must-not-reach`
    NoWay {
        /// Where ways begin.
        from: Selector,
        /// Where none may end.
        to: Selector,
    },
    /// `must-pass`
    Pass {
        /// Where ways begin.
        from: Selector,
        /// Where the ways end that are meant; without it, wherever they do.
        to: Option<Selector>,
        /// What each of them must pass.
        through: Selector,
    },
    /// `may-emit` and `may-request`
    Only {
        /// Who may, for themselves or, archivers, for others.
        emitters: Selector,
        /// [`EdgeKind::Emits`] or [`EdgeKind::Requests`].
        kind: EdgeKind,
        /// What nobody else may.
        what: Selector,
    },
    /// `max-depth`
    Depth {
        /// Where ways begin.
        from: Selector,
        /// How many steps a shortest way may have.
        most: usize,
    },
    /// `max-fan-out`
    FanOut {
        /// What may lead directly to no more than this.
        from: Selector,
        /// How many.
        most: usize,
    },
}

impl Rule {
    /// What breaks it.
    #[must_use]
    pub fn find(&self, facts: &Facts<'_>) -> Vec<Finding> {
        let found = match &self.demand {
            Demand::NoWay { from, to } => way_to::find(facts, self, from, to),
            Demand::Pass { from, to: Some(to), through } => way_past::find_to(facts, self, from, to, through),
            Demand::Pass { from, to: None, through } => way_past::find(facts, self, from, through),
            Demand::Only { emitters, kind, what } => only::find(facts, self, emitters, *kind, what),
            Demand::Depth { from, most } => too_deep::find(facts, self, from, *most),
            Demand::FanOut { from, most } => too_wide::find(facts, self, from, *most),
        };
        found.into_iter().map(|finding| self.told(finding)).collect()
    }

    /// What kind of rule it is.
    #[must_use]
    pub fn kind(&self) -> &'static Kind {
        match &self.demand {
            Demand::NoWay { .. } => &way_to::KIND,
            Demand::Pass { .. } => &way_past::KIND,
            Demand::Only { kind: EdgeKind::Requests, .. } => &only::MAY_REQUEST,
            Demand::Only { .. } => &only::MAY_EMIT,
            Demand::Depth { .. } => &too_deep::KIND,
            Demand::FanOut { .. } => &too_wide::KIND,
        }
    }

    /// Its selectors.
    pub(super) fn selectors(&self) -> Vec<(&Selector, Role)> {
        match &self.demand {
            Demand::NoWay { from, to } => vec![(from, Role::Step), (to, Role::Step)],
            Demand::Pass { from, to, through } => {
                let all = [Some(from), to.as_ref(), Some(through)];
                all.into_iter().flatten().map(|it| (it, Role::Step)).collect()
            }
            Demand::Only { emitters, kind, what } => {
                let role = if *kind == EdgeKind::Requests { Role::Effect } else { Role::Event };
                vec![(emitters, Role::Emitter), (what, role)]
            }
            Demand::Depth { from, .. } | Demand::FanOut { from, .. } => vec![(from, Role::Step)],
        }
    }

    fn told(&self, finding: Finding) -> Finding {
        let Place { file, line, .. } = &self.place;
        let place = line.map_or_else(|| file.clone(), |line| format!("{file}:{line}"));
        let reason = self.reason.as_ref().map_or_else(String::new, |reason| format!(": {reason}"));
        finding.note(format!("the rule is in {place}{reason}"))
    }
}
