//! What a file says, as plain data: all that later stages may know of source.

use super::annotation::Reading;
use super::body::Does;
use super::later::Later;
use crate::condition::Condition;
use ensue_grammar::graph::Field;
use std::ops::Deref;
use std::sync::Arc;

/// A file, reduced to its items.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outline {
    /// From `#![cfg(..)]`.
    pub condition: Condition,
    /// In the order of the source; what `cfg(false)` stands on is left out.
    pub items: Vec<Arc<Item>>,
    /// Further names that it gives to what words name that were looked for.
    pub gives: Vec<Given>,
    /// Whether items were left out, since nothing in the file mentions what was looked for: what is told leads on, to other
    /// files or names. Modules in it say so of themselves.
    pub is_partial: bool,
}

impl Outline {
    /// Whether items were left out anywhere in it.
    #[must_use]
    pub fn lacks_items(&self) -> bool {
        let mut open: Vec<&Arc<Item>> = self.items.iter().collect();
        let mut lacks = self.is_partial;
        while let Some(item) = open.pop() {
            if let ItemKind::Module(module) = &item.kind {
                lacks |= module.is_partial;
                open.extend(module.items.iter().flatten());
            }
        }
        lacks
    }
}

/// A name for something that may be Ensue's: whoever writes it must be looked at too.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Given {
    /// As it is written where it is used.
    pub name: String,
    /// Whether only the module that gives it, and those below, can use it.
    pub is_private: bool,
}

/// An item, or what stands where items stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Without `r#`; empty for what has no name.
    pub name: String,
    /// Line of the name, from 1.
    pub line: u32,
    /// Who may name it.
    pub visibility: Visibility,
    /// From `#[cfg(..)]`.
    pub condition: Condition,
    /// The doc comment of what may be annotated, as Markdown.
    pub doc: Option<String>,
    /// What may be annotations: every attribute that is not built into the language.
    pub attributes: Vec<Attribute>,
    /// What it is.
    pub kind: ItemKind,
}

/// What an item is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ItemKind {
    /// `mod name { .. }` or `mod name;`
    Module(Module),
    /// One name or glob of a `use`.
    Import(Import),
    /// `extern crate name as rename;`, the item's name being the new one.
    ExternCrate(ExternCrate),
    /// `type Name = ..;`
    Alias(Type),
    /// A struct or union.
    Struct(Struct),
    /// An enum.
    Enum(Later<Enum>),
    /// A trait, or a trait alias.
    Trait(Later<Trait>),
    /// A function.
    Function(Later<Function>),
    /// A constant or static, of this type.
    Value(Later<Type>),
    /// An impl block.
    Impl(Later<Impl>),
    /// `macro_rules! name`
    MacroRules(MacroRules),
    /// A macro invocation, or tokens that are not understood.
    Invocation(Box<Invocation>),
    /// Items inside the body of a function.
    Block(Vec<Arc<Item>>),
}

/// A module, as declared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Module {
    /// From `#[path = ".."]`, each with its condition (`cfg_attr` gives several).
    pub paths: Vec<(String, Condition)>,
    /// Its items when they are written here; else they are in a file.
    pub items: Option<Vec<Arc<Item>>>,
    /// `#[macro_use]`: the `macro_rules` in it are known behind it.
    pub macro_use: bool,
    /// Whether items of it were left out, as [`Outline::is_partial`] says of a file.
    pub is_partial: bool,
}

/// One leaf of a use tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// The whole path; of a glob what stands before the star.
    pub path: Path,
    /// What it brings.
    pub brings: Brings,
}

/// What an import brings into its module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Brings {
    /// The last segment, under the item's name.
    Name,
    /// A trait without a name: `as _`.
    Nameless,
    /// Everything: `*`.
    Glob,
}

/// `extern crate`, as declared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExternCrate {
    /// The name before `as`.
    pub name: String,
    /// `#[macro_use]`: its macros are known in the whole crate.
    pub macro_use: bool,
    /// Those named in `#[macro_use(..)]`; empty when it is all.
    pub macros: Vec<String>,
}

/// A struct or union.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Struct {
    /// Whether the name is also a value: `struct A;`, `struct A(..);`.
    pub has_value: bool,
    /// What stands in it.
    pub inside: Later<Inside>,
}

impl Deref for Struct {
    type Target = Inside;

    fn deref(&self) -> &Inside {
        &self.inside
    }
}

/// What stands in a struct or union.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Inside {
    /// As written.
    pub fields: Vec<Field>,
    /// The types of these fields.
    pub types: Vec<Type>,
    /// Names of its type parameters, in their order.
    pub generics: Vec<String>,
    /// Position of the field with `#[state]`.
    pub state: Option<usize>,
}

/// An enum.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Enum {
    /// As written; `Variant.field` for what a variant holds, and `Variant` for one that holds nothing.
    pub fields: Vec<Field>,
    /// The types of these fields.
    pub types: Vec<Type>,
    /// Names of its type parameters, in their order.
    pub generics: Vec<String>,
    /// In the order of the source.
    pub variants: Vec<Variant>,
}

/// A variant of an enum.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Variant {
    /// Its name.
    pub name: String,
    /// Line of the name, from 1.
    pub line: u32,
    /// `#[initial]`: as a state of a resource one in which it may begin.
    pub is_initial: bool,
    /// `#[terminal]`: as a state of a resource one that it never leaves.
    pub is_terminal: bool,
}

