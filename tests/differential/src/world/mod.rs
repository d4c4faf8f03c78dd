//! What a case is made of, while it is made: crates, modules, items, and which name means what where.
//!
//! This is a second, simpler answer to the question that the analyzer answers. It only serves to write names that mean
//! something: the judge of what they mean is rustc.

mod routes;
mod scope;

pub(crate) use routes::{Position, Route, spelled};

use crate::source::Part;
use std::collections::BTreeMap;

/// A workspace that is being made.
#[derive(Debug, Clone, Default)]
pub(crate) struct World {
    pub(crate) crates: Vec<Crate>,
    pub(crate) modules: Vec<Module>,
    pub(crate) items: Vec<Item>,
    /// What each module's names mean, imports resolved; see [`World::solve`].
    scopes: Vec<Scope>,
    /// What each import of each module brings to them.
    brought: Vec<Vec<Vec<(Key, Found)>>>,
}

/// A target.
#[derive(Debug, Clone)]
pub(crate) struct Crate {
    /// Its name in code.
    pub(crate) name: String,
    pub(crate) edition: u16,
    /// Its root module.
    pub(crate) root: usize,
    /// What paths may start with besides modules.
    pub(crate) externs: BTreeMap<String, Def>,
    /// Whether it can derive what tickets need.
    pub(crate) has_serde: bool,
    /// Whether it knows the attributes of `mimic`, which only look like ours.
    pub(crate) has_mimic: bool,
    /// `cfg` predicates, and whether they hold in it.
    pub(crate) predicates: Vec<(String, bool)>,
}

/// A module, or the body of a function.
#[derive(Debug, Clone)]
pub(crate) struct Module {
    pub(crate) krate: usize,
    pub(crate) parent: Option<usize>,
    pub(crate) name: String,
    pub(crate) is_block: bool,
    /// Only names of attributes are in it. Anything else would need what the attributes make, before they are known.
    pub(crate) is_early: bool,
    /// Its items and modules.
    pub(crate) defined: BTreeMap<Key, Binding>,
    pub(crate) imports: Vec<Import>,
    /// Its text.
    pub(crate) parts: Vec<Part>,
    /// How it is written in the module around it.
    pub(crate) home: Home,
    /// Before the word `mod`.
    pub(crate) visibility: String,
}

impl Module {
    /// One without anything in it, that nothing stands before.
    pub(crate) fn new(krate: usize, parent: Option<usize>, name: &str, home: Home) -> Module {
        Module {
            krate,
            parent,
            name: name.to_owned(),
            is_block: matches!(home, Home::Body { .. }),
            is_early: false,
            defined: BTreeMap::new(),
            imports: Vec::new(),
            parts: Vec::new(),
            home,
            visibility: String::new(),
        }
    }
}

/// Where the text of a module is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Home {
    /// In this file; with what stands before `mod name;`.
    File { path: String, attribute: String },
    /// In braces, with what stands before `mod name {`.
    Inline { attribute: String },
    /// In a body that opens and ends like this.
    Body { open: String, end: String },
}

/// A name in a namespace.
pub(crate) type Key = (Namespace, String);

/// What the names of a module mean; `None` for one that is ambiguous.
type Scope = BTreeMap<Key, Found>;

/// Rust's three namespaces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Namespace {
    Types,
    Values,
    Macros,
}

impl Namespace {
    pub(crate) const ALL: [Namespace; 3] = [Namespace::Types, Namespace::Values, Namespace::Macros];
}

/// What a name means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Def {
    Module(usize),
    Item(usize),
    /// A variant of an enum: the enum, and which of its variants.
    Variant(usize, usize),
    /// Ensue itself.
    Ensue,
    /// An attribute of it.
    Attribute(Attribute),
    /// Something of someone else, whatever it is called; each has a number.
    Foreign(usize),
}

/// Attributes of Ensue that stand on items.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Attribute {
    Event,
    Effect,
    Handler,
    EffectHandler,
    Controller,
    Archiver,
}

impl Attribute {
    pub(crate) const ALL: [Attribute; 6] = [
        Attribute::Event,
        Attribute::Effect,
        Attribute::Handler,
        Attribute::EffectHandler,
        Attribute::Controller,
        Attribute::Archiver,
    ];

    /// Its name in Ensue.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Attribute::Event => "event",
            Attribute::Effect => "effect",
            Attribute::Handler => "handler",
            Attribute::EffectHandler => "effect_handler",
            Attribute::Controller => "controller",
            Attribute::Archiver => "archiver",
        }
    }
}

/// From where a name can be used: everywhere, or in a module and below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Reach {
    Within(usize),
    Public,
}

/// A definition in a module.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Binding {
    pub(crate) def: Def,
    pub(crate) reach: Reach,
    /// Whether it is known before any attribute is expanded.
    pub(crate) is_early: bool,
}

/// What a name was found to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Found {
    /// `None` when several globs bring different things.
    pub(crate) def: Option<Def>,
    pub(crate) reach: Reach,
    pub(crate) by_glob: bool,
    pub(crate) is_early: bool,
}

/// A `use`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Import {
    /// The way to the module, enum or crate that it takes from, as written.
    pub(crate) route: Route,
    pub(crate) takes: Takes,
    pub(crate) reach: Reach,
    pub(crate) is_early: bool,
}

/// What an import takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Takes {
    /// A name of what the route leads to, under this or another name.
    Name { name: String, rename: String },
    /// What the route leads to.
    Itself { rename: String },
    /// Everything in it.
    All,
}

impl Takes {
    /// What a name that is brought is called where it comes from; `None` for what is no name there.
    fn source<'a>(&'a self, brought: &'a String) -> Option<&'a String> {
        match self {
            Takes::Name { name, .. } => Some(name),
            Takes::Itself { .. } => None,
            Takes::All => Some(brought),
        }
    }
}

/// An item that a name can mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Item {
    /// Where the item itself can be used, whatever its aliases say.
    pub(crate) reach: Reach,
    /// Its name where it is defined.
    pub(crate) name: String,
    pub(crate) kind: ItemKind,
    /// Of an enum.
    pub(crate) variants: Vec<String>,
}

/// What an item is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ItemKind {
    /// Whether it can be kept as a ticket.
    Event {
        is_stored: bool,
    },
    Effect,
    /// An effect that someone outside performs, so that no handler here does.
    Outsourced,
    /// Another name for an item.
    Alias(usize),
    /// Something with `#[derive(Resource)]`.
    Resource,
    /// The type of an archiver.
    Archiver,
    /// Anything that means nothing to Ensue.
    Other,
}
