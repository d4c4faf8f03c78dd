//! By which way an emitter does what it declares: through which routines, and at which lines.

use super::calls::{Calls, Does};
use super::routines::{Deed, Routine};
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

/// The way of one deed.
#[derive(Debug, Default, Clone)]
pub(super) struct Way {
    /// Paths of the routines on it.
    pub(super) through: BTreeSet<String>,
    /// Lines of the emitter.
    pub(super) lines: BTreeSet<u32>,
}

/// The ways of all that an emitter does.
pub(super) fn ways(calls: &Calls<'_>, emitter: &Routine<'_>) -> BTreeMap<Deed, Way> {
    let reached = Reached::from(calls, emitter);
    let mut ways: BTreeMap<Deed, Way> = BTreeMap::new();
    let mut unknown = Vec::new();
    for call in &emitter.function.calls {
        match calls.follow(emitter, call) {
            Does::Directly(verb, deeds) if deeds.is_empty() => unknown.push((verb, call.line)),
            Does::Directly(_, deeds) => {
                for deed in deeds {
                    ways.entry(deed).or_default().lines.insert(call.line);
                }
            }
            Does::HandsOn(steps) => {
                for step in steps {
                    for deed in reached.done_by(step) {
                        let through = reached.steps_of(step, &deed);
                        let way = ways.entry(deed).or_default();
                        way.lines.insert(call.line);
                        way.through.extend(through.into_iter().map(|step| calls.routines.all[step].path.clone()));
                    }
                }
            }
            Does::Nothing => {}
        }
    }
    // A payload whose type is not written is each declared one that is not done elsewhere.
    for deed in &emitter.declares {
        if !ways.contains_key(deed) {
            let lines: BTreeSet<u32> =
                unknown.iter().filter(|(verb, _)| *verb == deed.0).map(|(_, line)| *line).collect();
            if !lines.is_empty() {
                ways.insert(deed.clone(), Way { through: BTreeSet::new(), lines });
            }
        }
    }
    ways
}

/// The routines to which an emitter can hand its context on, however far. Each body is followed once.
struct Reached(BTreeMap<usize, Steps>);

/// What one routine does, and to which it hands its context on.
struct Steps {
    /// What its callers must declare; with a context of one emitter, what its own body does.
    does: BTreeSet<Deed>,
    /// Whether that is all that it can do for its caller.
    is_all: bool,
    next: BTreeSet<usize>,
}

impl Reached {
    fn from(calls: &Calls<'_>, emitter: &Routine<'_>) -> Reached {
        let mut reached = BTreeMap::new();
        let mut open: Vec<usize> = Steps::of(calls, emitter).next.into_iter().collect();
        while let Some(at) = open.pop() {
            if let Entry::Vacant(new) = reached.entry(at) {
                open.extend(&new.insert(Steps::of(calls, &calls.routines.all[at])).next);
            }
        }
        Reached(reached)
    }

    /// What a routine can do for its caller.
    fn done_by(&self, step: usize) -> BTreeSet<Deed> {
        let mut done = BTreeSet::new();
        let mut seen = BTreeSet::from([step]);
        let mut open = vec![step];
        while let Some(steps) = open.pop().and_then(|at| self.0.get(&at)) {
            done.extend(steps.does.iter().cloned());
            if !steps.is_all {
                open.extend(steps.next.iter().filter(|it| seen.insert(**it)));
            }
        }
        done
    }

    /// The routines from a step to where the deed is done.
    fn steps_of(&self, step: usize, deed: &Deed) -> BTreeSet<usize> {
        let doers = self.doers(deed);
        let mut through = BTreeSet::from([step]);
        let mut open = vec![step];
        while let Some(steps) = open.pop().and_then(|at| self.0.get(&at)) {
            open.extend(steps.next.iter().filter(|it| doers.contains(*it) && through.insert(**it)));
        }
        through
    }

    /// The routines that can do a deed for their caller, found from those that do it themselves.
    fn doers(&self, deed: &Deed) -> BTreeSet<usize> {
        let mut callers: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (at, steps) in self.0.iter().filter(|(_, steps)| !steps.is_all) {
            for next in &steps.next {
                callers.entry(*next).or_default().push(*at);
            }
        }
        let mut open: Vec<usize> =
            self.0.iter().filter(|(_, steps)| steps.does.contains(deed)).map(|(at, _)| *at).collect();
        let mut doers: BTreeSet<usize> = open.iter().copied().collect();
        while let Some(at) = open.pop() {
            open.extend(callers.get(&at).into_iter().flatten().filter(|it| doers.insert(**it)));
        }
        doers
    }
}

impl Steps {
    fn of(calls: &Calls<'_>, routine: &Routine<'_>) -> Steps {
        let mut steps = Steps { does: BTreeSet::new(), is_all: !routine.is_pinned, next: BTreeSet::new() };
        for call in &routine.function.calls {
            match calls.follow(routine, call) {
                Does::Directly(verb, deeds) if deeds.is_empty() => {
                    steps.does.extend(routine.declares.iter().filter(|deed| deed.0 == verb).cloned());
                }
                Does::Directly(_, deeds) => steps.does.extend(deeds),
                Does::HandsOn(next) => steps.next.extend(next),
                Does::Nothing => {}
            }
        }
        if steps.is_all {
            steps.does.clone_from(&routine.declares);
        }
        steps
    }
}
