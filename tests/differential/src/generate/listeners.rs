//! Handlers, controllers and effect handlers, in modules and in bodies.

use super::Draft;
use super::macros::{NAME, TYPE, Template, VALUE, VISIBILITY};
use crate::source::Part;
use crate::world::{Attribute, Def, Home, ItemKind, Module, Namespace, Position, Route, World};

/// Gives the modules what listens and what begins.
pub(super) fn listeners(draft: &mut Draft) {
    let count = draft.world.modules.len();
    for _ in 0..count + 4 {
        let mut module = draft.random.below(count);
        if draft.world.modules[module].is_early {
            continue;
        }
        if draft.random.percent(20) {
            module = body(draft, module);
        }
        match draft.random.below(8) {
            0 => drop(controller(draft, module)),
            1 => drop(effect_handler(draft, module)),
            _ => drop(handler(draft, module)),
        }
    }
}

/// The body of a function, as a module.
fn body(draft: &mut Draft, parent: usize) -> usize {
    let (at, number) = (draft.world.modules.len(), draft.number());
    let (open, end) = match draft.random.below(4) {
        0 => ("const _: () = {".to_owned(), "};".to_owned()),
        1 => (format!("fn body_{number}() {{ {{"), "} }".to_owned()),
        2 => (format!("impl dyn Fn{number} {{ fn method() {{"), format!("}} }}\ntrait Fn{number} {{}}")),
        _ => (format!("fn body_{number}() {{"), "}".to_owned()),
    };
    let krate = draft.world.modules[parent].krate;
    draft.world.modules.push(Module::new(krate, Some(parent), "", Home::Body { open, end }));
    draft.directories.push((String::new(), String::new()));
    draft.world.solve();
    for _ in 0..draft.random.below(3) {
        draft.import_something(at);
    }
    if draft.random.percent(30) {
        super::items::item(draft, at);
        draft.world.solve();
    }
    at
}

fn handler(draft: &mut Draft, module: usize) -> Option<()> {
    let name = format!("h{}", draft.number());
    let mut template = Template::new();
    let mark = template.gap(&name, NAME);
    let mut text = handler_called(draft, module, &mark, &mut template)?;
    if draft.random.percent(8)
        && let Some(other) = handler_called(draft, module, &mark, &mut template)
    {
        text = draft.either(module, &text, &other);
    }
    let text = draft.by_macro(module, &template.with_text(text));
    draft.world.modules[module].parts.push(Part::new(text));
    Some(())
}

fn handler_called(draft: &mut Draft, module: usize, name: &str, template: &mut Template) -> Option<String> {
    let attribute = draft.attribute(module, Attribute::Handler)?;
    let count = if draft.random.percent(25) { 2 } else { 1 };
    let on = draft.several(module, count, |kind| matches!(kind, ItemKind::Event { .. }));
    let on: Vec<String> = on.iter().map(|it| template.gap(it, TYPE)).collect();
    let (on_text, parameter) = match &on[..] {
        [] => return None,
        [one] => (one.clone(), one.clone()),
        more => (format!("[{}]", more.join(", ")), "impl Sized".to_owned()),
    };
    let emits = draft.emissions(module);
    let timing = if draft.random.percent(10) { ", timing = after_commit" } else { "" };
    let context = if emits.is_empty() { String::new() } else { format!(", _cx: &mut ::ensue::Cx<'_, {name}>") };
    let annotation = draft.conditional(module, &format!("{attribute}(on = {on_text}{emits}{timing})"));
    let visibility = template.gap("", VISIBILITY);
    let value = template.gap("7", VALUE);
    Some(format!("{annotation}\n{visibility} fn {name}(_event: &{parameter}{context}) {{ let _ = {value}; }}"))
}

fn effect_handler(draft: &mut Draft, module: usize) -> Option<()> {
    let attribute = draft.attribute(module, Attribute::EffectHandler)?;
    let name = format!("e{}", draft.number());
    let on = draft.several(module, 1, |kind| *kind == ItemKind::Effect).pop()?;
    let emits = draft.emissions(module);
    let context = if emits.is_empty() { String::new() } else { format!(", _cx: &mut ::ensue::Cx<'_, {name}>") };
    let text = format!("#[{attribute}(on = {on}{emits})]\nfn {name}(_effect: &{on}{context}) {{}}");
    draft.world.modules[module].parts.push(Part::new(text));
    Some(())
}