/// A trait.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Trait {
    /// What it asks of its implementors.
    pub supertraits: Vec<Bound>,
    /// Its functions, with the bodies that they have unless an impl block says otherwise.
    pub methods: Vec<Item>,
}

/// A function or method.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Function {
    /// Whether it takes `self`.
    pub has_receiver: bool,
    /// `async fn`: what it does is done once its future is awaited.
    pub is_async: bool,
    /// Without `self`.
    pub parameters: Vec<Parameter>,
    /// Type parameters with their bounds, those of `where` included.
    pub generics: Vec<Generic>,
    /// What it gives back.
    pub output: Option<Type>,
    /// What its body does, when it could be given a context.
    pub does: Option<Does>,
    /// Digest of the tokens of its body; see `tokens::digest`.
    pub body: Option<String>,
}

/// A parameter of a function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    /// `None` for a pattern.
    pub name: Option<String>,
    /// Its type behind references.
    pub ty: Type,
    /// Whether it is taken by `&mut`: a context always is.
    pub by_mut: bool,
}

/// A type parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Generic {
    /// Its name.
    pub name: String,
    /// What it must implement.
    pub bounds: Vec<Bound>,
}

/// A trait with its type arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bound {
    /// The trait.
    pub path: Path,
    /// Lifetimes left out. Of `Fn(A, B) -> C` what it takes.
    pub arguments: Vec<Type>,
}

/// As much of a type as tells what it names; references are left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Type {
    /// `Arc<Auths>`, lifetimes left out.
    Path(Path, Vec<Type>),
    /// `impl A + B` or `dyn A + B`.
    Bounds(Vec<Bound>),
    /// `(A, B)`
    Tuple(Vec<Type>),
    /// `[A]` and `[A; 2]`
    Slice(Box<Type>),
    /// Function pointers and the rest.
    #[default]
    Other,
}

/// An impl block.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Impl {
    /// What it is for.
    pub self_ty: Type,
    /// The trait; `None` for an inherent one.
    pub of_trait: Option<Bound>,
    /// Type parameters with their bounds.
    pub generics: Vec<Generic>,
    /// Its functions.
    pub methods: Vec<Item>,
    /// Its constants with their types.
    pub constants: Vec<(String, Type)>,
}

/// `macro_rules!`, as declared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MacroRules {
    /// Whether other crates may call it.
    pub exported: bool,
    /// `#[macro_export(local_inner_macros)]`: what it calls is of its own crate.
    pub local_inner_macros: bool,
    /// Paths of the attributes that its rules write.
    pub attributes: Vec<Path>,
    /// What stands in its brackets.
    pub rules: Source,
}

/// A stretch of a file, as `parse::stretch` finds it again.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Source {
    /// In bytes.
    pub start: usize,
    /// Behind its last byte.
    pub end: usize,
    /// The line in which it starts, from 1.
    pub line: u32,
}

/// A macro invocation where it could make items: where items stand, and in bodies unless `expand::is_ordinary`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invocation {
    /// Of the macro; without segments for tokens that are not understood.
    pub path: Path,
    /// Paths of the attributes in its tokens.
    pub attributes: Vec<Path>,
    /// Names of the macros that are called in its tokens, but for ordinary ones.
    pub calls: Vec<String>,
    /// `include!(".."`): the path of the included file.
    pub include: Option<Include>,
    /// What stands in its brackets.
    pub given: Source,
    /// Where it stands.
    pub position: Position,
}

/// Where an invocation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Position {
    /// Where items stand.
    Items,
    /// In a body, as a statement or in an expression.
    Body,
    /// Where nothing that it makes is followed: in types, patterns, impl blocks.
    Elsewhere,
}

/// What `include!` takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Include {
    /// A literal path.
    File(String),
    /// Anything else, such as a file that a build script writes.
    Computed,
}

/// An attribute that may be an annotation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribute {
    /// Its name, which is resolved like any other.
    pub path: Path,
    /// From `cfg_attr`.
    pub condition: Condition,
    /// What it says, if its name is the usual one.
    pub reading: Option<Reading>,
    /// Whether it may belong to a derive of the item instead, as `#[serde(..)]` does.
    pub may_be_helper: bool,
    /// Where the item with all its attributes starts in the file, in bytes.
    pub item: usize,
    /// Its place among all attributes of the item, `cfg_attr` opened.
    pub position: usize,
}

/// A path as written, without generic arguments.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Path {
    /// Whether it starts with `::`.
    pub absolute: bool,
    /// Without `r#`.
    pub segments: Vec<String>,
    /// Where it starts, from 1.
    pub line: u32,
}

impl Path {
    /// The last segment, or nothing.
    #[must_use]
    pub fn last(&self) -> &str {
        self.segments.last().map_or("", String::as_str)
    }
}

impl std::fmt::Display for Path {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if self.absolute { "::" } else { "" })?;
        f.write_str(&self.segments.join("::"))
    }
}

/// Who may name an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Visibility {
    /// `pub`
    Public,
    /// `pub(crate)`, `pub(super)`, `pub(in path)`
    In(Box<Path>),
    /// The module it stands in.
    Private,
}
