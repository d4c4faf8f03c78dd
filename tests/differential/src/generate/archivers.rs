//! Resources, the archivers that own them, and handlers of their changes.

use super::Draft;
use super::items::Form;
use crate::source::Part;
use crate::world::{Attribute, ItemKind, Namespace};
use std::fmt::Write;

/// Gives some modules an archiver with its resource.
pub(super) fn archivers(draft: &mut Draft) {
    for module in 0..draft.world.modules.len() {
        let it = &draft.world.modules[module];
        if !it.is_early && !it.is_block && draft.random.percent(12) {
            archiver(draft, module);
        }
    }
}

fn archiver(draft: &mut Draft, module: usize) -> Option<()> {
    let number = draft.number();
    let (resource, archiver, state) = (format!("Thing{number}"), format!("Things{number}"), format!("State{number}"));
    let visibility = draft.define(module, &resource, &Form::new("", &[Namespace::Types]), ItemKind::Resource)?;
    let text = format!(
        "#[derive(::ensue::Resource)]\n{visibility}struct {resource} {{ #[id] id: u32, #[state] state: {state} }}\n\
         #[derive(Debug)]\n{visibility}enum {state} {{ Open, Closed }}"
    );
    draft.world.modules[module].parts.push(Part::new(text));
    let form = Form::new(format!("struct {archiver};"), &[Namespace::Types, Namespace::Values]);
    let visibility = draft.define(module, &archiver, &form, ItemKind::Archiver)?;
    draft.world.modules[module].parts.push(Part::new(format!("{visibility}{}", form.text)));
    draft.world.solve();
    let moves = implementation(draft, module, number)?;
    if moves {
        on_change(draft, number);
    }
    Some(())
}

/// The impl block, in whatever module of the crate can name both; whether the archiver changes the resource.
fn implementation(draft: &mut Draft, beside: usize, number: usize) -> Option<bool> {
    let module = draft.elsewhere(beside);
    let module = if draft.attribute(module, Attribute::Archiver).is_some() { module } else { beside };
    let attribute = draft.attribute(module, Attribute::Archiver)?;
    let resource = draft.name_of(module, &format!("Thing{number}"))?;
    let archiver = draft.name_of(module, &format!("Things{number}"))?;
    let mut methods = String::new();
    let moves = draft.random.percent(70);
    let emits = draft.several(module, 1, |kind| matches!(kind, ItemKind::Event { .. }));
    if moves {
        let condition = if draft.random.percent(20) { draft.condition(module, true) } else { String::new() };
        let _ = write!(
            methods,
            "{condition}#[transition(from = [Open], to = Closed{})]\n\
             fn close<C>(&self, _cx: &mut ::ensue::Cx<'_, C>) -> Result<(), ::ensue::IllegalMove> {{ Ok(()) }}\n",
            emits.first().map_or_else(String::new, |event| format!(", emits = [{event}]"))
        );
    }
    let emits = draft.several(module, 2, |kind| matches!(kind, ItemKind::Event { .. }));
    if !emits.is_empty() {
        let emits = emits.join(", ");
        let _ = write!(methods, "#[emits({emits})]\nfn tell<C>(&self, _cx: &mut ::ensue::Cx<'_, C>) {{}}\n");
    }
    if let Some(event) = emits.first().filter(|_| draft.random.percent(20)) {
        let condition = draft.condition(module, false);
        let _ = write!(
            methods,
            "{condition}#[transition(from = [Closed], to = Open, emits = [{event}])]\n\
             fn open<C>(&self, _cx: &mut ::ensue::Cx<'_, C>) -> Result<(), ::ensue::IllegalMove> {{ Ok(()) }}\n"
        );
    }
    let text = format!("#[{attribute}(resource = {resource})]\nimpl {archiver} {{\n{methods}}}");
    draft.world.modules[module].parts.push(Part::new(text.replace("Result<", "::std::result::Result<")));
    Some(moves)
}

/// A handler of what changes the resource.
fn on_change(draft: &mut Draft, number: usize) -> Option<()> {
    let module = draft.random.below(draft.world.modules.len());
    let it = &draft.world.modules[module];
    if it.is_early || it.is_block {
        return None;
    }
    let resource = draft.name_of(module, &format!("Thing{number}"))?;
    let attribute = draft.attribute(module, Attribute::Handler)?;
    let name = format!("o{}", draft.number());
    let text =
        format!("#[{attribute}(on_change_of = [{resource}])]\nfn {name}(_change: &::ensue::Changed<{resource}>) {{}}");
    draft.world.modules[module].parts.push(Part::new(text));
    Some(())
}

impl Draft {
    /// Another module of the same crate, or this one.
    fn elsewhere(&mut self, module: usize) -> usize {
        let krate = self.world.modules[module].krate;
        let others = (0..self.world.modules.len()).filter(|other| {
            let other = &self.world.modules[*other];
            other.krate == krate && !other.is_early && !other.is_block
        });
        let others: Vec<usize> = others.collect();
        self.random.pick(&others).copied().unwrap_or(module)
    }

    /// A way to write the item that has this name where it is defined.
    fn name_of(&mut self, module: usize, name: &str) -> Option<String> {
        let position = self.world.items.iter().position(|item| item.name == name)?;
        let kind = self.world.items[position].kind.clone();
        let mut routes = self.routes_to(module, |it| *it == kind);
        routes.retain(|route| self.target(route) == Some(position));
        let route = self.random.pick(&routes)?.clone();
        self.write(module, Namespace::Types, &route);
        Some(route.text())
    }
}
