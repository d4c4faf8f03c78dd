//! Which items are annotated, and what their annotations say.

use super::problems::Problems;
use crate::parse::outline::{Attribute, Impl, Invocation, Item, ItemKind, Path};
use crate::parse::{self, Annotation, Condition, Kind, Mistake};
use crate::resolve::{self, Def, Definition, ItemId, ModuleId, Names, Namespace};
use crate::source::Tree;
use ensue_grammar::graph::HoleReason;
use std::collections::BTreeMap;

/// An item with an annotation that could be read.
pub(super) struct Annotated {
    pub(super) id: ItemId,
    pub(super) kind: Kind,
    pub(super) says: Annotation,
    /// When the item exists with this annotation.
    pub(super) condition: Condition,
}

/// The annotated items in the order in which they were found; all else that looks like an annotation is a hole.
pub(super) fn find(tree: &dyn Tree, names: &Names, problems: &mut Problems<'_>) -> Vec<Annotated> {
    let macros = macros_that_annotate(names);
    let mut found = Vec::new();
    for (id, definition) in names.items() {
        let attributes = definition.item.attributes.iter();
        let ours: Vec<(&Attribute, Kind)> =
            attributes.filter_map(|it| Some((it, kind_of(names, definition, it, problems)?))).collect();
        for (attribute, kind) in &ours {
            let kind = *kind;
            let Some((says, mut mistakes)) = read(tree, names, definition, attribute, kind) else { continue };
            // The grammar goes by names alone; an attribute of another crate is no second role.
            mistakes.retain(|mistake| mistake.code != "two_roles" || ours.len() > 1);
            report(problems, definition, &mistakes);
            if let Some(says) = says {
                let condition = definition.condition.and(&attribute.condition);
                found.push(Annotated { id, kind, says, condition });
            }
        }
        match &definition.item.kind {
            ItemKind::Invocation(invocation) => hidden(names, definition, invocation, &macros, problems),
            ItemKind::Impl(block) => {
                let is_archiver = ours.iter().any(|(_, kind)| *kind == Kind::Archiver);
                methods(names, definition, block, is_archiver, problems);
                proofs(names, definition, block, problems);
            }
            _ => {}
        }
    }
    found
}

/// What stands on methods and means nothing there.
fn methods(names: &Names, at: &Definition, block: &Impl, is_archiver: bool, problems: &mut Problems<'_>) {
    for (method, attribute) in block.methods.iter().flat_map(|it| it.attributes.iter().map(move |of| (it, of))) {
        let misplaced = match annotation_of(names, at.module, &attribute.path) {
            Some(Kind::Emits) | None => continue,
            Some(Kind::Transition) if is_archiver => continue,
            Some(Kind::Transition) => "put `#[archiver(resource = ..)]` on the `impl` block",
            Some(_) => "write a function outside of the `impl` block",
        };
        let message = format!("`#[{}]` on the method `{}` means nothing: {misplaced}", attribute.path, method.name);
        problems.mistake("wrong_item", HoleReason::Annotation, at, attribute.path.line, message);
    }
}

/// `impl Emits<..> for ..` by hand.
fn proofs(names: &Names, at: &Definition, block: &Impl, problems: &mut Problems<'_>) {
    let Some(of) = &block.of_trait else { return };
    if names.resolve_type(at.module, &of.path).iter().any(|(def, _)| is_proof(def)) {
        let message = format!(
            "`impl {}<..> for ..` is written by hand: remove it, and declare what is emitted in the annotation",
            of.path
        );
        problems.mistake("hand_written_emits", HoleReason::HandWrittenEmits, at, at.item.line, message);
    }
}

/// What an attribute of a method, or of any function outside of archivers, says as `#[emits]`.
pub(super) fn emits_of(names: &Names, at: ModuleId, attributes: &[Attribute]) -> Option<parse::Emissions> {
    let own = attributes.iter().find(|it| annotation_of(names, at, &it.path) == Some(Kind::Emits))?;
    match own.reading.as_ref()?.says.as_ref()? {
        Annotation::Emits(emissions) => Some(emissions.clone()),
        _ => None,
    }
}

/// The annotation that a path names, if it is one.
fn annotation_of(names: &Names, at: ModuleId, path: &Path) -> Option<Kind> {
    let found = names.resolve(at, path, Namespace::Macros).iter().find_map(|(def, _)| resolve::annotation(def));
    let by_macro_use = || {
        let is_bare = path.segments.len() == 1 && !path.absolute;
        Kind::from_name(path.last()).filter(|_| is_bare && names.has_our_macros(at))
    };
    found.or_else(by_macro_use).filter(|kind| *kind != Kind::Allow)
}

