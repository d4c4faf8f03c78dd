//! What can follow from what.

use super::annotated::Annotated;
use super::follow::Follow;
use super::nodes;
use super::problems::Problems;
use super::routines::{RoutineId, Routines, Verb};
use super::stretches::Workers;
use super::targets::{Targets, Wanted};
use super::ways::{self, Did, Sure, Way};
use crate::parse::{Annotation, Condition, Emissions, Kind, On, on_all_cores};
use crate::resolve::{Definition, ItemId, Names};
use crate::source::Project;
use ensue_grammar::graph::{Doubt, Edge, EdgeKind, Site, Timing};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What each emitter does of what it declares.
pub(super) type Done = BTreeMap<ItemId, Did>;

/// So many emitters are followed together: what they call is followed once for all of them.
const TOGETHER: usize = 256;

/// Follows the body of each emitter.
pub(super) fn done(
    names: &Names,
    annotated: &[Annotated],
    targets: &Targets<'_>,
    routines: &Routines<'_>,
    workers: Workers,
) -> Done {
    let routine_of = |it: &Annotated| Some((it.id, *routines.by_item.get(&it.id)?));
    let emitters: Vec<(ItemId, RoutineId)> =
        annotated.iter().filter_map(routine_of).filter(|(_, routine)| routines.all[*routine].is_emitter).collect();
    let starts: Vec<RoutineId> = emitters.iter().map(|(_, routine)| *routine).collect();
    let ways = followed(names, targets, routines, &starts, workers);
    emitters.into_iter().map(|(id, _)| id).zip(ways).collect()
}

/// What each of these routines does of what it declares: followed on all cores or in turn. Which of them are followed together
/// depends on nothing but the tree, and so does what is given up for being too much.
pub(super) fn followed(
    names: &Names,
    targets: &Targets<'_>,
    routines: &Routines<'_>,
    starts: &[RoutineId],
    workers: Workers,
) -> Vec<Did> {
    let groups: Vec<&[RoutineId]> = starts.chunks(TOGETHER).collect();
    let follow = |at: usize| {
        let mut follow = Follow::new(names, targets, routines, groups.len());
        groups[at].iter().map(|routine| ways::did(&mut follow, *routine)).collect::<Vec<_>>()
    };
    let followed = if workers == Workers::InTurn {
        let all = on_all_cores(1, |_| (0..groups.len()).map(follow).map(Some).collect::<Vec<_>>()).pop().flatten();
        all.unwrap_or_else(|| groups.iter().map(|_| None).collect())
    } else {
        on_all_cores(groups.len(), follow)
    };
    let lost = |group: &[RoutineId]| group.iter().map(|routine| ways::lost(&routines.all[*routine])).collect();
    groups.iter().zip(followed).flat_map(|(group, ways)| ways.unwrap_or_else(|| lost(group))).collect()
}

/// All edges that annotations declare.
pub(super) fn edges(
    names: &Names,
    project: &Project,
    annotated: &[Annotated],
    targets: &mut Targets<'_>,
    done: &Done,
    problems: &mut Problems<'_>,
) -> Vec<Edge> {
    let changes = changes(names, annotated, targets, problems);
    let mut build = Build { names, project, targets, done, problems, changes, edges: BTreeMap::new() };
    for it in annotated {
        build.of(it);
    }
    let possible = build.edges.into_iter().filter(|(_, drawn)| drawn.condition != Some(Condition::Never));
    possible.map(|(key, drawn)| drawn.edge(key, names)).collect()
}

/// Identity of an edge.
type Key = (Arc<str>, Arc<str>, EdgeKind, Timing);

/// The rest of an edge. Lists are sorted when all is known, so that they take no more room than what is in them.
#[derive(Default)]
struct Drawn {
    condition: Option<Condition>,
    through: Vec<String>,
    sites: Vec<Site>,
    done_at: Vec<Site>,
    is_done: bool,
    doubt: Option<Doubt>,
    asked_by: Vec<String>,
    declared_at: Option<Site>,
    because: Vec<String>,
}

