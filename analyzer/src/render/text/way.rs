//! A way from a cause to a consequence, one step a line.

use super::line::{Line, Role, with_places};
use super::words::{Names, details, place, site};
use crate::analyses::{EdgeIx, Index};
use ensue_grammar::graph::{Edge, EdgeKind, Timing};

/// Tells a way of at least one edge, with its places in the source.
#[must_use]
pub fn way(index: &Index<'_>, edges: &[EdgeIx], width: Option<usize>) -> String {
    let names = Names::new(index.graph());
    let mut lines = Vec::new();
    for &ix in edges {
        let (edge, Some((from, to))) = (index.edge(ix), index.ends(ix)) else { continue };
        if lines.is_empty() {
            let mut start = names.piece(from);
            start.push(Role::Faint, &format!("  {}", names.kind(from)));
            lines.push((start, place(index.node(from))));
        }
        let mut step = Line::new().with(Role::Faint, &format!("  {} ", verb(edge)));
        step.append(names.piece(to));
        step.push(Role::Faint, &details(edge));
        let at = site(edge);
        lines.push((step, if at.is_empty() { place(index.node(to)) } else { at }));
    }
    with_places(lines, width)
}

/// What the source of an edge does to its target.
fn verb(edge: &Edge) -> &'static str {
    match (edge.kind, edge.timing) {
        (EdgeKind::Emits, Timing::Scheduled) => "schedules",
        (EdgeKind::Emits, _) => "emits",
        (EdgeKind::Requests, _) => "requests",
        (EdgeKind::Performs, _) => "is performed by",
        (EdgeKind::Resumes, _) => "is resumed by",
        (EdgeKind::Handles, Timing::Inline) => "is handled by",
        (EdgeKind::Handles, Timing::AfterCommit) => "is handled after commit by",
        (EdgeKind::Handles, Timing::Deferred) => "is handled, deferred, by",
        (EdgeKind::Handles, Timing::Scheduled) => "is handled, scheduled, by",
    }
}
