//! What names stand for in a body: locals, functions declared in it, and what `use` brings into it.

use super::super::outline::{Function, Path, Type};
use super::ValueId;
use std::collections::BTreeMap;

/// What a name stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Name {
    Local(ValueId),
    Function(usize),
    /// `macro_rules!` in the body, which sees the locals around it.
    Macro,
    /// `use path as name;`
    Import(Path),
}

/// Names in scope.
#[derive(Debug, Default)]
pub(super) struct Scope {
    names: BTreeMap<String, Name>,
    /// What these names stood for before, oldest first: put back where their scope ends.
    hidden: Vec<(String, Option<Name>)>,
}

impl Scope {
    /// Where the names of a new scope begin.
    pub(super) fn open(&self) -> usize {
        self.hidden.len()
    }

    /// Ends the scope that began there.
    pub(super) fn close(&mut self, opened: usize) {
        for (name, before) in self.hidden.drain(opened..).rev() {
            match before {
                Some(before) => drop(self.names.insert(name, before)),
                None => drop(self.names.remove(&name)),
            }
        }
    }

    pub(super) fn bind(&mut self, name: String, to: Name) {
        let before = self.names.insert(name.clone(), to);
        self.hidden.push((name, before));
    }

    /// Lets a local stand for another value until the scope ends in which it was bound.
    pub(super) fn assign(&mut self, name: &str, to: ValueId) {
        if let Some(Name::Local(local)) = self.names.get_mut(name) {
            *local = to;
        }
    }

    pub(super) fn get(&self, name: &str) -> Option<&Name> {
        self.names.get(name)
    }

    pub(super) fn local(&self, name: &str) -> Option<ValueId> {
        match self.names.get(name) {
            Some(Name::Local(local)) => Some(*local),
            _ => None,
        }
    }

    pub(super) fn locals(&self) -> Vec<ValueId> {
        let locals = self.names.values().filter_map(|name| if let Name::Local(it) = name { Some(*it) } else { None });
        locals.collect()
    }

    /// What a function in the body sees of it.
    pub(super) fn without_locals(&self) -> Scope {
        let items = self.names.iter().filter(|(_, name)| !matches!(name, Name::Local(_)));
        Scope { names: items.map(|(name, of)| (name.clone(), of.clone())).collect(), hidden: Vec::new() }
    }

    /// A path as the module around would write it.
    pub(super) fn outside(&self, path: Path) -> Path {
        let first = path.segments.first().filter(|_| !path.absolute);
        match first.and_then(|first| self.names.get(first)) {
            Some(Name::Import(to)) => {
                let segments = to.segments.iter().chain(path.segments.iter().skip(1)).cloned().collect();
                Path { absolute: to.absolute, segments, line: path.line }
            }
            _ => path,
        }
    }

    /// The signature of a function as the module around would write it.
    pub(super) fn outside_function(&self, mut function: Function) -> Function {
        for parameter in &mut function.parameters {
            parameter.ty = self.outside_type(std::mem::take(&mut parameter.ty));
        }
        for generic in &mut function.generics {
            if let Type::Bounds(bounds) = self.outside_type(Type::Bounds(std::mem::take(&mut generic.bounds))) {
                generic.bounds = bounds;
            }
        }
        function.output = function.output.map(|ty| self.outside_type(ty));
        function
    }

    /// A type as the module around would write it.
    pub(super) fn outside_type(&self, ty: Type) -> Type {
        match ty {
            Type::Path(path, types) => {
                let types = types.into_iter().map(|ty| self.outside_type(ty)).collect();
                Type::Path(self.outside(path), types)
            }
            Type::Tuple(types) => Type::Tuple(types.into_iter().map(|ty| self.outside_type(ty)).collect()),
            Type::Bounds(mut bounds) => {
                for bound in &mut bounds {
                    bound.path = self.outside(std::mem::take(&mut bound.path));
                    bound.arguments =
                        std::mem::take(&mut bound.arguments).into_iter().map(|ty| self.outside_type(ty)).collect();
                }
                Type::Bounds(bounds)
            }
            Type::Slice(of) => Type::Slice(Box::new(self.outside_type(*of))),
            Type::Other => Type::Other,
        }
    }
}
