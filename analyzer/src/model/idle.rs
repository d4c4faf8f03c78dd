//! What methods of archivers and helpers list and never do: whoever calls them has to declare it too.

use super::annotated::Annotated;
use super::edges::{Done, followed};
use super::routines::{Deed, RoutineId, Routines};
use super::stretches::Workers;
use super::targets::Targets;
use super::ways::Sure;
use super::written::{Listing, each, listing};
use crate::parse::{Annotation, Emissions, Entry};
use crate::resolve::{ItemId, Names};
use crate::source::Project;
use ensue_grammar::graph::{EdgeKind, Timing};
use std::collections::{BTreeMap, BTreeSet};

/// An entry in the list of a method of an archiver, or of a helper, that it certainly never does.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Idle {
    /// Path of the method or helper, as in [`Edge::through`](ensue_grammar::graph::Edge::through).
    pub routine: String,
    /// Id of the archiver that the method belongs to.
    pub archiver: Option<String>,
    /// Id of what is listed.
    pub to: String,
    /// Of the edge that whoever calls it has to declare.
    pub kind: EdgeKind,
    /// Of that edge.
    pub timing: Timing,
    /// Paths of the routines that it calls and that make it list this, sorted.
    pub asked_by: Vec<String>,
    /// The annotation.
    pub at: Listing,
    /// Its entry.
    pub entry: Entry,
}

/// What is known of the deeds of routines: whether each is certainly never done.
type Known = BTreeMap<RoutineId, BTreeMap<Deed, Sure>>;

/// A routine with a list of its own, which no macro writes.
struct Listed<'a> {
    routine: RoutineId,
    item: ItemId,
    at: Listing,
    /// The name of a method of an archiver.
    method: Option<&'a str>,
    emissions: &'a Emissions,
}

/// All of them, sorted.
pub(super) fn idle(
    names: &Names,
    project: &Project,
    annotated: &[Annotated],
    targets: &Targets<'_>,
    routines: &Routines<'_>,
    done: &Done,
    workers: Workers,
) -> Vec<Idle> {
    let listed = listed(names, project, annotated, routines);
    // What somebody certainly does by calling a routine needs no second look.
    let kept: BTreeSet<(RoutineId, &Deed)> =
        done.values().flat_map(|did| did.kept.iter().map(|(routine, deed)| (*routine, deed))).collect();
    let suspects: BTreeSet<RoutineId> = listed
        .iter()
        .map(|it| it.routine)
        .filter(|routine| routines.all[*routine].declares.iter().any(|deed| !kept.contains(&(*routine, deed))))
        .collect();
    let suspects: Vec<RoutineId> = suspects.into_iter().collect();
    let ways = followed(names, targets, routines, &suspects, workers);
    let ways = ways.into_iter().map(|did| did.ways.into_iter().map(|(deed, way)| (deed, way.is_done)).collect());
    let known: Known = suspects.into_iter().zip(ways).collect();
    // Variants of a routine, as `cfg` decides, ask the same of their callers.
    let mut variants: BTreeMap<String, Vec<RoutineId>> = BTreeMap::new();
    for it in &listed {
        variants.entry(routines.path(names, it.routine)).or_default().push(it.routine);
    }
    let mut found = Vec::new();
    for it in &listed {
        let path = routines.path(names, it.routine);
        for (entry, verb, kind, timing) in each(it.emissions) {
            let meant = targets.quietly(names.item(it.item), &entry.path).into_iter();
            let meant = meant.filter(|(wanted, _)| *wanted == verb.wanted()).map(|(_, id)| (verb, id));
            let never = |deed: &Deed| {
                let asks = variants[&path].iter().filter(|routine| routines.all[**routine].declares.contains(deed));
                let asked = asks.map(|routine| match known.get(routine)?.get(deed)? {
                    Sure::Never(asked_by) if !kept.contains(&(*routine, deed)) => Some(asked_by),
                    _ => None,
                });
                let asked: Option<Vec<&BTreeSet<String>>> = asked.collect();
                Some(asked?.into_iter().flatten().cloned().collect::<BTreeSet<String>>())
            };
            let all: Option<Vec<Idle>> = meant
                .map(|deed| {
                    Some(Idle {
                        routine: path.clone(),
                        archiver: it
                            .method
                            .and_then(|name| Some(path.strip_suffix(name)?.strip_suffix("::")?.to_owned())),
                        asked_by: never(&deed)?.into_iter().collect(),
                        to: (*deed.1).to_owned(),
                        kind,
                        timing,
                        at: it.at.clone(),
                        entry: Entry { method: it.method.map(str::to_owned), ..entry.clone() },
                    })
                })
                .collect();
            found.extend(all.into_iter().flatten());
        }
    }
    found.sort();
    found.dedup();
    found
}

fn listed<'a>(
    names: &Names,
    project: &Project,
    annotated: &'a [Annotated],
    routines: &Routines<'_>,
) -> Vec<Listed<'a>> {
    let mut methods: BTreeMap<(*const (), &str), Vec<RoutineId>> = BTreeMap::new();
    for (id, routine) in routines.all.iter().enumerate().filter(|(_, routine)| routine.is_archiving) {
        methods.entry((std::ptr::from_ref(routine.at).cast(), routine.name)).or_default().push(id);
    }
    let mut found = Vec::new();
    for it in annotated {
        let Some(at) = listing(names, project, it) else { continue };
        match &it.says {
            Annotation::Emits(emissions) => {
                let routine = routines.by_item.get(&it.id).copied();
                let helper = |routine| Listed { routine, item: it.id, at, method: None, emissions };
                found.extend(routine.filter(|routine| !routines.all[*routine].is_emitter).map(helper));
            }
            Annotation::Archiver(archiver) => {
                let block = std::ptr::from_ref(names.item(it.id)).cast();
                for method in &archiver.methods {
                    // Which list belongs to which of several variants is not told.
                    let Some([routine]) = methods.get(&(block, &*method.name)).map(Vec::as_slice) else { continue };
                    let (method, emissions) = (Some(method.name.as_str()), &method.emissions);
                    found.push(Listed { routine: *routine, item: it.id, at: at.clone(), method, emissions });
                }
            }
            _ => {}
        }
    }
    found
}
