//! Which items are annotated, and what their annotations say.

use super::hidden;
use super::problems::Problems;
use super::stretches::Workers;
use super::targets::is_ambiguous;
use crate::parse::outline::{Attribute, Impl, Item, ItemKind, Path};
use crate::parse::{self, Annotation, Condition, Kind, Mistake, Reading, Renamed, Spot};
use crate::resolve::{self, Def, Definition, ItemId, ModuleId, Names, Namespace};
use crate::rules::Rule;
use crate::source::Tree;
use ensue_grammar::graph::HoleReason;
use std::collections::BTreeMap;
use std::ops::Range;

/// An item with an annotation that could be read.
pub(super) struct Annotated {
    pub(super) id: ItemId,
    pub(super) kind: Kind,
    pub(super) says: Annotation,
    /// When the item exists with this annotation.
    pub(super) condition: Condition,
    /// Where in the file of the item it stands.
    pub(super) spot: Spot,
}

/// The annotated items in the order in which they were found.
pub(super) struct Found {
    /// What has a role in the graph.
    pub(super) roles: Vec<Annotated>,
    /// `#[allow]`, on some of these.
    pub(super) allows: Vec<Annotated>,
}

/// What annotations under other names than the usual ones say, by item, place, and what they are taken for.
type AsRenamed = BTreeMap<(ItemId, usize, Kind), Reading>;

/// The attributes that are annotations, by item.
type Ours<'a> = BTreeMap<ItemId, Vec<Own<'a>>>;

/// An attribute that is an annotation of ours.
struct Own<'a> {
    attribute: &'a Attribute,
    kind: Kind,
    /// When the item exists, with the attribute, and the attribute's name means it.
    condition: Condition,
}

/// Finds the annotated items; all else that looks like an annotation is a hole.
pub(super) fn find(tree: &dyn Tree, names: &Names, workers: Workers, problems: &mut Problems<'_>) -> Found {
    let macros = hidden::macros_that_annotate(names, problems);
    let ours: Ours<'_> = problems
        .of_parts(names.item_count(), workers, |stretch, problems| annotations(names, stretch, problems))
        .into_iter()
        .flatten()
        .collect();
    let renamed = renamed(tree, names, &ours);
    let read = problems.of_parts(names.item_count(), workers, |stretch, problems| {
        let mut found = Vec::new();
        for (id, definition) in names.items_in(stretch) {
            let ours = ours.get(&id).map_or(&[][..], Vec::as_slice);
            says(names, id, ours, &renamed, problems, &mut found);
            match &definition.item.kind {
                ItemKind::Invocation(invocation) => {
                    hidden::in_invocation(names, (id, definition), invocation, &macros, problems);
                }
                ItemKind::Impl(block) if !block.is_mute() => {
                    let is_archiver = ours.iter().any(|it| it.kind == Kind::Archiver);
                    methods(names, definition, block, is_archiver, problems);
                    proofs(names, definition, block, problems);
                }
                _ => {}
            }
        }
        found
    });
    let (allows, roles) = read.into_iter().flatten().partition(|it| it.kind == Kind::Allow);
    Found { roles, allows }
}

/// Which attributes of a stretch of items are annotations.
fn annotations<'a>(
    names: &'a Names,
    stretch: Range<usize>,
    problems: &mut Problems<'_>,
) -> Vec<(ItemId, Vec<Own<'a>>)> {
    let mut found = Vec::new();
    for (id, definition) in names.items_in(stretch) {
        let mut ours = Vec::new();
        for attribute in &definition.item.attributes {
            let written = if names.rules().follow(Rule::CfgAttr) { &attribute.condition } else { &Condition::Always };
            let with_it = definition.condition.and(&names.settled(definition.module, written));
            if with_it == Condition::Never {
                continue;
            }
            for (kind, named) in kinds_of(names, definition, attribute, problems) {
                let condition = with_it.and(&named);
                if condition != Condition::Never {
                    ours.push(Own { attribute, kind, condition });
                }
            }
        }
        if !ours.is_empty() {
            found.push((id, ours));
        }
    }
    found
}

