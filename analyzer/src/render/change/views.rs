//! How much of the union a picture shows: the change, what it affects, and so many steps of what is around.

use super::union::{At, Union};
use crate::diff::Diff;
use crate::render::picture::Mark;
use std::collections::BTreeSet;

/// The first view has at most so many nodes, to be read at a glance.
const MOST_NODES: usize = 60;

/// The first view has at most so many parts, which are laid out in 0.3 s.
const MOST_NEAR: usize = 300;

/// No view has more parts: the engine needs seconds for them.
const MOST_FAR: usize = 600;

/// What chooses the first view.
const NEAR: &str = "Around the change";

/// Nodes around a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct View {
    /// A word for it, which is also what the ids of its elements begin with.
    pub(super) name: &'static str,
    /// What chooses it.
    pub(super) label: &'static str,
    /// What it shows, in words.
    pub(super) shows: &'static str,
    pub(super) nodes: BTreeSet<At>,
}

/// From the nearest to the widest, each larger than the one before; none where there is too much for one picture, or
/// nothing to be drawn.
pub(super) fn of(diff: &Diff, union: &Union<'_>) -> Vec<View> {
    let changed = changed(union);
    let affected: BTreeSet<At> = changed.union(&affected(diff, union)).copied().collect();
    let near: BTreeSet<At> = affected.union(&around(union, &changed, 1)).copied().collect();
    let view = |name, label, shows, nodes: BTreeSet<At>| View { name, label, shows, nodes };
    let first = [
        view("near", NEAR, "the change, what it affects, and one step around", near),
        view("near", NEAR, "the change and what it affects", affected),
        view("near", NEAR, "the change and one step around", around(union, &changed, 1)),
        view("near", NEAR, "the change alone", changed),
    ];
    let Some(near) = first
        .into_iter()
        .find(|view| (1..=MOST_NODES).contains(&view.nodes.len()) && parts(union, &view.nodes) <= MOST_NEAR)
    else {
        return Vec::new();
    };
    let wide = view("wide", "Wider", "three steps more", around(union, &near.nodes, 3));
    let whole = (0..union.nodes.len()).filter(|&at| !union.nodes[at].is_archiver()).collect();
    let whole = view("whole", "All that is told", "all that the difference tells of", whole);
    let mut views = vec![near];
    for view in [wide, whole] {
        let fits = parts(union, &view.nodes) <= MOST_FAR;
        if fits && views.last().is_some_and(|last| view.nodes.len() > last.nodes.len()) {
            views.push(view);
        }
    }
    views
}

/// What the engine has to place: nodes, the lines between them, and their words.
fn parts(union: &Union<'_>, nodes: &BTreeSet<At>) -> usize {
    let inside = union.edges.iter().filter(|edge| nodes.contains(&edge.from) && nodes.contains(&edge.to));
    nodes.len() + 2 * inside.count()
}

/// The nodes with a mark, the ends of edges with one, and of edges that go through an archiver with one.
fn changed(union: &Union<'_>) -> BTreeSet<At> {
    let archivers: Vec<String> = union
        .nodes
        .iter()
        .filter(|node| node.is_archiver() && node.mark != Mark::None)
        .map(|node| format!("{}::", node.node().id))
        .collect();
    let is_through = |path: &&str| archivers.iter().any(|archiver| path.starts_with(archiver));
    let edges = union.edges.iter().filter(|edge| edge.mark != Mark::None || edge.through().iter().any(is_through));
    let ends = edges.flat_map(|edge| [edge.from, edge.to]);
    let nodes = (0..union.nodes.len()).filter(|&at| union.nodes[at].mark != Mark::None);
    nodes.chain(ends).filter(|&at| !union.nodes[at].is_archiver()).collect()
}

/// The ways on which each cause, and what rules say, can be seen.
fn affected(diff: &Diff, union: &Union<'_>) -> BTreeSet<At> {
    let causes = diff.causes.iter().flat_map(|it| &it.witness);
    let findings = diff.findings.iter().flat_map(|it| &it.witness);
    let edges = union.edges_of(causes.chain(findings));
    edges.into_iter().flat_map(|edge| [union.edges[edge].from, union.edges[edge].to]).collect()
}

/// These nodes and those within so many edges of them, in any direction.
fn around(union: &Union<'_>, nodes: &BTreeSet<At>, steps: usize) -> BTreeSet<At> {
    let mut kept = nodes.clone();
    for _ in 0..steps {
        let touching = union.edges.iter().filter(|edge| kept.contains(&edge.from) || kept.contains(&edge.to));
        let found: Vec<At> = touching.flat_map(|edge| [edge.from, edge.to]).collect();
        kept.extend(found);
    }
    kept
}
