//! Whether what is declared is done: what the lint *declared but never emitted* rests on.

use ensue_grammar::graph::{Edge, EdgeKind};

/// What is known of a declared emission or request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Emission {
    /// A place does it, whichever branch leads there: [`Edge::sites`].
    Done,
    /// It cannot be told: [`Edge::doubt`].
    Unknown,
    /// Certainly nothing does it; what makes the emitter declare it all the same is in [`Edge::asked_by`].
    Never,
}

/// What is known of an edge of an analysis; `None` for edges that no code of the tree takes. Snapshots know nothing of it.
#[must_use]
pub fn emission(edge: &Edge) -> Option<Emission> {
    if !matches!(edge.kind, EdgeKind::Emits | EdgeKind::Requests) || edge.from.starts_with("external:") {
        return None;
    }
    Some(match (&edge.doubt, edge.sites.is_empty()) {
        (Some(_), _) => Emission::Unknown,
        (None, false) => Emission::Done,
        (None, true) => Emission::Never,
    })
}
