//! What annotations say, as plain data; the grammar they share with the macros is asked here and nowhere else.

use super::outline::Path;
use super::{attributes, types};
use crate::condition::Condition;
use ensue_grammar::annotation as grammar;
pub use ensue_grammar::annotation::Kind;
use ensue_grammar::graph::Timing;
use proc_macro2::{Span, TokenStream};
use syn::LitStr;

/// What an attribute says, taken as an annotation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// Taken as which.
    pub kind: Kind,
    /// `None` when nothing of it could be read.
    pub says: Option<Annotation>,
    /// What is wrong with it.
    pub mistakes: Vec<Mistake>,
}

/// Something wrong in an annotation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// The rule.
    pub code: String,
    /// The problem and then the remedy.
    pub message: String,
    /// From 1.
    pub line: u32,
    /// Where in its line the tokens to change begin, in characters from 1; in a body from where the item in it begins.
    pub column: u32,
    /// Those tokens, as far as they are in this line.
    pub written: Option<String>,
}

/// What an annotation declares. Names are as written, still to be resolved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Annotation {
    /// `#[event]`
    Event(Event),
    /// `#[effect]`
    Effect(Effect),
    /// `#[handler]`, `#[effect_handler]`
    Handler(Handler),
    /// `#[controller]`
    Controller(Controller),
    /// `#[archiver]`
    Archiver(Archiver),
    /// `#[emits]` on a function
    Emits(Emissions),
    /// `#[allow]`
    Allow(Allow),
}

/// What `#[allow]` says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Allow {
    /// Names of lints, each with its line.
    pub lints: Vec<(String, u32)>,
    /// `reason = ".."`
    pub reason: String,
}

/// What `#[event]` declares.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Event {
    /// `name = ".."`
    pub name: Option<String>,
    /// `version = N`
    pub version: u32,
    /// `moved = ".."`
    pub moved: Option<String>,
    /// `tag = [..]`
    pub tags: Vec<String>,
}

/// What `#[effect]` declares.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Effect {
    /// As for an event.
    pub event: Event,
    /// `performed_by = ".."`
    pub performed_by: Option<String>,
    /// `completes_with = [..]`
    pub completes_with: Vec<Path>,
}

/// What may be emitted, scheduled and requested.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Emissions {
    /// At once.
    pub emits: Vec<Path>,
    /// `scheduled(..)`
    pub schedules: Vec<Path>,
    /// `may_request`, `requests(..)`
    pub requests: Vec<Path>,
}

/// What `#[handler]` or `#[effect_handler]` declares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handler {
    /// What it listens to.
    pub on: On,
    /// What it may do.
    pub emissions: Emissions,
    /// When it runs.
    pub timing: Timing,
    /// The expression of `exclusive`.
    pub exclusive: Option<String>,
    /// `precondition = ..`
    pub precondition: Option<Path>,
    /// `loops = ".."`
    pub loops: Option<String>,
    /// `moved = ".."`
    pub moved: Option<String>,
    /// `tag = [..]`
    pub tags: Vec<String>,
}

/// What a handler listens to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum On {
    /// `on = [..]`: events, or effects.
    Each(Vec<Path>),
    /// `on_change_of = [..]`: resources.
    ChangeOf(Vec<Path>),
}

/// What `#[controller]` declares.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Controller {
    /// `route = ".."`
    pub route: Option<String>,
    /// `schedule = ".."`
    pub schedule: Option<String>,
    /// `resumes = ..`
    pub resumes: Option<Path>,
    /// What it may do.
    pub emissions: Emissions,
    /// `moved = ".."`
    pub moved: Option<String>,
    /// `tag = [..]`
    pub tags: Vec<String>,
}

/// What `#[archiver]` and the attributes of its methods declare.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Archiver {
    /// `resource = ..`
    pub resource: Option<Path>,
    /// Methods with `#[transition]` or `#[emits]`.
    pub methods: Vec<Method>,
}

/// What a method of an archiver declares.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Method {
    /// Its name.
    pub name: String,
    /// What it may do.
    pub emissions: Emissions,
    /// `#[transition]`
    pub transition: Option<Transition>,
    /// When the archiver has it.
    pub condition: Condition,
}

/// A change of state.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Transition {
    /// States, each with its line; empty when it creates.
    pub from: Vec<(String, u32)>,
    /// As `from`; `None` when it could not be read.
    pub to: Option<(String, u32)>,
}

/// What an attribute says if its last segment is the name of an annotation.
pub(super) fn by_usual_name(path: &Path, arguments: &TokenStream, item: &syn::Item) -> Option<Reading> {
    let kind = Kind::from_name(path.last())?;
    Some(read(kind, arguments.clone(), item, &grammar::last_segment))
}

/// What the attribute at `position` says, taken as an annotation of `kind`.
pub(super) fn by_kind(kind: Kind, item: &syn::Item, position: usize) -> Option<Reading> {
    let (own, arguments) = attributes::at(super::extract::attributes_of(item), position)?;
    let names = |path: &syn::Path| {
        let is_own = types::path(path).segments == own.segments;
        if is_own { Some(kind) } else { grammar::last_segment(path) }
    };
    Some(read(kind, arguments, item, &names))
}

