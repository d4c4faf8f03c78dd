//! Every function of the tree, with what it may do through a context and how calls find it.

use super::targets::Wanted;
use crate::parse::body::Body;
use crate::parse::later::Later;
use crate::parse::outline::{Function, Impl, Type};
use crate::resolve::{Def, Definition, ItemId, Names};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

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
pub(super) type Deed = (Verb, Arc<str>);

/// A function or method.
pub(super) struct Routine<'a> {
    /// The item that it is, or the block or trait that it stands in; for a function in a body what the body belongs to.
    pub(super) at: &'a Definition,
    pub(super) name: &'a str,
    pub(super) function: &'a Later<Function>,
    pub(super) body: Option<&'a Body>,
    /// Type parameters of the impl block around it, and the type that it is for.
    pub(super) block: Option<&'a Impl>,
    /// What it is a method of.
    pub(super) owner: Option<Owner>,
    /// The routine in whose body it stands, the outermost one.
    pub(super) outer: Option<RoutineId>,
    /// What its callers must declare.
    pub(super) declares: BTreeSet<Deed>,
    /// Whether `declares` is all that it can do: what it is asked for by bounds, each of them known.
    pub(super) is_bounded: bool,
    /// Whether it is a method of an archiver that declares something.
    pub(super) is_archiving: bool,
    /// Whether the application calls it, so that its `&mut` parameter is a context whatever it is called.
    pub(super) is_emitter: bool,
}

/// Position of a routine.
pub(super) type RoutineId = usize;

/// What has methods.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Owner {
    /// A type or trait of the tree.
    Item(ItemId),
    /// The context itself, by a trait of the tree.
    Context,
}

/// All routines, and how calls find them.
#[derive(Default)]
pub(super) struct Routines<'a> {
    pub(super) all: Vec<Routine<'a>>,
    pub(super) by_item: BTreeMap<ItemId, RoutineId>,
    /// Of a type or trait and its method; several with `cfg`.
    pub(super) by_method: BTreeMap<Owner, BTreeMap<&'a str, Vec<RoutineId>>>,
    /// Names of all methods.
    pub(super) method_names: BTreeSet<&'a str>,
    /// Constants of types, by their names; where they are written, and the type that is written.
    pub(super) constants: BTreeMap<(Owner, &'a str), (&'a Definition, &'a Type)>,
    /// Functions in bodies, by the outermost one and their number.
    pub(super) inner: BTreeMap<(RoutineId, usize), RoutineId>,
    pub(super) implementors: BTreeMap<ItemId, Implementors>,
    /// Traits of the tree that a type implements.
    pub(super) traits: BTreeMap<Owner, BTreeSet<ItemId>>,
}

/// What implements a trait of the tree.
#[derive(Debug, Default, Clone)]
pub(super) struct Implementors {
    pub(super) types: BTreeSet<Owner>,
    /// Whether there are more, which are not told by name: `impl<T> Trait for T`, `impl Trait for Box<..>`.
    pub(super) are_more: bool,
}

impl<'a> Routines<'a> {
    /// Adds those of a later part of the tree.
    pub(super) fn append(&mut self, part: Routines<'a>) {
        let before = self.all.len();
        self.all.reserve(part.all.len());
        self.all.extend(part.all.into_iter().map(|it| Routine { outer: it.outer.map(|at| at + before), ..it }));
        self.by_item.extend(part.by_item.into_iter().map(|(id, at)| (id, at + before)));
        for (owner, methods) in part.by_method {
            let known = self.by_method.entry(owner).or_default();
            for (name, all) in methods {
                known.entry(name).or_default().extend(all.into_iter().map(|at| at + before));
            }
        }
        self.method_names.extend(part.method_names);
        self.constants.extend(part.constants);
        self.inner.extend(part.inner.into_iter().map(|((outer, number), at)| ((outer + before, number), at + before)));
        for (of, more) in part.implementors {
            let known = self.implementors.entry(of).or_default();
            known.types.extend(more.types);
            known.are_more |= more.are_more;
        }
        for (owner, more) in part.traits {
            self.traits.entry(owner).or_default().extend(more);
        }
    }

    /// The path of a routine, as in `through`.
    pub(super) fn path(&self, names: &Names, routine: RoutineId) -> String {
        let it = &self.all[routine];
        let around = match it.owner {
            Some(Owner::Item(owner)) => names.path_of(owner),
            Some(Owner::Context) => format!("{}::Cx", names.module_path(it.at.module)),
            None => names.module_path(it.at.module).to_owned(),
        };
        format!("{around}::{}", it.name)
    }

    /// The methods of this name that a type or trait has of its own.
    pub(super) fn methods(&self, owner: Owner, name: &str) -> &[RoutineId] {
        self.by_method.get(&owner).and_then(|methods| methods.get(name)).map_or(&[], Vec::as_slice)
    }
}

pub(super) fn is_context(def: &Def) -> bool {
    matches!(def, Def::Ensue(name) if name == "Cx")
}
