//! The section that the attributes add to the documentation of an item: what follows from it, with links.

use ensue_grammar::annotation::{Controller, Effect, Emissions, Event, Handler, Kind, Method, On};
use ensue_grammar::graph::Timing;
use proc_macro2::Ident;
use syn::{Attribute, Path, parse_quote};

/// Adds lines below the documentation that the item has.
///
/// A public function may speak of private events: the links then lead nowhere in public documentation, which is as it
/// should be, and nothing that the writer can change.
pub(crate) fn append(attributes: &mut Vec<Attribute>, lines: &[String]) {
    if lines.is_empty() {
        return;
    }
    let text = format!("\n# Cascade\n\n- {}\n", lines.join("\n- "));
    attributes.push(parse_quote!(#[allow(rustdoc::private_intra_doc_links, rustdoc::redundant_explicit_links)]));
    attributes.push(parse_quote!(#[doc = #text]));
}

pub(crate) fn of_handler(handler: &Handler) -> Vec<String> {
    let timing = match handler.timing() {
        Timing::Inline => "",
        Timing::AfterCommit => ", after commit",
        Timing::Deferred => ", deferred",
        Timing::Scheduled => ", scheduled",
    };
    let mut lines = match &handler.on {
        On::Events(paths) => listed("handles", paths, timing),
        On::ChangeOf(paths) => listed("runs on changes of", paths, timing),
    };
    lines.extend(emissions("may", &handler.emissions));
    if let Some(path) = &handler.precondition {
        let (path, last) = (link_target(path), last(path));
        lines.push(format!("runs only if [`{last}`](fn@{path}) says so"));
    }
    lines
}

pub(crate) fn of_controller(name: &Ident, controller: &Controller) -> Vec<String> {
    let names = controller.parameters.with(ensue_grammar::annotation::Role::Argument);
    let names: Vec<_> = names.filter_map(|argument| argument.name.as_ref()).map(ToString::to_string).collect();
    let fields = if names.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", names.join(", ")) };
    let mut lines = vec![format!("called as `app.call({name} {fields})`")];
    lines.extend(controller.route.as_ref().map(|route| format!("mounted at `{} {}`", route.method, route.path)));
    if controller.schedule.is_some() {
        lines.push("runs on a schedule".to_owned());
    }
    lines.extend(controller.resumes.as_ref().map(|event| format!("continues what {} left waiting", link(event))));
    lines.extend(emissions("may", &controller.emissions));
    lines
}

/// A method of an archiver, which does what its callers must declare.
pub(crate) fn of_method(method: &Method, resource: Option<&Path>) -> Vec<String> {
    let mut lines = Vec::new();
    if let (Some(transition), Some(resource)) = (&method.transition, resource) {
        let from: Vec<_> = transition.from.iter().map(|state| format!("`{state}`")).collect();
        let to = transition.to.as_ref().map(|state| format!(" to `{state}`")).unwrap_or_default();
        lines.push(match &from[..] {
            [] => format!("brings {}{to}", link(resource)),
            from => format!("brings {} from {}{to}", link(resource), from.join(" or ")),
        });
    }
    lines.extend(emissions("", &method.emissions));
    lines
}

/// A helper, which does what its callers must declare.
pub(crate) fn of_helper(declared: &Emissions) -> Vec<String> {
    emissions("", declared)
}

/// An event or effect: what is not visible in its definition.
pub(crate) fn of_data(kind: Kind, event: &Event, effect: Option<&Effect>) -> Vec<String> {
    let mut lines = Vec::new();
    let what = if kind == Kind::Effect { "an effect" } else { "an event" };
    match &event.name {
        Some(name) => lines.push(format!("{what}, stored as `{}`, version {}", name.value(), event.version())),
        None if event.version() > 1 => lines.push(format!("{what}, version {}", event.version())),
        None => {}
    }
    if let Some(effect) = effect {
        lines.extend(effect.performed_by.as_ref().map(|who| format!("performed outside, by `{}`", who.value())));
        lines.extend(listed("completes with", &effect.completes_with, ""));
    }
    lines
}

fn emissions(may: &str, declared: &Emissions) -> Vec<String> {
    let says = |may_do: &str, does: &str| if may.is_empty() { does.to_owned() } else { format!("{may} {may_do}") };
    let mut lines = listed(&says("emit", "emits"), &declared.emits, "");
    lines.extend(listed(&says("schedule", "schedules"), &declared.schedules, ""));
    lines.extend(listed(&says("request", "requests"), &declared.requests, ""));
    lines
}

/// One line, or none for an empty list.
fn listed(what: &str, paths: &[Path], after: &str) -> Vec<String> {
    if paths.is_empty() {
        return Vec::new();
    }
    let links: Vec<_> = paths.iter().map(link).collect();
    vec![format!("{what} {}{after}", links.join(", "))]
}

/// A type: ``[`AuthCreated`](events::AuthCreated)``.
fn link(path: &Path) -> String {
    format!("[`{}`]({})", last(path), link_target(path))
}

fn link_target(path: &Path) -> String {
    let segments: Vec<_> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
    segments.join("::")
}

fn last(path: &Path) -> String {
    path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default()
}
