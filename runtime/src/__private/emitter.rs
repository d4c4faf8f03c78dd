//! What functions declare: handlers, controllers and effect handlers.

use super::{ItemMeta, Kept, labelled};

/// What an [`EmitterMeta`] speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum EmitterKind {
    /// `#[handler]`
    Handler,
    /// `#[controller]`
    Controller,
    /// `#[effect_handler]`
    EffectHandler,
}

/// `timing = ..`
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Timing {
    /// In the same unit of work; the default of handlers.
    Inline,
    /// In the same process, once the unit of work is committed.
    AfterCommit,
    /// By a ticket; always so for effect handlers.
    Deferred,
}

/// A handler, controller or effect handler: one per function, however many events it handles.
#[derive(Debug)]
pub struct EmitterMeta {
    /// Which of the three.
    pub kind: EmitterKind,
    /// The function's name.
    pub name: &'static str,
    /// `module_path!()`
    pub module: &'static str,
    /// As in [`ItemMeta::label`].
    pub label: &'static str,
    /// `file!()`
    pub file: &'static str,
    /// `line!()`
    pub line: u32,
    /// `timing = ..`
    pub timing: Timing,
    /// `may_emit = [E]`
    pub emits: &'static [&'static ItemMeta],
    /// `may_emit = [scheduled(E)]`
    pub schedules: &'static [Kept],
    /// `may_request = [F]`
    pub requests: &'static [&'static ItemMeta],
    /// `route = "POST /payments"`
    pub route: Option<&'static str>,
    /// `schedule = ".."`
    pub schedule: Option<&'static str>,
    /// `resumes = E`
    pub resumes: Option<&'static ItemMeta>,
    /// The expression of `exclusive`, as the grammar prints it.
    pub exclusive: Option<&'static str>,
    /// The path of `precondition`, as the grammar prints it.
    pub precondition: Option<&'static str>,
    /// `loops = ".."`
    pub loops: Option<&'static str>,
    /// `moved = ".."`
    pub moved: Option<&'static str>,
    /// `tag = [..]`
    pub tags: &'static [&'static str],
}

impl EmitterMeta {
    /// What the fields that an attribute does not give are.
    pub const EMPTY: EmitterMeta = EmitterMeta {
        kind: EmitterKind::Handler,
        name: "",
        module: "",
        label: "",
        file: "",
        line: 0,
        timing: Timing::Inline,
        emits: &[],
        schedules: &[],
        requests: &[],
        route: None,
        schedule: None,
        resumes: None,
        exclusive: None,
        precondition: None,
        loops: None,
        moved: None,
        tags: &[],
    };

    /// The path of the function.
    #[must_use]
    pub fn id(&self) -> String {
        format!("{}::{}", labelled(self.module, self.label), self.name)
    }
}
