//! Whether what the analyzer says of a path is what rustdoc says.

use super::build::Crates;
use super::documented::Definition;
use super::host::Host;
use super::shape::Arguments;
use ensue_analyzer::parse::Condition;
use ensue_analyzer::parse::outline::{self, Path};
use ensue_analyzer::resolve::{Def, ItemId, Meanings, ModuleId, Names, Namespace};
use ensue_analyzer::source::Project;
use rustdoc_types::ItemKind;
use std::collections::BTreeSet;
use std::fmt;

/// Crates whose names the standard prelude brings.
const TOOLCHAIN: &[&str] = &["alloc", "core", "std"];

/// What became of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Verdict {
    /// The same definition, of the tree.
    Right,
    /// Both say that it is of another crate, and the name and the crate through which it comes agree.
    RightOutside,
    /// The analyzer says nothing.
    Unknown(Reason),
    /// The analyzer says something else.
    Wrong,
}

/// Why the analyzer says nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Reason {
    /// A name of the standard prelude: nothing in the tree says where it comes from.
    Prelude,
    /// From a glob import of a crate outside the tree.
    OutsideGlob,
    /// A crate outside the tree gives it another name than it has where it is defined.
    OutsideName,
    /// A macro makes it: no item of that name is written.
    Macro,
    /// It is written in the tree, and not found.
    Missed,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Reason::Prelude => "the standard prelude",
            Reason::OutsideGlob => "a glob import from outside the tree",
            Reason::OutsideName => "renamed outside the tree",
            Reason::Macro => "made by a macro",
            Reason::Missed => "missed",
        })
    }
}

/// Everything that judging needs.
pub(super) struct Judge<'a> {
    pub(super) names: &'a Names,
    pub(super) project: &'a Project,
    pub(super) host: &'a Host,
    pub(super) crates: &'a Crates,
    /// Definitions of the tree, by crate and path.
    written: BTreeSet<String>,
}

