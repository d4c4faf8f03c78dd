//! What stands under conditions: what is written under some that hold, and beside it what is not compiled.

use super::Draft;
use crate::source::Part;
use crate::world::{Home, ItemKind};

/// Puts conditions that hold before some of what is written, and adds what is under others.
pub(super) fn conditions(draft: &mut Draft) {
    for module in 0..draft.world.modules.len() {
        // The text of a root begins with what everything needs.
        let first = usize::from(draft.world.modules[module].parent.is_none());
        for part in first..draft.world.modules[module].parts.len() {
            if draft.random.percent(8) && !draft.world.modules[module].parts[part].is_unconditional {
                let condition = draft.condition(module, true);
                draft.world.modules[module].parts[part].text.insert_str(0, &condition);
            }
        }
        if let Some(parent) = draft.world.modules[module].parent
            && draft.random.percent(8)
        {
            let condition = draft.condition(parent, true);
            match &mut draft.world.modules[module].home {
                Home::File { attribute: text, .. }
                | Home::Inline { attribute: text }
                | Home::Body { open: text, .. } => {
                    text.insert_str(0, &condition);
                }
            }
        }
        if draft.has_items(module) && draft.random.percent(10) {
            let text = gone(draft, module);
            draft.world.modules[module].parts.push(Part::new(text));
        }
    }
}

/// Annotated items that are not compiled.
fn gone(draft: &mut Draft, module: usize) -> String {
    let (number, condition) = (draft.number(), draft.condition(module, false));
    match draft.random.below(4) {
        0 => {
            let predicate = draft.predicate(module, false);
            format!("#[cfg_attr({predicate}, ::ensue::event)]\nstruct Plain{number};")
        }
        1 => {
            let event = format!("#[::ensue::event]\npub struct Gone{number};");
            let predicate = draft.predicate(module, true);
            let handler = format!("#[::ensue::handler(on = Gone{number})]\nfn g{number}(_event: &Gone{number}) {{}}");
            format!("{condition}mod gone_{number} {{\n{event}\n#[cfg({predicate})]\n{handler}\n}}")
        }
        _ => {
            let event = draft.several(module, 1, |kind| matches!(kind, ItemKind::Event { .. })).pop();
            let Some(event) = event else { return format!("{condition}#[::ensue::event]\nstruct Gone{number};") };
            format!("{condition}#[::ensue::handler(on = {event})]\nfn g{number}(_event: &{event}) {{}}")
        }
    }
}

impl Draft {
    /// `#[cfg(..)]` in a line of its own, with a predicate that holds where a module is built, or one that does not.
    pub(super) fn condition(&mut self, module: usize, holds: bool) -> String {
        format!("#[cfg({})]\n", self.predicate(module, holds))
    }

    /// One of two texts, under opposite conditions; the first is what is compiled.
    pub(super) fn either(&mut self, module: usize, compiled: &str, other: &str) -> String {
        let predicate = self.predicate(module, true);
        let [compiled, other] =
            [format!("#[cfg({predicate})]\n{compiled}"), format!("#[cfg(not({predicate}))]\n{other}")];
        if self.random.percent(50) { format!("{compiled}\n{other}") } else { format!("{other}\n{compiled}") }
    }
}
