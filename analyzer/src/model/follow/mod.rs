//! What a function does through the contexts that it is given: its body is followed with the types of its arguments, and so
//! is each function that it hands a context on to.

mod closures;
mod effects;
mod known;
mod meanings;
mod methods;
mod ty;
mod types;
mod values;

use super::routines::{Deed, RoutineId, Routines, Verb};
use super::targets::Targets;
use crate::resolve::{ItemId, Names};
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;
use ty::Ty;
use types::Types;

/// One routine is followed with so many different lists of arguments, then with what they have in common.
const MAX_ARGUMENTS: usize = 64;

/// So many routines with arguments are followed in all; of several groups of emitters each has its share.
const MAX_CALLS: usize = 200_000;

/// Position of a [`Called`] in [`Follow`].
pub(super) type CallId = usize;

/// A routine with what it is called with.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Called {
    pub(super) routine: RoutineId,
    /// A method that a trait declares, on a value of a type that is not told: which one runs is open.
    pub(super) is_dispatch: bool,
    this: Ty,
    arguments: Vec<Ty>,
    types: Vec<Ty>,
}

/// What a routine does by itself, and to which it hands a context on.
#[derive(Debug, Default, Clone)]
pub(super) struct Steps {
    /// Each with its line.
    pub(super) acts: BTreeSet<(u32, Act)>,
    pub(super) next: BTreeSet<Next>,
    /// Of a dispatch: whether it may lead elsewhere than to `next`.
    pub(super) are_more: bool,
}

/// A call that hands a context on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Next {
    pub(super) line: u32,
    pub(super) to: CallId,
    /// Why it may never be made.
    pub(super) doubt: Option<String>,
}

/// What is done at one place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Act {
    /// This.
    Does(Deed),
    /// One of those that are declared: the type of the payload is not told.
    DoesOne(Verb),
    /// Changes the state of a resource, or may.
    Changes,
    /// Calls what may be a controller: `app.call(name { .. })`.
    Calls(ItemId),
    /// Perhaps something; why is said.
    May(About, String),
}

/// What may be done.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum About {
    Anything,
    All(Verb),
    One(Deed),
}

impl About {
    pub(super) fn covers(&self, deed: &Deed) -> bool {
        match self {
            About::Anything => true,
            About::All(verb) => *verb == deed.0,
            About::One(one) => one == deed,
        }
    }
}

/// Follows contexts. Each routine is followed once for each list of types that it is called with.
pub(super) struct Follow<'a> {
    types: Types<'a>,
    targets: &'a Targets<'a>,
    calls: Vec<Rc<Called>>,
    known: HashMap<Rc<Called>, CallId>,
    /// How many of a routine there are.
    count: HashMap<RoutineId, usize>,
    steps: HashMap<CallId, Steps>,
    most_calls: usize,
}

impl<'a> Follow<'a> {
    /// For one of so many groups of emitters.
    pub(super) fn new(
        names: &'a Names,
        targets: &'a Targets<'a>,
        routines: &'a Routines<'a>,
        groups: usize,
    ) -> Follow<'a> {
        Follow {
            types: Types::new(names, routines),
            targets,
            calls: Vec::new(),
            known: HashMap::new(),
            count: HashMap::new(),
            steps: HashMap::new(),
            most_calls: MAX_CALLS / groups.max(1),
        }
    }

    pub(super) fn names(&self) -> &'a Names {
        self.types.names
    }

    pub(super) fn routines(&self) -> &'a Routines<'a> {
        self.types.routines
    }

    /// A function that the application calls.
    pub(super) fn start(&mut self, routine: RoutineId) -> CallId {
        self.id(Called { routine, is_dispatch: false, this: Ty::Unknown, arguments: Vec::new(), types: Vec::new() })
    }

    pub(super) fn called(&self, call: CallId) -> &Called {
        &self.calls[call]
    }

    /// What a routine does when it is called so.
    pub(super) fn steps(&mut self, call: CallId) -> &Steps {
        if !self.steps.contains_key(&call) {
            let called = self.calls[call].clone();
            let steps = if called.is_dispatch { self.dispatch(&called) } else { self.body(&called) };
            self.steps.insert(call, steps);
        }
        &self.steps[&call]
    }

    /// What a routine does that was asked for before.
    pub(super) fn known_steps(&self, call: CallId) -> &Steps {
        &self.steps[&call]
    }

    fn body(&mut self, called: &Called) -> Steps {
        let found = effects::effects(&self.types, self.targets, called);
        let mut steps = Steps { acts: found.acts, ..Steps::default() };
        for (line, next, doubt) in found.next {
            if self.calls.len() >= self.most_calls {
                let why = format!("more than {} calls with a context are not followed", self.most_calls);
                steps.acts.insert((line, Act::May(About::Anything, why)));
            } else {
                steps.next.insert(Next { line, to: self.id(next), doubt });
            }
        }
        steps
    }

    fn dispatch(&mut self, called: &Called) -> Steps {
        let mut steps = Steps { are_more: self.types.are_more(called.routine), ..Steps::default() };
        for (this, routine) in self.types.implementations(called.routine) {
            let to = self.id(Called { routine, is_dispatch: false, this, ..called.clone() });
            steps.next.insert(Next { line: 0, to, doubt: None });
        }
        steps
    }

    fn id(&mut self, mut called: Called) -> CallId {
        let count = self.count.entry(called.routine).or_default();
        if *count >= MAX_ARGUMENTS && !self.known.contains_key(&called) {
            for argument in &mut called.arguments {
                if *argument != Ty::Context {
                    *argument = if self.types.holds(argument) { Ty::Tainted } else { Ty::Unknown };
                }
            }
            called.types.clear();
        }
        if let Some(known) = self.known.get(&called) {
            return *known;
        }
        *count += 1;
        let id = self.calls.len();
        let called = Rc::new(called);
        self.known.insert(called.clone(), id);
        self.calls.push(called);
        id
    }
}
