//! Whether what the analyzer says of a path is what rustdoc says.

use super::build::Crates;
use super::documented::Definition;
use super::host::Host;
use super::shape::Arguments;
use ensue_analyzer::parse::outline::{self, Path};
use ensue_analyzer::resolve::{Def, ItemId, Meanings, ModuleId, Names, Namespace};
use ensue_analyzer::source::Project;
use rustdoc_types::ItemKind;
use std::collections::BTreeSet;
use std::fmt;

/// Crates whose names the standard prelude brings.
const TOOLCHAIN: &[&str] = &["alloc", "core", "std"];

/// Aliases of aliases that are followed.
const MAX_ALIASES: usize = 16;

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
    /// Imported under one name from several crates outside the tree, of which one brings a macro or a value.
    SeveralOutside,
    /// A macro makes it: no item of that name is written.
    Macro,
    /// It is written in the tree; the module where it is named has a macro in it that is not expanded.
    Refused,
    /// It is written in the tree, and not found.
    Missed,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Reason::Prelude => "the standard prelude",
            Reason::OutsideGlob => "a glob import from outside the tree",
            Reason::OutsideName => "renamed outside the tree",
            Reason::SeveralOutside => "from one of several crates outside the tree",
            Reason::Macro => "made by a macro",
            Reason::Refused => "beside a macro that is not expanded",
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
        let mut meanings = self.names.resolve(module, path, namespace);
        let mut arguments = Arguments::Belong;
        // rustdoc shows what a private alias stands for, which may be an alias again.
        for _ in 0..MAX_ALIASES {
            let verdict = self.meanings(&meanings, module, path, definition);
            if verdict != Verdict::Wrong {
                return (verdict, arguments);
            }
            let Some(next) = self.behind_aliases(&meanings) else { break };
            if next.is_empty() && TOOLCHAIN.contains(&definition.krate.as_str()) {
                return (Verdict::Unknown(Reason::Prelude), Arguments::Differ);
            }
            (meanings, arguments) = (next, Arguments::Differ);
        }
        (Verdict::Wrong, arguments)
    }

    /// The meanings of what aliases stand for, if one of these is an alias.
    fn behind_aliases(&self, meanings: &Meanings) -> Option<Meanings> {
        let mut next = None;
        for (def, when) in meanings.iter().filter(|(_, when)| self.host.holds(when) != Some(false)) {
            let Def::Item(id) = def else { continue };
            let item = self.names.item(*id);
            let next = match &item.item.kind {
                outline::ItemKind::Alias(_) => next.get_or_insert_with(Meanings::new),
                _ => continue,
            };
            if let outline::ItemKind::Alias(outline::Type::Path(target, _)) = &item.item.kind {
                let found = self.names.resolve(item.module, target, Namespace::Types);
                next.extend(found.into_iter().map(|(def, also)| (def, when.and(&also))));
            }
        }
        next
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
        let are_outside = meanings.iter().all(|(def, _)| matches!(def, Def::Outside(_)));
        if same.len() == 1 && are_outside {
            return Verdict::Unknown(Reason::SeveralOutside);
        }
        if same.is_empty() && others.iter().all(|(def, _)| self.is_renamed_outside(def, definition)) {
            return Verdict::Unknown(Reason::OutsideName);
        }
        Verdict::Wrong
    }

    fn reason(&self, module: ModuleId, path: &Path, definition: &Definition) -> Reason {
        if self.crates.of_tree.contains(&definition.krate) {
            let is_refused = self.names.refused.keys().any(|call| self.names.item(*call).module == module);
            return match self.written.contains(&definition.text()) {
                true if is_refused => Reason::Refused,
                true => Reason::Missed,
                false => Reason::Macro,
            };
        }
        let is_prelude = path.segments.len() == 1 && TOOLCHAIN.contains(&definition.krate.as_str());
        let globs = |module| self.names.outside_globs(module).into_iter();
        if globs(module).next().is_none() && is_prelude {
            return Reason::Prelude;
        }
        let mut modules = self.names.modules().map(|(id, _)| id);
        let is_globbed = modules.any(|module| globs(module).any(|path| self.is_behind(&path, definition)));
        if is_globbed { Reason::OutsideGlob } else { Reason::Missed }
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
