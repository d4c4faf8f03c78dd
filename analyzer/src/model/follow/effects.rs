//! What the values of a body do with contexts.

use super::known;
use super::methods::Found;
use super::ty::Ty;
use super::types::Types;
use super::values::Values;
use super::{About, Act, Called};
use crate::model::routines::{Deed, RoutineId, Verb};
use crate::model::targets::Targets;
use crate::parse::body::{Made, Value, ValueId};
use crate::parse::expand;
use crate::parse::outline::{Path, Type};
use crate::resolve::{Def, ItemId, Namespace};
use std::collections::BTreeSet;

/// What a routine does by itself, and what it calls with a context.
#[derive(Default)]
pub(super) struct Effects {
    pub(super) acts: BTreeSet<(u32, Act)>,
    /// Line, what is called, and why it may never be.
    pub(super) next: BTreeSet<(u32, Called, Option<String>)>,
}

/// What a routine does that is called so.
pub(super) fn effects(types: &Types<'_>, targets: &Targets<'_>, called: &Called) -> Effects {
    let routine = &types.routines.all[called.routine];
    let mut effects = Effects::default();
    let Some(body) = routine.body else {
        let why = format!("the body of `{}` is not followed", routine.name);
        effects.acts.insert((routine.at.item.line, Act::May(About::Anything, why)));
        return effects;
    };
    let values = Values::of(types, called, body);
    let mut find = Find { values: &values, targets, effects, line: 0, doubt: None };
    for (at, value) in body.values.iter().enumerate().filter(|(_, value)| value.runs) {
        find.value(at, value);
    }
    find.effects
}

struct Find<'v, 't, 'a> {
    values: &'v Values<'t, 'a>,
    targets: &'v Targets<'v>,
    effects: Effects,
    /// Of the value that is looked at.
    line: u32,
    /// Why it may never be made.
    doubt: Option<String>,
}