impl Drawn {
    /// Adds what is known of the way; several `cfg` variants of an emitter have one edge.
    fn goes(&mut self, way: &Way, file: usize, place: impl Fn(usize, u32) -> Site) {
        match &way.is_done {
            Sure::Yes => self.is_done = true,
            Sure::Unknown(why, file, line) => {
                let Site { file, line } = place(*file, *line);
                self.doubt.get_or_insert(Doubt { why: why.clone(), file, line });
            }
            Sure::Never(asked_by) => self.asked_by.extend(asked_by.iter().cloned()),
            Sure::NotAsked => {}
        }
        self.through.extend(way.through.iter().cloned());
        self.sites.extend(way.lines.iter().map(|line| place(file, *line)));
        self.done_at.extend(way.done_at.iter().map(|(file, line)| place(*file, *line)));
    }

    /// Several lists, or `cfg` variants, may say it: the first place counts.
    fn declared(&mut self, at: &Site) {
        if self.declared_at.as_ref().is_none_or(|known| at < known) {
            self.declared_at = Some(at.clone());
        }
    }

    fn edge(self, (from, to, kind, timing): Key, names: &Names) -> Edge {
        let mut edge = Edge {
            through: sorted(self.through),
            sites: sorted(self.sites),
            done_at: sorted(self.done_at),
            doubt: self.doubt.filter(|_| !self.is_done),
            asked_by: sorted(self.asked_by),
            declared_at: self.declared_at,
            because: (!self.because.is_empty()).then(|| sorted(self.because).join(", ")),
            ..Edge::new(&*from, &*to, kind, timing)
        };
        let home = edge.home().split("::").next().unwrap_or_default().to_owned();
        edge.condition = self.condition.and_then(|condition| names.told(&home, &condition));
        edge
    }
}

/// Each once.
fn sorted<T: Ord>(mut all: Vec<T>) -> Vec<T> {
    all.sort();
    all.dedup();
    all
}

struct Build<'a, 't, 'p> {
    names: &'a Names,
    project: &'a Project,
    targets: &'a mut Targets<'t>,
    done: &'a Done,
    problems: &'a mut Problems<'p>,
    /// Events of the transitions of each resource.
    changes: BTreeMap<String, BTreeMap<Arc<str>, Condition>>,
    edges: BTreeMap<Key, Drawn>,
}

