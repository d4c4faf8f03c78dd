//! Which of its declared deeds an emitter does: where, through which routines, and how sure that is.

use super::follow::{Act, CallId, Follow};
use super::reach::{self, Reach};
use super::routines::{Deed, Routine, RoutineId};
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

/// What is known of one deed that an emitter declares.
#[derive(Debug, Default, Clone)]
pub(super) struct Way {
    /// Whether a place does it, does it perhaps, or none can.
    pub(super) is_done: Sure,
    /// Paths of the routines on the way.
    pub(super) through: Vec<String>,
    /// Lines of the emitter.
    pub(super) lines: Vec<u32>,
    /// Where it is done in other routines: file, by its index, and line.
    pub(super) done_at: Vec<(usize, u32)>,
}

/// How sure it is that something is done.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) enum Sure {
    Yes,
    /// It cannot be told; why, and where: file, by its index, and line.
    Unknown(String, usize, u32),
    /// Certainly not. The routines that the emitter calls and that make it declare the deed.
    Never(BTreeSet<String>),
    #[default]
    NotAsked,
}

/// What is known of an emitter.
#[derive(Debug, Default, Clone)]
pub(super) struct Did {
    /// The ways of all that it declares, sorted by what is done.
    pub(super) ways: Vec<(Deed, Way)>,
    /// What routines that it calls list and certainly do.
    pub(super) kept: BTreeSet<(RoutineId, Deed)>,
    /// Where its context goes.
    pub(super) reach: Reach,
}

/// Follows an emitter, or whatever else declares what it does.
pub(super) fn did(follow: &mut Follow<'_>, emitter: RoutineId) -> Did {
    let start = follow.start(emitter);
    let reached = reached(follow, start);
    let declares = follow.routines().all[emitter].declares.clone();
    let reach: BTreeMap<&Deed, BTreeSet<CallId>> =
        declares.iter().map(|deed| (deed, admitting(follow, &reached, start, deed))).collect();
    let (mut ways, mut kept) = (Vec::with_capacity(declares.len()), BTreeSet::new());
    for deed in &declares {
        let look = Look { follow, reached: &reached, reach: &reach, deed, start };
        let certain = look.certain();
        kept.extend(look.keepers(&certain).map(|routine| (routine, deed.clone())));
        ways.push((deed.clone(), look.way(&certain)));
    }
    // Whoever takes no context hands none on.
    let takes_context = follow.routines().all[emitter].function.parameters.iter().any(|it| it.by_mut);
    let reach = if takes_context { reach::of(follow, &reached) } else { Reach::default() };
    Did { ways, kept, reach }
}

/// What is known of the ways of an emitter when following it failed.
pub(super) fn lost(emitter: &Routine<'_>) -> Did {
    let why = format!("the body of `{}` could not be followed", emitter.name);
    let (file, line) = (emitter.at.file, emitter.at.item.line);
    let way = Way { is_done: Sure::Unknown(why.clone(), file, line), ..Way::default() };
    let ways = emitter.declares.iter().map(|deed| (deed.clone(), way.clone())).collect();
    Did { ways, reach: Reach { doubt: Some((file, line, why)), ..Reach::default() }, ..Did::default() }
}

/// The calls to which a context can come from a start, each with those that it leads to.
pub(super) type Reached = BTreeMap<CallId, BTreeSet<CallId>>;

fn reached(follow: &mut Follow<'_>, start: CallId) -> Reached {
    let mut reached = Reached::new();
    let mut open = vec![start];
    while let Some(at) = open.pop() {
        if let Entry::Vacant(new) = reached.entry(at) {
            let next = follow.steps(at).next.iter().map(|next| next.to).collect();
            open.extend(&*new.insert(next));
        }
    }
    reached
}

/// The calls on ways on which each routine may do a deed: what bounds do not ask for, rustc lets nobody do.
fn admitting(follow: &Follow<'_>, reached: &Reached, start: CallId, deed: &Deed) -> BTreeSet<CallId> {
    let admits = |call: &CallId| {
        let routine = &follow.routines().all[follow.called(*call).routine];
        !routine.is_bounded || routine.declares.contains(deed)
    };
    let mut found = BTreeSet::from([start]);
    let mut open = vec![start];
    while let Some(at) = open.pop() {
        open.extend(reached[&at].iter().filter(|next| admits(next) && found.insert(**next)));
    }
    found
}