fn kind_of(names: &Names, at: &Definition, attribute: &Attribute, problems: &mut Problems<'_>) -> Option<Kind> {
    let path = &attribute.path;
    let found = annotation_of(names, at.module, path);
    if found.is_none() && !attribute.may_be_helper && looks_forgotten(names, at.module, path) {
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

/// Whether a path has the name of an annotation and means nothing, though its crate depends on Ensue.
fn looks_forgotten(names: &Names, at: ModuleId, path: &Path) -> bool {
    let is_known = Kind::from_name(path.last()).is_some_and(|kind| kind != Kind::Allow);
    let start = Path { segments: path.segments.iter().take(1).cloned().collect(), ..path.clone() };
    let starts_here = path.segments.len() == 1 || !names.resolve(at, &start, Namespace::Types).is_empty();
    is_known && starts_here && names.knows_ensue(at) && names.resolve(at, path, Namespace::Macros).is_empty()
}

/// What the attribute says as an annotation of `kind`: read already under its usual name, else read again.
fn read(
    tree: &dyn Tree,
    names: &Names,
    definition: &Definition,
    attribute: &Attribute,
    kind: Kind,
) -> Option<(Option<Annotation>, Vec<Mistake>)> {
    if let Some(reading) = attribute.reading.as_ref().filter(|reading| reading.kind == kind) {
        return Some((reading.says.clone(), reading.mistakes.clone()));
    }
    let bytes = tree.read(&names.files[definition.file]).ok()?;
    let reading = parse::read_as(kind, &bytes, attribute.item.clone(), attribute.position)?;
    Some((reading.says, reading.mistakes))
}

fn report(problems: &mut Problems<'_>, at: &Definition, mistakes: &[Mistake]) {
    for mistake in mistakes {
        problems.mistake(&mistake.code, HoleReason::Annotation, at, mistake.line, mistake.message.clone());
    }
}

fn is_proof(def: &Def) -> bool {
    let Def::Ensue(path) = def else { return false };
    ["Emits", "Schedules", "Requests", "EmittedBy", "ScheduledBy", "RequestedBy"].contains(&path.as_str())
}

/// The macros of the tree whose rules write annotations, by name.
fn macros_that_annotate(names: &Names) -> BTreeMap<String, Vec<ItemId>> {
    let mut found: BTreeMap<String, Vec<ItemId>> = BTreeMap::new();
    for (id, definition) in names.items() {
        if let ItemKind::MacroRules(rules) = &definition.item.kind
            && rules.attributes.iter().any(|path| could_be_ours(names, definition.module, path))
        {
            found.entry(definition.item.name.clone()).or_default().push(id);
        }
    }
    found
}

/// What an invocation may hide: annotations in its own tokens, or in those of the macro.
fn hidden(
    names: &Names,
    at: &Definition,
    invocation: &Invocation,
    macros: &BTreeMap<String, Vec<ItemId>>,
    problems: &mut Problems<'_>,
) {
    let line = at.item.line;
    let path = &invocation.path;
    if let Some(written) = invocation.attributes.iter().find(|it| could_be_ours(names, at.module, it)) {
        let detail = if path.segments.is_empty() {
            format!("`#[{written}]` in syntax that is not understood")
        } else {
            format!("`{path}!` is given `#[{written}]`: what it makes of it is not seen")
        };
        return problems.hole(HoleReason::MacroGenerated, at, line, detail);
    }
    let meant = names.resolve(at.module, path, Namespace::Macros);
    let annotates = macros.get(path.last()).into_iter().flatten().any(|id| {
        // Names of `macro_rules` are also known by the order of the text; in doubt it is this macro.
        meant.is_empty() || meant.iter().any(|(def, _)| *def == Def::Item(*id))
    });
    if annotates || meant.iter().any(|(def, _)| is_annotating(names, macros, def)) {
        let detail = format!("`{path}!` makes annotated items: they are not seen");
        problems.hole(HoleReason::MacroGenerated, at, line, detail);
    }
}

fn is_annotating(names: &Names, macros: &BTreeMap<String, Vec<ItemId>>, def: &Def) -> bool {
    let Def::Item(id) = def else { return false };
    let Item { name, .. } = &*names.item(*id).item;
    macros.get(name).is_some_and(|known| known.contains(id))
}

fn could_be_ours(names: &Names, at: ModuleId, path: &Path) -> bool {
    if annotation_of(names, at, path).is_some() {
        return true;
    }
    // Where the macro is called the name may be ours although it is nothing here.
    looks_forgotten(names, at, path)
}