fn controller(draft: &mut Draft, module: usize) -> Option<()> {
    let attribute = draft.attribute(module, Attribute::Controller)?;
    let number = draft.number();
    let emits = draft.emissions(module);
    let emits = emits.trim_start_matches(", ");
    let route = if draft.random.percent(50) { format!("route = \"POST /{number}\"") } else { String::new() };
    let resumes = if draft.random.percent(30) {
        let wanted = |kind: &ItemKind| matches!(kind, ItemKind::Event { .. });
        draft.several(module, 1, wanted).pop().map_or_else(String::new, |event| format!("resumes = {event}"))
    } else {
        String::new()
    };
    let arguments: Vec<&str> =
        [route.as_str(), resumes.as_str(), emits].into_iter().filter(|it| !it.is_empty()).collect();
    let name = format!("c{number}");
    let text = format!("#[{attribute}({})]\nfn {name}(_cx: &mut ::ensue::Cx<'_, {name}>) {{}}", arguments.join(", "));
    draft.world.modules[module].parts.push(Part::new(text));
    Some(())
}

impl Draft {
    /// An attribute, sometimes behind conditions that hold.
    fn conditional(&mut self, module: usize, annotation: &str) -> String {
        let form = self.random.below(12);
        if form > 2 {
            return format!("#[{annotation}]");
        }
        let yes = self.predicate(module, true);
        match form {
            0 => format!("#[cfg_attr({yes}, {annotation})]"),
            1 => format!("#[cfg_attr(not(any()), cfg_attr(all(not(test), {yes}), {annotation}))]"),
            _ => format!(
                "#[cfg_attr(not({yes}), ensue::nothing, {annotation})]\n#[cfg_attr({yes}, doc = \"\", {annotation})]"
            ),
        }
    }

    /// Names of different items that are wanted, as they may be written in a module.
    pub(super) fn several(&mut self, module: usize, count: usize, wanted: impl Fn(&ItemKind) -> bool) -> Vec<String> {
        let mut routes = self.routes_to(module, wanted);
        let mut texts = Vec::new();
        for _ in 0..count {
            // An item first, then a way to it: else what has many names would be named always.
            let mut items: Vec<usize> = routes.iter().filter_map(|route| self.target(route)).collect();
            items.sort_unstable();
            items.dedup();
            let Some(item) = self.random.pick(&items).copied() else { break };
            let of_item: Vec<Route> = routes.iter().filter(|it| self.target(it) == Some(item)).cloned().collect();
            let Some(route) = self.random.pick(&of_item).cloned() else { break };
            self.write(module, Namespace::Types, &route);
            texts.push(route.text());
            routes.retain(|route| self.target(route) != Some(item));
        }
        texts
    }

    /// The ways to items that are wanted, aliases included. What an alias stands for must be in reach as well.
    pub(super) fn routes_to(&self, module: usize, wanted: impl Fn(&ItemKind) -> bool) -> Vec<Route> {
        let is_wanted = |world: &World, def| match def {
            Def::Item(item) => {
                let meant = &world.items[world.meant(item)];
                wanted(&meant.kind) && world.can_see(module, meant.reach)
            }
            _ => false,
        };
        self.world.routes(module, Position::Plain, Namespace::Types, is_wanted)
    }

    pub(super) fn target(&self, route: &Route) -> Option<usize> {
        match route.to {
            Def::Item(item) => Some(self.world.meant(item)),
            _ => None,
        }
    }

    /// `, may_emit = [..], may_request = [..]`
    fn emissions(&mut self, module: usize) -> String {
        let mut text = String::new();
        let count = self.random.below(3);
        let mut emits = self.several(module, count, |kind| matches!(kind, ItemKind::Event { .. }));
        if self.random.percent(25) {
            let scheduled = self.several(module, 1, |kind| *kind == ItemKind::Event { is_stored: true });
            emits.extend(scheduled.into_iter().map(|it| format!("scheduled({it})")));
        }
        if !emits.is_empty() {
            text = format!(", may_emit = [{}]", emits.join(", "));
        }
        if self.random.percent(25)
            && let Some(effect) = self.several(module, 1, |kind| *kind == ItemKind::Effect).pop()
        {
            text = format!("{text}, may_request = [{effect}]");
        }
        text
    }
}
