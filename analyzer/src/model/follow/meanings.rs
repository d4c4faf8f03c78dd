//! What the paths in bodies mean, each asked for once in a module.

use crate::parse::outline::Path;
use crate::resolve::{Def, ModuleId, Names, Namespace};
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

/// What a path can mean, `cfg` left out.
pub(super) type Defs = Rc<[Def]>;

/// By the segments of the path.
type OfModule = HashMap<Vec<String>, Defs>;

/// Answers of [`Names`].
pub(super) struct Meanings<'a> {
    names: &'a Names,
    known: RefCell<HashMap<(ModuleId, Namespace), OfModule>>,
}

impl<'a> Meanings<'a> {
    pub(super) fn new(names: &'a Names) -> Meanings<'a> {
        Meanings { names, known: RefCell::default() }
    }

    /// What a path means in a module; of types what aliases stand for.
    pub(super) fn of(&self, module: ModuleId, path: &Path, namespace: Namespace) -> Defs {
        if path.absolute {
            return self.asked(module, path, namespace);
        }
        let known = self.known.borrow().get(&(module, namespace)).and_then(|it| it.get(&path.segments)).cloned();
        if let Some(known) = known {
            return known;
        }
        let found = self.asked(module, path, namespace);
        let mut known = self.known.borrow_mut();
        known.entry((module, namespace)).or_default().insert(path.segments.clone(), found.clone());
        found
    }

    /// What a path means as a type.
    pub(super) fn of_type(&self, module: ModuleId, path: &Path) -> Defs {
        self.of(module, path, Namespace::Types)
    }

    fn asked(&self, module: ModuleId, path: &Path, namespace: Namespace) -> Defs {
        let found = match namespace {
            Namespace::Types => self.names.resolve_type(module, path),
            namespace => self.names.resolve(module, path, namespace),
        };
        found.into_iter().map(|(def, _)| def).collect()
    }
}
