//! The scope of `macro_rules` by the order of the text: a macro is known behind its definition, in the modules and bodies
//! further in, and behind a module with `#[macro_use]`; a later definition hides an earlier one.

use super::names::{Binding, Def, ItemId, ModuleId, Names, Namespace, SequenceId, Step};
use crate::parse::Condition;
use crate::rules::Rule;
use std::collections::BTreeMap;

/// Macros that one name means, each with the condition under which it does.
pub(super) type Macros = Vec<(ItemId, Condition)>;

/// Which macros each of the invocations means by this scope. Imports of macros in scope are noted in their modules.
pub(super) fn walk(names: &mut Names, calls: usize) -> Vec<Macros> {
    let mut walk =
        Walk { names, scope: BTreeMap::new(), hidden: Vec::new(), found: vec![Vec::new(); calls], imports: Vec::new() };
    for root in walk.names.crates.iter().map(|krate| krate.root) {
        walk.scope.clear();
        walk.hidden.clear();
        walk.sequence(walk.names.modules[root.0].sequence);
    }
    let Walk { found, imports, .. } = walk;
    for (module, at, meant) in imports {
        import(names, module, at, meant);
    }
    found
}

/// An import of macros that it found in scope.
fn import(names: &mut Names, module: ModuleId, at: usize, meant: Macros) {
    let it = &mut names.modules[module.0];
    let import = &it.imports[at];
    let Some(name) = &import.name else { return };
    let (reach, own) = (import.reach, import.condition.clone());
    let name = name.clone();
    for (id, condition) in meant {
        let binding = Binding { def: Def::Item(id), reach, condition: own.and(&condition), import: None };
        if !it.defined.get(Namespace::Macros, &name).any(|known| *known == binding) {
            it.defined.add(Namespace::Macros, &name, binding);
        }
    }
}

struct Walk<'a> {
    names: &'a Names,
    scope: BTreeMap<String, Macros>,
    /// What was in scope before, to be put back at the end of a module.
    hidden: Vec<(String, Option<Macros>)>,
    found: Vec<Macros>,
    imports: Vec<(ModuleId, usize, Macros)>,
}

impl Walk<'_> {
    fn sequence(&mut self, SequenceId(at): SequenceId) {
        let names = self.names;
        for step in &names.sequences[at] {
            match *step {
                Step::Macro(id) => self.define(id),
                Step::Module(module, macro_use) => {
                    let before = self.hidden.len();
                    self.sequence(names.modules[module.0].sequence);
                    if !macro_use || !names.rules.follow(Rule::MacroUse) {
                        self.forget(before);
                    }
                }
                Step::Import(module, import) => {
                    let it = &names.modules[module.0].imports[import];
                    if let ([name], false) = (&it.path.segments[..], it.path.absolute)
                        && let Some(meant) = self.scope.get(name)
                    {
                        self.imports.push((module, import, meant.clone()));
                    }
                }
                Step::Later(call, made) => {
                    if let Some(call) = call
                        && let Some(name) = names.called.get(&call)
                        && let Some(meant) = self.scope.get(name)
                    {
                        self.found[call].clone_from(meant);
                    }
                    self.sequence(made);
                }
            }
        }
    }

    fn define(&mut self, id: ItemId) {
        let definition = &self.names.items[id.0];
        let condition = self.names.settled(definition.module, &definition.item.condition);
        let name = definition.item.name.clone();
        let before = self.scope.get(&name).cloned();
        let mut now = Vec::new();
        // Under the opposite condition what was known before stays known.
        for (earlier, when) in before.iter().flatten() {
            let when = when.and(&condition.negate());
            if when != Condition::Never {
                now.push((*earlier, when));
            }
        }
        now.push((id, condition));
        self.scope.insert(name.clone(), now);
        self.hidden.push((name, before));
    }

    fn forget(&mut self, until: usize) {
        for (name, before) in self.hidden.drain(until..).rev() {
            match before {
                Some(before) => self.scope.insert(name, before),
                None => self.scope.remove(&name),
            };
        }
    }
}
