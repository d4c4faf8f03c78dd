//! Every function that takes a context, with what it may do through it.

use super::annotated::{Annotated, emits_of};
use super::targets::{Targets, Wanted};
use crate::parse::outline::{Attribute, Bound, Function, Generic, Impl, Item, ItemKind, Path, Type};
use crate::parse::{Annotation, Emissions};
use crate::resolve::{Def, Definition, ItemId, Names, Namespace};
use std::collections::{BTreeMap, BTreeSet};

/// Traits that ask for traits that ask for more.
const MAX_SUPERTRAITS: usize = 256;

/// How a context is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Verb {
    Emit,
    Schedule,
    Request,
}

impl Verb {
    pub(super) fn wanted(self) -> Wanted {
        match self {
            Verb::Emit | Verb::Schedule => Wanted::Event,
            Verb::Request => Wanted::Effect,
        }
    }
}

/// Something that is done: a verb, and the id of an event or effect.
pub(super) type Deed = (Verb, String);

/// A function or method that takes a context.
pub(super) struct Routine<'a> {
    /// As in `through`.
    pub(super) path: String,
    /// The item that it is, or the impl block that it stands in.
    pub(super) at: &'a Definition,
    pub(super) function: &'a Function,
    /// The type of `self`.
    pub(super) this: Option<ItemId>,
    /// What its callers must declare.
    pub(super) declares: BTreeSet<Deed>,
    /// Whether its context is that of one emitter: it may do what that declares, and does what its body says.
    pub(super) is_pinned: bool,
}

/// All routines, and how calls find them.
#[derive(Default)]
pub(super) struct Routines<'a> {
    pub(super) all: Vec<Routine<'a>>,
    pub(super) by_item: BTreeMap<ItemId, usize>,
    /// Of a type and its method; several with `cfg`.
    pub(super) by_method: BTreeMap<(ItemId, String), Vec<usize>>,
    /// Methods of any type.
    pub(super) by_name: BTreeMap<String, Vec<usize>>,
    /// Types that implement a trait of the tree.
    pub(super) implementors: BTreeMap<ItemId, BTreeSet<ItemId>>,
}

/// Finds them all.
pub(super) fn collect<'a>(names: &'a Names, annotated: &[Annotated], targets: &mut Targets<'_>) -> Routines<'a> {
    let says: BTreeMap<ItemId, Vec<&Annotation>> = annotated.iter().fold(BTreeMap::new(), |mut all, it| {
        all.entry(it.id).or_insert_with(Vec::new).push(&it.says);
        all
    });
    let collect = Collect { names, targets, says: &says };
    let mut routines = Routines::default();
    for (id, definition) in names.items() {
        match &definition.item.kind {
            ItemKind::Function(function) if !function.is_mute() => {
                if let Some((declares, is_pinned)) = collect.of_function(id, definition, function) {
                    routines.by_item.insert(id, routines.all.len());
                    let (path, at) = (names.path_of(id), definition);
                    routines.all.push(Routine { path, at, function, this: None, declares, is_pinned });
                }
            }
            ItemKind::Impl(block) if !block.is_mute() => collect.methods(id, definition, block, &mut routines),
            _ => {}
        }
    }
    routines
}

struct Collect<'a, 's> {
    names: &'a Names,
    targets: &'s Targets<'s>,
    says: &'s BTreeMap<ItemId, Vec<&'s Annotation>>,
}

