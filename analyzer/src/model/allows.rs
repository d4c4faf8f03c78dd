//! `#[ensue::allow(lint, reason = "..")]`: what code says of lints.

use super::annotated::Annotated;
use super::nodes;
use crate::parse::Annotation;
use crate::resolve::Names;
use crate::source::Project;

/// A lint that is allowed somewhere.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Allow {
    /// Id of the item that it stands on.
    pub about: String,
    /// As written.
    pub lint: String,
    /// Why.
    pub reason: String,
    /// Relative to the workspace root.
    pub file: String,
    /// Of the name, from 1.
    pub line: u32,
}

/// What these annotations allow, sorted.
pub(super) fn allows(names: &Names, project: &Project, annotated: &[Annotated]) -> Vec<Allow> {
    let mut all = Vec::new();
    for it in annotated {
        let (Annotation::Allow(says), Some(about)) = (&it.says, nodes::id(names, it)) else { continue };
        let at = names.item(it.id);
        // What a macro made is told where the macro is called.
        let file = names.made.get(&at.file).map_or(at.file, |made| made.file);
        for (lint, line) in &says.lints {
            all.push(Allow {
                about: about.clone(),
                lint: lint.clone(),
                reason: says.reason.clone(),
                file: project.relative(&names.files[file]),
                line: names.written_at(at.file, *line),
            });
        }
    }
    all.sort();
    all
}