impl Find<'_, '_, '_> {
    fn value(&mut self, at: ValueId, value: &Value) {
        self.line = value.line;
        let within = value.within.as_ref().filter(|path| !self.runs_arguments(path));
        self.doubt = within.map(|path| format!("what `{path}!` does with its arguments is not seen"));
        match &value.made {
            Made::Call(callee, arguments) => self.call(at, self.values.ty(*callee), arguments, value.is_used),
            Made::Method { receiver, name, types, arguments } => {
                self.method(*receiver, name, types, arguments, value.is_used);
            }
            Made::Macro(path, given) if !self.runs_arguments(path) && self.any_holds(given) => {
                self.may(About::Anything, format!("`{path}!` is given the context, and is not seen into"));
            }
            Made::Struct(path, fields) => {
                let fields: Vec<ValueId> = fields.iter().map(|(_, value)| *value).collect();
                if self.any_holds(&fields) && !self.values.holds(at) {
                    self.may(About::Anything, format!("the context is put into `{path}`, where it is not followed"));
                }
            }
            Made::Typed(_, Some(of)) if self.values.holds(*of) && !self.values.holds(at) => {
                self.may(About::Anything, "the context is put where it is not followed".to_owned());
            }
            Made::Stored(of) if self.values.holds(*of) => {
                self.may(About::Anything, "the context is put where it is not followed".to_owned());
            }
            _ => {}
        }
    }

    /// Whether a macro is known to run what it is given.
    fn runs_arguments(&self, path: &Path) -> bool {
        let meant = self.values.types.meanings.of(self.module(), path, Namespace::Macros);
        if meant.iter().any(|def| matches!(def, Def::Ensue(_))) {
            return true;
        }
        // A macro of the tree may have any name.
        expand::runs_arguments(path.last()) && !meant.iter().any(|def| matches!(def, Def::Item(_)))
    }

    fn module(&self) -> crate::resolve::ModuleId {
        self.values.types.routines.all[self.values.called.routine].at.module
    }

    fn any_holds(&self, values: &[ValueId]) -> bool {
        values.iter().any(|value| self.values.holds(*value))
    }

    fn method(&mut self, receiver: ValueId, name: &str, types: &[Type], arguments: &[ValueId], is_used: bool) {
        let on = self.values.ty(receiver);
        self.changes_or_calls(on, name, arguments);
        let found = self.values.types.method(on, name);
        if is_context(on) && found.is_none() {
            return self.on_context(on, name, types, arguments);
        }
        let is_given = self.any_holds(arguments);
        if !is_given && !self.values.types.holds(on) {
            // Where contexts come from is known, so this is none; a look at the payload costs nothing.
            if *on == Ty::Unknown && found.is_none() {
                self.perhaps(name, types, arguments);
            }
            return;
        }
        match found {
            Some(Found::Routines(all)) => {
                for routine in all {
                    let called = self.values.by_method(routine, false, on, types, arguments);
                    self.hand_on(called, is_used);
                }
            }
            Some(Found::Dispatch(routine)) => {
                let called = self.values.by_method(routine, true, on, types, arguments);
                self.hand_on(called, is_used);
            }
            None => {
                if is_given {
                    let why = match on {
                        Ty::Unknown | Ty::Tainted | Ty::Any(_) => {
                            format!("what `{name}` is called on is not known, and it is given the context")
                        }
                        _ => format!("`{name}` is given the context, and is not in the tree"),
                    };
                    self.may(About::Anything, why);
                } else if *on == Ty::Tainted {
                    self.perhaps(name, types, arguments);
                    if self.values.types.routines.method_names.contains(name) {
                        let why = format!("what `{name}` is called on is not known, and may hold the context");
                        self.may(About::Anything, why);
                    }
                } else if holder(on) && !known::opens(name) {
                    let why = format!("`{name}` of what holds the context is not followed");
                    self.may(About::Anything, why);
                }
                self.hand_over(arguments);
            }
        }
    }

    /// `cx.change(resource, state)`, also where it could be a context; and `app.call(name { .. })`.
    fn changes_or_calls(&mut self, on: &Ty, name: &str, arguments: &[ValueId]) {
        match (name, arguments) {
            ("change", [_, _]) if is_context(on) || on.is_unknown() => self.act(Act::Changes),
            ("call", [only]) => {
                let Made::Struct(path, _) = &self.values.body.values[*only].made else { return };
                let meant = self.values.types.meanings.of(self.module(), path, Namespace::Values);
                for def in meant.iter() {
                    if let Def::Item(id) = def {
                        self.act(Act::Calls(*id));
                    }
                }
            }
            _ => {}
        }
    }

    /// `cx.emit(payload)`
    fn on_context(&mut self, on: &Ty, name: &str, types: &[Type], arguments: &[ValueId]) {
        let Some(verb) = verb_of(name) else {
            if *on == Ty::Context && !known::is_harmless(name) {
                self.may(About::Anything, format!("`{name}` on the context is not in the tree"));
            }
            return self.hand_over(arguments);
        };
        let deeds = self.deeds(verb, types, arguments);
        if deeds.is_empty() {
            match self.doubt.take() {
                Some(why) => self.may(About::All(verb), why),
                None => self.act(Act::DoesOne(verb)),
            }
        }
        for deed in deeds {
            match self.doubt.clone() {
                Some(why) => self.may(About::One(deed), why),
                None => self.act(Act::Does(deed)),
            }
        }
    }

    /// `it.emit(payload)`, where `it` could be a context.
    fn perhaps(&mut self, name: &str, types: &[Type], arguments: &[ValueId]) {
        let Some(verb) = verb_of(name) else { return };
        let why = format!("what `{name}` is called on is not known");
        let deeds = self.deeds(verb, types, arguments);
        if deeds.is_empty() {
            self.may(About::All(verb), why.clone());
        }
        for deed in deeds {
            self.may(About::One(deed), why.clone());
        }
    }

    /// What a payload makes of a verb, if its type is known.
    fn deeds(&self, verb: Verb, types: &[Type], arguments: &[ValueId]) -> BTreeSet<Deed> {
        let payload = arguments.get(usize::from(verb == Verb::Schedule));
        let ty = match (types.first(), payload) {
            // `cx.emit::<E>(payload)`
            (Some(written), _) if !matches!(written, Type::Other) => self.values.written(written),
            (_, Some(payload)) => self.values.ty(*payload).clone(),
            (_, None) => Ty::Unknown,
        };
        let mut deeds = BTreeSet::new();
        let mut open = vec![ty];
        while let Some(ty) = open.pop() {
            match ty {
                Ty::Item(id, _) => deeds.extend(self.deed(verb, &Def::Item(id))),
                Ty::Outside(path, parts) if parts.is_empty() => deeds.extend(self.deed(verb, &Def::Outside(path))),
                // A wrapper is no event: it was opened on the way.
                Ty::Outside(_, parts) if parts.len() == 1 => open.extend(parts),
                Ty::Any(all) => open.extend(all),
                _ => return BTreeSet::new(),
            }
        }
        deeds
    }

    fn deed(&self, verb: Verb, def: &Def) -> Vec<Deed> {
        let found = self.targets.meant(def).into_iter();
        found.filter(|(wanted, _)| *wanted == verb.wanted()).map(|(_, id)| (verb, id)).collect()
    }

    fn call(&mut self, at: ValueId, callee: &Ty, arguments: &[ValueId], is_used: bool) {
        let is_given = self.any_holds(arguments);
        match callee {
            Ty::Any(all) => all.iter().for_each(|callee| self.call(at, callee, arguments, is_used)),
            // `Box<dyn Fn(..)>`
            Ty::Outside(_, parts) if parts.len() == 1 && !parts[0].is_unknown() => {
                self.call(at, &parts[0], arguments, is_used);
            }
            Ty::Function(routine, types) if is_given => {
                let next = self.values.by_path(*routine, types, arguments);
                self.hand_on(self.dispatched(next), is_used);
            }
            Ty::Method(id, name) if is_given => self.by_trait(*id, name, arguments, is_used),
            Ty::Constructor(id, _) if is_given && !self.values.holds(at) => {
                let path = self.values.types.names.path_of(*id);
                self.may(About::Anything, format!("the context is put into `{path}`, where it is not followed"));
            }
            Ty::Function(..) | Ty::Method(..) | Ty::Constructor(..) | Ty::Closure(_) => {}
            Ty::OutsideFunction(path) => {
                if is_given && !known::wraps(path) {
                    self.may(About::Anything, format!("`{path}` is given the context, and is not in the tree"));
                }
                if is_given {
                    self.hand_over(arguments);
                }
            }
            _ if is_given => {
                self.may(About::Anything, "a function that is not known here is given the context".to_owned());
                self.hand_over(arguments);
            }
            _ => {}
        }
    }

    /// `Trait::name(receiver, ..)`
    fn by_trait(&mut self, id: ItemId, name: &str, arguments: &[ValueId], is_used: bool) {
        let Some((receiver, arguments)) = arguments.split_first() else { return };
        let mut on = self.values.ty(*receiver).clone();
        let mut found = self.values.types.method(&on, name);
        if found.is_none() {
            on = Ty::Traits(vec![id]);
            found = self.values.types.method(&on, name);
        }
        match found {
            Some(Found::Routines(all)) => {
                for routine in all {
                    let called = self.values.by_method(routine, false, &on, &[], arguments);
                    self.hand_on(called, is_used);
                }
            }
            Some(Found::Dispatch(routine)) => {
                let called = self.values.by_method(routine, true, &on, &[], arguments);
                self.hand_on(called, is_used);
            }
            None => self.may(About::Anything, format!("`{name}` is given the context, and is not in the tree")),
        }
    }

    /// What a trait declares without a body is what its types make of it.
    fn dispatched(&self, called: Called) -> Called {
        let is_declared = self.values.types.routines.all[called.routine].body.is_none();
        Called { is_dispatch: called.is_dispatch || is_declared && self.is_of_trait(called.routine), ..called }
    }

    fn is_of_trait(&self, routine: RoutineId) -> bool {
        let it = &self.values.types.routines.all[routine];
        it.owner.is_some() && it.block.is_none()
    }

    /// A function of the tree that a function outside is given with a context: it may be called with that.
    fn hand_over(&mut self, arguments: &[ValueId]) {
        for argument in arguments {
            match self.values.ty(*argument) {
                Ty::Function(routine, types) => {
                    let called = self.values.by_path(*routine, types, &[]);
                    self.hand_on(called, true);
                }
                Ty::OutsideFunction(path) if !known::wraps(path) => {
                    self.may(About::Anything, format!("`{path}` may be given the context, and is not in the tree"));
                }
                _ => {}
            }
        }
    }

    fn hand_on(&mut self, called: Called, is_used: bool) {
        let routine = &self.values.types.routines.all[called.routine];
        // Nobody awaits it.
        if routine.function.is_async && !is_used {
            return;
        }
        self.effects.next.insert((self.line, called, self.doubt.clone()));
    }

    fn act(&mut self, act: Act) {
        self.effects.acts.insert((self.line, act));
    }

    fn may(&mut self, about: About, why: String) {
        self.act(Act::May(about, why));
    }
}

/// Whether a value is a context, perhaps in a `Box` or what an `Option` held.
fn is_context(ty: &Ty) -> bool {
    match ty {
        Ty::Context => true,
        Ty::Outside(_, parts) => matches!(&parts[..], [only] if is_context(only)),
        Ty::Any(all) => all.iter().all(is_context),
        _ => false,
    }
}

/// Whether a value is of a type of the tree, perhaps in a `Box`.
fn holder(ty: &Ty) -> bool {
    match ty {
        Ty::Item(..) => true,
        Ty::Outside(_, parts) | Ty::Any(parts) => parts.iter().any(holder),
        _ => false,
    }
}

fn verb_of(method: &str) -> Option<Verb> {
    match method {
        "emit" => Some(Verb::Emit),
        "schedule" => Some(Verb::Schedule),
        "request" => Some(Verb::Request),
        _ => None,
    }
}
