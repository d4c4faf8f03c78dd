//! Where the context of an emitter goes, whatever is done with it there.

use super::follow::{About, Act, CallId, Follow, Steps};
use super::routines::RoutineId;
use super::ways::Reached;
use crate::resolve::ItemId;
use std::collections::{BTreeMap, BTreeSet};

/// Where the context of an emitter goes.
#[derive(Debug, Default, Clone)]
pub(super) struct Reach {
    /// The methods of archivers to which it comes, each with whether they may change a state with it.
    pub(super) methods: BTreeMap<RoutineId, bool>,
    /// What may be a controller and is called on the way: file, by its index, line, and item.
    pub(super) calls: BTreeSet<(usize, u32, ItemId)>,
    /// The first place behind which it cannot be followed: file, by its index, line, and why.
    pub(super) doubt: Option<(usize, u32, String)>,
}

/// What the calls to which a context comes tell.
pub(super) fn of(follow: &Follow<'_>, reached: &Reached) -> Reach {
    let changing = changing(follow, reached);
    let mut reach = Reach::default();
    for call in reached.keys() {
        let id = follow.called(*call).routine;
        let routine = &follow.routines().all[id];
        if routine.is_archiving {
            *reach.methods.entry(id).or_default() |= changing.contains(call);
        }
        let (file, steps) = (routine.at.file, follow.known_steps(*call));
        for (line, act) in &steps.acts {
            if let Act::Calls(item) = act {
                reach.calls.insert((file, *line, *item));
            }
        }
        if let Some((line, why)) = doubt(steps, routine.at.item.line, routine.name) {
            let here = (file, line, why);
            if reach.doubt.as_ref().is_none_or(|first| here < *first) {
                reach.doubt = Some(here);
            }
        }
    }
    reach
}

/// The calls that change a state or may, by themselves or by what they call.
fn changing(follow: &Follow<'_>, reached: &Reached) -> BTreeSet<CallId> {
    let mut callers: BTreeMap<CallId, Vec<CallId>> = BTreeMap::new();
    for (call, next) in reached {
        for next in next {
            callers.entry(*next).or_default().push(*call);
        }
    }
    let may_change = |call: &CallId| {
        let steps = follow.known_steps(*call);
        steps.acts.iter().any(|(_, act)| *act == Act::Changes) || doubt(steps, 0, "").is_some()
    };
    let mut open: Vec<CallId> = reached.keys().copied().filter(may_change).collect();
    let mut found: BTreeSet<CallId> = open.iter().copied().collect();
    while let Some(call) = open.pop() {
        open.extend(callers.get(&call).into_iter().flatten().filter(|caller| found.insert(**caller)));
    }
    found
}

/// Why what is done with a context is not all seen, with the line.
fn doubt(steps: &Steps, line: u32, name: &str) -> Option<(u32, String)> {
    if steps.are_more {
        return Some((line, format!("not all types that have `{name}` are known")));
    }
    steps.acts.iter().find_map(|(line, act)| match act {
        Act::May(About::Anything, why) => Some((*line, why.clone())),
        _ => None,
    })
}
