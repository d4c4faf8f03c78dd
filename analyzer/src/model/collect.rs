//! Finds every function of the tree, and what its signature and its annotations say.

use super::annotated::{Annotated, emits_of};
use super::routines::{Deed, Owner, Routine, Routines, Verb, is_context};
use super::stretches::{Workers, on_stretches};
use super::targets::Targets;
use crate::parse::body::Made;
use crate::parse::later::Later;
use crate::parse::outline::{Attribute, Bound, Function, Generic, Impl, Item, ItemKind, Path, Type};
use crate::parse::{Annotation, Condition, Emissions, Method};
use crate::resolve::{Def, Definition, ItemId, Names, Namespace};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Traits that ask for traits that ask for more.
const MAX_SUPERTRAITS: usize = 256;

/// Traits of the language that let nobody emit.
const PLAIN_TRAITS: &[&str] = &["Clone", "Copy", "Debug", "Send", "Sized", "Sync", "Unpin"];

/// Finds them all.
pub(super) fn collect<'a>(
    names: &'a Names,
    annotated: &[Annotated],
    targets: &Targets<'_>,
    workers: Workers,
) -> Routines<'a> {
    let says: BTreeMap<ItemId, Vec<&Annotation>> = annotated.iter().fold(BTreeMap::new(), |mut all, it| {
        all.entry(it.id).or_insert_with(Vec::new).push(&it.says);
        all
    });
    let collect = Collect { names, targets, says: &says };
    let mut routines = Routines::default();
    for part in on_stretches(names.item_count(), workers, |stretch| collect.of(stretch)) {
        routines.append(part);
    }
    collect.mute_methods(&mut routines);
    routines
}

struct Collect<'a, 's> {
    names: &'a Names,
    targets: &'s Targets<'s>,
    says: &'s BTreeMap<ItemId, Vec<&'s Annotation>>,
}

