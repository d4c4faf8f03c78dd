//! What is responsible for consequences, each told once.

use super::pair::{Pair, Side};
use super::{Cause, CauseOwners, Change, Consequence, Diff, EdgeId, NodeId, Root};
use ensue_grammar::graph::{EdgeKind, Node, NodeKey, NodeKind};
use std::collections::{BTreeMap, BTreeSet};

/// The causes of all consequences that are told.
pub(super) fn find(pair: &Pair<'_>, diff: &Diff) -> Vec<Cause> {
    pair.both().into_iter().flat_map(|(side, _)| of_side(side, diff)).collect()
}

fn of_side(side: &Side<'_>, diff: &Diff) -> Vec<Cause> {
    let known = Known::of(side, diff);
    let mut groups: BTreeMap<Root, Vec<&Consequence>> = BTreeMap::new();
    for consequence in diff.consequences.iter().filter(|it| it.change == side.change) {
        if let Some(root) = known.root(consequence) {
            groups.entry(root).or_default().push(consequence);
        }
    }
    let mut causes: Vec<Cause> =
        groups.into_iter().map(|(root, group)| known.cause(root, side.change, &group)).collect();
    // The sort is stable: of equals those come first whose root does.
    causes.sort_by_key(|it| {
        let touches_outside = it.reached.first().is_some_and(|node| node.kind == NodeKind::Effect);
        (!touches_outside, it.entries.is_empty())
    });
    causes
}

/// What is known of one side, in its own ids.
struct Known<'g> {
    nodes: BTreeMap<NodeKey<'g>, &'g Node>,
    own: BTreeSet<NodeKey<'g>>,
    /// Nodes and edges of both sides that differ in what decides whether they can happen.
    differing_nodes: BTreeSet<NodeKey<'g>>,
    differing_edges: BTreeSet<EdgeId>,
}

