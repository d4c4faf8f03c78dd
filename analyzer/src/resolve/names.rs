//! Modules, items and what names mean in them.

use super::cfg::Cfg;
use super::known::{Known, Meaning};
use crate::parse::Condition;
use crate::parse::expand::{Piece, Writes};
use crate::parse::outline::{Item, Path};
use crate::rules::Rules;
use crate::source::TargetKind;
use ensue_grammar::graph::Hole;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Every crate of the project with its modules and items. What a name means is found out when it is asked for.
#[derive(Debug, Default)]
pub struct Names {
    /// Sorted as the packages and targets of the project are.
    pub crates: Vec<Crate>,
    /// Whether any of them is also compiled as a test.
    pub(super) has_unit_tests: bool,
    /// Names in code of procedural macros of the tree, from which nothing but macros comes.
    pub(super) macro_crates: BTreeSet<String>,
    pub(super) modules: Vec<Module>,
    pub(super) items: Vec<Definition>,
    /// Source files by index.
    pub files: Vec<String>,
    /// How many of them were read and understood.
    pub files_read: usize,
    /// Files that are there and were not read or not understood, with the reason; sorted.
    pub unread: Vec<(String, String)>,
    /// The rules that names follow.
    pub(super) rules: Rules,
    /// What could not be seen on the way.
    pub holes: Vec<Hole>,
    /// What macros made, by the index of the file that stands for it.
    pub made: BTreeMap<usize, Made>,
    /// Invocations that were not expanded although their macro is known, and why.
    pub refused: BTreeMap<ItemId, String>,
    /// What the macros of the tree can write.
    pub(super) writes: BTreeMap<ItemId, Writes>,
    /// Names of the macros that are invoked, by the position of the invocation; none for a path.
    pub(super) called: BTreeMap<usize, String>,
    /// What matters to the scope of `macro_rules`; modules, invocations and includes each have a part of it.
    pub(super) sequences: Vec<Vec<Step>>,
    /// What was asked for by now.
    pub(super) known: Known,
}

/// What one invocation made, as if it were a file.
#[derive(Debug)]
pub struct Made {
    /// The file that the invocation stands in, by index.
    pub file: usize,
    /// Its text, and the line of that file which each line of it means.
    pub piece: Piece,
}

/// What matters to the scope of `macro_rules`, in the order of the source.
#[derive(Debug, Clone, Copy)]
pub(super) enum Step {
    /// A definition.
    Macro(ItemId),
    /// A module, and whether the macros in it are known behind it.
    Module(ModuleId, bool),
    /// An import, by its position in the module.
    Import(ModuleId, usize),
    /// What is known later: of an invocation, by its position, or of an include.
    Later(Option<usize>, SequenceId),
}

/// Position of a sequence of steps.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct SequenceId(pub(super) usize);

/// A crate of the tree.
#[derive(Debug)]
pub struct Crate {
    /// How ids start: the name in code, made unambiguous where targets clash.
    pub label: String,
    /// Position of the package in the project.
    pub package: usize,
    /// What cargo calls it.
    pub kind: TargetKind,
    /// The name in code.
    pub name: String,
    /// Whether it is also compiled as a test, for those in it.
    pub has_unit_tests: bool,
    pub(super) edition: u16,
    pub(super) cfg: Cfg,
    pub(super) root: ModuleId,
    /// What paths may start with besides modules.
    pub(super) externs: BTreeMap<String, Extern>,
    /// Those of them that are there when it is compiled as a test alone.
    pub(super) externs_of_tests: BTreeSet<String>,
    /// `#[macro_use] extern crate ensue;`
    pub(super) has_our_macros: bool,
    /// `#[macro_use] extern crate` of crates of the tree, each with the macros that it names if it names some.
    pub(super) macro_uses: Vec<(CrateId, Vec<String>)>,
}

/// A crate that paths may start with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Extern {
    /// Of the tree.
    Tree(CrateId),
    /// Ensue's runtime.
    Ensue,
    /// Not of the tree; by its name.
    Outside(String),
}

/// Position of a crate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct CrateId(pub(super) usize);

/// Position of a module.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct ModuleId(pub(super) usize);

/// Position of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct ItemId(pub(super) usize);

