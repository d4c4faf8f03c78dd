//! Holes and diagnostics, with places as outputs write them.

use crate::resolve::{Definition, Names};
use crate::source::Project;
use ensue_grammar::graph::{Diagnostic, Hole, HoleReason};

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
        let relative = |hole: &Hole| Hole { file: hole.file.as_ref().map(|it| project.relative(it)), ..hole.clone() };
        let mut holes = project.holes.clone();
        holes.extend(names.holes.iter().map(relative));
        Problems { project, names, holes, diagnostics: Vec::new() }
    }

    /// A place in the file of an item.
    pub(super) fn hole(&mut self, reason: HoleReason, at: &Definition, line: u32, detail: String) {
        let file = Some(self.file(at));
        self.holes.push(Hole { reason, file, line: Some(line), detail });
    }

    /// A mistake in the analysed code; the picture lacks what it concerns, so it is a hole as well.
    pub(super) fn mistake(&mut self, code: &str, reason: HoleReason, at: &Definition, line: u32, message: String) {
        let file = Some(self.file(at));
        let code = code.to_owned();
        self.diagnostics.push(Diagnostic { code, message: message.clone(), file, line: Some(line) });
        self.hole(reason, at, line, message);
    }

    pub(super) fn file(&self, of: &Definition) -> String {
        self.project.relative(&self.names.files[of.file])
    }
}
