//! The life of a resource: its states, and the transitions between them.

use super::{Facts, Place};
use ensue_grammar::graph::{Method, Node, NodeKind, State, Transition};
use std::collections::{BTreeMap, BTreeSet};

/// A resource whose states and transitions are known.
pub(super) struct Life<'g> {
    /// Its type.
    pub(super) resource: &'g str,
    /// The first of the archivers that own it.
    pub(super) archiver: &'g Node,
    pub(super) states: &'g [State],
    /// Each with the state to which it leads and what is known of its method.
    pub(super) transitions: Vec<(&'g Transition, &'g str, Option<&'g Method>)>,
}

/// The lives of all resources that have transitions. Where one names what is no state, nothing more is said of the resource.
pub(super) fn lives<'g>(facts: &Facts<'g>) -> Vec<Life<'g>> {
    let mut lives: BTreeMap<&str, Life<'_>> = BTreeMap::new();
    for (_, archiver) in facts.nodes(NodeKind::Archiver) {
        let (Some(resource), Some(states)) = (&archiver.resource, &archiver.states) else { continue };
        let new = || Life { resource, archiver, states, transitions: Vec::new() };
        let life = lives.entry(resource).or_insert_with(new);
        for transition in archiver.transitions.iter().flatten() {
            if let Some(to) = &transition.to {
                life.transitions.push((transition, to, method(archiver, &transition.method)));
            }
        }
    }
    let is_whole = |life: &Life<'_>| {
        let mut named = life.transitions.iter().flat_map(|(it, ..)| it.from.iter().chain(&it.to));
        !life.transitions.is_empty() && named.all(|name| life.states.iter().any(|state| state.name == *name))
    };
    lives.into_values().filter(is_whole).collect()
}

/// What is known of a method of an archiver.
pub(super) fn method<'g>(archiver: &'g Node, path: &str) -> Option<&'g Method> {
    let methods = &archiver.methods;
    methods.binary_search_by(|method| method.method.as_str().cmp(path)).ok().map(|at| &methods[at])
}

/// Where a method is.
pub(super) fn of_method(method: &Method) -> Place {
    Place::word(&method.declared_at.file, method.declared_at.line, last(&method.method))
}

/// Where a state is.
pub(super) fn of_state(state: &State) -> Place {
    Place::word(&state.declared_at.file, state.declared_at.line, &state.name)
}

/// The last name of a path.
pub(super) fn last(path: &str) -> &str {
    path.rsplit("::").next().unwrap_or(path)
}

impl<'g> Life<'g> {
    /// The states in which it can be: where it begins, and what transitions lead to from there. Where nothing says in which
    /// states it begins, these are the ones to which no transition leads.
    pub(super) fn entered(&self) -> BTreeSet<&'g str> {
        let marked = self.states.iter().filter(|state| state.initial).map(|state| state.name.as_str());
        let created = self.transitions.iter().filter(|(it, ..)| it.from.is_empty()).map(|(_, to, _)| *to);
        let mut entered: BTreeSet<&str> = marked.chain(created).collect();
        if entered.is_empty() {
            let names = self.states.iter().map(|state| state.name.as_str());
            entered = names.filter(|name| self.leading_to(name).next().is_none()).collect();
        }
        let mut open: Vec<&str> = entered.iter().copied().collect();
        while let Some(state) = open.pop() {
            open.extend(self.leading_from(state).map(|(_, to, _)| *to).filter(|to| entered.insert(to)));
        }
        entered
    }

    /// The transitions that lead to a state.
    pub(super) fn leading_to(
        &self,
        state: &str,
    ) -> impl Iterator<Item = &(&'g Transition, &'g str, Option<&'g Method>)> {
        self.transitions.iter().filter(move |(_, to, _)| *to == state)
    }

    /// The transitions that may start from a state.
    pub(super) fn leading_from(
        &self,
        state: &str,
    ) -> impl Iterator<Item = &(&'g Transition, &'g str, Option<&'g Method>)> {
        self.transitions.iter().filter(move |(it, ..)| it.from.iter().any(|from| from == state))
    }
}
