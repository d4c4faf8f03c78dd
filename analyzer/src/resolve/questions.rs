//! What can be asked of the names of a tree without looking anything up.

use super::names::{CrateId, Def, Definition, Extern, ItemId, Module, ModuleId, Names, Reach};
use crate::parse::outline::Path;
use std::ops::Range;

impl Names {
    /// An item by its position.
    #[must_use]
    pub fn item(&self, id: ItemId) -> &Definition {
        &self.items[id.0]
    }

    /// All items, in the order in which they were found.
    pub fn items(&self) -> impl Iterator<Item = (ItemId, &Definition)> {
        self.items_in(0..self.item_count())
    }

    /// A stretch of these; its bounds are within their number.
    pub fn items_in(&self, stretch: Range<usize>) -> impl Iterator<Item = (ItemId, &Definition)> {
        stretch.clone().map(ItemId).zip(&self.items[stretch])
    }

    /// How many there are.
    #[must_use]
    pub fn item_count(&self) -> usize {
        self.items.len()
    }

    /// The path of a module, as in ids.
    #[must_use]
    pub fn module_path(&self, module: ModuleId) -> &str {
        &self.modules[module.0].path
    }

    /// The crate that a module belongs to.
    #[must_use]
    pub fn crate_of(&self, module: ModuleId) -> CrateId {
        self.modules[module.0].krate
    }

    /// The path of an item, as in ids: what `module_path!()` says where it stands, and its name without `r#`.
    #[must_use]
    pub fn path_of(&self, id: ItemId) -> String {
        let definition = &self.items[id.0];
        format!("{}::{}", self.modules[definition.module.0].path, definition.item.name)
    }

    /// Whether every annotation of Ensue is known in the crate of this module: `#[macro_use] extern crate ensue`.
    #[must_use]
    pub fn has_our_macros(&self, module: ModuleId) -> bool {
        self.crates[self.crate_of(module).0].has_our_macros
    }

    /// Whether the crate of this module depends on Ensue.
    #[must_use]
    pub fn knows_ensue(&self, module: ModuleId) -> bool {
        self.crates[self.crate_of(module).0].externs.values().any(|it| *it == Extern::Ensue)
    }

    pub(super) fn start(&self, target: &Extern) -> Def {
        match target {
            Extern::Tree(CrateId(at)) => Def::Module(self.crates[*at].root),
            Extern::Ensue => Def::Ensue(String::new()),
            Extern::Outside(name) => Def::Outside(name.clone()),
        }
    }

    /// The module with a name that this one is, or is a block of.
    pub(super) fn named(&self, mut module: ModuleId) -> ModuleId {
        while let Module { is_block: true, parent: Some(parent), .. } = &self.modules[module.0] {
            module = *parent;
        }
        module
    }

    /// The module around this one that a path of `pub(in ..)` names.
    pub(super) fn around(&self, module: ModuleId, path: &Path) -> Option<ModuleId> {
        let named = |at: &ModuleId| !self.modules[at.0].is_block;
        let around: Vec<ModuleId> =
            std::iter::successors(Some(module), |at| self.modules[at.0].parent).filter(named).collect();
        // Nothing but a module around this one may be named, so that its distance from the root is enough.
        let depth = path.segments.iter().filter(|it| *it != "crate").count();
        around.iter().rev().nth(depth).copied()
    }

    pub(super) fn can_see(&self, from: ModuleId, reach: Reach) -> bool {
        let Reach::Within(wanted) = reach else { return true };
        let mut here = Some(from);
        while let Some(at) = here {
            if at == wanted {
                return true;
            }
            here = self.modules[at.0].parent;
        }
        false
    }
}
