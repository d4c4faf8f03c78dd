//! What a call in a body leads to.

use super::routines::{Deed, Routine, Routines, Verb};
use super::targets::Targets;
use crate::parse::outline::{Call, Callee, Generic, ItemKind, Origin, Path, Type};
use crate::resolve::{Def, Definition, ItemId, Names, Namespace};
use std::collections::BTreeSet;

/// Wrappers in wrappers that are looked through: `Arc<Mutex<Auths>>`.
const MAX_WRAPPERS: usize = 8;

/// What a call does with a context.
pub(super) enum Does {
    /// It emits, schedules or requests: one of these, if the type is known.
    Directly(Verb, BTreeSet<Deed>),
    /// It hands the context on to one of these routines.
    HandsOn(Vec<usize>),
    /// Nothing that is seen.
    Nothing,
}

/// Follows calls.
pub(super) struct Calls<'a> {
    pub(super) names: &'a Names,
    pub(super) targets: &'a Targets<'a>,
    pub(super) routines: &'a Routines<'a>,
}

impl Calls<'_> {
    pub(super) fn follow(&self, routine: &Routine<'_>, call: &Call) -> Does {
        match &call.callee {
            Callee::Context { method, arguments } => self.directly(routine, method, arguments),
            Callee::Path(path) => Does::HandsOn(self.function(routine, path)),
            Callee::Method { receiver, method } => Does::HandsOn(self.method(routine, receiver, method)),
        }
    }

    fn directly(&self, routine: &Routine<'_>, method: &str, arguments: &[Origin]) -> Does {
        let (verb, payload) = match method {
            "emit" => (Verb::Emit, arguments.first()),
            "schedule" => (Verb::Schedule, arguments.get(1)),
            "request" => (Verb::Request, arguments.first()),
            _ => return Does::Nothing,
        };
        let paths = payload.map(|payload| payload_paths(routine, payload)).unwrap_or_default();
        let mut deeds = BTreeSet::new();
        for (at, path) in &paths {
            let found = self.targets.quietly(at, path).into_iter();
            deeds.extend(found.filter(|(wanted, _)| *wanted == verb.wanted()).map(|(_, id)| (verb, id)));
        }
        Does::Directly(verb, deeds)
    }

    fn function(&self, routine: &Routine<'_>, path: &Path) -> Vec<usize> {
        let module = routine.at.module;
        let found: Vec<usize> = self
            .names
            .resolve(module, path, Namespace::Values)
            .into_iter()
            .filter_map(|(def, _)| match def {
                Def::Item(id) => self.routines.by_item.get(&id).copied(),
                _ => None,
            })
            .collect();
        if !found.is_empty() {
            return found;
        }
        // `Auths::create(&auths, id, cx)`
        let Some((method, owner)) = path.segments.split_last() else { return Vec::new() };
        if owner.is_empty() {
            return Vec::new();
        }
        let owner = Path { segments: owner.to_vec(), ..path.clone() };
        let types = self.types(routine, &Type::Path(owner, Vec::new()), 0);
        self.methods(&types, method)
    }

    fn method(&self, routine: &Routine<'_>, receiver: &Origin, method: &str) -> Vec<usize> {
        let types = self.types_of(routine, receiver);
        let found = self.methods(&types, method);
        if !found.is_empty() {
            return found;
        }
        // The type is not written here. Few methods take a context, so one that alone has this name is meant.
        match self.routines.by_name.get(method).map(Vec::as_slice) {
            Some([only]) if types.is_empty() => vec![*only],
            _ => Vec::new(),
        }
    }

    fn methods(&self, types: &BTreeSet<ItemId>, method: &str) -> Vec<usize> {
        let of = |id: &ItemId| self.routines.by_method.get(&(*id, method.to_owned())).cloned().unwrap_or_default();
        types.iter().flat_map(of).collect()
    }

    /// Types of the tree that a value can have.
    fn types_of(&self, routine: &Routine<'_>, origin: &Origin) -> BTreeSet<ItemId> {
        match origin {
            Origin::This => routine.this.into_iter().collect(),
            Origin::Parameter(at) => {
                routine.function.parameters.get(*at).map(|it| self.types(routine, &it.ty, 0)).unwrap_or_default()
            }
            Origin::Typed(ty) => self.types(routine, ty, 0),
            Origin::Made(path) => {
                let whole = self.types(routine, &Type::Path(path.clone(), Vec::new()), 0);
                match path.segments.split_last() {
                    Some((_, owner)) if whole.is_empty() && !owner.is_empty() => {
                        let owner = Path { segments: owner.to_vec(), ..path.clone() };
                        self.types(routine, &Type::Path(owner, Vec::new()), 0)
                    }
                    _ => whole,
                }
            }
            Origin::Field(base, field) => {
                let mut found = BTreeSet::new();
                for owner in self.types_of(routine, base) {
                    let definition = self.names.item(owner);
                    let ItemKind::Struct(it) = &definition.item.kind else { continue };
                    let at = it.fields.iter().position(|known| known.name == *field);
                    if let Some(ty) = at.and_then(|at| it.types.get(at)) {
                        found.extend(self.types_in(definition, ty, None, &[], 0));
                    }
                }
                found
            }
            Origin::Context | Origin::Unknown => BTreeSet::new(),
        }
    }

    fn types(&self, routine: &Routine<'_>, ty: &Type, depth: usize) -> BTreeSet<ItemId> {
        self.types_in(routine.at, ty, routine.this, &routine.function.generics, depth)
    }

    fn types_in(
        &self,
        at: &Definition,
        ty: &Type,
        this: Option<ItemId>,
        generics: &[Generic],
        depth: usize,
    ) -> BTreeSet<ItemId> {
        if depth > MAX_WRAPPERS {
            return BTreeSet::new();
        }
        let of_traits = |bounds: &[crate::parse::outline::Bound]| {
            let traits = bounds.iter().flat_map(|bound| self.names.resolve_type(at.module, &bound.path));
            traits.filter_map(|(def, _)| self.only_implementor(&def)).collect::<BTreeSet<ItemId>>()
        };
        match ty {
            Type::Bounds(bounds) => of_traits(bounds),
            Type::Path(path, _) if is_this(path) => this.into_iter().collect(),
            Type::Path(path, arguments) => {
                if let Some(generic) = generics.iter().find(|it| path.segments.len() == 1 && it.name == path.last()) {
                    return of_traits(&generic.bounds);
                }
                let mut found = BTreeSet::new();
                for (def, _) in self.names.resolve_type(at.module, path) {
                    if let Def::Item(id) = def {
                        found.insert(id);
                    }
                }
                // A wrapper from elsewhere, such as `Arc<Auths>`.
                if found.is_empty() {
                    for argument in arguments {
                        found.extend(self.types_in(at, argument, this, generics, depth + 1));
                    }
                }
                found
            }
            Type::Tuple(_) | Type::Other => BTreeSet::new(),
        }
    }

    /// The type behind a trait that one type implements.
    fn only_implementor(&self, def: &Def) -> Option<ItemId> {
        let Def::Item(id) = def else { return None };
        let types = self.routines.implementors.get(id)?;
        if types.len() == 1 { types.first().copied() } else { None }
    }
}

/// Paths that could name the type of a payload.
fn payload_paths<'r>(routine: &Routine<'r>, origin: &Origin) -> Vec<(&'r Definition, Path)> {
    let here = routine.at;
    match origin {
        Origin::Made(path) => {
            // `E`, `E::new` or a variant of it, or a function that gives it back.
            let mut paths = vec![(here, path.clone())];
            if let Some((_, owner)) = path.segments.split_last().filter(|(_, owner)| !owner.is_empty()) {
                let owner = Path { segments: owner.to_vec(), ..path.clone() };
                if !is_this(&owner) {
                    paths.push((here, owner));
                }
            }
            paths
        }
        Origin::Parameter(at) => match routine.function.parameters.get(*at).map(|it| &it.ty) {
            Some(Type::Path(path, _)) => vec![(here, path.clone())],
            _ => Vec::new(),
        },
        Origin::Typed(Type::Path(path, _)) => vec![(here, path.clone())],
        _ => Vec::new(),
    }
}

fn is_this(path: &Path) -> bool {
    path.segments.len() == 1 && path.last() == "Self"
}
