//! The types of the values in a body.

use super::Called;
use super::known;
use super::meanings::Defs;
use super::methods::Found;
use super::ty::Ty;
use super::types::{Around, Types, is_this};
use crate::parse::body::{Body, Made, Named, ValueId};
use crate::parse::outline::{ItemKind, Path, Type};
use crate::resolve::{Def, ItemId, Namespace};
use std::collections::BTreeMap;

/// A closure's parameters may depend on what a closure around it is given: so many closures in closures are told.
const MAX_PASSES: usize = 4;

/// The values of a routine that is called with certain arguments.
pub(super) struct Values<'t, 'a> {
    pub(super) types: &'t Types<'a>,
    pub(super) called: &'t Called,
    pub(super) body: &'a Body,
    around: Around<'a>,
    parameters: Vec<Ty>,
    /// What closures are given, by the value of the parameter.
    inputs: BTreeMap<ValueId, Ty>,
    known: Vec<Ty>,
}

impl<'t, 'a> Values<'t, 'a> {
    pub(super) fn of(types: &'t Types<'a>, called: &'t Called, body: &'a Body) -> Values<'t, 'a> {
        let around = types.around(called);
        let parameters = types.parameters(called, &around);
        let (inputs, known) = (BTreeMap::new(), Vec::new());
        let mut values = Values { types, called, body, around, parameters, inputs, known };
        for _ in 0..MAX_PASSES {
            values.pass();
            let inputs = values.inputs();
            if inputs == values.inputs {
                break;
            }
            values.inputs = inputs;
        }
        values
    }

    pub(super) fn ty(&self, value: ValueId) -> &Ty {
        self.known.get(value).unwrap_or(&Ty::Unknown)
    }

    pub(super) fn all(&self, values: &[ValueId]) -> Vec<Ty> {
        values.iter().map(|value| self.ty(*value).clone()).collect()
    }

    pub(super) fn holds(&self, value: ValueId) -> bool {
        self.types.holds(self.ty(value))
    }

    pub(super) fn written(&self, ty: &Type) -> Ty {
        self.types.written(ty, &self.around)
    }

    fn pass(&mut self) {
        self.known = Vec::with_capacity(self.body.values.len());
        for at in 0..self.body.values.len() {
            let ty = self.made(at);
            self.known.push(ty);
        }
    }

    fn made(&self, at: ValueId) -> Ty {
        match &self.body.values[at].made {
            Made::Of(parts) => self.mixed(parts),
            Made::This => self.around.this.clone().unwrap_or(Ty::Unknown),
            Made::Parameter(at) => self.parameters.get(*at).cloned().unwrap_or(Ty::Unknown),
            Made::Path(named) => self.named(named),
            Made::Inner(number) => {
                let routines = self.types.routines;
                let outermost = routines.all[self.called.routine].outer.unwrap_or(self.called.routine);
                let inner = routines.inner.get(&(outermost, *number));
                inner.map_or(Ty::Unknown, |inner| Ty::Function(*inner, Vec::new()))
            }
            Made::Struct(path, fields) => self.literal(path, fields),
            Made::Tuple(parts) => Ty::Tuple(self.all(parts)).bounded(),
            Made::Array(parts) => Ty::Outside("[]".to_owned(), vec![Ty::any(self.all(parts))]).bounded(),
            Made::Field(of, field) => self.types.field(self.ty(*of), field),
            Made::Part(of, path, field) => self.part(*of, path, field),
            Made::Element(of) => match self.ty(*of) {
                Ty::Outside(_, parts) if parts.len() == 1 => parts[0].clone(),
                _ => self.mixed(&[*of]),
            },
            Made::Typed(ty, of) => {
                let made = of.map_or(Ty::Unknown, |of| self.ty(of).clone());
                match (self.written(ty), made) {
                    (written, Ty::Unknown) => written,
                    (Ty::Unknown | Ty::Traits(_) | Ty::Outside(..) | Ty::Tuple(_), made) if !made.is_unknown() => made,
                    (Ty::Unknown | Ty::Traits(_), made) => made,
                    (written, _) => written,
                }
            }
            Made::Either(all) => Ty::any(self.all(all)),
            Made::Call(callee, arguments) => self.result_of(self.ty(*callee), arguments),
            Made::Method { receiver, name, types, arguments } => self.result(*receiver, name, types, arguments),
            Made::Await(of) | Made::Future(of) => self.ty(*of).clone(),
            Made::Try(of) => unwrapped(self.ty(*of)),
            Made::Closure(..) => Ty::Closure(Some(at)),
            Made::Input => self.inputs.get(&at).cloned().unwrap_or(Ty::Unknown),
            Made::Stored(_) => Ty::Unknown,
            Made::Macro(path, given) => match (path.last(), &given[..]) {
                ("vec", [first, ..]) => Ty::Outside("Vec".to_owned(), vec![self.ty(*first).clone()]).bounded(),
                ("join", given) => Ty::Tuple(self.all(given)).bounded(),
                ("dbg", [only]) => self.ty(*only).clone(),
                (_, given) => self.mixed(given),
            },
        }
    }

