//! Events, effects, resources, and what only shares their names.

use super::Draft;
use crate::source::Part;
use crate::world::{Attribute, Binding, Def, Item, ItemKind, Namespace, Position, Reach};
use std::fmt::Write;

const NAMES: [&str; 10] = ["Paid", "Sent", "Both", "Lost", "Done", "Deep", "Known", "Option", "Failed", "Pay\u{e9}"];

/// Gives the modules their items.
pub(super) fn items(draft: &mut Draft) {
    for module in 0..draft.world.modules.len() {
        if draft.world.modules[module].is_early {
            continue;
        }
        for _ in 0..draft.random.between(0, 3) {
            item(draft, module);
        }
    }
    draft.world.solve();
    for _ in 0..draft.world.modules.len() / 2 {
        alias(draft);
    }
}

pub(super) fn item(draft: &mut Draft, module: usize) {
    let name = NAMES[draft.random.below(NAMES.len())];
    match draft.random.below(10) {
        0 => other(draft, module, name),
        1 => drop(effect(draft, module, name)),
        _ => drop(event(draft, module, name)),
    }
}

fn event(draft: &mut Draft, module: usize, name: &str) -> Option<()> {
    let number = draft.number();
    let is_stored = draft.has_serde(module) && draft.random.percent(40);
    let form = form(draft, name);
    let attribute = draft.attribute(module, Attribute::Event)?;
    let visibility = draft.define(module, name, &form, ItemKind::Event { is_stored })?;
    let mut arguments = Vec::new();
    if draft.random.percent(30) {
        arguments.push(format!("name = \"event.{number}\""));
    }
    if draft.random.percent(15) {
        arguments.push(format!("version = {}", draft.random.between(2, 9)));
    }
    let arguments = if arguments.is_empty() { String::new() } else { format!("({})", arguments.join(", ")) };
    let mut text = format!("#[{attribute}{arguments}]\n");
    if is_stored {
        text.push_str("#[derive(::serde::Serialize, ::serde::Deserialize)]\n");
    }
    let _ = write!(text, "{visibility}{}", form.text);
    draft.world.modules[module].parts.push(Part::new(text));
    Some(())
}

fn effect(draft: &mut Draft, module: usize, name: &str) -> Option<()> {
    if !draft.has_serde(module) {
        return None;
    }
    let form = form(draft, name);
    let attribute = draft.attribute(module, Attribute::Effect)?;
    let completes = if draft.random.percent(30) {
        draft.several(module, 1, |kind| *kind == ItemKind::Event { is_stored: true })
    } else {
        Vec::new()
    };
    let by = draft.number();
    let arguments = match completes.first() {
        Some(event) => format!("(performed_by = \"system-{by}\", completes_with = [{event}])"),
        None => String::new(),
    };
    let kind = if arguments.is_empty() { ItemKind::Effect } else { ItemKind::Outsourced };
    let visibility = draft.define(module, name, &form, kind)?;
    draft.world.solve();
    let text = format!(
        "#[{attribute}{arguments}]\n#[derive(::serde::Serialize, ::serde::Deserialize)]\n{visibility}{}",
        form.text
    );
    draft.world.modules[module].parts.push(Part::new(text));
    Some(())
}

/// What only has the name.
fn other(draft: &mut Draft, module: usize, name: &str) {
    let form = match draft.random.below(6) {
        0 => Form::new(format!("fn {name}() {{}}"), &[Namespace::Values]),
        1 => Form::new(format!("const {name}: u8 = 0;"), &[Namespace::Values]),
        2 => Form::new(format!("trait {name} {{}}"), &[Namespace::Types]),
        3..5 => {
            let mut variants = NAMES;
            draft.random.shuffle(&mut variants);
            Form::of_enum(name, &variants[..3])
        }
        _ => Form::new(format!("struct {name};"), &[Namespace::Types, Namespace::Values]),
    };
    if let Some(visibility) = draft.define(module, name, &form, ItemKind::Other) {
        draft.world.modules[module].parts.push(Part::new(format!("{visibility}{}", form.text)));
    }
}

