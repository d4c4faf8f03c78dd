//! Nodes, edges and holes that only one side has, or that differ in content.

use super::moves::Renamed;
use super::{EdgeChange, EdgeChanges, EdgeId, EdgeMove, HoleChanges, NodeChange, NodeChanges, NodeMove};
use ensue_grammar::graph::{Edge, Graph, Hole, HoleReason, Node};
use std::collections::BTreeMap;

/// The nodes that differ; those of base with the ids they have there.
pub(super) fn nodes(base: &Graph, renamed: &Renamed, head: &Graph, moves: &[NodeMove]) -> NodeChanges {
    let mut changes = NodeChanges { moved: moves.to_vec(), ..NodeChanges::default() };
    for (before, after) in pair(&renamed.graph.nodes, &head.nodes, Node::key) {
        match (before, after) {
            (Some(before), None) => changes.removed.push(base.nodes[renamed.nodes[before]].clone()),
            (None, Some(after)) => changes.added.push(head.nodes[after].clone()),
            (Some(before), Some(after)) => {
                let after = &head.nodes[after];
                let what = node_differences(&renamed.graph.nodes[before], after);
                if !what.is_empty() {
                    changes.changed.push(NodeChange { id: after.id.clone(), kind: after.kind, what });
                }
            }
            (None, None) => {}
        }
    }
    changes.removed.sort_by(|a, b| a.key().cmp(&b.key()));
    changes
}

/// The edges that differ; those of base with the ids they have there.
pub(super) fn edges(base: &Graph, renamed: &Renamed, head: &Graph) -> EdgeChanges {
    let mut changes = EdgeChanges::default();
    for (before, after) in pair(&renamed.graph.edges, &head.edges, Edge::key) {
        match (before, after) {
            (Some(before), None) => changes.removed.push(base.edges[renamed.edges[before]].clone()),
            (None, Some(after)) => changes.added.push(head.edges[after].clone()),
            (Some(before), Some(after)) => {
                let (original, after) = (EdgeId::of(&base.edges[renamed.edges[before]]), &head.edges[after]);
                let what = edge_differences(&renamed.graph.edges[before], after);
                let edge = EdgeId::of(after);
                if !what.is_empty() {
                    changes.changed.push(EdgeChange { edge: edge.clone(), what });
                }
                if original != edge {
                    changes.moved.push(EdgeMove { from: original, to: edge });
                }
            }
            (None, None) => {}
        }
    }
    changes.removed.sort_by(|a, b| a.key().cmp(&b.key()));
    changes.moved.sort();
    changes
}

/// The holes that differ. A line says nothing, since it moves with every edit; a file says something only when both
/// sides know it, which a snapshot does not.
pub(super) fn holes(base: &Graph, head: &Graph) -> HoleChanges {
    let with_files = base.statement.is_some() && head.statement.is_some();
    let groups = |graph| group_holes(graph, with_files);
    let (before, after) = (groups(base), groups(head));
    HoleChanges { added: surplus(&after, &before), removed: surplus(&before, &after) }
}

type HoleGroups<'g> = BTreeMap<(HoleReason, Option<&'g str>, &'g str), Vec<&'g Hole>>;

fn group_holes(graph: &Graph, with_files: bool) -> HoleGroups<'_> {
    let mut groups = HoleGroups::new();
    for hole in &graph.holes {
        let file = hole.file.as_deref().filter(|_| with_files);
        groups.entry((hole.reason, file, &hole.detail)).or_default().push(hole);
    }
    groups
}

/// Of each group the holes by which it is larger.
fn surplus(groups: &HoleGroups<'_>, other: &HoleGroups<'_>) -> Vec<Hole> {
    let known = |key| other.get(key).map_or(0, Vec::len);
    let mut holes: Vec<Hole> =
        groups.iter().flat_map(|(key, holes)| holes.iter().skip(known(key))).map(|&hole| hole.clone()).collect();
    holes.sort();
    holes
}

/// The positions of what has one key on both sides, or on one, in the order of keys.
fn pair<'t, T, K: Ord>(
    before: &'t [T],
    after: &'t [T],
    key: impl Fn(&'t T) -> K,
) -> Vec<(Option<usize>, Option<usize>)> {
    let mut pairs: BTreeMap<K, (Option<usize>, Option<usize>)> = BTreeMap::new();
    for (ix, item) in before.iter().enumerate() {
        pairs.entry(key(item)).or_default().0 = Some(ix);
    }
    for (ix, item) in after.iter().enumerate() {
        pairs.entry(key(item)).or_default().1 = Some(ix);
    }
    pairs.into_values().collect()
}

/// The fields that differ, of those that a snapshot holds and that the id does not already say.
fn node_differences(before: &Node, after: &Node) -> Vec<String> {
    let differs = [
        ("stable_name", before.stable_name != after.stable_name),
        ("version", before.version != after.version),
        ("fields", before.fields != after.fields),
        ("condition", before.condition != after.condition),
        ("programs", before.programs != after.programs),
        ("owners", before.owners != after.owners),
        ("tags", before.tags != after.tags),
        ("defined", before.defined != after.defined),
        ("route", before.route != after.route),
        ("schedule", before.schedule != after.schedule),
        ("resumes", before.resumes != after.resumes),
        ("resource", before.resource != after.resource),
        ("transitions", before.transitions != after.transitions),
        ("performed_by", before.performed_by != after.performed_by),
        ("exclusive", before.exclusive != after.exclusive),
        ("precondition", before.precondition != after.precondition),
        ("loops", before.loops != after.loops),
        ("body", before.body != after.body),
    ];
    names(&differs)
}

fn edge_differences(before: &Edge, after: &Edge) -> Vec<String> {
    let differs = [
        ("condition", before.condition != after.condition),
        ("through", before.through != after.through),
        ("because", before.because != after.because),
    ];
    names(&differs)
}

fn names(differs: &[(&str, bool)]) -> Vec<String> {
    differs.iter().filter(|(_, differs)| *differs).map(|(name, _)| (*name).to_owned()).collect()
}