/// A module, or the items in the body of a function.
#[derive(Debug, Default)]
pub struct Module {
    pub(super) krate: CrateId,
    /// `None` for the root of a crate.
    pub parent: Option<ModuleId>,
    /// The body of a function: names not found here are looked for around it.
    pub is_block: bool,
    /// As in ids.
    pub path: String,
    /// The file that its items are written in, by index.
    pub file: usize,
    /// The line of its name where it is declared, in the file of its parent; 0 for the root of a crate and for a block.
    pub line: u32,
    /// When it exists: its own `cfg` and those around it.
    pub condition: Condition,
    /// The file whose text mentions nothing of Ensue, so that not all of its items are known.
    pub(super) silent: Option<usize>,
    /// Whether a name led here while it was silent.
    pub(super) is_asked: AtomicBool,
    /// Whether some of its items or imports are not known.
    pub(super) unread: bool,
    pub(super) items: Vec<ItemId>,
    pub(super) sequence: SequenceId,
    /// What its items define.
    pub(super) defined: Scope,
    pub(super) imports: Vec<Import>,
}

/// What names mean by the items of a module.
#[derive(Debug, Default)]
pub(super) struct Scope {
    by_name: HashMap<String, Vec<(Namespace, Binding)>>,
}

impl Scope {
    pub(super) fn get(&self, namespace: Namespace, name: &str) -> impl Iterator<Item = &Binding> {
        let all = self.by_name.get(name).into_iter().flatten();
        all.filter(move |(of, _)| *of == namespace).map(|(_, binding)| binding)
    }

    pub(super) fn add(&mut self, namespace: Namespace, name: &str, binding: Binding) {
        match self.by_name.get_mut(name) {
            Some(known) => known.push((namespace, binding)),
            None => drop(self.by_name.insert(name.to_owned(), vec![(namespace, binding)])),
        }
    }
}

/// Rust's three namespaces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Namespace {
    /// Modules, types, traits.
    Types,
    /// Functions, constants, constructors.
    Values,
    /// Macros and attributes.
    Macros,
}

impl Namespace {
    pub(super) const ALL: [Namespace; 3] = [Namespace::Types, Namespace::Values, Namespace::Macros];
}

/// One meaning of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Binding {
    pub(super) def: Def,
    pub(super) reach: Reach,
    pub(super) condition: Condition,
    /// The import that brought it, by its position in the module.
    pub(super) import: Option<usize>,
}

/// From where a name can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// Everywhere.
    Public,
    /// In this module and below it.
    Within(ModuleId),
}

/// An import, still as written.
#[derive(Debug, Clone)]
pub(super) struct Import {
    pub(super) path: Path,
    /// Under which name; `None` for a glob.
    pub(super) name: Option<String>,
    pub(super) reach: Reach,
    pub(super) condition: Condition,
}

/// What a name means.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Def {
    /// A module of the tree.
    Module(ModuleId),
    /// An item of the tree.
    Item(ItemId),
    /// A variant of an enum of the tree.
    Variant(ItemId, String),
    /// Something of Ensue's runtime, by its path in it.
    Ensue(String),
    /// Something of a crate outside the tree, by its whole path.
    Outside(String),
}

/// An item of the tree and where it stands.
#[derive(Debug)]
pub struct Definition {
    /// As outlined.
    pub item: Arc<Item>,
    /// The module, or block, that it stands in.
    pub module: ModuleId,
    /// The file that it is written in, by index.
    pub file: usize,
    /// When it exists: its own `cfg` and those around it.
    pub condition: Condition,
}

impl Names {
    /// Whether a name may be one of Ensue's that comes from where nothing can be seen.
    pub(super) fn may_lack_names(&self) -> bool {
        let knows = |krate: &Crate| krate.externs.values().any(|it| *it == Extern::Ensue);
        (self.modules.iter().any(|module| module.unread) || self.known.is_entangled()) && self.crates.iter().any(knows)
    }

    /// Whether more was asked for than is looked through.
    #[must_use]
    pub fn is_entangled(&self) -> bool {
        self.known.is_entangled()
    }

    /// Forgets all answers, so that questions in another order find what they would have found first.
    pub fn forget_meanings(&self) {
        self.known.forget();
    }

    /// Imports that are too entangled to be followed, as far as somebody asked for what they bring.
    #[must_use]
    pub fn entangled(&self) -> Vec<Hole> {
        self.known.holes(self)
    }

    /// Notes that somebody asks what a name means in a module, unless what is known of it is certain: no other item can have
    /// the name then.
    pub(super) fn ask(&self, ModuleId(at): ModuleId, known: &Meaning) {
        let module = &self.modules[at];
        let is_certain = || known.explicit.iter().any(|binding| binding.condition == Condition::Always);
        if module.silent.is_some() && !is_certain() {
            module.is_asked.store(true, Ordering::Relaxed);
        }
    }

    /// The silent files that somebody asked for.
    pub(super) fn asked(&self) -> BTreeSet<usize> {
        let asked = self.modules.iter().filter(|module| module.is_asked.load(Ordering::Relaxed));
        asked.filter_map(|module| module.silent).collect()
    }
}