    /// What is made of values in a way that is not told.
    pub(super) fn mixed(&self, parts: &[ValueId]) -> Ty {
        if parts.iter().any(|part| self.holds(*part)) { Ty::Tainted } else { Ty::Unknown }
    }

    fn literal(&self, path: &Path, fields: &[(String, ValueId)]) -> Ty {
        let parts: Vec<ValueId> = fields.iter().map(|(_, value)| *value).collect();
        let Some((id, variant)) = self.item(path) else { return self.mixed(&parts) };
        let given: Vec<(String, Ty)> =
            fields.iter().map(|(name, value)| (field_of(variant.as_deref(), name), self.ty(*value).clone())).collect();
        self.types.made_of(id, &given)
    }

    /// The struct or enum that a path in a literal or pattern names.
    fn item(&self, path: &Path) -> Option<(ItemId, Option<String>)> {
        if is_this(path) {
            return match &self.around.this {
                Some(Ty::Item(id, _)) => Some((*id, None)),
                _ => None,
            };
        }
        if let Some((variant, owner)) = path.segments.split_last()
            && owner == ["Self"]
            && let Some(Ty::Item(id, _)) = &self.around.this
        {
            return Some((*id, Some(variant.clone())));
        }
        self.resolved(path, Namespace::Types).iter().find_map(|def| match def {
            Def::Item(id) => Some((*id, None)),
            Def::Variant(id, variant) => Some((*id, Some(variant.clone()))),
            _ => None,
        })
    }

    /// What a path means in the body, `use path::*` in it included. Aliases of types are followed.
    fn resolved(&self, path: &Path, namespace: Namespace) -> Defs {
        let meant = |path: &Path| self.types.meanings.of(self.around.at.module, path, namespace);
        let found = meant(path);
        if !found.is_empty() || path.absolute || self.body.globs.is_empty() {
            return found;
        }
        let within = |glob: &Path| {
            let segments = glob.segments.iter().chain(&path.segments).cloned().collect();
            meant(&Path { segments, ..glob.clone() })
        };
        self.body.globs.iter().flat_map(|glob| within(glob).to_vec()).collect()
    }

    fn part(&self, of: ValueId, path: &Path, field: &str) -> Ty {
        let ty = match (self.item(path), self.ty(of)) {
            (Some((id, variant)), of) => {
                let of = match of {
                    Ty::Item(known, _) if *known == id => of.clone(),
                    _ => Ty::Item(id, Vec::new()),
                };
                self.types.field(&of, &field_of(variant.as_deref(), field))
            }
            (None, Ty::Outside(_, parts)) => match (path.last(), &parts[..]) {
                ("Some" | "Ok", [it, ..]) | ("Err", [_, it]) => it.clone(),
                _ => Ty::Unknown,
            },
            (None, _) => Ty::Unknown,
        };
        if ty == Ty::Unknown { self.mixed(&[of]) } else { ty }
    }

