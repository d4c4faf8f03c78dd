//! What the closures in a body are given.

use super::Called;
use super::known;
use super::methods::Found;
use super::ty::Ty;
use super::values::Values;
use crate::parse::body::{Made, ValueId};
use crate::parse::outline::{Bound, Generic, Type};
use std::collections::BTreeMap;

impl<'a> Values<'_, 'a> {
    /// What the closures in this body are given, as far as the types of this pass tell.
    pub(super) fn inputs(&self) -> BTreeMap<ValueId, Ty> {
        let mut found: BTreeMap<ValueId, Vec<Ty>> = BTreeMap::new();
        let mut give = |closure: ValueId, given: Vec<Ty>| {
            let Made::Closure(inputs, _) = &self.body.values[closure].made else { return };
            for (input, ty) in inputs.iter().zip(given) {
                found.entry(*input).or_default().push(ty);
            }
        };
        for value in &self.body.values {
            let (callee, arguments) = match &value.made {
                Made::Call(callee, arguments) => (self.ty(*callee), arguments),
                Made::Method { arguments, .. } => (&Ty::Unknown, arguments),
                _ => continue,
            };
            if let Ty::Closure(Some(closure)) = callee {
                give(*closure, self.all(arguments));
            }
            for (at, argument) in arguments.iter().enumerate() {
                if let Ty::Closure(Some(closure)) = self.ty(*argument) {
                    give(*closure, self.given_to_closure(&value.made, at, *closure));
                }
            }
        }
        found.into_iter().map(|(input, all)| (input, Ty::any(all))).collect()
    }

    /// What a closure is given by the function that it is an argument of.
    fn given_to_closure(&self, made: &Made, at: usize, closure: ValueId) -> Vec<Ty> {
        let count = match &self.body.values[closure].made {
            Made::Closure(inputs, _) => inputs.len(),
            _ => 0,
        };
        let (called, parts) = match made {
            Made::Call(callee, arguments) => match self.ty(*callee) {
                Ty::Function(routine, types) => {
                    let at = at.checked_sub(usize::from(self.types.routines.all[*routine].function.has_receiver));
                    (at.map(|at| (at, self.by_path(*routine, types, arguments))), arguments.clone())
                }
                _ => (None, [&[*callee], &arguments[..]].concat()),
            },
            Made::Method { receiver, name, types, arguments } => {
                let on = self.ty(*receiver);
                let called = match self.types.method(on, name) {
                    Some(Found::Routines(all)) => {
                        all.first().map(|routine| (at, self.by_method(*routine, false, on, types, arguments)))
                    }
                    Some(Found::Dispatch(routine)) => Some((at, self.by_method(routine, true, on, types, arguments))),
                    None => None,
                };
                if let (None, Ty::Outside(path, held), true) = (&called, on, known::hands_over(name))
                    && count == 1
                    && let Some(first) = held.first().filter(|_| !path.ends_with("Map"))
                {
                    return vec![first.clone()];
                }
                (called, [&[*receiver], &arguments[..]].concat())
            }
            _ => (None, Vec::new()),
        };
        match called {
            Some((at, called)) => self.asked_of_closure(&called, at).unwrap_or_default(),
            None => vec![self.mixed(&parts); count],
        }
    }

    /// What `impl Fn(A, B)` in the signature of a routine says that a closure is given.
    fn asked_of_closure(&self, called: &Called, at: usize) -> Option<Vec<Ty>> {
        let around = self.types.around(called);
        let bounds = self.bounds_of(called, at)?;
        let callable = bounds.iter().find(|bound| known::is_callable(bound.path.last()))?;
        Some(self.types.all(&callable.arguments, &around))
    }

    fn bounds_of(&self, called: &Called, at: usize) -> Option<&'a [Bound]> {
        let routine = &self.types.routines.all[called.routine];
        let of_block = routine.block.iter().flat_map(|block| &block.generics);
        let mut generics: Vec<&'a Generic> = routine.function.generics.iter().collect();
        generics.extend(of_block);
        match &routine.function.parameters.get(at)?.ty {
            Type::Bounds(bounds) => Some(bounds),
            // `Box<dyn Fn(..)>`
            Type::Path(_, arguments) if matches!(&arguments[..], [Type::Bounds(_)]) => match &arguments[0] {
                Type::Bounds(bounds) => Some(bounds),
                _ => None,
            },
            Type::Path(path, _) => {
                let generic = generics.into_iter().find(|generic| generic.name == path.last())?;
                Some(&generic.bounds)
            }
            _ => None,
        }
    }
}