/// What the annotations of one item say.
fn says(
    names: &Names,
    id: ItemId,
    ours: &[Own<'_>],
    renamed: &AsRenamed,
    problems: &mut Problems<'_>,
    found: &mut Vec<Annotated>,
) {
    let definition = names.item(id);
    let roles = || ours.iter().filter(|it| it.kind != Kind::Allow);
    if let Some(first) = roles().min_by_key(|it| it.attribute.position) {
        hidden::behind_attributes(names, definition, first.attribute, problems);
    }
    for Own { attribute, kind, condition } in ours {
        let kind = *kind;
        let usual = attribute.reading.clone().filter(|reading| reading.kind == kind);
        let Some(reading) = usual.or_else(|| renamed.get(&(id, attribute.position, kind)).cloned()) else {
            let detail = format!("`#[{}]` could not be read again: run the analysis once more", attribute.path);
            problems.hole(HoleReason::Unreadable, definition, attribute.path.line, detail);
            continue;
        };
        let Reading { says, mut mistakes, .. } = reading;
        // The grammar goes by names alone; an attribute of another crate is no second role.
        let is_second = |it: &Own<'_>| it.attribute.position != attribute.position;
        mistakes.retain(|mistake| mistake.code != "two_roles" || roles().any(is_second));
        report(problems, definition, &mistakes);
        if let Some(says) = says {
            let condition = condition.clone();
            let spot = Spot { item: attribute.item, position: attribute.position };
            found.push(Annotated { id, kind, says, condition, spot });
        }
    }
}

/// What stands on methods and means nothing there.
fn methods(names: &Names, at: &Definition, block: &Impl, is_archiver: bool, problems: &mut Problems<'_>) {
    let exists = |method: &&Item| names.settled(at.module, &method.condition) != Condition::Never;
    for (method, attribute) in
        block.methods.iter().filter(exists).flat_map(|it| it.attributes.iter().map(move |of| (it, of)))
    {
        let remedy = |kind: Kind| match kind {
            Kind::Emits => None,
            Kind::Transition if is_archiver => None,
            Kind::Transition => Some("put `#[archiver(resource = ..)]` on the `impl` block"),
            _ => Some("write a function outside of the `impl` block"),
        };
        let meant = annotations_of(names, at.module, &attribute.path);
        let Some(misplaced) = meant.into_iter().find_map(remedy) else { continue };
        let message = format!("`#[{}]` on the method `{}` means nothing: {misplaced}", attribute.path, method.name);
        problems.mistake("wrong_item", HoleReason::Annotation, at, &attribute.path, message);
    }
}

/// `impl Emits<..> for ..` by hand, and whatever else could emit what no annotation declares.
fn proofs(names: &Names, at: &Definition, block: &Impl, problems: &mut Problems<'_>) {
    let Some(of) = &block.of_trait else { return };
    if names.resolve_type(at.module, &of.path).iter().any(|(def, _)| is_proof(def)) {
        let message = format!(
            "`impl {} for ..` is written by hand: remove it, and declare what is emitted in an annotation",
            of.path
        );
        problems.mistake("hand_written_emits", HoleReason::HandWrittenEmits, at, &of.path, message);
    }
}

/// What an attribute of a method, or of any function outside of archivers, says as `#[emits]`.
pub(super) fn emits_of(names: &Names, at: ModuleId, attributes: &[Attribute]) -> Option<parse::Emissions> {
    let own = attributes.iter().find(|it| annotations_of(names, at, &it.path).contains(&Kind::Emits))?;
    match own.reading.as_ref()?.says.as_ref()? {
        Annotation::Emits(emissions) => Some(emissions.clone()),
        _ => None,
    }
}

/// The annotations with a role that a path names, if it names any.
fn annotations_of(names: &Names, at: ModuleId, path: &Path) -> Vec<Kind> {
    let any = any_annotations_of(names, at, path).into_iter().map(|(kind, _)| kind);
    any.filter(|kind| *kind != Kind::Allow).collect()
}

/// The annotations that a path names, and when it does.
fn any_annotations_of(names: &Names, at: ModuleId, path: &Path) -> Vec<(Kind, Condition)> {
    let by_name = || Kind::from_name(path.last()).map(|kind| (kind, Condition::Always)).into_iter().collect();
    if !names.rules().follow(Rule::AttributeNames) {
        return by_name();
    }
    let meanings = names.resolve(at, path, Namespace::Macros);
    let found: Vec<_> =
        meanings.into_iter().filter_map(|(def, when)| Some((resolve::annotation(&def)?, when))).collect();
    let is_bare = path.segments.len() == 1 && !path.absolute;
    if found.is_empty() && is_bare && names.has_our_macros(at) { by_name() } else { found }
}

fn kinds_of(
    names: &Names,
    at: &Definition,
    attribute: &Attribute,
    problems: &mut Problems<'_>,
) -> Vec<(Kind, Condition)> {
    let path = &attribute.path;
    let found = any_annotations_of(names, at.module, path);
    if is_ambiguous(&found.iter().map(|(_, when)| when)) {
        let all: Vec<String> = found.iter().map(|(kind, _)| format!("`ensue::{}`", kind.name())).collect();
        let detail = format!("`#[{path}]` can mean {}: name one by its whole path", all.join(" or "));
        problems.mistake("ambiguous_name", HoleReason::AmbiguousName, at, path, detail);
        return Vec::new();
    }
    if !found.is_empty() || attribute.may_be_helper {
        return found;
    }
    if is_blocked(names, at.module, path) {
        let detail = format!("`#[{path}]` leads into a module whose names are not all known: it may be an annotation");
        problems.hole(HoleReason::UnresolvedName, at, path.line, detail);
    } else if looks_forgotten(names, at.module, path) {
        if let Some(outside) = names.outside_globs(at.module).first() {
            let detail = format!("`#[{path}]` may come from `use {outside}::*`, whose source is not in the tree");
            problems.hole(HoleReason::ExternalCrate, at, path.line, detail);
        } else {
            let name = path.last();
            let detail = format!("`#[{path}]` leads nowhere: write `use ensue::{name};` if that is meant");
            problems.hole(HoleReason::UnresolvedName, at, path.line, detail);
        }
    }
    found
}

/// Whether a path means nothing, and could were all names of the modules on its way known.
fn is_blocked(names: &Names, at: ModuleId, path: &Path) -> bool {
    names.knows_ensue(at) && names.resolve(at, path, Namespace::Macros).is_empty() && names.is_blocked(at, path)
}

/// Whether a path has the name of an annotation and means nothing, though its crate depends on Ensue.
fn looks_forgotten(names: &Names, at: ModuleId, path: &Path) -> bool {
    let is_known = Kind::from_name(path.last()).is_some_and(|kind| kind != Kind::Allow);
    let start = Path { segments: path.segments.iter().take(1).cloned().collect(), ..path.clone() };
    let starts_here = path.segments.len() == 1 || !names.resolve(at, &start, Namespace::Types).is_empty();
    is_known && starts_here && names.knows_ensue(at) && names.resolve(at, path, Namespace::Macros).is_empty()
}

/// What annotations under other names than the usual ones say, by item and place. Each file is read again once.
fn renamed(tree: &dyn Tree, names: &Names, ours: &Ours<'_>) -> AsRenamed {
    let mut by_file: BTreeMap<usize, Vec<(ItemId, Renamed)>> = BTreeMap::new();
    for (id, annotations) in ours {
        for Own { attribute, kind, .. } in annotations {
            if attribute.reading.as_ref().is_none_or(|reading| reading.kind != *kind) {
                let renamed = Renamed { kind: *kind, item: attribute.item, position: attribute.position };
                by_file.entry(names.item(*id).file).or_default().push((*id, renamed));
            }
        }
    }
    let mut found = AsRenamed::new();
    for (file, of_file) in by_file {
        let bytes = match names.made.get(&file) {
            Some(made) => Ok(made.piece.text.clone().into_bytes()),
            None => tree.read(&names.files[file]),
        };
        let Ok(bytes) = bytes else { continue };
        let attributes: Vec<Renamed> = of_file.iter().map(|(_, renamed)| *renamed).collect();
        for ((id, renamed), reading) in of_file.into_iter().zip(parse::read_renamed(&bytes, &attributes)) {
            found.extend(reading.map(|reading| ((id, renamed.position, renamed.kind), reading)));
        }
    }
    found
}

fn report(problems: &mut Problems<'_>, at: &Definition, mistakes: &[Mistake]) {
    for mistake in mistakes {
        let told =
            problems.mistake_in(&mistake.code, HoleReason::Annotation, at, mistake.line, mistake.message.clone());
        (told.column, told.written) = (Some(mistake.column), mistake.written.clone());
    }
}

/// Whether this is one of the traits that attributes alone implement.
fn is_proof(def: &Def) -> bool {
    matches!(def, Def::Ensue(path) if parse::PROOF.contains(&path.as_str()))
}

/// Whether an attribute that a macro writes or is given may be an annotation.
pub(super) fn could_be_ours(names: &Names, at: ModuleId, path: &Path) -> bool {
    if !annotations_of(names, at, path).is_empty() {
        return true;
    }
    // Where the macro is called the name may be ours although it is nothing here.
    looks_forgotten(names, at, path)
}
