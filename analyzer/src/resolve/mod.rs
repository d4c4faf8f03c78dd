//! From files to crates, modules, items, and what each name means.
//!
//! The language's own rules are followed as far as the ordinary language goes; what cannot be followed is a hole. Nothing
//! here knows what an annotation says: whether an attribute is one is a question of its name, answered by
//! [`annotation`].

mod cfg;
mod crates;
mod files;
mod imports;
mod include;
mod items;
mod known;
mod load;
mod lookup;
mod macros;
mod made;
mod modules;
mod names;
mod ours;
mod questions;
mod scope;
#[cfg(test)]
mod tests;

pub use cfg::Built;
pub use files::Effort;
pub use lookup::Meanings;
pub use names::{Crate, CrateId, Def, Definition, ItemId, Made, Module, ModuleId, Names, Namespace};
pub use ours::annotation;

use self::files::Files;
use crate::parse::Condition;
use crate::rules::Rules;
use crate::source::{Project, Tree};
use std::collections::BTreeSet;

/// Reads the crates of a project, and more of them as names lead on.
pub struct Reader<'a> {
    tree: &'a dyn Tree,
    project: &'a Project,
    effort: Effort,
    /// `None` while they are being worked on.
    files: Option<Files<'a>>,
}

impl<'a> Reader<'a> {
    /// Nothing is read yet.
    #[must_use]
    pub fn new(tree: &'a dyn Tree, project: &'a Project, effort: Effort) -> Reader<'a> {
        Reader { tree, project, effort, files: None }
    }

    /// The names of the project, as far as they are known by now.
    pub fn names(&mut self) -> Names {
        loop {
            let files = self.files.take().unwrap_or_else(|| Files::new(self.tree, self.project, self.effort));
            let mut load = load::Load::new(files, self.project);
            // Words are learnt before names are resolved, which is the dearer work.
            if load.files.read_for_new_words() {
                self.files = Some(load.files);
                continue;
            }
            macros::expand(&mut load);
            let load::Load { names, mut files, .. } = load;
            let knows_more =
                files.read_for_new_words() || (names.may_lack_names() && files.be_wary()) || files.ask(&names.asked());
            self.files = Some(files);
            if !knows_more {
                return names;
            }
        }
    }

    /// Reads what was asked for and not known. Tells whether there was any: then all answers must be asked for again.
    pub fn read_asked(&mut self, names: &Names) -> bool {
        let is_wary = names.may_lack_names();
        self.files.as_mut().is_some_and(|files| files.ask(&names.asked()) || (is_wary && files.be_wary()))
    }
}

impl Names {
    /// The crates of the tree that a program contains which is compiled from a crate. What is built as a test is not itself
    /// among them, unless what its tests depend on depends on it once more.
    #[must_use]
    pub fn closure(&self, project: &Project, of: CrateId, built: Built) -> BTreeSet<CrateId> {
        crates::closure(&self.crates, project, of, built)
    }

    /// A condition as it is written in a module, without the predicates that are decided.
    #[must_use]
    pub fn settled(&self, module: ModuleId, written: &Condition) -> Condition {
        match written {
            Condition::Always => Condition::Always,
            _ => self.crates[self.modules[module.0].krate.0].cfg.settle(written),
        }
    }

    /// The rules that names follow.
    #[must_use]
    pub fn rules(&self) -> &Rules {
        &self.rules
    }

    /// A crate by its position.
    #[must_use]
    pub fn krate(&self, CrateId(at): CrateId) -> &Crate {
        &self.crates[at]
    }

    /// The modules, those of one crate in the order in which they were found.
    pub fn modules(&self) -> impl Iterator<Item = (ModuleId, &Module)> {
        self.modules.iter().enumerate().map(|(at, module)| (ModuleId(at), module))
    }

    /// The line of a real file that a line means: in what a macro made, the line of the invocation's file.
    #[must_use]
    pub fn written_at(&self, file: usize, line: u32) -> u32 {
        let at = |made: &Made| made.piece.lines.get(usize::try_from(line).ok()?.checked_sub(1)?).copied();
        self.made.get(&file).and_then(at).unwrap_or(line)
    }

    /// The module that a crate starts with.
    #[must_use]
    pub fn root(&self, CrateId(at): CrateId) -> ModuleId {
        self.crates[at].root
    }

    /// The crates by position.
    pub fn crates(&self) -> impl Iterator<Item = (CrateId, &Crate)> {
        self.crates.iter().enumerate().map(|(at, krate)| (CrateId(at), krate))
    }
}

/// A name as `module_path!()` spells it: raw where it is a keyword of the edition.
fn spelled(name: &str, edition: u16) -> String {
    const ALWAYS: &[&str] = &[
        "abstract", "as", "become", "box", "break", "const", "continue", "do", "else", "enum", "extern", "false",
        "final", "fn", "for", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override",
        "priv", "pub", "ref", "return", "static", "struct", "trait", "true", "type", "typeof", "unsafe", "unsized",
        "use", "virtual", "where", "while", "yield",
    ];
    let since_2018 = ["async", "await", "dyn", "try"];
    let is_keyword =
        ALWAYS.contains(&name) || (edition >= 2018 && since_2018.contains(&name)) || (edition >= 2024 && name == "gen");
    if is_keyword { format!("r#{name}") } else { name.to_owned() }
}
