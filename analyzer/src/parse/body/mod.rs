//! What the body of a function does, value by value: what each is made of, and which of them run.
//!
//! It is read from the syntax of one function alone. What a name means and which type a value has is told by later stages.

mod macros;
mod parsed;
mod patterns;
mod read;
mod runs;
mod scope;
pub(super) mod tree;

pub(super) use macros::is_silent;

use super::Condition;
use super::later::Later;
use super::outline::{Function, Path, Type};
use crate::condition::TEST;

/// What a body does, by whether it is compiled as a test.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Does {
    usually: Body,
    /// Where that makes a difference.
    in_tests: Option<Box<InTests>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct InTests {
    /// It may be compiled as a test, or not.
    perhaps: Body,
    always: Body,
}

impl Does {
    /// What is done where `cfg(test)` holds under this condition.
    #[must_use]
    pub fn where_test(&self, holds: &Condition) -> &Body {
        match (&self.in_tests, holds) {
            (None, _) | (_, Condition::Never) => &self.usually,
            (Some(it), Condition::Always) => &it.always,
            (Some(it), _) => &it.perhaps,
        }
    }
}

impl From<Body> for Does {
    fn from(usually: Body) -> Does {
        Does { usually, in_tests: None }
    }
}

/// The values of a body, in the order in which they are made: what a value is made of stands before it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Body {
    /// All of them, those of closures and `async` blocks included.
    pub values: Vec<Value>,
    /// Functions that are declared in it, in inner ones too.
    pub inner: Vec<(String, Later<Function>)>,
    /// `use path::*;` in it.
    pub globs: Vec<Path>,
}

/// Position of a value in its body.
pub type ValueId = usize;

/// A value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    /// From 1.
    pub line: u32,
    /// How it is made.
    pub made: Made,
    /// False for what stands in a closure that is never called or a future that is never awaited.
    pub runs: bool,
    /// Whether anything is done with it: a future that is not used does not run.
    pub is_used: bool,
    /// The innermost macro whose arguments it stands in.
    pub within: Option<Path>,
}

/// How a value is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Made {
    /// Of these, in a way that is not told.
    Of(Vec<ValueId>),
    /// `self`
    This,
    /// A parameter, by its position.
    Parameter(usize),
    /// A path that is no local: a constant, a unit struct, a function.
    Path(Named),
    /// A function of [`Body::inner`].
    Inner(usize),
    /// `Path { field: value, .. }`
    Struct(Path, Vec<(String, ValueId)>),
    /// `(a, b)`
    Tuple(Vec<ValueId>),
    /// `[a, b]` and `[a; 2]`
    Array(Vec<ValueId>),
    /// `value.field`
    Field(ValueId, String),
    /// What the pattern `Path(.., it)` or `Path { field: it }` takes out of a value.
    Part(ValueId, Path, String),
    /// What an index, an iteration or a slice pattern takes out of a value.
    Element(ValueId),
    /// A type is written for it: `let it: Type = value;`, `|it: Type|`.
    Typed(Type, Option<ValueId>),
    /// One of these, as a branch decides.
    Either(Vec<ValueId>),
    /// `callee(arguments)`
    Call(ValueId, Vec<ValueId>),
    /// `receiver.name::<types>(arguments)`
    Method {
        /// What it is called on.
        receiver: ValueId,
        /// Its name.
        name: String,
        /// As written behind `::`.
        types: Vec<Type>,
        /// Without the receiver.
        arguments: Vec<ValueId>,
    },
    /// `value.await`
    Await(ValueId),
    /// `value?`
    Try(ValueId),
    /// A closure, with what it is given and what it gives back.
    Closure(Vec<ValueId>, ValueId),
    /// What a closure is given and no type is written for.
    Input,
    /// An `async` block with its result.
    Future(ValueId),
    /// A value is put where no name says what it is: into a field, through a reference.
    Stored(ValueId),
    /// `path!(..)`, with what is known to be handed to it.
    Macro(Path, Vec<ValueId>),
}

/// A path with the types that are written with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// As written, without generic arguments.
    pub path: Path,
    /// `Type` of `<Type as Trait>::name`.
    pub owner: Option<Type>,
    /// Of its last segment.
    pub types: Vec<Type>,
}

impl Made {
    /// The values that it is made of. A name or a type that is given to a value is none, nor is what a closure gives back.
    #[must_use]
    pub fn parts(&self) -> Vec<ValueId> {
        match self {
            Made::Of(all) | Made::Tuple(all) | Made::Array(all) | Made::Either(all) | Made::Macro(_, all) => {
                all.clone()
            }
            Made::Struct(_, fields) => fields.iter().map(|(_, value)| *value).collect(),
            Made::Field(of, _)
            | Made::Part(of, _, _)
            | Made::Element(of)
            | Made::Await(of)
            | Made::Try(of)
            | Made::Stored(of) => vec![*of],
            Made::Call(first, arguments) | Made::Method { receiver: first, arguments, .. } => {
                [&[*first], &arguments[..]].concat()
            }
            Made::Closure(..)
            | Made::Future(_)
            | Made::Typed(..)
            | Made::This
            | Made::Parameter(_)
            | Made::Path(_)
            | Made::Inner(_)
            | Made::Input => Vec::new(),
        }
    }
}

/// Reads one function from the parser's tree.
pub(super) fn parsed(signature: &syn::Signature, block: &syn::Block) -> Does {
    let read = |test: &Condition| {
        let (routine, asks) = parsed::routine(signature, block, test);
        (read::body(&routine), asks)
    };
    let (usually, asks) = read(&Condition::Never);
    let in_tests = || {
        let (perhaps, always) = (Condition::Is(TEST.to_owned()), Condition::Always);
        Box::new(InTests { perhaps: read(&perhaps).0, always: read(&always).0 })
    };
    Does { usually, in_tests: asks.then(in_tests) }
}

/// Reads one function that does the same in tests.
pub(super) fn read(routine: &tree::Routine) -> Does {
    read::body(routine).into()
}
