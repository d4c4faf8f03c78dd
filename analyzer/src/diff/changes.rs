//! Nodes, edges and holes that only one side has, or that differ in content.

use super::pair::{Pair, Side};
use super::{EdgeChange, EdgeChanges, EdgeId, EdgeMove, HoleChanges, Nearest, NodeChange, NodeChanges, NodeMove};
use crate::analyses::{Direction, NodeIx, search};
use ensue_grammar::graph::{Edge, Graph, Hole, HoleReason, Node, NodeKind};
use std::collections::BTreeMap;

/// How many controllers are named that lead to a changed node.
const NAMED: usize = 20;

/// The nodes that differ; those of base with the ids they have there.
pub(super) fn nodes(pair: &Pair<'_>, moved: Vec<NodeMove>) -> NodeChanges {
    let (before, after) = (&pair.before, &pair.after);
    let differing = (0..after.nodes().len()).filter_map(|at| {
        let old = after.nodes_there[at]?;
        let what = node_differences(&before.nodes()[old], after.node(at));
        (!what.is_empty()).then(|| NodeChange {
            id: after.node(at).id.clone(),
            kind: after.node(at).kind,
            what,
            reached_from: reached_from(after, at),
            before: before.node(old).clone(),
            after: after.node(at).clone(),
        })
    });
    let mut changes =
        NodeChanges { added: own_nodes(after), removed: own_nodes(before), moved, changed: differing.collect() };
    changes.removed.sort_by(|a, b| a.key().cmp(&b.key()));
    changes
}

fn own_nodes(side: &Side<'_>) -> Vec<Node> {
    (0..side.nodes().len()).filter(|&at| side.is_own(at)).map(|at| side.node(at).clone()).collect()
}

/// The controllers that lead to a node.
fn reached_from(side: &Side<'_>, node: NodeIx) -> Nearest {
    let search = search(&side.index, &[node], Direction::Before);
    let is_controller = |&at: &NodeIx| at != node && side.node(at).kind == NodeKind::Controller;
    let controllers = (0..side.nodes().len()).filter(is_controller);
    let mut found: Vec<(usize, NodeIx)> = controllers.filter_map(|at| Some((search.distance(at)?, at))).collect();
    found.sort_unstable();
    let nearest: Vec<String> = found.iter().take(NAMED).map(|&(_, at)| side.node_id(at).id).collect();
    Nearest { left_out: found.len() - nearest.len(), nearest }
}

/// The edges that differ; those of base with the ids they have there.
pub(super) fn edges(pair: &Pair<'_>) -> EdgeChanges {
    let (before, after) = (&pair.before, &pair.after);
    let mut changes = EdgeChanges { added: own_edges(after), removed: own_edges(before), ..EdgeChanges::default() };
    for at in 0..after.edges().len() {
        let Some(old) = after.edges_there[at] else { continue };
        let what = edge_differences(&before.edges()[old], after.edge(at));
        let (before, after) = (before.edge(old), after.edge(at));
        if !what.is_empty() {
            let edge = EdgeId::of(after);
            changes.changed.push(EdgeChange { edge, what, before: before.clone(), after: after.clone() });
        }
        if before.key() != after.key() {
            changes.moved.push(EdgeMove { from: EdgeId::of(before), to: EdgeId::of(after) });
        }
    }
    changes.removed.sort_by(|a, b| a.key().cmp(&b.key()));
    changes.moved.sort();
    changes
}

fn own_edges(side: &Side<'_>) -> Vec<Edge> {
    (0..side.edges().len()).filter(|&at| side.edges_there[at].is_none()).map(|at| side.edge(at).clone()).collect()
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
