//! From written types to known ones, and what holds a context.

use super::super::routines::{Owner, RoutineId, Routines, is_context};
use super::Called;
use super::meanings::Meanings;
use super::ty::Ty;
use crate::parse::outline::{Bound, Generic, ItemKind, Path, Type};
use crate::resolve::{Def, Definition, ItemId, Names};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// Types in types that are searched for a context, or for a method.
pub(super) const MAX_DEPTH: usize = 8;

/// Types that every module knows without importing them.
const PRELUDE: &[&str] = &["Box", "Option", "Result", "String", "Vec"];

/// What names in a routine mean besides items.
pub(super) struct Around<'r> {
    pub(super) at: &'r Definition,
    pub(super) this: Option<Ty>,
    pub(super) generics: Vec<&'r Generic>,
    pub(super) bound: BTreeMap<String, Ty>,
}

/// Tells types.
pub(super) struct Types<'a> {
    pub(super) names: &'a Names,
    pub(super) routines: &'a Routines<'a>,
    pub(super) meanings: Meanings<'a>,
    /// Whether an item holds a context, as far as it was asked.
    holders: RefCell<BTreeMap<ItemId, bool>>,
}

impl<'a> Types<'a> {
    pub(super) fn new(names: &'a Names, routines: &'a Routines<'a>) -> Types<'a> {
        Types { names, routines, meanings: Meanings::new(names), holders: RefCell::default() }
    }

    /// What a written type is.
    pub(super) fn written(&self, ty: &Type, around: &Around<'_>) -> Ty {
        match ty {
            Type::Path(path, _) if is_this(path) => around.this.clone().unwrap_or(Ty::Unknown),
            Type::Path(path, arguments) => self.path(path, arguments, around),
            Type::Bounds(bounds) => self.traits(around.at, bounds),
            Type::Tuple(parts) => Ty::Tuple(self.all(parts, around)).bounded(),
            Type::Slice(of) => Ty::Outside("[]".to_owned(), vec![self.written(of, around)]).bounded(),
            Type::Other => Ty::Unknown,
        }
    }

    pub(super) fn all(&self, types: &[Type], around: &Around<'_>) -> Vec<Ty> {
        types.iter().map(|ty| self.written(ty, around)).collect()
    }

    fn path(&self, path: &Path, arguments: &[Type], around: &Around<'_>) -> Ty {
        if path.segments.len() == 1
            && let Some(generic) = around.generics.iter().find(|generic| generic.name == path.last())
        {
            return match around.bound.get(path.last()) {
                Some(known) => known.clone(),
                None => self.traits(around.at, &generic.bounds),
            };
        }
        let found = self.meanings.of_type(around.at.module, path);
        if found.is_empty() {
            let is_wrapper = !arguments.is_empty() || PRELUDE.contains(&path.last());
            let path = path.to_string();
            return if is_wrapper { Ty::Outside(path, self.all(arguments, around)).bounded() } else { Ty::Unknown };
        }
        Ty::any(found.iter().map(|def| match def {
            def if is_context(def) => Ty::Context,
            Def::Item(id) => match &self.names.item(*id).item.kind {
                ItemKind::Struct(_) | ItemKind::Enum(_) => Ty::Item(*id, self.all(arguments, around)).bounded(),
                ItemKind::Trait(_) => Ty::Traits(vec![*id]),
                _ => Ty::Unknown,
            },
            Def::Variant(id, _) => Ty::Item(*id, Vec::new()),
            Def::Outside(path) => Ty::Outside(path.clone(), self.all(arguments, around)).bounded(),
            Def::Ensue(_) | Def::Module(_) => Ty::Unknown,
        }))
    }

    fn traits(&self, at: &Definition, bounds: &[Bound]) -> Ty {
        let is_trait = |id: ItemId| matches!(self.names.item(id).item.kind, ItemKind::Trait(_));
        let mut found = Vec::new();
        for bound in bounds {
            let meant = self.meanings.of_type(at.module, &bound.path);
            found.extend(meant.iter().filter_map(|def| match def {
                Def::Item(id) if is_trait(*id) => Some(*id),
                _ => None,
            }));
        }
        found.sort();
        found.dedup();
        if found.is_empty() { Ty::Unknown } else { Ty::Traits(found) }
    }

    /// The type of a field; `Variant.field` for one of an enum.
    pub(super) fn field(&self, of: &Ty, field: &str) -> Ty {
        match of {
            Ty::Tuple(parts) => field.parse().ok().and_then(|at: usize| parts.get(at).cloned()).unwrap_or(Ty::Unknown),
            Ty::Item(id, arguments) => self.field_of_item(*id, arguments, field),
            Ty::Outside(_, parts) => match &parts[..] {
                [only] => self.field(only, field),
                _ => Ty::Unknown,
            },
            Ty::Any(all) => Ty::any(all.iter().map(|ty| self.field(ty, field))),
            Ty::Tainted => Ty::Tainted,
            _ => Ty::Unknown,
        }
    }

    fn field_of_item(&self, id: ItemId, arguments: &[Ty], field: &str) -> Ty {
        let at = self.names.item(id);
        let (fields, types, names) = match &at.item.kind {
            ItemKind::Struct(it) => (&it.fields, &it.types, &it.generics),
            ItemKind::Enum(it) => (&it.fields, &it.types, &it.generics),
            _ => return Ty::Unknown,
        };
        let position = fields.iter().position(|known| known.name == field);
        let Some(ty) = position.and_then(|position| types.get(position)) else { return Ty::Unknown };
        let generics: Vec<Generic> =
            names.iter().map(|name| Generic { name: name.clone(), bounds: Vec::new() }).collect();
        let bound = names.iter().cloned().zip(arguments.iter().cloned()).collect();
        let around =
            Around { at, this: Some(Ty::Item(id, arguments.to_vec())), generics: generics.iter().collect(), bound };
        self.written(ty, &around)
    }

    /// The type arguments of a struct or enum that is made of these fields.
    pub(super) fn made_of(&self, id: ItemId, given: &[(String, Ty)]) -> Ty {
        let (fields, types, names) = match &self.names.item(id).item.kind {
            ItemKind::Struct(it) => (&it.fields, &it.types, &it.generics),
            ItemKind::Enum(it) => (&it.fields, &it.types, &it.generics),
            _ => return Ty::Unknown,
        };
        let generics: Vec<Generic> =
            names.iter().map(|name| Generic { name: name.clone(), bounds: Vec::new() }).collect();
        let generics: Vec<&Generic> = generics.iter().collect();
        let mut bound = BTreeMap::new();
        for (name, is) in given {
            let position = fields.iter().position(|known| known.name == *name);
            if let Some(written) = position.and_then(|position| types.get(position)) {
                bind(written, is, &generics, &mut bound);
            }
        }
        let arguments = names.iter().map(|name| bound.get(name).cloned().unwrap_or(Ty::Unknown)).collect();
        Ty::Item(id, arguments).bounded()
    }

    /// Whether a value of this type holds a context, or could.
    pub(super) fn holds(&self, ty: &Ty) -> bool {
        match ty {
            Ty::Context | Ty::Tainted => true,
            Ty::Item(id, parts) => parts.iter().any(|part| self.holds(part)) || self.item_holds(*id),
            Ty::Function(..) => false,
            other => other.parts().iter().any(|part| self.holds(part)),
        }
    }

    fn item_holds(&self, id: ItemId) -> bool {
        if let Some(known) = self.holders.borrow().get(&id) {
            return *known;
        }
        let mut seen = BTreeSet::from([id]);
        let mut open = vec![id];
        let mut holds = false;
        while let Some(id) = open.pop().filter(|_| !holds) {
            let at = self.names.item(id);
            let types = match &at.item.kind {
                ItemKind::Struct(it) => &it.types,
                ItemKind::Enum(it) => &it.types,
                _ => continue,
            };
            let around = Around { at, this: None, generics: Vec::new(), bound: BTreeMap::new() };
            let mut parts: Vec<Ty> = types.iter().map(|ty| self.written(ty, &around)).collect();
            while let Some(part) = parts.pop() {
                holds |= part == Ty::Context;
                if let Ty::Item(id, _) = part
                    && seen.insert(id)
                {
                    open.push(id);
                }
                parts.extend_from_slice(part.parts());
            }
        }
        self.holders.borrow_mut().insert(id, holds);
        holds
    }

    /// A constant that belongs to a type.
    pub(super) fn constant(&self, of: &Ty, name: &str) -> Option<Ty> {
        let Ty::Item(id, _) = of else { return None };
        let (at, ty) = self.routines.constants.get(&(Owner::Item(*id), name))?;
        let around = Around { at, this: Some(of.clone()), generics: Vec::new(), bound: BTreeMap::new() };
        Some(self.written(ty, &around))
    }

    /// What `self` is in a method that is called on a value of this type.
    pub(super) fn this(&self, routine: RoutineId, given: &Ty) -> Ty {
        match self.routines.all[routine].owner {
            None => Ty::Unknown,
            Some(Owner::Context) => Ty::Context,
            Some(Owner::Item(owner)) => {
                let is_trait = matches!(self.names.item(owner).item.kind, ItemKind::Trait(_));
                let mut open = vec![given];
                while let Some(part) = open.pop() {
                    match part {
                        Ty::Item(id, _) if *id == owner || is_trait => return part.clone(),
                        Ty::Context if is_trait => return Ty::Context,
                        Ty::Outside(_, parts) | Ty::Any(parts) => open.extend(parts),
                        _ => {}
                    }
                }
                if is_trait { Ty::Unknown } else { Ty::Item(owner, Vec::new()) }
            }
        }
    }

    /// What names mean in a routine that is called so.
    pub(super) fn around(&self, called: &Called) -> Around<'a> {
        let routine = &self.routines.all[called.routine];
        let this = match (&called.this, routine.owner) {
            (Ty::Unknown, Some(Owner::Context)) => Some(Ty::Context),
            (Ty::Unknown, Some(Owner::Item(owner))) => match self.names.item(owner).item.kind {
                ItemKind::Trait(_) => Some(Ty::Traits(vec![owner])),
                _ => Some(Ty::Item(owner, Vec::new())),
            },
            (Ty::Unknown, None) => None,
            (this, _) => Some(this.clone()),
        };
        let of_block = routine.block.iter().flat_map(|block| &block.generics);
        let generics: Vec<&Generic> = routine.function.generics.iter().chain(of_block).collect();
        let mut bound = BTreeMap::new();
        for (generic, ty) in routine.function.generics.iter().zip(&called.types) {
            if !matches!(ty, Ty::Unknown) {
                bound.insert(generic.name.clone(), ty.clone());
            }
        }
        if let (Some(block), Some(this)) = (routine.block, &this) {
            bind(&block.self_ty, this, &generics, &mut bound);
        }
        for (parameter, given) in routine.function.parameters.iter().zip(&called.arguments) {
            bind(&parameter.ty, given, &generics, &mut bound);
        }
        Around { at: routine.at, this, generics, bound }
    }

