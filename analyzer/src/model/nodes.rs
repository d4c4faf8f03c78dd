//! A node for each annotated path.

use super::annotated::Annotated;
use super::problems::Problems;
use super::statement::{Linked, programs_with};
use super::states::states;
use super::targets::{Targets, Wanted};
use super::transitions::Transitions;
use crate::digest::Digest;
use crate::parse::outline::{Item, ItemKind, Path, Type};
use crate::parse::{Annotation, Condition, Event};
use crate::resolve::{Def, Definition, Names};
use crate::source::Project;
use ensue_grammar::graph::{Field, HoleReason, Node, NodeKind};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// The nodes of all annotated items and of the externals they name.
pub(super) fn nodes(
    names: &Names,
    project: &Project,
    annotated: &[Annotated],
    targets: &mut Targets<'_>,
    programs: &[Linked],
    problems: &mut Problems<'_>,
) -> Vec<Node> {
    let mut all: BTreeMap<(String, NodeKind), (Node, Condition)> = BTreeMap::new();
    let mut crates = BTreeMap::new();
    let mut archivers: BTreeMap<String, (Transitions, usize)> = BTreeMap::new();
    for it in annotated {
        let definition = names.item(it.id);
        let Some(mut node) = node(names, it, definition, targets, problems) else { continue };
        let krate = names.crate_of(definition.module);
        node.krate.clone_from(&names.krate(krate).label);
        node.package = names.unsaid_package(krate);
        node.file = Some(project.relative(&names.files[definition.file]));
        crates.insert(node.krate.clone(), krate);
        if let Annotation::Archiver(archiver) = &it.says {
            let place = (definition, &it.condition);
            let (known, blocks) = archivers.entry(node.id.clone()).or_default();
            known.join(Transitions::of(names, &node.id, archiver, place, targets, problems));
            *blocks += 1;
        }
        if let Some(external) = &node.performed_by {
            let id = format!("external:{external}");
            let external = Node::new(&*id, NodeKind::External, external);
            all.entry((id, NodeKind::External)).or_insert((external, Condition::Always));
        }
        match all.remove(&(node.id.clone(), node.kind)) {
            None => {
                all.insert((node.id.clone(), node.kind), (node, it.condition.clone()));
            }
            Some((known, when)) => {
                if node.kind != NodeKind::Archiver && (when == Condition::Always || it.condition == Condition::Always) {
                    let line = definition.item.line;
                    let detail = format!("two items are called `{}`: the picture shows them as one", node.id);
                    problems.hole(HoleReason::DuplicateId, definition, line, detail);
                }
                let both = when.or(&it.condition);
                all.insert((node.id.clone(), node.kind), (variants(known, node), both));
            }
        }
    }
    let finish = |(node, when): (Node, Condition)| Node {
        transitions: (node.kind == NodeKind::Archiver)
            .then(|| archivers.remove(&node.id).unwrap_or_default())
            .map(|(of, blocks)| of.told(names, &node.krate, &when, blocks)),
        condition: names.told(&node.krate, &when),
        programs: crates.get(&node.krate).map_or_else(Vec::new, |it| programs_with(programs, names, *it, &when)),
        ..node
    };
    all.into_values().map(finish).collect()
}

/// Two items of one path, of which only one exists at a time; or two impl blocks of one archiver.
fn variants(one: Node, other: Node) -> Node {
    let (mut first, second) =
        if (&one.file, one.line) <= (&other.file, other.line) { (one, other) } else { (other, one) };
    let varies = varying(&first, &second);
    first.varies.extend(varies);
    first.varies.sort();
    first.varies.dedup();
    first.doc = first.doc.or(second.doc);
    first.resource = first.resource.or(second.resource);
    first.states = first.states.or(second.states);
    first.tags.extend(second.tags);
    first.tags.sort();
    first.tags.dedup();
    first.body = match (first.body, second.body) {
        (Some(one), Some(other)) if one != other => Some(Digest::of([one, other])),
        (one, other) => one.or(other),
    };
    first
}

/// What two variants say differently, where they stand and what is joined aside.
fn varying(one: &Node, other: &Node) -> Vec<String> {
    const ASIDE: [&str; 7] = ["file", "line", "doc", "body", "transitions", "states", "varies"];
    let [one, other] = [one, other].map(|node| serde_json::to_value(node).unwrap_or_default());
    let names: BTreeSet<&String> =
        [&one, &other].into_iter().filter_map(Value::as_object).flat_map(Map::keys).collect();
    let differs = |name: &&String| one[name.as_str()] != other[name.as_str()] && !ASIDE.contains(&name.as_str());
    names.into_iter().filter(differs).cloned().collect()
}