    /// What a path stands for that is no local.
    fn named(&self, named: &Named) -> Ty {
        let path = &named.path;
        if let Some(owner) = &named.owner {
            return self.associated(&self.written(owner), path.last(), &named.types);
        }
        if is_this(path) {
            return match &self.around.this {
                Some(Ty::Item(id, _)) => self.value_of(*id),
                _ => Ty::Unknown,
            };
        }
        let found = self.resolved(path, Namespace::Values);
        if !found.is_empty() {
            return Ty::any(found.iter().map(|def| self.value(def, &named.types)));
        }
        let Some((name, owner)) = path.segments.split_last() else { return Ty::Unknown };
        if owner.is_empty() {
            return if known::is_prelude(name) { Ty::OutsideFunction(name.clone()) } else { Ty::Unknown };
        }
        let owner = Path { segments: owner.to_vec(), ..path.clone() };
        match (self.item(&owner), self.written(&Type::Path(owner.clone(), Vec::new()))) {
            (Some((id, None)), Ty::Unknown) => self.associated(&Ty::Item(id, Vec::new()), name, &named.types),
            (_, Ty::Unknown) => Ty::Unknown,
            (_, ty) => self.associated(&ty, name, &named.types),
        }
    }

    fn value(&self, def: &Def, types: &[Type]) -> Ty {
        match def {
            Def::Item(id) => match &self.types.names.item(*id).item.kind {
                ItemKind::Function(_) => match self.types.routines.by_item.get(id) {
                    Some(routine) => Ty::Function(*routine, self.types.all(types, &self.around)),
                    None => Ty::Unknown,
                },
                ItemKind::Value(ty) => {
                    let at = self.types.names.item(*id);
                    let around = Around { at, this: None, generics: Vec::new(), bound: BTreeMap::new() };
                    self.types.written(ty, &around)
                }
                _ => self.value_of(*id),
            },
            Def::Variant(id, variant) => self.variant_of(*id, variant.clone()),
            Def::Outside(path) => Ty::OutsideFunction(path.clone()),
            Def::Ensue(_) | Def::Module(_) => Ty::Unknown,
        }
    }

    /// What the name of a struct is as a value.
    fn value_of(&self, id: ItemId) -> Ty {
        match &self.types.names.item(id).item.kind {
            ItemKind::Struct(it) if it.fields.is_empty() => Ty::Item(id, Vec::new()),
            ItemKind::Struct(_) => Ty::Constructor(id, None),
            _ => Ty::Unknown,
        }
    }

    fn variant_of(&self, id: ItemId, variant: String) -> Ty {
        match &self.types.names.item(id).item.kind {
            ItemKind::Enum(it) if it.fields.iter().any(|field| field.name == variant) => Ty::Item(id, Vec::new()),
            _ => Ty::Constructor(id, Some(variant)),
        }
    }

    /// `Type::name`
    fn associated(&self, of: &Ty, name: &str, types: &[Type]) -> Ty {
        match of {
            Ty::Any(all) => return Ty::any(all.iter().map(|ty| self.associated(ty, name, types))),
            Ty::Item(id, _) => {
                if let ItemKind::Enum(it) = &self.types.names.item(*id).item.kind
                    && it.variants.iter().any(|variant| variant.name == name)
                {
                    return self.variant_of(*id, name.to_owned());
                }
                if let Some(constant) = self.types.constant(of, name) {
                    return constant;
                }
            }
            Ty::Traits(traits) if matches!(self.types.method(of, name), Some(Found::Dispatch(_))) => {
                return Ty::Method(traits[0], name.to_owned());
            }
            Ty::Outside(path, _) => return Ty::OutsideFunction(format!("{path}::{name}")),
            _ => {}
        }
        match (self.types.method(of, name), of) {
            (Some(Found::Routines(all)), _) => {
                let types = self.types.all(types, &self.around);
                Ty::any(all.into_iter().map(|routine| Ty::Function(routine, types.clone())))
            }
            (_, Ty::Item(id, _)) if known::makes(name) => Ty::Constructor(*id, None),
            (_, Ty::Item(id, _)) => Ty::OutsideFunction(format!("{}::{name}", self.types.names.path_of(*id))),
            _ => Ty::Unknown,
        }
    }

