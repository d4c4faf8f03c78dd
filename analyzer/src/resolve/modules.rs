//! `mod` declarations: where the items of a module are.

use super::load::{Declared, Load, MAX_DEPTH, Mount, Place};
use super::names::{Binding, Def, Module, ModuleId, Namespace, Reach, Step};
use crate::parse::Condition;
use crate::parse::outline::{self, Item};
use crate::rules::Rule;
use crate::source::path::join;
use ensue_grammar::graph::HoleReason;
use std::sync::Arc;

/// Modules altogether: files that mount each other twice would double without end.
const MAX_MODULES: usize = 100_000;

impl Load<'_> {
    pub(super) fn module(
        &mut self,
        parent: ModuleId,
        item: &Arc<Item>,
        declared: &outline::Module,
        reach: Reach,
        condition: &Condition,
        place: &Place,
    ) {
        if place.depth >= MAX_DEPTH || self.names.modules.len() >= MAX_MODULES {
            if !std::mem::replace(&mut self.is_full, true) {
                let detail = format!("modules end here: more than {MAX_DEPTH} in each other, or {MAX_MODULES} in all");
                self.hole(HoleReason::Unreadable, place.file, Some(item.line), detail);
            }
            return;
        }
        let name = super::spelled(&item.name, self.edition(parent));
        let name = if self.names.rules.follow(Rule::RawIdentifiers) { name } else { item.name.clone() };
        let path = format!("{}::{name}", self.names.modules[parent.0].path);
        // Each `#[path]` of a `cfg_attr` is a variant; without any of them the usual place counts.
        let mut otherwise = Condition::Always;
        let mut variants: Vec<(Option<&str>, Condition)> = Vec::new();
        let paths = declared.paths.iter().filter(|_| self.names.rules.follow(Rule::PathAttribute));
        for (path, when) in paths {
            let when = &self.names.settled(parent, when);
            variants.push((Some(path), condition.and(when)));
            otherwise = otherwise.and(&when.negate());
        }
        variants.push((None, condition.and(&otherwise)));
        for (from, condition) in variants.into_iter().filter(|(_, condition)| *condition != Condition::Never) {
            let child = self.child(parent, path.clone(), condition.clone());
            let line = self.names.written_at(place.file, item.line);
            let it = &mut self.names.modules[child.0];
            (it.file, it.line) = (place.file, line);
            let binding = Binding { def: Def::Module(child), reach, condition, import: None };
            self.names.modules[parent.0].defined.add(Namespace::Types, &item.name, binding);
            self.step(place, Step::Module(child, declared.macro_use));
            let sequence = self.names.modules[child.0].sequence;
            match &declared.items {
                Some(items) => {
                    self.names.modules[child.0].silent = declared.is_partial.then_some(place.file);
                    if let Some(place) = self.inline_place(item, from, place) {
                        self.items(child, items, &Place { sequence, ..place });
                    }
                }
                None => self.file_module(child, item, from, place),
            }
        }
    }

    pub(super) fn child(&mut self, parent: ModuleId, path: String, condition: Condition) -> ModuleId {
        let krate = self.names.modules[parent.0].krate;
        let id = ModuleId(self.names.modules.len());
        let (parent, sequence) = (Some(parent), self.sequence());
        self.names.modules.push(Module { krate, parent, path, condition, sequence, ..Module::default() });
        id
    }

    fn inline_place(&mut self, item: &Item, from: Option<&str>, place: &Place) -> Option<Place> {
        let dir = if let Some(path) = from {
            // Of an inline module the path names the directory.
            join(&place.dir, path)
        } else {
            let folder = if self.names.rules.follow(Rule::InlineFolders) { item.name.as_str() } else { "" };
            place.children().and_then(|base| join(&base, folder))
        };
        if dir.is_none() {
            self.outside(item, from.unwrap_or_default(), place);
        }
        Some(Place { dir: dir?, relative: None, depth: place.depth + 1, ..place.clone() })
    }

    fn file_module(&mut self, module: ModuleId, item: &Item, from: Option<&str>, place: &Place) {
        let (candidates, relative) = if let Some(path) = from {
            (vec![join(&place.dir, path)], vec![None])
        } else {
            let dir = place.children();
            let file = |tail: String| dir.as_ref().and_then(|dir| join(dir, &tail));
            let candidates = vec![file(format!("{}.rs", item.name)), file(format!("{}/mod.rs", item.name))];
            let folder = self.names.rules.follow(Rule::ModuleFolders).then(|| item.name.clone());
            let known = if self.names.rules.follow(Rule::ModRs) { 2 } else { 1 };
            (candidates.into_iter().take(known).collect(), vec![folder, None])
        };
        let Some(candidates) = candidates.into_iter().collect::<Option<Vec<String>>>() else {
            self.names.modules[module.0].unread = true;
            return self.outside(item, from.unwrap_or_default(), place);
        };
        let declared = Declared {
            what: format!("`mod {};`", item.name),
            place: Some((place.file, item.line)),
            around: place.around.clone(),
        };
        let (depth, sequence) = (place.depth + 1, self.names.modules[module.0].sequence);
        self.pending.push(Mount { module, candidates, relative, declared, depth, sequence });
    }

    pub(super) fn outside(&mut self, item: &Item, path: &str, place: &Place) {
        let detail = format!("`{path}` leads out of the tree: it is not read");
        self.hole(HoleReason::OutsideTheTree, place.file, Some(item.line), detail);
    }

    fn edition(&self, module: ModuleId) -> u16 {
        self.names.crates[self.names.modules[module.0].krate.0].edition
    }
}

impl Place {
    /// The directory in which files of child modules are looked for.
    fn children(&self) -> Option<String> {
        self.relative.as_ref().map_or(Some(self.dir.clone()), |it| join(&self.dir, it))
    }
}
