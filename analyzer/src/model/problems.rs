//! Holes and diagnostics, with places as outputs write them.

use super::UNKNOWN_STATE;
use super::stretches::{Workers, on_stretches};
use crate::parse::outline::{ItemKind, Path, Type};
use crate::resolve::{Definition, Names};
use crate::source::Project;
use ensue_grammar::graph::{Diagnostic, Hole, HoleReason};
use std::ops::Range;

/// What was found wrong or could not be seen.
pub(super) struct Problems<'a> {
    project: &'a Project,
    names: &'a Names,
    pub(super) holes: Vec<Hole>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl<'a> Problems<'a> {
    /// With the holes that reading manifests and resolving names left.
    pub(super) fn new(project: &'a Project, names: &'a Names) -> Problems<'a> {
        let mut problems = Problems { project, names, holes: project.holes.clone(), diagnostics: Vec::new() };
        problems.of_names(&names.holes);
        problems
    }

    /// What work gives for each stretch of so many things; the problems of each are added in their order.
    pub(super) fn of_parts<T: Send>(
        &mut self,
        count: usize,
        workers: Workers,
        work: impl Fn(Range<usize>, &mut Problems<'_>) -> T + Sync,
    ) -> Vec<T> {
        let (project, names) = (self.project, self.names);
        let parts = on_stretches(count, workers, |stretch| {
            let mut part = Problems { project, names, holes: Vec::new(), diagnostics: Vec::new() };
            let made = work(stretch, &mut part);
            (made, part.holes, part.diagnostics)
        });
        let mut all = Vec::with_capacity(parts.len());
        for (made, holes, diagnostics) in parts {
            all.push(made);
            self.holes.extend(holes);
            self.diagnostics.extend(diagnostics);
        }
        all
    }

    /// What only shows when all names were asked for.
    pub(super) fn entangled(&mut self) {
        self.of_names(&self.names.entangled());
    }

    fn of_names(&mut self, holes: &[Hole]) {
        let relative = |file: &String| self.project.relative(file);
        let relative = |hole: &Hole| Hole { file: hole.file.as_ref().map(relative), ..hole.clone() };
        self.holes.extend(holes.iter().map(relative));
    }

    /// A place in the file of an item.
    pub(super) fn hole(&mut self, reason: HoleReason, at: &Definition, line: u32, detail: String) {
        let file = Some(self.file(at));
        self.holes.push(Hole { reason, file, line: Some(line), detail });
    }

    /// A mistake in the analysed code, about a name as it is written there; the picture lacks what it concerns, so it is a
    /// hole as well. Gives the diagnostic, to say more.
    pub(super) fn mistake(
        &mut self,
        code: &str,
        reason: HoleReason,
        at: &Definition,
        name: &Path,
        message: String,
    ) -> &mut Diagnostic {
        let told = self.mistake_in(code, reason, at, name.line, message);
        told.about.push(name.to_string());
        told
    }

    /// As [`Problems::mistake`], about an item as a whole.
    pub(super) fn mistake_in(
        &mut self,
        code: &str,
        reason: HoleReason,
        at: &Definition,
        line: u32,
        message: String,
    ) -> &mut Diagnostic {
        self.hole(reason, at, line, message.clone());
        let file = Some(self.file(at));
        self.diagnostics.push(Diagnostic {
            code: code.to_owned(),
            about: vec![self.path_around(at)],
            message,
            file,
            line: Some(line),
            ..Diagnostic::default()
        });
        self.diagnostics.last_mut().expect("one was told just now")
    }

    /// A name in a transition that is no state. It is no hole: what the method emits is seen.
    pub(super) fn wrong_state(
        &mut self,
        at: &Definition,
        written: &str,
        line: u32,
        instead: Option<String>,
        message: String,
    ) {
        self.diagnostics.push(Diagnostic {
            code: UNKNOWN_STATE.to_owned(),
            about: vec![self.path_around(at), written.to_owned()],
            instead,
            message,
            file: Some(self.file(at)),
            line: Some(line),
            ..Diagnostic::default()
        });
    }

    /// The path of an item; of an impl block that of its type, as if it stood beside.
    fn path_around(&self, of: &Definition) -> String {
        let own = match &of.item.kind {
            ItemKind::Impl(block) => match &block.self_ty {
                Type::Path(path, _) => path.last().to_owned(),
                _ => String::new(),
            },
            _ => of.item.name.clone(),
        };
        format!("{}::{own}", self.names.module_path(of.module))
    }

    pub(super) fn file(&self, of: &Definition) -> String {
        self.project.relative(&self.names.files[of.file])
    }
}