    /// The types of the parameters of a routine that is called so.
    pub(super) fn parameters(&self, called: &Called, around: &Around<'_>) -> Vec<Ty> {
        let routine = &self.routines.all[called.routine];
        let parameters = routine.function.parameters.iter().enumerate();
        let types = parameters.map(|(at, parameter)| {
            if routine.is_emitter && parameter.by_mut {
                return Ty::Context;
            }
            let written = self.written(&parameter.ty, around);
            let given = called.arguments.get(at).unwrap_or(&Ty::Unknown);
            match (written, given) {
                (written @ (Ty::Unknown | Ty::Traits(_)), Ty::Tainted) => Ty::any([Ty::Tainted, written]),
                (written, Ty::Unknown | Ty::Tainted) => written,
                // What is given says more than `impl Trait`, `Box<_>` or a function pointer.
                (Ty::Unknown | Ty::Traits(_) | Ty::Outside(..) | Ty::Tuple(_), given) => given.clone(),
                (written, _) => written,
            }
        });
        types.collect()
    }

    /// What a routine gives back that is called so.
    pub(super) fn output(&self, called: &Called) -> Ty {
        match &self.routines.all[called.routine].function.output {
            Some(output) => self.written(output, &self.around(called)),
            None => Ty::Unknown,
        }
    }
}

/// Notes what the type parameters in a written type stand for, since the value has this type.
fn bind(written: &Type, is: &Ty, generics: &[&Generic], into: &mut BTreeMap<String, Ty>) {
    match (written, is) {
        (_, Ty::Unknown) => {}
        (Type::Path(path, _), is)
            if path.segments.len() == 1 && generics.iter().any(|generic| generic.name == path.last()) =>
        {
            into.entry(path.last().to_owned()).or_insert_with(|| is.clone());
        }
        (Type::Path(_, written), Ty::Item(_, is) | Ty::Outside(_, is)) | (Type::Tuple(written), Ty::Tuple(is))
            if written.len() == is.len() =>
        {
            for (written, is) in written.iter().zip(is) {
                bind(written, is, generics, into);
            }
        }
        (Type::Slice(written), Ty::Outside(_, is)) if is.len() == 1 => bind(written, &is[0], generics, into),
        _ => {}
    }
}

pub(super) fn is_this(path: &Path) -> bool {
    path.segments.len() == 1 && path.last() == "Self"
}
