//! What a macro is given, as far as its arguments are expressions or statements.

use super::super::outline::Path;
use super::read::Reader;
use super::scope::Name;
use super::tree::{Given, Macro};
use super::{Made, ValueId};

/// Macros of the language that do not run what they are given.
const SILENT: &[&str] = &[
    "cfg",
    "column",
    "compile_error",
    "concat",
    "env",
    "file",
    "include",
    "include_bytes",
    "include_str",
    "line",
    "module_path",
    "option_env",
    "stringify",
];

/// Whether a macro does not run what it is given.
pub(in crate::parse) fn is_silent(path: &Path) -> bool {
    name(path).is_some_and(|name| SILENT.contains(&name))
}

fn name(path: &Path) -> Option<&str> {
    match &path.segments[..] {
        [only] if !path.absolute => Some(only),
        _ => None,
    }
}

impl Reader {
    pub(super) fn invocation(&mut self, line: u32, invocation: &Macro) -> ValueId {
        let Macro { path, given } = invocation;
        if let Some(Name::Macro) = name(path).and_then(|name| self.scope.get(name)) {
            // It is written here, and may name every local around it.
            let locals = self.scope.locals();
            return self.add(line, Made::Macro(path.clone(), locals));
        }
        if is_silent(path) {
            return self.add(line, Made::Of(Vec::new()));
        }
        let path = self.scope.outside(path.clone());
        self.within.push(path.clone());
        let given = match given {
            Given::Values(list) => self.values(list),
            Given::Statements(statements) => {
                let opened = self.scope.open();
                let result = self.statements(statements);
                self.scope.close(opened);
                result.into_iter().collect()
            }
            Given::Words(words) => self.mentioned(words),
        };
        self.within.pop();
        self.add(line, Made::Macro(path, given))
    }

    /// The locals among words.
    pub(super) fn mentioned(&self, words: &[String]) -> Vec<ValueId> {
        let mut found: Vec<ValueId> = words.iter().filter_map(|word| self.scope.local(word)).collect();
        found.sort_unstable();
        found.dedup();
        found
    }
}