impl Build<'_, '_, '_> {
    fn of(&mut self, it: &Annotated) {
        let at = self.names.item(it.id);
        let Some(id): Option<Arc<str>> = nodes::id(self.names, it).map(Arc::from) else { return };
        let (names, project) = (self.names, self.project);
        let site = |at: &Definition, line: u32| Site { file: project.relative(&names.files[at.file]), line };
        match &it.says {
            Annotation::Handler(handler) if it.kind == Kind::EffectHandler => {
                self.listens(it, &id, at, &handler.on, EdgeKind::Performs, Timing::Deferred);
                self.emits(it, &id, at, &handler.emissions);
            }
            Annotation::Handler(handler) => {
                self.listens(it, &id, at, &handler.on, EdgeKind::Handles, handler.timing);
                self.emits(it, &id, at, &handler.emissions);
            }
            Annotation::Controller(controller) => {
                if let Some(resumed) = &controller.resumes {
                    for (event, when) in self.targets.of(at, resumed, Wanted::Event, self.problems) {
                        let condition = it.condition.and(&when);
                        let drawn = self.draw((event, id.clone(), EdgeKind::Resumes, Timing::Deferred), &condition);
                        drawn.declared(&site(at, resumed.line));
                    }
                }
                self.emits(it, &id, at, &controller.emissions);
            }
            Annotation::Effect(effect) => {
                let Some(external): Option<Arc<str>> =
                    effect.performed_by.as_ref().map(|name| Arc::from(format!("external:{name}")))
                else {
                    return;
                };
                let drawn = self.draw((id, external.clone(), EdgeKind::Performs, Timing::Deferred), &it.condition);
                drawn.declared(&site(at, at.item.line));
                for path in &effect.completes_with {
                    for (event, when) in self.targets.of(at, path, Wanted::Event, self.problems) {
                        let condition = it.condition.and(&when);
                        let drawn = self.draw((external.clone(), event, EdgeKind::Emits, Timing::Inline), &condition);
                        drawn.declared(&site(at, path.line));
                    }
                }
            }
            Annotation::Event(_) | Annotation::Archiver(_) | Annotation::Emits(_) | Annotation::Allow(_) => {}
        }
    }

    fn listens(&mut self, it: &Annotated, id: &Arc<str>, at: &Definition, on: &On, kind: EdgeKind, timing: Timing) {
        let (names, project) = (self.names, self.project);
        let site = |at: &Definition, line: u32| Site { file: project.relative(&names.files[at.file]), line };
        match on {
            On::Each(paths) => {
                let wanted = if kind == EdgeKind::Performs { Wanted::Effect } else { Wanted::Event };
                for path in paths {
                    for (from, when) in self.targets.of(at, path, wanted, self.problems) {
                        let drawn = self.draw((from, id.clone(), kind, timing), &it.condition.and(&when));
                        drawn.declared(&site(at, path.line));
                    }
                }
            }
            On::ChangeOf(resources) => {
                for path in resources {
                    let resource = self.targets.path_of_type(at, path);
                    let Some(events) = self.changes.get(&resource).cloned() else {
                        let message = format!(
                            "no `#[transition]` changes `{path}`, so nothing can lead here: put \
                             `#[archiver(resource = ..)]` on the `impl` block that changes it"
                        );
                        let reason = ensue_grammar::graph::HoleReason::Annotation;
                        self.problems.mistake("no_transition", reason, at, path, message);
                        continue;
                    };
                    for (event, when) in events {
                        let when = self.names.seen_from(at.module, &when);
                        let key = (event, id.clone(), kind, timing);
                        let drawn = self.draw(key, &it.condition.and(&when));
                        drawn.because.push(resource.clone());
                        drawn.declared(&site(at, path.line));
                    }
                }
            }
        }
    }

    fn emits(&mut self, it: &Annotated, id: &Arc<str>, at: &Definition, emissions: &Emissions) {
        let lists = [
            (Verb::Emit, &emissions.emits, EdgeKind::Emits, Timing::Inline),
            (Verb::Schedule, &emissions.schedules, EdgeKind::Emits, Timing::Scheduled),
            (Verb::Request, &emissions.requests, EdgeKind::Requests, Timing::Deferred),
        ];
        let (names, project) = (self.names, self.project);
        let place = |file: usize, line: u32| Site { file: project.relative(&names.files[file]), line };
        for (verb, paths, kind, timing) in lists {
            for path in paths {
                for (to, when) in self.targets.of(at, path, verb.wanted(), self.problems) {
                    let way = self.done.get(&it.id).and_then(|did| {
                        let at = did.ways.binary_search_by(|((of, id), _)| (of, id).cmp(&(&verb, &to))).ok()?;
                        Some(&did.ways[at].1)
                    });
                    let drawn = self.draw((id.clone(), to, kind, timing), &it.condition.and(&when));
                    drawn.declared(&place(at.file, path.line));
                    if let Some(way) = way {
                        drawn.goes(way, at.file, place);
                    }
                }
            }
        }
    }

    fn draw(&mut self, key: Key, condition: &Condition) -> &mut Drawn {
        let drawn = self.edges.entry(key).or_default();
        drawn.condition = Some(match &drawn.condition {
            Some(known) => known.or(condition),
            None => condition.clone(),
        });
        drawn
    }
}

/// The events that tell of a change of each resource, what its transitions emit at once, and when they do.
fn changes(
    names: &Names,
    annotated: &[Annotated],
    targets: &mut Targets<'_>,
    problems: &mut Problems<'_>,
) -> BTreeMap<String, BTreeMap<Arc<str>, Condition>> {
    let mut changes: BTreeMap<String, BTreeMap<Arc<str>, Condition>> = BTreeMap::new();
    for it in annotated {
        let Annotation::Archiver(archiver) = &it.says else { continue };
        let Some(resource) = &archiver.resource else { continue };
        let at = names.item(it.id);
        let resource = targets.path_of_type(at, resource);
        let transitions = archiver.methods.iter().filter(|method| method.transition.is_some());
        if transitions.clone().next().is_some() {
            changes.entry(resource.clone()).or_default();
        }
        for method in transitions {
            let with_it = it.condition.and(&names.settled(at.module, &method.condition));
            for path in method.emissions.emits.iter().filter(|_| with_it != Condition::Never) {
                for (id, named) in targets.of(at, path, Wanted::Event, problems) {
                    let when = changes.entry(resource.clone()).or_default().entry(id).or_insert(Condition::Never);
                    *when = when.or(&with_it.and(&named));
                }
            }
        }
    }
    changes
}
