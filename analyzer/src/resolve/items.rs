//! What the items of a module define, and in which order macros see them.

use super::load::{Body, Call, Load, Place, State};
use super::names::{Binding, Def, Definition, Extern, Import, ItemId, ModuleId, Namespace, Reach, SequenceId, Step};
use crate::parse::Condition;
use crate::parse::outline::{self, Brings, Item, ItemKind, Visibility};
use crate::rules::Rule;
use std::sync::Arc;

impl Load<'_> {
    pub(super) fn items(&mut self, module: ModuleId, items: &[Arc<Item>], place: &Place) {
        for item in items {
            self.item(module, item, place);
        }
    }

    pub(super) fn item(&mut self, module: ModuleId, item: &Arc<Item>, place: &Place) {
        let own = self.names.settled(module, &item.condition);
        let condition = self.names.modules[module.0].condition.and(&own);
        if condition == Condition::Never {
            return;
        }
        let reach = self.reach(module, &item.visibility);
        match &item.kind {
            ItemKind::Module(declared) => self.module(module, item, declared, reach, &condition, place),
            ItemKind::Block(items) if items.iter().all(|it| only_calls(it)) => {
                let sequence = self.later(None, place);
                let place = Place { sequence, ..place.clone() };
                self.bodies.push(Body { module, item: item.clone(), place });
            }
            ItemKind::Block(items) => self.block(module, items, condition, place),
            ItemKind::Import(import) => {
                let name = match import.brings {
                    Brings::Name => Some(item.name.clone()),
                    Brings::Glob => None,
                    Brings::Nameless => return,
                };
                let import = Import { path: import.path.clone(), name, reach, condition: own };
                let step = Step::Import(module, self.names.modules[module.0].imports.len());
                self.step(place, step);
                self.names.modules[module.0].imports.push(import);
            }
            ItemKind::ExternCrate(declared) => self.extern_crate(module, item, declared, &own, reach),
            ItemKind::Invocation(it) => {
                if let Some(include) = &it.include {
                    return self.include(module, item, include, it.position, place);
                }
                if let ([name], false) = (&it.path.segments[..], it.path.absolute) {
                    self.names.called.insert(self.calls.len(), name.clone());
                }
                let sequence = self.later(Some(self.calls.len()), place);
                let place = Place { sequence, ..place.clone() };
                let (depth, item) = (place.expansions, item.clone());
                let outermost = place.outermost.unwrap_or(self.calls.len());
                self.calls.push(Call { module, item, place, depth, outermost, state: State::Open });
            }
            kind => {
                let id = ItemId(self.names.items.len());
                self.names.items.push(Definition { item: item.clone(), module, file: place.file, condition });
                self.names.modules[module.0].items.push(id);
                if let ItemKind::MacroRules(rules) = kind {
                    self.step(place, Step::Macro(id));
                    if rules.exported {
                        let krate = self.names.modules[module.0].krate;
                        let root = self.names.crates[krate.0].root;
                        self.define(root, Namespace::Macros, item, Def::Item(id), &own, Reach::Public);
                    }
                }
                for namespace in namespaces(kind) {
                    self.define(module, *namespace, item, Def::Item(id), &own, reach);
                }
            }
        }
    }

    /// The items of a body.
    pub(super) fn block(&mut self, module: ModuleId, items: &[Arc<Item>], condition: Condition, place: &Place) {
        let block = self.child(module, self.names.modules[module.0].path.clone(), condition);
        let it = &mut self.names.modules[block.0];
        (it.is_block, it.file) = (true, place.file);
        let sequence = it.sequence;
        self.step(place, Step::Module(block, false));
        self.items(block, items, &Place { sequence, ..place.clone() });
    }

    fn extern_crate(
        &mut self,
        module: ModuleId,
        item: &Item,
        declared: &outline::ExternCrate,
        own: &Condition,
        reach: Reach,
    ) {
        let krate = self.names.modules[module.0].krate;
        let it = &mut self.names.crates[krate.0];
        let target = match declared.name.as_str() {
            "self" => Extern::Tree(krate),
            name => it.externs.get(name).cloned().unwrap_or_else(|| Extern::Outside(name.to_owned())),
        };
        it.has_our_macros |= declared.macro_use && target == Extern::Ensue;
        if let (true, Extern::Tree(target)) = (declared.macro_use, &target) {
            it.macro_uses.push((*target, declared.macros.clone()));
        }
        if module == it.root && item.name != "_" && self.names.rules.follow(Rule::ExternCrate) {
            it.externs.insert(item.name.clone(), target.clone());
            if it.externs_of_tests.contains(&declared.name) {
                it.externs_of_tests.insert(item.name.clone());
            }
        }
        let def = self.names.start(&target);
        self.define(module, Namespace::Types, item, def, own, reach);
    }

    pub(super) fn define(
        &mut self,
        module: ModuleId,
        namespace: Namespace,
        item: &Item,
        def: Def,
        own: &Condition,
        reach: Reach,
    ) {
        let binding = Binding { def, reach, condition: own.clone(), import: None };
        self.names.modules[module.0].defined.add(namespace, &item.name, binding);
    }

    pub(super) fn step(&mut self, place: &Place, step: Step) {
        self.names.sequences[place.sequence.0].push(step);
    }

    /// A place among the steps for what is known later.
    pub(super) fn later(&mut self, call: Option<usize>, place: &Place) -> SequenceId {
        let sequence = self.sequence();
        self.step(place, Step::Later(call, sequence));
        sequence
    }

    pub(super) fn sequence(&mut self) -> SequenceId {
        self.names.sequences.push(Vec::new());
        SequenceId(self.names.sequences.len() - 1)
    }

    fn reach(&self, module: ModuleId, visibility: &Visibility) -> Reach {
        match visibility {
            Visibility::Public => Reach::Public,
            Visibility::Private => Reach::Within(self.names.named(module)),
            Visibility::In(path) => {
                let mut here = self.names.named(module);
                for segment in &path.segments {
                    here = match segment.as_str() {
                        "crate" => self.names.crates[self.names.modules[module.0].krate.0].root,
                        "super" => self.names.modules[here.0].parent.map_or(here, |parent| self.names.named(parent)),
                        "self" => here,
                        // `pub(in a::b)` names a module around this one.
                        _ => self.names.around(module, path).unwrap_or(here),
                    };
                }
                Reach::Within(here)
            }
        }
    }
}

/// The namespaces in which an item's name means something.
fn namespaces(kind: &ItemKind) -> &'static [Namespace] {
    match kind {
        ItemKind::Struct(it) if it.has_value => &[Namespace::Types, Namespace::Values],
        ItemKind::Alias(_) | ItemKind::Enum(_) | ItemKind::Struct(_) | ItemKind::Trait(_) => &[Namespace::Types],
        ItemKind::Function(_) | ItemKind::Value(_) => &[Namespace::Values],
        _ => &[],
    }
}

fn only_calls(item: &Item) -> bool {
    match &item.kind {
        ItemKind::Invocation(it) => it.include.is_none(),
        ItemKind::Block(items) => items.iter().all(|item| only_calls(item)),
        _ => false,
    }
}