/// Looks for one deed.
struct Look<'l, 'a> {
    follow: &'l Follow<'a>,
    reached: &'l Reached,
    /// For each declared deed the calls that may do it.
    reach: &'l BTreeMap<&'l Deed, BTreeSet<CallId>>,
    deed: &'l Deed,
    start: CallId,
}

/// What one place means for a deed.
enum Meant<'w> {
    Does,
    May(&'w str),
    Nothing,
}

impl Look<'_, '_> {
    /// The way along the calls that certainly do the deed; else along those that may.
    fn way(&self, certain: &BTreeSet<CallId>) -> Way {
        if certain.contains(&self.start) {
            let way = self.along(certain, false);
            return Way { is_done: Sure::Yes, ..way };
        }
        let possible = self.possible(certain);
        if possible.contains(&self.start) {
            let way = self.along(&possible, true);
            let (file, line, why) = self.doubts(&possible, certain).into_iter().next().unwrap_or_default();
            return Way { is_done: Sure::Unknown(why, file, line), ..way };
        }
        Way { is_done: Sure::Never(self.asked_by()), ..Way::default() }
    }

    /// The routines that declare the deed, of the calls that certainly do it.
    fn keepers(&self, certain: &BTreeSet<CallId>) -> impl Iterator<Item = RoutineId> {
        let called = certain.iter().filter(|at| **at != self.start).map(|at| self.follow.called(*at));
        let routines = called.filter(|called| !called.is_dispatch).map(|called| called.routine);
        routines.filter(|routine| self.follow.routines().all[*routine].declares.contains(self.deed))
    }

    fn here(&self) -> &BTreeSet<CallId> {
        &self.reach[self.deed]
    }

