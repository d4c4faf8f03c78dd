//! By which way an emitter does what it declares: through which routines, and at which lines.

use super::calls::{Calls, Does};
use super::routines::{Deed, Routine};
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
                    for deed in done_by(calls, step) {
                        let way = ways.entry(deed.clone()).or_default();
                        way.lines.insert(call.line);
                        way.through.extend(steps_of(calls, step, &deed));
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

/// What a routine can do for its caller. With a context of its own emitter, it is what its body does.
fn done_by(calls: &Calls<'_>, step: usize) -> BTreeSet<Deed> {
    let mut done = BTreeSet::new();
    let mut seen = BTreeSet::from([step]);
    let mut open = vec![step];
    while let Some(at) = open.pop() {
        let routine = &calls.routines.all[at];
        if !routine.is_pinned {
            done.extend(routine.declares.iter().cloned());
            continue;
        }
        for call in &routine.function.calls {
            match calls.follow(routine, call) {
                Does::Directly(verb, deeds) if deeds.is_empty() => {
                    done.extend(routine.declares.iter().filter(|deed| deed.0 == verb).cloned());
                }
                Does::Directly(_, deeds) => done.extend(deeds),
                Does::HandsOn(steps) => open.extend(steps.into_iter().filter(|it| seen.insert(*it))),
                Does::Nothing => {}
            }
        }
    }
    done
}

/// The routines from a step to where the deed is done.
fn steps_of(calls: &Calls<'_>, step: usize, deed: &Deed) -> BTreeSet<String> {
    let mut through = BTreeSet::new();
    let mut seen = BTreeSet::from([step]);
    let mut open = vec![step];
    while let Some(at) = open.pop() {
        let routine = &calls.routines.all[at];
        through.insert(routine.path.clone());
        for call in &routine.function.calls {
            if let Does::HandsOn(steps) = calls.follow(routine, call) {
                let further = steps.into_iter().filter(|it| done_by(calls, *it).contains(deed));
                open.extend(further.filter(|it| seen.insert(*it)));
            }
        }
    }
    through
}