fn read(kind: Kind, arguments: TokenStream, item: &syn::Item, names: grammar::Names<'_>) -> Reading {
    let (declared, errors) = grammar::read(kind, arguments, item, names);
    let mistake = |error: grammar::Error| Mistake {
        code: error.code.to_owned(),
        message: error.to_string(),
        line: types::line_of(error.start),
        column: u32::try_from(error.start.start().column).unwrap_or(u32::MAX).saturating_add(1),
        written: written(error.start, error.end),
    };
    Reading {
        kind,
        says: declared.and_then(|declared| plain(declared, item)),
        mistakes: errors.into_iter().map(mistake).collect(),
    }
}

/// The first line of what stands from one token to another.
fn written(start: Span, end: Span) -> Option<String> {
    let text = start.join(end).unwrap_or(start).source_text()?;
    Some(text.lines().next()?.trim_end().to_owned()).filter(|line| !line.is_empty())
}

fn plain(declared: grammar::Annotation, item: &syn::Item) -> Option<Annotation> {
    Some(match declared {
        grammar::Annotation::Event(it) => Annotation::Event(event(&it)),
        grammar::Annotation::Effect(it) => Annotation::Effect(Effect {
            event: event(&it.event),
            performed_by: it.performed_by.as_ref().map(LitStr::value),
            completes_with: paths(&it.completes_with),
        }),
        grammar::Annotation::Handler(it) | grammar::Annotation::EffectHandler(it) => Annotation::Handler(handler(&it)),
        grammar::Annotation::Controller(it) => Annotation::Controller(Controller {
            route: it.route.as_ref().map(|route| route.text.value()),
            schedule: it.schedule.as_ref().map(LitStr::value),
            resumes: it.resumes.as_ref().map(types::path),
            emissions: emissions(&it.emissions),
            moved: it.moved.as_ref().map(LitStr::value),
            tags: texts(&it.tags),
        }),
        grammar::Annotation::Archiver(it) => Annotation::Archiver(Archiver {
            resource: it.resource.as_ref().map(types::path),
            methods: it.methods.iter().map(|of| method(of, condition_of(item, of.index))).collect(),
        }),
        grammar::Annotation::Emits(it) => Annotation::Emits(emissions(&it.emissions)),
        grammar::Annotation::Allow(it) => Annotation::Allow(Allow {
            lints: it.lints.iter().map(|lint| (types::name(lint), types::line_of(lint.span()))).collect(),
            reason: it.reason.as_ref().map(LitStr::value).unwrap_or_default(),
        }),
        grammar::Annotation::OneOf(_) | grammar::Annotation::Resource(_) | grammar::Annotation::States(_) => {
            return None;
        }
    })
}

fn event(of: &grammar::Event) -> Event {
    Event {
        name: of.name.as_ref().map(LitStr::value),
        version: of.version(),
        moved: of.moved.as_ref().map(LitStr::value),
        tags: texts(&of.tags),
    }
}

fn handler(of: &grammar::Handler) -> Handler {
    Handler {
        on: match &of.on {
            grammar::On::Events(on) => On::Each(paths(on)),
            grammar::On::ChangeOf(on) => On::ChangeOf(paths(on)),
        },
        emissions: emissions(&of.emissions),
        timing: of.timing(),
        exclusive: of.exclusive.as_ref().map(types::text),
        precondition: of.precondition.as_ref().map(types::path),
        loops: of.loops.as_ref().map(LitStr::value),
        moved: of.moved.as_ref().map(LitStr::value),
        tags: texts(&of.tags),
    }
}

fn method(of: &grammar::Method, condition: Condition) -> Method {
    let state = |it: &syn::Ident| (types::name(it), types::line_of(it.span()));
    let transition = |it: &grammar::Transition| Transition {
        from: it.from.iter().map(state).collect(),
        to: it.to.as_ref().map(state),
    };
    Method {
        name: types::name(&of.name),
        emissions: emissions(&of.emissions),
        transition: of.transition.as_ref().map(transition),
        condition,
    }
}

/// When an impl block has the item at this position.
fn condition_of(item: &syn::Item, index: usize) -> Condition {
    let syn::Item::Impl(block) = item else { return Condition::Always };
    match block.items.get(index) {
        Some(syn::ImplItem::Fn(function)) => attributes::read(&function.attrs).condition,
        _ => Condition::Always,
    }
}

fn emissions(of: &grammar::Emissions) -> Emissions {
    Emissions { emits: paths(&of.emits), schedules: paths(&of.schedules), requests: paths(&of.requests) }
}

fn paths(of: &[syn::Path]) -> Vec<Path> {
    of.iter().map(types::path).collect()
}

fn texts(of: &[LitStr]) -> Vec<String> {
    of.iter().map(LitStr::value).collect()
}