impl<'a> Collect<'a, '_> {
    /// Those of a stretch of items.
    fn of(&self, stretch: Range<usize>) -> Routines<'a> {
        let mut routines = Routines::default();
        for (id, definition) in self.names.items_in(stretch) {
            match &definition.item.kind {
                ItemKind::Function(function) => {
                    routines.by_item.insert(id, routines.all.len());
                    self.add(self.function(id, definition, function), &mut routines);
                }
                ItemKind::Impl(block) if !block.is_mute() => self.methods(id, definition, block, &mut routines),
                ItemKind::Trait(it) if !it.is_mute() => {
                    for method in &it.methods {
                        let ItemKind::Function(function) = &method.kind else { continue };
                        if !self.exists(definition, method) {
                            continue;
                        }
                        let mut routine =
                            Routine { owner: Some(Owner::Item(id)), ..self.plain(definition, &method.name, function) };
                        self.of_context(&mut routine, &[], &[]);
                        self.add(routine, &mut routines);
                    }
                }
                _ => {}
            }
        }
        routines
    }

    fn plain(&self, at: &'a Definition, name: &'a str, function: &'a Later<Function>) -> Routine<'a> {
        let does = if function.is_mute() { None } else { function.does.as_ref() };
        Routine {
            at,
            name,
            function,
            body: does.map(|does| does.where_test(self.names.tests_in(at.module))),
            block: None,
            owner: None,
            outer: None,
            declares: BTreeSet::new(),
            is_bounded: false,
            is_archiving: false,
            is_emitter: false,
        }
    }

    fn function(&self, id: ItemId, definition: &'a Definition, function: &'a Later<Function>) -> Routine<'a> {
        let declared = self.declared(id);
        let mut routine = self.plain(definition, &definition.item.name, function);
        if function.is_mute() {
            // Its signature is read when its result matters.
        } else if declared.is_empty() {
            self.of_context(&mut routine, &definition.item.attributes, &[]);
        } else {
            routine.declares = declared.iter().flat_map(|it| self.deeds(definition, it)).collect();
            let helps = |says: &&&Annotation| matches!(says, Annotation::Emits(_));
            routine.is_emitter = self.says.get(&id).into_iter().flatten().any(|says| !helps(&says));
            routine.is_bounded = !routine.is_emitter && self.is_bounded(definition, function);
        }
        routine
    }

    fn methods(&self, id: ItemId, at: &'a Definition, block: &'a Impl, routines: &mut Routines<'a>) {
        let owner = self.owner(at, block);
        if let Some(of) = &block.of_trait {
            for (def, _) in self.names.resolve_type(at.module, &of.path) {
                let Def::Item(of) = def else { continue };
                let known = routines.implementors.entry(of).or_default();
                match owner {
                    Some(owner) => drop(known.types.insert(owner)),
                    None => known.are_more = true,
                }
                if let Some(owner) = owner {
                    routines.traits.entry(owner).or_default().insert(of);
                }
            }
        }
        let Some(owner) = owner else { return };
        let constants = block.constants.iter().map(|(name, ty)| ((owner, name.as_str()), (at, ty)));
        routines.constants.extend(constants);
        let archiver = self.says.get(&id).into_iter().flatten().find_map(|says| match says {
            Annotation::Archiver(archiver) => Some(archiver),
            _ => None,
        });
        for method in &block.methods {
            let Item { kind: ItemKind::Function(function), name, attributes, .. } = method else { continue };
            if !self.exists(at, method) {
                continue;
            }
            let mut routine = Routine { block: Some(block), owner: Some(owner), ..self.plain(at, name, function) };
            self.of_context(&mut routine, attributes, &block.generics);
            let is_it = |it: &&Method| it.name == *name && it.condition == method.condition;
            if let Some(in_archiver) = archiver.and_then(|it| it.methods.iter().find(is_it)) {
                routine.declares.extend(self.deeds(at, &in_archiver.emissions));
                routine.is_bounded = self.is_bounded(at, function);
                routine.is_archiving = true;
            }
            self.add(routine, routines);
        }
    }

    /// The methods of types that bodies name, in impl blocks that do not speak of Ensue: what they give back matters.
    fn mute_methods(&self, routines: &mut Routines<'a>) {
        let mut named: BTreeSet<&str> = BTreeSet::new();
        for body in routines.all.iter().filter_map(|routine| routine.body) {
            for value in &body.values {
                match &value.made {
                    Made::Path(it) => named.extend(it.path.segments.iter().rev().nth(1).map(String::as_str)),
                    Made::Typed(Type::Path(path, _), _) | Made::Struct(path, _) => drop(named.insert(path.last())),
                    _ => {}
                }
            }
        }
        for (id, definition) in self.names.items() {
            let ItemKind::Impl(block) = &definition.item.kind else { continue };
            let is_word = |letter: char| letter.is_alphanumeric() || letter == '_';
            let head = block.head().unwrap_or_default();
            if head.split(|letter| !is_word(letter)).any(|word| named.contains(word)) {
                self.methods(id, definition, block, routines);
            }
        }
    }

    /// Whether a method that is written in an item can be compiled.
    fn exists(&self, at: &Definition, method: &Item) -> bool {
        self.names.settled(at.module, &method.condition) != Condition::Never
    }

    fn add(&self, routine: Routine<'a>, routines: &mut Routines<'a>) {
        let at = routines.all.len();
        if let Some(owner) = routine.owner {
            routines.by_method.entry(owner).or_default().entry(routine.name).or_default().push(at);
            routines.method_names.insert(routine.name);
        }
        let (definition, inner) = (routine.at, routine.body.map_or(&[][..], |body| &body.inner));
        routines.all.push(routine);
        for (number, (name, function)) in inner.iter().enumerate() {
            let mut routine = Routine { outer: Some(at), ..self.plain(definition, name, function) };
            self.of_context(&mut routine, &[], &[]);
            routines.inner.insert((at, number), routines.all.len());
            routines.all.push(routine);
        }
    }

    /// What an impl block is for.
    fn owner(&self, at: &Definition, block: &Impl) -> Option<Owner> {
        let Type::Path(path, _) = &block.self_ty else { return None };
        if path.segments.len() == 1 && block.generics.iter().any(|generic| generic.name == path.last()) {
            return None;
        }
        self.names.resolve_type(at.module, path).into_iter().find_map(|(def, _)| match def {
            Def::Item(id) => Some(Owner::Item(id)),
            def if is_context(&def) => Some(Owner::Context),
            _ => None,
        })
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

    /// What the type of a context and `#[emits]` declare.
    fn of_context(&self, routine: &mut Routine<'a>, attributes: &[Attribute], around: &[Generic]) {
        let (at, function) = (routine.at, routine.function);
        if let Some(emissions) = emits_of(self.names, at.module, attributes) {
            routine.declares.extend(self.deeds(at, &emissions));
        }
        if function.is_mute() {
            return;
        }
        routine.is_bounded = self.is_bounded(at, function);
        let Some(Type::Path(path, _)) = self.emitter_of(at, function) else {
            return self.asked(at, function, around, &mut routine.declares);
        };
        if generics_of(path, function, around).next().is_some() {
            return self.asked(at, function, around, &mut routine.declares);
        }
        for (def, _) in self.names.resolve(at.module, path, Namespace::Values) {
            let Def::Item(id) = def else { continue };
            let emitter = self.names.item(id);
            routine.declares.extend(self.declared(id).into_iter().flat_map(|it| self.deeds(emitter, it)));
        }
    }

    /// Adds what the bounds on the emitter of a function ask for.
    fn asked(&self, at: &'a Definition, function: &Function, around: &[Generic], into: &mut BTreeSet<Deed>) {
        self.each_bound(at, function, around, |asked| {
            if let Asked::Deed(deed) = asked {
                into.insert(deed);
            }
        });
    }

    /// Whether all that a function can do is what the bounds on its emitter ask for. It is so when nothing else that the
    /// function is given could know the emitter: a function, a trait, `self`.
    fn is_bounded(&self, at: &Definition, function: &Function) -> bool {
        let mut is_bounded = match self.emitter_of(at, function) {
            Some(Type::Bounds(_)) => true,
            Some(Type::Path(path, _)) => is_alone(path, function),
            _ => false,
        };
        self.each_bound(at, function, &[], |asked| is_bounded &= !matches!(asked, Asked::Unknown));
        is_bounded
    }

    fn each_bound(&self, at: &Definition, function: &Function, around: &[Generic], mut with: impl FnMut(Asked)) {
        match self.emitter_of(at, function) {
            Some(Type::Bounds(bounds)) => self.bounds(at, bounds, function, around, &mut with),
            Some(Type::Path(path, _)) => {
                for generic in generics_of(path, function, around) {
                    self.bounds(at, &generic.bounds, function, around, &mut with);
                }
            }
            _ => {}
        }
    }

    /// The emitter in the context that a function takes, [`Type::Other`] when it is left out; `None` without a context.
    fn emitter_of<'f>(&self, at: &Definition, function: &'f Function) -> Option<&'f Type> {
        function.parameters.iter().filter(|it| it.by_mut).find_map(|it| {
            let Type::Path(path, arguments) = &it.ty else { return None };
            let found = self.names.resolve_type(at.module, path);
            let is_context = found.iter().any(|(def, _)| is_context(def));
            is_context.then(|| arguments.first().unwrap_or(&Type::Other))
        })
    }

    /// What `Emits<E> + Schedules<F> + Requests<G>` ask for, and traits of the tree that ask for them.
    fn bounds(
        &self,
        at: &Definition,
        bounds: &[Bound],
        function: &Function,
        around: &[Generic],
        with: &mut impl FnMut(Asked),
    ) {
        let mut open: Vec<(&Definition, &Bound)> = bounds.iter().map(|bound| (at, bound)).collect();
        let mut seen = BTreeSet::new();
        while let Some((at, bound)) = open.pop() {
            let found = self.names.resolve_type(at.module, &bound.path);
            if found.is_empty() && !PLAIN_TRAITS.contains(&bound.path.last()) {
                with(Asked::Unknown);
            }
            for (def, _) in found {
                match def {
                    Def::Ensue(name) => {
                        let Some(verb) = verb_of(&name) else { continue };
                        let deeds = match bound.arguments.first() {
                            // `Emits<E>` with a type parameter `E`.
                            Some(Type::Path(path, _)) if generics_of(path, function, around).next().is_some() => vec![],
                            Some(Type::Path(path, _)) => self.deed(at, verb, path),
                            _ => Vec::new(),
                        };
                        if deeds.is_empty() {
                            with(Asked::Unknown);
                        }
                        for deed in deeds {
                            with(Asked::Deed(deed));
                        }
                    }
                    Def::Item(id) if seen.len() < MAX_SUPERTRAITS && seen.insert(id) => {
                        let definition = self.names.item(id);
                        if let ItemKind::Trait(it) = &definition.item.kind {
                            open.extend(it.supertraits.iter().map(|bound| (definition, bound)));
                            // `C::emit_for(cx)`
                            if !it.methods.is_empty() {
                                with(Asked::Unknown);
                            }
                        }
                    }
                    Def::Outside(path) if path.starts_with("std::") || path.starts_with("core::") => {}
                    Def::Item(id) if seen.contains(&id) => {}
                    _ => with(Asked::Unknown),
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

/// What a bound on an emitter asks for.
enum Asked {
    Deed(Deed),
    Unknown,
}

fn verb_of(proof: &str) -> Option<Verb> {
    match proof {
        "Emits" => Some(Verb::Emit),
        "Schedules" => Some(Verb::Schedule),
        "Requests" => Some(Verb::Request),
        _ => None,
    }
}

/// The type parameters of a function or of the block around it that a path names.
fn generics_of<'g>(path: &'g Path, function: &'g Function, around: &'g [Generic]) -> impl Iterator<Item = &'g Generic> {
    let is_meant = |it: &&Generic| path.segments.len() == 1 && it.name == path.last();
    function.generics.iter().chain(around).filter(is_meant)
}

/// Whether a path is a type parameter of a function that nothing in its signature names but its contexts.
fn is_alone(path: &Path, function: &Function) -> bool {
    let name = path.last();
    let mut others = function.parameters.iter().filter(|parameter| match &parameter.ty {
        Type::Path(_, arguments) => {
            !matches!(&arguments[..], [Type::Path(only, _)] if only == path || only.last() == name)
        }
        _ => true,
    });
    let bounds = function.generics.iter().filter(|generic| generic.name != name).flat_map(|generic| &generic.bounds);
    path.segments.len() == 1
        && function.generics.iter().any(|generic| generic.name == name)
        && !others.any(|parameter| mentions(&parameter.ty, name))
        && !bounds.flat_map(|bound| &bound.arguments).any(|argument| mentions(argument, name))
}

/// Whether a type names a type parameter, or could.
fn mentions(ty: &Type, name: &str) -> bool {
    match ty {
        Type::Path(path, arguments) => {
            path.segments.first().is_some_and(|first| first == name) || arguments.iter().any(|it| mentions(it, name))
        }
        Type::Bounds(bounds) => bounds.iter().flat_map(|bound| &bound.arguments).any(|it| mentions(it, name)),
        Type::Tuple(parts) => parts.iter().any(|part| mentions(part, name)),
        Type::Slice(of) => mentions(of, name),
        Type::Other => true,
    }
}