fn node(
    names: &Names,
    of: &Annotated,
    at: &Definition,
    targets: &mut Targets<'_>,
    problems: &mut Problems<'_>,
) -> Option<Node> {
    let kind = kind(of)?;
    let id = id(names, of)?;
    let (module, name) = id.rsplit_once("::").unwrap_or(("", &id));
    let mut node = Node::new(&*id, kind, name);
    module.clone_into(&mut node.module);
    node.line = Some(at.item.line);
    node.doc.clone_from(&at.item.doc);
    if let ItemKind::Function(function) = &at.item.kind {
        node.body.clone_from(&function.body);
    }
    match &of.says {
        Annotation::Event(event) => payload(&mut node, event, at),
        Annotation::Effect(effect) => {
            payload(&mut node, &effect.event, at);
            node.performed_by.clone_from(&effect.performed_by);
            node.completes_with = ids_of(&effect.completes_with, Wanted::Event, at, targets, problems);
        }
        Annotation::Handler(handler) => {
            node.exclusive.clone_from(&handler.exclusive);
            node.precondition = handler.precondition.as_ref().map(ToString::to_string);
            node.loops.clone_from(&handler.loops);
            node.moved.clone_from(&handler.moved);
            node.tags.clone_from(&handler.tags);
        }
        Annotation::Controller(controller) => {
            node.route.clone_from(&controller.route);
            node.schedule.clone_from(&controller.schedule);
            let resumed = controller.resumes.as_ref();
            let ids = resumed.map(|path| targets.of(at, path, Wanted::Event, problems)).unwrap_or_default();
            node.resumes = ids.first().map(|(id, _)| (**id).to_owned());
            node.moved.clone_from(&controller.moved);
            node.tags.clone_from(&controller.tags);
        }
        Annotation::Archiver(archiver) => {
            node.resource = archiver.resource.as_ref().map(|path| targets.path_of_type(at, path));
            node.states = states(names, archiver, at, problems);
            node.body = body_of_methods(names, at);
        }
        Annotation::Emits(_) | Annotation::Allow(_) => return None,
    }
    Some(node)
}

fn kind(of: &Annotated) -> Option<NodeKind> {
    use crate::parse::Kind;
    Some(match of.kind {
        Kind::Event => NodeKind::Event,
        Kind::Effect => NodeKind::Effect,
        Kind::Handler => NodeKind::Handler,
        Kind::EffectHandler => NodeKind::EffectHandler,
        Kind::Controller => NodeKind::Controller,
        Kind::Archiver => NodeKind::Archiver,
        _ => return None,
    })
}

/// The path of an item; of an archiver that of its type, wherever the impl block stands.
pub(super) fn id(names: &Names, of: &Annotated) -> Option<String> {
    let definition = names.item(of.id);
    let ItemKind::Impl(block) = &definition.item.kind else { return Some(names.path_of(of.id)) };
    let Type::Path(path, _) = &block.self_ty else { return None };
    match names.resolve_type(definition.module, path).first() {
        Some((Def::Item(id), _)) => Some(names.path_of(*id)),
        // A type that a macro makes: most likely beside its impl block.
        _ => Some(format!("{}::{}", names.module_path(definition.module), path.last())),
    }
}

fn payload(node: &mut Node, event: &Event, at: &Definition) {
    node.stable_name = Some(event.name.clone().unwrap_or_else(|| at.item.name.clone()));
    node.version = Some(event.version);
    node.moved.clone_from(&event.moved);
    node.tags.clone_from(&event.tags);
    node.fields = match &at.item.kind {
        ItemKind::Struct(it) => Some(it.fields.clone()),
        ItemKind::Enum(it) => Some(it.fields.clone()),
        _ => Some(Vec::<Field>::new()),
    };
}

/// The ids that names mean, sorted.
fn ids_of(
    paths: &[Path],
    wanted: Wanted,
    at: &Definition,
    targets: &mut Targets<'_>,
    problems: &mut Problems<'_>,
) -> Vec<String> {
    let found = paths.iter().flat_map(|path| targets.of(at, path, wanted, problems));
    let mut ids: Vec<String> = found.map(|(id, _)| (*id).to_owned()).collect();
    ids.sort();
    ids.dedup();
    ids
}

fn body_of_methods(names: &Names, at: &Definition) -> Option<String> {
    let ItemKind::Impl(block) = &at.item.kind else { return None };
    let mut bodies: Vec<String> = Vec::new();
    let exists = |method: &&Item| names.settled(at.module, &method.condition) != Condition::Never;
    for method in block.methods.iter().filter(exists) {
        if let ItemKind::Function(function) = &method.kind {
            bodies.push(format!("{} {}", method.name, function.body.as_deref().unwrap_or_default()));
        }
    }
    bodies.sort();
    (!bodies.is_empty()).then(|| Digest::of(&bodies))
}