/// Another name for an event or effect.
fn alias(draft: &mut Draft) {
    let module = draft.random.below(draft.world.modules.len());
    if draft.world.modules[module].is_early {
        return;
    }
    let routes = draft.routes_to(module, |kind| matches!(kind, ItemKind::Event { .. } | ItemKind::Effect));
    let Some(route) = draft.random.pick(&routes).cloned() else { return };
    let Def::Item(of) = route.to else { return };
    let name = NAMES[draft.random.below(NAMES.len())];
    if route.segments.len() == 1 && route.segments[0] == name {
        return;
    }
    let Some(visibility) = draft.define(module, name, &Form::new("", &[Namespace::Types]), ItemKind::Alias(of)) else {
        return;
    };
    draft.world.solve();
    // The new name must not get into the way of the path.
    let found = draft.world.resolve(module, Position::Plain, Namespace::Types, &route.segments);
    if found.and_then(|found| found.def) != Some(route.to) || !draft.holds() {
        draft.world.modules[module].defined.remove(&(Namespace::Types, name.to_owned()));
        draft.world.solve();
        return;
    }
    draft.write(module, Namespace::Types, &route);
    draft.world.modules[module].parts.push(Part::new(format!("{visibility}type {name} = {};", route.text())));
}

/// How an item is written, without what stands before it, and what its name means.
pub(super) struct Form {
    pub(super) text: String,
    namespaces: &'static [Namespace],
    variants: Vec<String>,
}

impl Form {
    pub(super) fn new(text: impl Into<String>, namespaces: &'static [Namespace]) -> Form {
        Form { text: text.into(), namespaces, variants: Vec::new() }
    }

    fn of_enum(name: &str, variants: &[&str]) -> Form {
        let text = format!("enum {name} {{ {}(u8) }}", variants.join(", "));
        let variants = variants.iter().map(|it| (*it).to_owned()).collect();
        Form { text, namespaces: &[Namespace::Types], variants }
    }
}

/// One of the forms that types have.
fn form(draft: &mut Draft, name: &str) -> Form {
    match draft.random.below(6) {
        0 => Form::new(format!("struct {name} {{ pub number: u32 }}"), &[Namespace::Types]),
        1 => Form::of_enum(name, &["One", NAMES[draft.random.below(NAMES.len())]]),
        2 => Form::new(format!("struct {name}(pub u32);"), &[Namespace::Types, Namespace::Values]),
        _ => Form::new(format!("struct {name};"), &[Namespace::Types, Namespace::Values]),
    }
}

impl Draft {
    pub(super) fn has_serde(&self, module: usize) -> bool {
        self.world.crates[self.world.modules[module].krate].has_serde
    }

    /// What `module_path!()` says in a module.
    fn id(&self, module: usize) -> String {
        let it = &self.world.modules[module];
        match it.parent {
            Some(parent) if it.is_block => self.id(parent),
            Some(parent) => format!("{}::{}", self.id(parent), it.name),
            None => self.world.crates[it.krate].name.clone(),
        }
    }

    /// Defines an item where its name is free, and gives what stands before it.
    pub(super) fn define(&mut self, module: usize, name: &str, form: &Form, kind: ItemKind) -> Option<String> {
        self.define_for(module, name, form, kind, 65)
    }

    /// As [`Draft::define`]; for everybody in so many of a hundred cases.
    pub(super) fn define_for(
        &mut self,
        module: usize,
        name: &str,
        form: &Form,
        kind: ItemKind,
        public: usize,
    ) -> Option<String> {
        let Form { namespaces, variants, .. } = form;
        let key = |namespace: &Namespace| (*namespace, name.to_owned());
        let defined = &self.world.modules[module].defined;
        if namespaces.iter().any(|namespace| defined.contains_key(&key(namespace))) {
            return None;
        }
        // A program may be called as a library that it links: what they register must not be called alike as well.
        let id = format!("{}::{name}", self.id(module));
        let is_registered = !matches!(kind, ItemKind::Other | ItemKind::Alias(_));
        if is_registered && !self.ids.insert(id) {
            return None;
        }
        let is_body = self.world.modules[module].is_block;
        let (visibility, reach) =
            if is_body { (String::new(), Reach::Within(module)) } else { self.visibility(module, public) };
        let item = self.world.items.len();
        self.world.items.push(Item { reach, name: name.to_owned(), kind, variants: variants.clone() });
        for namespace in *namespaces {
            let binding = Binding { def: Def::Item(item), reach, is_early: false };
            self.world.modules[module].defined.insert(key(namespace), binding);
        }
        self.world.solve();
        if !self.holds() || !self.imports_hold() {
            for namespace in *namespaces {
                self.world.modules[module].defined.remove(&key(namespace));
            }
            self.world.solve();
            return None;
        }
        Some(visibility)
    }
}