    /// What a call gives back.
    fn result_of(&self, callee: &Ty, arguments: &[ValueId]) -> Ty {
        match callee {
            Ty::Function(routine, types) => self.types.output(&self.by_path(*routine, types, arguments)),
            Ty::Constructor(id, variant) => {
                let given: Vec<(String, Ty)> = arguments
                    .iter()
                    .enumerate()
                    .map(|(at, value)| (field_of(variant.as_deref(), &at.to_string()), self.ty(*value).clone()))
                    .collect();
                self.types.made_of(*id, &given)
            }
            Ty::OutsideFunction(path) if known::wraps(path) => {
                let held = arguments.first().map_or(Ty::Unknown, |first| self.ty(*first).clone());
                let name = path.rsplit("::").nth(1).unwrap_or(if path == "Ok" { "Result" } else { "Option" });
                Ty::Outside(name.to_owned(), vec![held]).bounded()
            }
            Ty::Method(id, name) => match arguments.split_first() {
                Some((receiver, arguments)) => {
                    let on = Ty::any([self.ty(*receiver).clone(), Ty::Traits(vec![*id])]);
                    self.result_on(&on, *receiver, name, &[], arguments)
                }
                None => Ty::Unknown,
            },
            Ty::Closure(Some(closure)) => match &self.body.values[*closure].made {
                Made::Closure(_, result) => self.known.get(*result).cloned().unwrap_or(Ty::Unknown),
                _ => Ty::Unknown,
            },
            Ty::Outside(_, parts) if parts.len() == 1 => self.result_of(&parts[0], arguments),
            Ty::Any(all) => Ty::any(all.iter().map(|callee| self.result_of(callee, arguments))),
            Ty::Tainted => Ty::Tainted,
            _ => self.mixed(arguments),
        }
    }

    fn result(&self, receiver: ValueId, name: &str, types: &[Type], arguments: &[ValueId]) -> Ty {
        self.result_on(self.ty(receiver), receiver, name, types, arguments)
    }

    fn result_on(&self, on: &Ty, receiver: ValueId, name: &str, types: &[Type], arguments: &[ValueId]) -> Ty {
        if *on == Ty::Context && self.types.method(on, name).is_none() {
            return Ty::Unknown;
        }
        match self.types.method(on, name) {
            Some(Found::Routines(all)) => Ty::any(
                all.iter().map(|routine| self.types.output(&self.by_method(*routine, false, on, types, arguments))),
            ),
            Some(Found::Dispatch(routine)) => self.types.output(&self.by_method(routine, true, on, types, arguments)),
            None if known::unwraps(name) => unwrapped(on),
            None if known::copies(name) => on.clone(),
            None => match on {
                Ty::Outside(path, parts) if known::keeps(name) && !parts.is_empty() && !path.ends_with("Map") => {
                    // `Result<A, E>`: what it is about comes first.
                    Ty::Outside(String::new(), vec![parts[0].clone()])
                }
                _ => self.mixed(&[&[receiver], arguments].concat()),
            },
        }
    }

    /// A routine that is called by its path; a method is given what it is called on first.
    pub(super) fn by_path(&self, routine: usize, types: &[Ty], arguments: &[ValueId]) -> Called {
        let mut given = arguments.iter().map(|argument| self.ty(*argument).clone().elsewhere());
        let it = &self.types.routines.all[routine];
        let this = match it.function.has_receiver.then(|| given.next()).flatten() {
            Some(receiver) => self.types.this(routine, &receiver),
            None => self.types.this(routine, &Ty::Unknown),
        };
        Called { routine, is_dispatch: false, this, arguments: given.collect(), types: types.to_vec() }
    }

    /// A routine that is called as a method.
    pub(super) fn by_method(
        &self,
        routine: usize,
        is_dispatch: bool,
        on: &Ty,
        types: &[Type],
        arguments: &[ValueId],
    ) -> Called {
        let this = if is_dispatch { Ty::Unknown } else { self.types.this(routine, &on.clone().elsewhere()) };
        let arguments = arguments.iter().map(|argument| self.ty(*argument).clone().elsewhere()).collect();
        Called { routine, is_dispatch, this, arguments, types: self.types.all(types, &self.around) }
    }
}

/// `Variant.field`, as the outline calls what an enum holds.
fn field_of(variant: Option<&str>, field: &str) -> String {
    variant.map_or_else(|| field.to_owned(), |variant| format!("{variant}.{field}"))
}

/// What is in an `Option`, a `Result` or a lock.
fn unwrapped(ty: &Ty) -> Ty {
    match ty {
        Ty::Outside(_, parts) => parts.first().cloned().unwrap_or(Ty::Unknown),
        Ty::Any(all) => Ty::any(all.iter().map(unwrapped)),
        Ty::Tainted => Ty::Tainted,
        _ => Ty::Unknown,
    }
}