    fn meant<'w>(&self, at: CallId, act: &'w Act) -> Meant<'w> {
        const OPEN: &str = "the type of what is given is not known here, and several that are declared are possible";
        match act {
            Act::Does(deed) if deed == self.deed => Meant::Does,
            Act::Does(deed) if self.reach.get(deed).is_some_and(|reach| reach.contains(&at)) => Meant::Nothing,
            // What is not declared does not compile: another type is meant than the one that was found.
            Act::Does((verb, _)) | Act::DoesOne(verb) if *verb == self.deed.0 => {
                let candidates = self.reach.iter().filter(|(deed, reach)| deed.0 == *verb && reach.contains(&at));
                if candidates.count() == 1 { Meant::Does } else { Meant::May(OPEN) }
            }
            Act::May(about, why) if about.covers(self.deed) => Meant::May(why),
            Act::Does(_) | Act::DoesOne(_) | Act::May(..) | Act::Changes | Act::Calls(_) => Meant::Nothing,
        }
    }

    /// The calls that do the deed, by themselves or by what they call.
    fn certain(&self) -> BTreeSet<CallId> {
        let does = |at: &CallId| {
            let steps = self.follow.known_steps(*at);
            steps.acts.iter().any(|(_, act)| matches!(self.meant(*at, act), Meant::Does))
        };
        let mut callers: BTreeMap<CallId, Vec<CallId>> = BTreeMap::new();
        // Of a dispatch each alternative must do it.
        let mut missing: BTreeMap<CallId, usize> = BTreeMap::new();
        for at in self.here() {
            let steps = self.follow.known_steps(*at);
            let next: BTreeSet<CallId> =
                steps.next.iter().filter(|next| next.doubt.is_none()).map(|next| next.to).collect();
            let is_dispatch = self.follow.called(*at).is_dispatch;
            let needed = if is_dispatch { next.len() + usize::from(steps.are_more) } else { 1 };
            missing.insert(*at, needed);
            for next in next.intersection(self.here()) {
                callers.entry(*next).or_default().push(*at);
            }
        }
        let mut open: Vec<CallId> = self.here().iter().copied().filter(does).collect();
        let mut found: BTreeSet<CallId> = open.iter().copied().collect();
        while let Some(at) = open.pop() {
            for caller in callers.get(&at).into_iter().flatten() {
                let missing = missing.entry(*caller).or_default();
                *missing = missing.saturating_sub(1);
                if *missing == 0 && found.insert(*caller) {
                    open.push(*caller);
                }
            }
        }
        found
    }

    /// The calls that do the deed, or may.
    fn possible(&self, certain: &BTreeSet<CallId>) -> BTreeSet<CallId> {
        let mut callers: BTreeMap<CallId, Vec<CallId>> = BTreeMap::new();
        for at in self.here() {
            for next in self.reached[at].intersection(self.here()) {
                callers.entry(*next).or_default().push(*at);
            }
        }
        let mut found = certain.clone();
        found.extend(self.here().iter().filter(|at| self.doubt_of(**at).is_some()));
        let mut open: Vec<CallId> = found.iter().copied().collect();
        while let Some(at) = open.pop() {
            open.extend(callers.get(&at).into_iter().flatten().filter(|caller| found.insert(**caller)));
        }
        found
    }

    /// Why a call by itself may do the deed, with the line.
    fn doubt_of(&self, at: CallId) -> Option<(u32, String)> {
        let steps = self.follow.known_steps(at);
        if steps.are_more {
            let routine = &self.follow.routines().all[self.follow.called(at).routine];
            let why = format!("not all types that have `{}` are known", routine.name);
            return Some((routine.at.item.line, why));
        }
        steps.acts.iter().find_map(|(line, act)| match self.meant(at, act) {
            Meant::May(why) => Some((*line, why.to_owned())),
            Meant::Does | Meant::Nothing => None,
        })
    }

    /// Why it cannot be told, in the order of places.
    fn doubts(&self, possible: &BTreeSet<CallId>, certain: &BTreeSet<CallId>) -> BTreeSet<(usize, u32, String)> {
        let mut found = BTreeSet::new();
        for at in possible {
            let called = self.follow.called(*at);
            let routine = &self.follow.routines().all[called.routine];
            let steps = self.follow.known_steps(*at);
            let mut add = |line, why| found.insert((routine.at.file, line, why));
            if let Some((line, why)) = self.doubt_of(*at) {
                add(line, why);
            } else if called.is_dispatch && steps.next.iter().any(|next| certain.contains(&next.to)) {
                add(routine.at.item.line, format!("several types have `{}`, and not all of them do it", routine.name));
            }
            for next in steps.next.iter().filter(|next| possible.contains(&next.to)) {
                if let Some(why) = &next.doubt {
                    add(next.line, why.clone());
                }
            }
        }
        found
    }

    /// The way from the start along these calls.
    fn along(&self, calls: &BTreeSet<CallId>, with_doubts: bool) -> Way {
        let (mut through, mut lines, mut done_at) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        let mut seen = BTreeSet::from([self.start]);
        let mut open = vec![self.start];
        while let Some(at) = open.pop() {
            let called = self.follow.called(at);
            let routine = &self.follow.routines().all[called.routine];
            if at != self.start && !called.is_dispatch {
                through.insert(self.follow.routines().path(self.follow.names(), called.routine));
            }
            let steps = self.follow.known_steps(at);
            for (line, act) in &steps.acts {
                match self.meant(at, act) {
                    Meant::Does => {}
                    Meant::May(_) if with_doubts => {}
                    Meant::May(_) | Meant::Nothing => continue,
                }
                if at == self.start {
                    lines.insert(*line);
                } else {
                    done_at.insert((routine.at.file, *line));
                }
            }
            for next in steps.next.iter().filter(|next| with_doubts || next.doubt.is_none()) {
                if !calls.contains(&next.to) {
                    continue;
                }
                if at == self.start {
                    lines.insert(next.line);
                }
                if seen.insert(next.to) {
                    open.push(next.to);
                }
            }
        }
        Way {
            through: through.into_iter().collect(),
            lines: lines.into_iter().collect(),
            done_at: done_at.into_iter().collect(),
            ..Way::default()
        }
    }

    /// The routines that make the emitter declare what none of them does.
    fn asked_by(&self) -> BTreeSet<String> {
        let routines = self.follow.routines();
        let asking = self.here().iter().filter(|at| **at != self.start).map(|at| self.follow.called(*at).routine);
        let asking: BTreeSet<RoutineId> =
            asking.filter(|routine| routines.all[*routine].declares.contains(self.deed)).collect();
        asking.into_iter().map(|routine| routines.path(self.follow.names(), routine)).collect()
    }
}