impl<'a> Collect<'a, '_> {
    fn methods(&self, id: ItemId, at: &'a Definition, block: &'a Impl, routines: &mut Routines<'a>) {
        let Type::Path(path, _) = &block.self_ty else { return };
        let found = self.names.resolve_type(at.module, path);
        let Some((Def::Item(this), _)) = found.first() else { return };
        if let Some(of) = &block.of_trait {
            for (def, _) in self.names.resolve_type(at.module, &of.path) {
                if let Def::Item(of) = def {
                    routines.implementors.entry(of).or_default().insert(*this);
                }
            }
        }
        let archiver = self.says.get(&id).into_iter().flatten().find_map(|says| match says {
            Annotation::Archiver(archiver) => Some(archiver),
            _ => None,
        });
        for method in &block.methods {
            let Item { kind: ItemKind::Function(function), name, attributes, .. } = method else { continue };
            let in_archiver = archiver.and_then(|it| it.methods.iter().find(|it| it.name == *name));
            let own = self.of_context(at, attributes, function, &block.generics);
            if own.is_none() && in_archiver.is_none() {
                continue;
            }
            let (mut declares, is_pinned) = own.unwrap_or_default();
            declares.extend(in_archiver.into_iter().flat_map(|it| self.deeds(at, &it.emissions)));
            let index = routines.all.len();
            routines.by_method.entry((*this, name.clone())).or_default().push(index);
            routines.by_name.entry(name.clone()).or_default().push(index);
            let path = format!("{}::{name}", self.names.path_of(*this));
            routines.all.push(Routine { path, at, function, this: Some(*this), declares, is_pinned });
        }
    }

    fn of_function(&self, id: ItemId, at: &'a Definition, function: &Function) -> Option<(BTreeSet<Deed>, bool)> {
        let declared = self.declared(id);
        if declared.is_empty() {
            return self.of_context(at, &at.item.attributes, function, &[]);
        }
        Some((declared.iter().flat_map(|it| self.deeds(at, it)).collect(), false))
    }

    /// What an annotated function declares.
    fn declared(&self, id: ItemId) -> Vec<&Emissions> {
        let says = self.says.get(&id).into_iter().flatten();
        says.filter_map(|says| match says {
            Annotation::Handler(it) => Some(&it.emissions),
            Annotation::Controller(it) => Some(&it.emissions),
            Annotation::Emits(it) => Some(it),
            _ => None,
        })
        .collect()
    }

    /// What the type of a context and `#[emits]` declare; `None` for a function without a context.
    fn of_context(
        &self,
        at: &'a Definition,
        attributes: &[Attribute],
        function: &Function,
        around: &[Generic],
    ) -> Option<(BTreeSet<Deed>, bool)> {
        let emitter = function.parameters.iter().filter(|it| it.by_mut).find_map(|it| self.emitter(at, &it.ty))?;
        let mut declares = BTreeSet::new();
        if let Some(emissions) = emits_of(self.names, at.module, attributes) {
            declares.extend(self.deeds(at, &emissions));
        }
        let mut is_pinned = false;
        match emitter {
            Type::Bounds(bounds) => self.bounds(at, bounds, &mut declares),
            Type::Path(path, _) => {
                let is_generic = |it: &&Generic| path.segments.len() == 1 && it.name == path.last();
                let mut generics = function.generics.iter().chain(around).filter(is_generic).peekable();
                if generics.peek().is_none() {
                    for (def, _) in self.names.resolve(at.module, path, Namespace::Values) {
                        let Def::Item(id) = def else { continue };
                        is_pinned = true;
                        let emitter = self.names.item(id);
                        declares.extend(self.declared(id).into_iter().flat_map(|it| self.deeds(emitter, it)));
                    }
                }
                generics.for_each(|generic| self.bounds(at, &generic.bounds, &mut declares));
            }
            Type::Tuple(_) | Type::Other => {}
        }
        Some((declares, is_pinned))
    }

    /// The emitter in `Cx<'_, C>`, if the type is a context; [`Type::Other`] when it is left out.
    fn emitter<'t>(&self, at: &Definition, ty: &'t Type) -> Option<&'t Type> {
        let Type::Path(path, arguments) = ty else { return None };
        let found = self.names.resolve_type(at.module, path);
        let is_context = found.iter().any(|(def, _)| *def == Def::Ensue("Cx".to_owned()));
        is_context.then(|| arguments.first().unwrap_or(&Type::Other))
    }

    /// What `Emits<E> + Schedules<F> + Requests<G>` ask for, and traits of the tree that ask for them.
    fn bounds(&self, at: &Definition, bounds: &[Bound], into: &mut BTreeSet<Deed>) {
        let mut open: Vec<(&Definition, &Bound)> = bounds.iter().map(|bound| (at, bound)).collect();
        let mut seen = BTreeSet::new();
        while let Some((at, bound)) = open.pop() {
            for (def, _) in self.names.resolve_type(at.module, &bound.path) {
                match def {
                    Def::Ensue(name) => {
                        let verb = match name.as_str() {
                            "Emits" => Verb::Emit,
                            "Schedules" => Verb::Schedule,
                            "Requests" => Verb::Request,
                            _ => continue,
                        };
                        if let Some(Type::Path(path, _)) = bound.arguments.first() {
                            into.extend(self.deed(at, verb, path));
                        }
                    }
                    Def::Item(id) if seen.len() < MAX_SUPERTRAITS && seen.insert(id) => {
                        let definition = self.names.item(id);
                        if let ItemKind::Trait(it) = &definition.item.kind {
                            open.extend(it.supertraits.iter().map(|bound| (definition, bound)));
                        }
                    }
                    _ => {}
                }
            }
        }
    }

    fn deeds(&self, at: &Definition, emissions: &Emissions) -> BTreeSet<Deed> {
        let lists = [
            (Verb::Emit, &emissions.emits),
            (Verb::Schedule, &emissions.schedules),
            (Verb::Request, &emissions.requests),
        ];
        lists
            .into_iter()
            .flat_map(|(verb, paths)| paths.iter().flat_map(move |path| self.deed(at, verb, path)))
            .collect()
    }

    fn deed(&self, at: &Definition, verb: Verb, path: &Path) -> Vec<Deed> {
        let found = self.targets.quietly(at, path).into_iter();
        found.filter(|(wanted, _)| *wanted == verb.wanted()).map(|(_, id)| (verb, id)).collect()
    }
}
