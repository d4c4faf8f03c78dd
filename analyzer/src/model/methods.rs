//! What is known of emitters and of the methods of archivers beyond what they declare: who goes through a method, whether it
//! changes a state, and who calls a controller.

use super::annotated::Annotated;
use super::edges::Done;
use super::routines::{Deed, RoutineId, Routines};
use crate::parse::Kind;
use crate::parse::outline::{Item, ItemKind};
use crate::resolve::{ItemId, Names};
use crate::source::Project;
use ensue_grammar::graph::{Call, Doubt, Method, Node, NodeKind, Site, Transition};
use std::collections::{BTreeMap, BTreeSet};

/// Completes the nodes.
pub(super) fn complete(
    nodes: &mut [Node],
    names: &Names,
    project: &Project,
    annotated: &[Annotated],
    routines: &Routines<'_>,
    done: &Done,
) {
    let site = |file: usize, line: u32| Site { file: project.relative(&names.files[file]), line };
    let mut methods = methods(names, routines, done, &site);
    let mut calls = calls(names, annotated, done, &site);
    for node in nodes {
        match node.kind {
            NodeKind::Archiver => {
                let changes_state = |it: &Transition| it.to.is_some();
                for declared in node.transitions.iter().flatten() {
                    let Some(mut method) = methods.remove(&declared.method) else { continue };
                    method.never_changes &= changes_state(declared);
                    node.methods.push(method);
                }
            }
            NodeKind::Handler | NodeKind::Controller | NodeKind::EffectHandler => {
                node.calls = calls.remove(&node.id).unwrap_or_default();
            }
            NodeKind::Event | NodeKind::Effect | NodeKind::External => {}
        }
    }
}

/// What is known of the methods of archivers, by their paths.
fn methods(
    names: &Names,
    routines: &Routines<'_>,
    done: &Done,
    site: &impl Fn(usize, u32) -> Site,
) -> BTreeMap<String, Method> {
    let mut users: BTreeMap<RoutineId, (BTreeSet<String>, bool)> = BTreeMap::new();
    // Whose context may go anywhere can call what asks for no more than it declares.
    let mut doubts: BTreeMap<&BTreeSet<Deed>, &(usize, u32, String)> = BTreeMap::new();
    for (emitter, did) in done {
        for (routine, changes) in &did.reach.methods {
            let (used_by, may_change) = users.entry(*routine).or_default();
            used_by.insert(names.path_of(*emitter));
            *may_change |= changes;
        }
        if let (Some(doubt), Some(routine)) = (&did.reach.doubt, routines.by_item.get(emitter)) {
            let first = doubts.entry(&routines.all[*routine].declares).or_insert(doubt);
            *first = doubt.min(*first);
        }
    }
    let mut methods: BTreeMap<String, Method> = BTreeMap::new();
    for (id, routine) in routines.all.iter().enumerate().filter(|(_, routine)| routine.is_archiving) {
        let Some(block) = routine.block else { continue };
        let is_it = |it: &&Item| matches!(&it.kind, ItemKind::Function(of) if std::ptr::eq(of, routine.function));
        let Some(item) = block.methods.iter().find(is_it) else { continue };
        let (used_by, may_change) = users.remove(&id).unwrap_or_default();
        let doubt = doubts.iter().filter(|(declares, _)| routine.declares.is_subset(declares)).map(|(_, doubt)| *doubt);
        let doubt = doubt.min().map(|(file, line, why)| {
            let Site { file, line } = site(*file, *line);
            Doubt { why: why.clone(), file, line }
        });
        let path = routines.path(names, id);
        let method = Method {
            method: path.clone(),
            declared_at: site(routine.at.file, item.line),
            never_changes: !used_by.is_empty() && !may_change,
            used_by: used_by.into_iter().collect(),
            doubt,
        };
        match methods.get_mut(&path) {
            // Of several `cfg` variants the first place counts, and what any of them does.
            Some(known) => {
                known.never_changes &= method.never_changes;
                known.used_by.extend(method.used_by);
                known.used_by.sort();
                known.used_by.dedup();
                known.doubt = known.doubt.take().or(method.doubt);
            }
            None => drop(methods.insert(path, method)),
        }
    }
    methods
}

/// The controllers that emitters call, by the ids of these.
fn calls(
    names: &Names,
    annotated: &[Annotated],
    done: &Done,
    site: &impl Fn(usize, u32) -> Site,
) -> BTreeMap<String, Vec<Call>> {
    let controllers: BTreeSet<ItemId> =
        annotated.iter().filter(|it| it.kind == Kind::Controller).map(|it| it.id).collect();
    let mut all: BTreeMap<String, Vec<Call>> = BTreeMap::new();
    for (emitter, did) in done {
        for (file, line, item) in did.reach.calls.iter().filter(|(_, _, item)| controllers.contains(item)) {
            let call = Call { controller: names.path_of(*item), at: site(*file, *line) };
            all.entry(names.path_of(*emitter)).or_default().push(call);
        }
    }
    for calls in all.values_mut() {
        calls.sort();
        calls.dedup();
    }
    all
}