impl<'g> Known<'g> {
    fn of(side: &Side<'g>, diff: &Diff) -> Known<'g> {
        let gained = side.change == Change::Gained;
        let nodes: BTreeMap<NodeKey<'g>, &'g Node> =
            (0..side.nodes().len()).map(|at| side.node(at)).map(|node| (node.key(), node)).collect();
        let own = (0..side.nodes().len()).filter(|&at| side.is_own(at)).map(|at| side.node(at).key()).collect();
        let decides = |what: &[String]| what.iter().any(|it| ["condition", "programs"].contains(&it.as_str()));
        let changed = diff.nodes.changed.iter().filter(|it| decides(&it.what));
        let changed = changed.map(|it| if gained { it.after.key() } else { it.before.key() });
        let differing_nodes = changed.filter_map(|key| nodes.get(&key).map(|node| node.key())).collect();
        let edges = diff.edges.changed.iter().filter(|it| decides(&it.what));
        let differing_edges = edges.map(|it| EdgeId::of(if gained { &it.after } else { &it.before })).collect();
        Known { nodes, own, differing_nodes, differing_edges }
    }

    fn root(&self, consequence: &Consequence) -> Option<Root> {
        let first = consequence.witness.first()?;
        let start = self.node(&first.from, sources(first.kind))?;
        if self.own.contains(&start.key()) {
            return Some(Root::Node(NodeId::of(start)));
        }
        if let Some(edge) = consequence.cause.first() {
            return Some(Root::Edge(edge.clone()));
        }
        let differs = |node: &&Node| self.differing_nodes.contains(&node.key());
        if differs(&start) {
            return Some(Root::Node(NodeId::of(start)));
        }
        consequence.witness.iter().find_map(|edge| {
            if self.differing_edges.contains(edge) {
                return Some(Root::Edge(edge.clone()));
            }
            self.node(&edge.to, targets(edge.kind)).filter(differs).map(|node| Root::Node(NodeId::of(node)))
        })
    }

    fn cause(&self, root: Root, change: Change, group: &[&Consequence]) -> Cause {
        let mut reached: BTreeMap<NodeKey<'_>, (usize, &Consequence)> = BTreeMap::new();
        let mut entries: BTreeMap<NodeKey<'_>, usize> = BTreeMap::new();
        for consequence in group {
            let length = consequence.witness.len();
            let ends = consequence.witness.first().zip(consequence.witness.last());
            let Some((first, last)) = ends else { continue };
            if let Some(node) = self.node(&last.to, targets(last.kind)) {
                let known = reached.entry(node.key()).or_insert((length, consequence));
                // From an entry point rather than from amidst, and then the shortest.
                let rank = |it: &Consequence| (!self.is_entry(it), it.witness.len());
                known.0 = known.0.min(length);
                if rank(consequence) < rank(known.1) {
                    known.1 = consequence;
                }
            }
            if let Some(node) = self.node(&first.from, &[NodeKind::Controller]).filter(|_| self.is_entry(consequence)) {
                let known = entries.entry(node.key()).or_insert(length);
                *known = (*known).min(length);
            }
        }
        let mut reached: Vec<(u8, usize, NodeKey<'_>, &Consequence)> =
            reached.into_iter().map(|(key, (length, by))| (weight(key.1), length, key, by)).collect();
        reached.sort_by_key(|&(weight, length, key, _)| (weight, length, key));
        let mut entries: Vec<(usize, NodeKey<'_>)> = entries.into_iter().map(|(key, length)| (length, key)).collect();
        entries.sort_unstable();
        let owners = |keys: &mut dyn Iterator<Item = NodeKey<'_>>| -> BTreeSet<String> {
            keys.filter_map(|key| self.nodes.get(&key)).flat_map(|node| node.owners.iter().cloned()).collect()
        };
        let of_reached = owners(&mut reached.iter().map(|it| it.2));
        let of_entries = owners(&mut entries.iter().map(|it| it.1));
        Cause {
            root,
            change,
            entries: entries.iter().map(|(_, (id, _))| (*id).to_owned()).collect(),
            reached: reached.iter().map(|&(_, _, (id, kind), _)| NodeId { id: id.to_owned(), kind }).collect(),
            witness: reached.first().map_or_else(Vec::new, |it| it.3.witness.clone()),
            owners: CauseOwners {
                affected: of_entries.difference(&of_reached).cloned().collect(),
                reached: of_reached.into_iter().collect(),
            },
            certain: group.iter().all(|it| it.certain),
        }
    }

    fn is_entry(&self, consequence: &Consequence) -> bool {
        let emits = |edge: &EdgeId| matches!(edge.kind, EdgeKind::Emits | EdgeKind::Requests);
        let is_controller = self.nodes.contains_key(&(consequence.from.as_str(), NodeKind::Controller));
        is_controller && consequence.witness.first().is_some_and(emits)
    }

    fn node(&self, id: &str, kinds: &[NodeKind]) -> Option<&'g Node> {
        kinds.iter().find_map(|&kind| self.nodes.get(&(id, kind)).copied())
    }
}

/// What the outside world sees comes first, then what happened, then who did it.
fn weight(kind: NodeKind) -> u8 {
    match kind {
        NodeKind::Effect => 0,
        NodeKind::Event => 1,
        _ => 2,
    }
}

/// What an edge of this kind can begin at.
pub(super) fn sources(kind: EdgeKind) -> &'static [NodeKind] {
    match kind {
        EdgeKind::Handles | EdgeKind::Resumes => &[NodeKind::Event],
        EdgeKind::Performs => &[NodeKind::Effect],
        EdgeKind::Emits | EdgeKind::Requests => {
            &[NodeKind::Handler, NodeKind::Controller, NodeKind::EffectHandler, NodeKind::External]
        }
    }
}

/// What an edge of this kind can lead to.
fn targets(kind: EdgeKind) -> &'static [NodeKind] {
    match kind {
        EdgeKind::Handles => &[NodeKind::Handler],
        EdgeKind::Resumes => &[NodeKind::Controller],
        EdgeKind::Performs => &[NodeKind::EffectHandler, NodeKind::External],
        EdgeKind::Emits => &[NodeKind::Event],
        EdgeKind::Requests => &[NodeKind::Effect],
    }
}
