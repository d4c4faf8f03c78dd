//! The two graphs of a difference, as far as it tells of them, with their names and what one side knows of the other.

use crate::analyses::{Direction, Index, NodeIx, search};
use crate::diff::{Change, Diff, EdgeId, Finding, Partial};
use crate::render::text::line::Role;
use crate::render::text::words::{Names, place};
use ensue_grammar::graph::{Edge, Graph, NodeKey, NodeKind};
use std::collections::{BTreeMap, BTreeSet};

/// Both graphs of a difference.
pub(super) struct Sides<'g> {
    pub(super) diff: &'g Diff,
    pub(super) base: Side<'g>,
    pub(super) head: Side<'g>,
}

/// One graph of a difference, as opposed to the other.
pub(super) struct Side<'g> {
    pub(super) graph: &'g Graph,
    pub(super) index: Index<'g>,
    pub(super) names: Names<'g>,
    pub(super) change: Change,
    /// Nodes that only this side has.
    own_nodes: BTreeSet<(&'g str, NodeKind)>,
    /// Which nodes the other side joins by an edge, in the ids of this side.
    joined_there: BTreeSet<(String, String)>,
    /// The ids on the other side of the nodes that have another one there.
    moved: BTreeMap<&'g str, &'g str>,
}

impl<'g> Sides<'g> {
    pub(super) fn new(diff: &'g Diff, told: &'g Partial) -> Sides<'g> {
        let Partial { base, head } = told;
        let forward: BTreeMap<&str, &str> = diff.nodes.moved.iter().map(|m| (m.from.as_str(), m.to.as_str())).collect();
        let back: BTreeMap<&str, &str> = diff.nodes.moved.iter().map(|m| (m.to.as_str(), m.from.as_str())).collect();
        let side = |graph: &'g Graph, change, own: &'g [_], joined_there, moved| Side {
            graph,
            index: Index::new(graph),
            names: Names::new(graph),
            change,
            own_nodes: own.iter().map(ensue_grammar::graph::Node::key).collect(),
            joined_there,
            moved,
        };
        Sides {
            diff,
            base: side(base, Change::Lost, &diff.nodes.removed, joined(head, &back), forward.clone()),
            head: side(head, Change::Gained, &diff.nodes.added, joined(base, &forward), back.clone()),
        }
    }

    /// The side where something of this kind of change can be seen.
    pub(super) fn of(&self, change: Change) -> &Side<'g> {
        match change {
            Change::Gained => &self.head,
            Change::Lost => &self.base,
        }
    }

    /// What some of the rules found.
    pub(super) fn found(&self, rules: &'static [&str]) -> impl Iterator<Item = &'g Finding> {
        self.diff.findings.iter().filter(|it| rules.contains(&it.rule.as_str()))
    }

    /// The edges that only one side has.
    pub(super) fn own_edges(&self, change: Change) -> &'g [Edge] {
        match change {
            Change::Gained => &self.diff.edges.added,
            Change::Lost => &self.diff.edges.removed,
        }
    }
}

impl Side<'_> {
    /// The position of a node of this side by an edge's end.
    pub(super) fn ends(&self, edge: &EdgeId) -> Option<(NodeIx, NodeIx)> {
        let key = (edge.from.as_str(), edge.to.as_str(), edge.kind, edge.timing);
        let at = self.graph.edges.binary_search_by(|own| own.key().cmp(&key)).ok()?;
        self.index.ends(at)
    }

    /// The edge of this identity.
    pub(super) fn edge(&self, edge: &EdgeId) -> Option<&Edge> {
        let key = (edge.from.as_str(), edge.to.as_str(), edge.kind, edge.timing);
        self.graph.edges.binary_search_by(|own| own.key().cmp(&key)).ok().map(|at| &self.graph.edges[at])
    }

    /// The position of a node of this side.
    pub(super) fn node(&self, id: &str, kind: NodeKind) -> Option<NodeIx> {
        self.graph.nodes.binary_search_by(|node| node.key().cmp(&(id, kind))).ok()
    }

    /// Whether the other side lacks a node.
    pub(super) fn is_own(&self, node: NodeIx) -> bool {
        self.own_nodes.contains(&self.graph.nodes[node].key())
    }

    /// The identity on the other side of a node that both have.
    pub(super) fn key_there(&self, node: NodeIx) -> NodeKey<'_> {
        let (id, kind) = self.graph.nodes[node].key();
        (self.moved.get(id).copied().unwrap_or(id), kind)
    }

    /// Whether the other side joins the ends of an edge too, if at another time.
    pub(super) fn is_joined_there(&self, edge: &EdgeId) -> bool {
        self.joined_there.contains(&(edge.from.clone(), edge.to.clone()))
    }

    pub(super) fn name(&self, node: NodeIx) -> &str {
        self.names.of(node)
    }

    pub(super) fn kind(&self, node: NodeIx) -> NodeKind {
        self.graph.nodes[node].kind
    }

    /// The entry points that lead to a node, the nearest first.
    pub(super) fn entries(&self, node: NodeIx) -> Vec<NodeIx> {
        let search = search(&self.index, &[node], Direction::Before);
        let mut entries: Vec<(usize, NodeIx)> = (0..self.graph.nodes.len())
            .filter(|&entry| self.kind(entry) == NodeKind::Controller)
            .filter_map(|entry| Some((search.distance(entry)?, entry)))
            .collect();
        entries.sort_unstable();
        entries.into_iter().map(|(_, entry)| entry).collect()
    }

    /// `(new)` for what only head has, `(gone)` for what only base has.
    pub(super) fn mark(&self) -> (Role, &'static str) {
        match self.change {
            Change::Gained => (Role::Added, "(new)"),
            Change::Lost => (Role::Removed, "(gone)"),
        }
    }

    /// A place, which in base was there before.
    pub(super) fn when(&self, place: String) -> String {
        if self.change == Change::Lost && !place.is_empty() { format!("{place} (before)") } else { place }
    }

    /// Where a node is defined.
    pub(super) fn place(&self, node: NodeIx) -> String {
        self.when(place(&self.graph.nodes[node]))
    }
}

fn joined(graph: &Graph, names: &BTreeMap<&str, &str>) -> BTreeSet<(String, String)> {
    let name = |id: &str| (*names.get(id).unwrap_or(&id)).to_owned();
    graph.edges.iter().map(|edge| (name(&edge.from), name(&edge.to))).collect()
}