impl<'a> Judge<'a> {
    pub(super) fn new(names: &'a Names, project: &'a Project, host: &'a Host, crates: &'a Crates) -> Judge<'a> {
        let mut judge = Judge { names, project, host, crates, written: BTreeSet::new() };
        judge.written = names.items().map(|(id, _)| judge.path_of(id)).collect();
        judge
    }

    /// What the analyzer says of a path, against its definition, and whether the arguments of the two belong together.
    pub(super) fn path(&self, module: ModuleId, path: &Path, definition: &Definition) -> (Verdict, Arguments) {
        let namespace = namespace(definition.kind);
        let meanings = self.names.resolve(module, path, namespace);
        let verdict = self.meanings(&meanings, module, path, definition);
        let is_alias = |(def, _): &(Def, Condition)| match def {
            Def::Item(id) => matches!(self.names.item(*id).item.kind, outline::ItemKind::Alias(_)),
            _ => false,
        };
        if verdict == Verdict::Wrong && namespace == Namespace::Types && meanings.iter().any(is_alias) {
            // rustdoc shows what a private alias stands for.
            let verdict = self.meanings(&self.names.resolve_type(module, path), module, path, definition);
            let is_of_toolchain = TOOLCHAIN.contains(&definition.krate.as_str());
            return match verdict {
                Verdict::Unknown(_) if is_of_toolchain => (Verdict::Unknown(Reason::Prelude), Arguments::Differ),
                verdict => (verdict, Arguments::Differ),
            };
        }
        (verdict, Arguments::Belong)
    }

    /// Whether the analyzer takes a type of the language for an item of the tree.
    pub(super) fn hides_primitive(&self, module: ModuleId, path: &Path) -> bool {
        let meanings = self.names.resolve_type(module, path);
        meanings.iter().any(|(def, when)| matches!(def, Def::Item(_)) && self.host.holds(when) != Some(false))
    }

    /// What the analyzer says, for a message.
    pub(super) fn said(&self, module: ModuleId, path: &Path, definition: &Definition) -> String {
        let said: Vec<String> = self
            .names
            .resolve(module, path, namespace(definition.kind))
            .iter()
            .map(|(def, when)| {
                let what = match def {
                    Def::Module(module) => format!("mod {}", self.names.module_path(*module)),
                    Def::Item(id) => self.names.path_of(*id),
                    Def::Variant(id, name) => format!("{}::{name}", self.names.path_of(*id)),
                    Def::Ensue(path) => format!("ensue::{path}"),
                    Def::Outside(path) => format!("outside {path}"),
                };
                format!("{what} when {when}")
            })
            .collect();
        if said.is_empty() { "nothing".to_owned() } else { said.join("; ") }
    }

    fn meanings(&self, meanings: &Meanings, module: ModuleId, path: &Path, definition: &Definition) -> Verdict {
        if meanings.is_empty() {
            return Verdict::Unknown(self.reason(module, path, definition));
        }
        let (same, others): (Vec<_>, Vec<_>) = meanings.iter().partition(|(def, _)| self.is_same(def, definition));
        if others.iter().all(|(_, when)| self.host.holds(when) == Some(false)) {
            match same.first() {
                Some((Def::Outside(_), _)) => return Verdict::RightOutside,
                Some(_) => return Verdict::Right,
                None => return Verdict::Unknown(self.reason(module, path, definition)),
            }
        }
        if same.is_empty() && others.iter().all(|(def, _)| self.is_renamed_outside(def, definition)) {
            return Verdict::Unknown(Reason::OutsideName);
        }
        Verdict::Wrong
    }

    fn reason(&self, module: ModuleId, path: &Path, definition: &Definition) -> Reason {
        if self.crates.of_tree.contains(&definition.krate) {
            return if self.written.contains(&definition.text()) { Reason::Missed } else { Reason::Macro };
        }
        if !self.names.outside_globs(module).is_empty() {
            return Reason::OutsideGlob;
        }
        let is_prelude = path.segments.len() == 1 && TOOLCHAIN.contains(&definition.krate.as_str());
        if is_prelude { Reason::Prelude } else { Reason::Missed }
    }

    fn is_same(&self, def: &Def, definition: &Definition) -> bool {
        match def {
            Def::Item(id) => self.is_item(*id, definition),
            Def::Module(module) => {
                let path = self.names.module_path(*module);
                self.in_code(path, *module) == definition.text()
            }
            Def::Variant(id, name) => format!("{}::{name}", self.path_of(*id)) == definition.text(),
            Def::Ensue(_) => false,
            Def::Outside(path) => {
                let name = path.rsplit("::").next().unwrap_or_default();
                self.is_behind(path, definition) && definition.path.last().is_none_or(|last| last == name)
            }
        }
    }

    /// By path, as cfg variants are one; a public re-export is shown where it is inlined, so there it is by its place.
    fn is_item(&self, id: ItemId, definition: &Definition) -> bool {
        let item = self.names.item(id);
        if self.path_of(id) == definition.text() {
            return true;
        }
        if definition.path.last() != Some(&item.item.name) {
            return false;
        }
        if definition.kind == ItemKind::Macro {
            // What `#[macro_export]` stands on is at the root of its crate.
            let krate = self.names.krate(self.names.crate_of(item.module));
            return krate.name == definition.krate && definition.path.len() == 1;
        }
        definition.lines.as_ref().is_some_and(|(file, first, last)| {
            let line = usize::try_from(item.item.line).unwrap_or(0);
            self.project.relative(&self.names.files[item.file]) == *file && (*first..=*last).contains(&line)
        })
    }

    /// Whether a definition outside the tree can come through the crate that a path starts with.
    fn is_behind(&self, path: &str, definition: &Definition) -> bool {
        if self.crates.of_tree.contains(&definition.krate) {
            return false;
        }
        let first = path.split("::").next().unwrap_or_default();
        let libraries = self.crates.of_package.iter().filter(|(package, _)| package.replace('-', "_") == first);
        let mut through: BTreeSet<&str> = libraries.flat_map(|(_, names)| names).map(String::as_str).collect();
        through.insert(first);
        through.iter().any(|krate| {
            *krate == definition.krate
                || self.crates.behind.get(*krate).is_some_and(|behind| behind.contains(&definition.krate))
        })
    }

    fn is_renamed_outside(&self, def: &Def, definition: &Definition) -> bool {
        matches!(def, Def::Outside(path) if self.is_behind(path, definition))
    }

    /// The path of an item with the crate's name in code, and without `r#`.
    fn path_of(&self, id: ItemId) -> String {
        self.in_code(&self.names.path_of(id), self.names.item(id).module)
    }

    fn in_code(&self, path: &str, module: ModuleId) -> String {
        let krate = self.names.krate(self.names.crate_of(module));
        let rest = path.strip_prefix(krate.label.as_str()).unwrap_or(path);
        format!("{}{}", krate.name, rest.replace("r#", ""))
    }
}

fn namespace(of: ItemKind) -> Namespace {
    match of {
        ItemKind::Function | ItemKind::Constant | ItemKind::Static => Namespace::Values,
        ItemKind::Macro | ItemKind::ProcAttribute | ItemKind::ProcDerive => Namespace::Macros,
        _ => Namespace::Types,
    }
}
