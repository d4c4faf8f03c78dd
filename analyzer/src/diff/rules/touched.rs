//! The resources that entry points touch on one side only: those of the archivers through which a way leads.

use super::{Facts, Found};
use crate::analyses::{Direction, NodeIx, search};
use crate::diff::Change;
use crate::diff::pair::Side;
use ensue_grammar::graph::NodeKind;
use std::collections::{BTreeMap, BTreeSet};

/// Each resource once, with the entry points of both sides of which it is true.
pub(super) fn found(facts: &Facts<'_, '_>, change: Change, verb: &str) -> Vec<Found> {
    let (side, other) = facts.sides(change);
    let (here, there) = (Touching::of(side), Touching::of(other));
    let told = here.archivers().filter_map(|archiver| {
        let known = other_archiver(side, other, archiver).map_or_else(BTreeSet::new, |at| there.entries(at));
        let is_new = |entry: &NodeIx| side.nodes_there[*entry].is_some_and(|there| !known.contains(&there));
        let entries: Vec<NodeIx> = here.entries(archiver).into_iter().filter(is_new).collect();
        let first = *entries.first()?;
        let node = side.node(archiver);
        let resource = node.resource.as_deref().unwrap_or(&node.name);
        let resource = resource.rsplit("::").next().unwrap_or(resource);
        let message = format!("{} {verb} `{resource}` through `{}`", side.entries(&entries), node.name);
        let about = std::iter::once(archiver).chain(entries.iter().copied()).map(|at| side.node_id(at).id);
        Some(Found::new(about, message).at(facts.anchor(side, first)))
    });
    told.collect()
}

fn other_archiver(side: &Side<'_>, other: &Side<'_>, archiver: NodeIx) -> Option<NodeIx> {
    side.nodes_there[archiver].filter(|&there| other.node(there).kind == NodeKind::Archiver)
}

/// Who goes through the archivers of one side.
struct Touching<'s, 'g> {
    side: &'s Side<'g>,
    /// Of each archiver the nodes that emit or request through it.
    through: BTreeMap<NodeIx, BTreeSet<NodeIx>>,
}

impl<'s, 'g> Touching<'s, 'g> {
    fn of(side: &'s Side<'g>) -> Self {
        let archivers: BTreeMap<&str, NodeIx> = (0..side.nodes().len())
            .filter(|&at| side.nodes()[at].kind == NodeKind::Archiver)
            .map(|at| (side.nodes()[at].id.as_str(), at))
            .collect();
        let mut through: BTreeMap<NodeIx, BTreeSet<NodeIx>> = BTreeMap::new();
        for (at, edge) in side.edges().iter().enumerate() {
            let Some((from, _)) = side.index.ends(at).filter(|_| side.index.can_happen(at)) else { continue };
            let owners = edge.through.iter().filter_map(|path| Some(path.rsplit_once("::")?.0));
            for archiver in owners.filter_map(|owner| archivers.get(owner)) {
                through.entry(*archiver).or_default().insert(from);
            }
        }
        Touching { side, through }
    }

    fn archivers(&self) -> impl Iterator<Item = NodeIx> {
        self.through.keys().copied()
    }

    /// The entry points that go through an archiver, or lead to who does.
    fn entries(&self, archiver: NodeIx) -> BTreeSet<NodeIx> {
        let Some(users) = self.through.get(&archiver) else { return BTreeSet::new() };
        let starts: Vec<NodeIx> = users.iter().copied().collect();
        let found = search(&self.side.index, &starts, Direction::Before);
        let is_entry = |&at: &NodeIx| self.side.node(at).kind == NodeKind::Controller;
        (0..self.side.nodes().len()).filter(is_entry).filter(|at| found.distance(*at).is_some()).collect()
    }
}
