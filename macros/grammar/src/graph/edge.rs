//! What can follow from what.

use super::{Doubt, Site};
use serde::{Deserialize, Serialize};

/// What can follow from what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Edge {
    /// Id of a node.
    pub from: String,
    /// Id of a node.
    pub to: String,
    /// Part of the identity.
    pub kind: EdgeKind,
    /// Part of the identity.
    pub timing: Timing,
    /// The `cfg` predicate under which the edge exists; `null` is always. Where it names no package, that of
    /// [`Edge::home`] is meant.
    pub condition: Option<String>,
    /// `emits` and `requests`: paths of the archiver methods and helpers on the way, sorted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub through: Vec<String>,
    /// `emits` and `requests`: the places in the emitter that do it, or that lead to where it is done. With `doubt` they may
    /// do it. None, and no `doubt`: nothing that the emitter calls does it. Absent in a snapshot.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sites: Vec<Site>,
    /// Where it is done at last, in the routines of `through`. Absent in a snapshot.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub done_at: Vec<Site>,
    /// Why it cannot be told whether anything does it. Absent in a snapshot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doubt: Option<Doubt>,
    /// When nothing does it: paths of the routines that the emitter calls and that make it declare it, sorted. Absent in a
    /// snapshot.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub asked_by: Vec<String>,
    /// Where the annotation says it; of several `cfg` variants the first place. Absent in a snapshot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub declared_at: Option<Site>,
    /// `handles` by `on_change_of`: the resource whose change is meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub because: Option<String>,
}

/// How an edge follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum EdgeKind {
    /// From an event to its handler.
    Handles,
    /// From a handler, controller, effect handler or external to an event.
    Emits,
    /// To an effect.
    Requests,
    /// From an effect to who performs it.
    Performs,
    /// From an event to the controller that continues what it left waiting.
    Resumes,
}

/// When the target of an edge runs, seen from its source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Timing {
    /// In the same unit of work.
    Inline,
    /// In the same process, once the unit of work is committed.
    AfterCommit,
    /// By a ticket, as soon as possible.
    Deferred,
    /// By a ticket with a time.
    Scheduled,
}

/// Identity of an edge: from, to, kind and timing.
pub type EdgeKey<'a> = (&'a str, &'a str, EdgeKind, Timing);

impl Edge {
    /// An edge of which only the identity is known.
    #[must_use]
    pub fn new(from: impl Into<String>, to: impl Into<String>, kind: EdgeKind, timing: Timing) -> Edge {
        Edge {
            from: from.into(),
            to: to.into(),
            kind,
            timing,
            condition: None,
            through: Vec::new(),
            sites: Vec::new(),
            done_at: Vec::new(),
            doubt: None,
            asked_by: Vec::new(),
            declared_at: None,
            because: None,
        }
    }

    /// Whether its target waits as a ticket, so that another process, of another program, may do it.
    #[must_use]
    pub fn is_durable(&self) -> bool {
        matches!(self.timing, Timing::Deferred | Timing::Scheduled)
    }

    /// The node in whose crate its condition is written: who emits or listens; an external is in none, so then the other.
    #[must_use]
    pub fn home(&self) -> &str {
        let (first, second) = match self.kind {
            EdgeKind::Emits | EdgeKind::Requests => (&self.from, &self.to),
            EdgeKind::Handles | EdgeKind::Performs | EdgeKind::Resumes => (&self.to, &self.from),
        };
        if first.starts_with("external:") { second } else { first }
    }

    /// The identity, which is also the order of edges.
    #[must_use]
    pub fn key(&self) -> EdgeKey<'_> {
        (&self.from, &self.to, self.kind, self.timing)
    }
}
