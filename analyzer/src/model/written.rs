//! Where annotations list what may be done, for whoever changes a list; and which entries say what certainly never happens.

use super::annotated::Annotated;
use super::idle::Idle;
use super::nodes;
use super::problems::Problems;
use super::routines::Verb;
use super::targets::Targets;
use crate::parse::{Annotation, Does, Emissions, Entry, Spot};
use crate::resolve::Names;
use crate::source::Project;
use ensue_grammar::graph::{Edge, EdgeKind, Timing};
use std::collections::{BTreeMap, BTreeSet};

/// An annotation with lists.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Listing {
    /// Relative to the workspace root.
    pub file: String,
    /// Where in it.
    pub spot: Spot,
}

/// An entry that says what certainly never happens, and that nothing which is called asks for: of an emitter, or of what it
/// calls, where the edge is the one that callers have to declare.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stale {
    /// Id of the emitter, or path of the method or helper.
    pub from: String,
    /// Of the edge.
    pub to: String,
    /// Of the edge.
    pub kind: EdgeKind,
    /// Of the edge.
    pub timing: Timing,
    /// The annotation.
    pub at: Listing,
    /// Its entry.
    pub entry: Entry,
}

/// The annotations with lists, as far as no macro writes them; sorted.
pub(super) fn listings(names: &Names, project: &Project, annotated: &[Annotated]) -> Vec<Listing> {
    let has_lists = |it: &&Annotated| match &it.says {
        Annotation::Event(_) | Annotation::Allow(_) => false,
        Annotation::Effect(effect) => !effect.completes_with.is_empty(),
        Annotation::Archiver(archiver) => !archiver.methods.is_empty(),
        Annotation::Handler(_) | Annotation::Controller(_) | Annotation::Emits(_) => true,
    };
    let mut all: Vec<Listing> =
        annotated.iter().filter(has_lists).filter_map(|it| listing(names, project, it)).collect();
    all.sort();
    all.dedup();
    all
}

/// The entries of which all edges never happen, whatever the items that one annotation makes; sorted.
pub(super) fn stale(
    names: &Names,
    project: &Project,
    annotated: &[Annotated],
    targets: &mut Targets<'_>,
    edges: &[Edge],
    idle: &[Idle],
) -> Vec<Stale> {
    let never = edges.iter().filter(|edge| is_never(edge)).map(Edge::key).collect::<BTreeSet<_>>();
    let emitters: BTreeSet<&str> = never.iter().map(|key| key.0).collect();
    let listed = |it: &Annotated| Some((listing(names, project, it)?, nodes::id(names, it)?));
    let suspects: BTreeSet<Listing> = annotated
        .iter()
        .filter(|it| emissions(&it.says).is_some())
        .filter_map(listed)
        .filter(|(_, id)| emitters.contains(id.as_str()))
        .map(|(at, _)| at)
        .collect();
    let mut entries: BTreeMap<(Listing, Entry), Option<Vec<Stale>>> = BTreeMap::new();
    // What is wrong with names has been told.
    let mut told = Problems::new(project, names);
    for it in annotated {
        let (Some(emissions), Some((at, from))) = (emissions(&it.says), listed(it)) else { continue };
        if !suspects.contains(&at) {
            continue;
        }
        for (entry, verb, kind, timing) in each(emissions) {
            let found = targets.of(names.item(it.id), &entry.path, verb.wanted(), &mut told);
            let known = entries.entry((at.clone(), entry.clone())).or_insert_with(|| Some(Vec::new()));
            for (to, _) in &found {
                let is_stale = never.contains(&(from.as_str(), &**to, kind, timing));
                *known = known.take().filter(|_| is_stale);
                if let Some(known) = known {
                    let (from, to, at, entry) = (from.clone(), (**to).to_owned(), at.clone(), entry.clone());
                    known.push(Stale { from, to, kind, timing, at, entry });
                }
            }
        }
    }
    let of_routines = idle.iter().filter(|it| it.asked_by.is_empty()).map(|it| Stale {
        from: it.routine.clone(),
        to: it.to.clone(),
        kind: it.kind,
        timing: it.timing,
        at: it.at.clone(),
        entry: it.entry.clone(),
    });
    let mut all: Vec<Stale> = entries.into_values().flatten().flatten().chain(of_routines).collect();
    all.sort();
    all.dedup();
    all
}

/// Whether certainly nothing takes an edge, and nothing that its emitter calls makes it declare it.
fn is_never(edge: &Edge) -> bool {
    let is_own = matches!(edge.kind, EdgeKind::Emits | EdgeKind::Requests) && !edge.from.starts_with("external:");
    is_own && edge.doubt.is_none() && edge.sites.is_empty() && edge.asked_by.is_empty()
}

pub(super) fn listing(names: &Names, project: &Project, it: &Annotated) -> Option<Listing> {
    let file = names.item(it.id).file;
    let is_written = !names.made.contains_key(&file);
    is_written.then(|| Listing { file: project.relative(&names.files[file]), spot: it.spot })
}

/// What an emitter declares.
fn emissions(says: &Annotation) -> Option<&Emissions> {
    match says {
        Annotation::Handler(handler) => Some(&handler.emissions),
        Annotation::Controller(controller) => Some(&controller.emissions),
        _ => None,
    }
}

/// Each entry, and which edges it makes.
pub(super) fn each(emissions: &Emissions) -> impl Iterator<Item = (Entry, Verb, EdgeKind, Timing)> {
    let lists = [
        (&emissions.emits, Does::Emit, Verb::Emit, EdgeKind::Emits, Timing::Inline),
        (&emissions.schedules, Does::Schedule, Verb::Schedule, EdgeKind::Emits, Timing::Scheduled),
        (&emissions.requests, Does::Request, Verb::Request, EdgeKind::Requests, Timing::Deferred),
    ];
    lists.into_iter().flat_map(|(paths, does, verb, kind, timing)| {
        paths.iter().map(move |path| (Entry { does, path: path.clone(), method: None }, verb, kind, timing))
    })
}
