//! The syntax of a body, reduced to what its values come of. It is made from the parser's tree (`parsed.rs`), or from tokens
//! where a body is written plainly (`parse::plain`), so that both are read alike.

use super::super::outline::{Bound, Function, Path, Type};

/// An expression, and the line where it starts.
#[derive(Debug)]
pub(in crate::parse) struct Expr {
    pub(in crate::parse) line: u32,
    pub(in crate::parse) kind: Kind,
}

/// What an expression is.
#[derive(Debug)]
pub(in crate::parse) enum Kind {
    /// One identifier alone.
    Name(String),
    /// Any other path, and `Type` of `<Type as Trait>::name`.
    Path(Option<Type>, Bound),
    /// `&mut a`, `*a`, `(a)`, `a as T`: the same value.
    Same(Box<Expr>),
    Call(Box<Expr>, Vec<Expr>),
    Method(Box<Method>),
    Macro(Macro),
    Closure(Vec<Input>, Box<Expr>),
    Async(Block),
    Block(Block),
    If(Box<If>),
    Match(Box<Expr>, Vec<(Pat, Expr)>),
    While(Box<Expr>, Block),
    For(Pat, Box<Expr>, Block),
    Assign(Box<Expr>, Box<Expr>),
    Await(Box<Expr>),
    Try(Box<Expr>),
    Field(Box<Expr>, String),
    /// What is indexed, and the index.
    Index(Box<Expr>, Box<Expr>),
    /// With what stands behind `..`.
    Struct(Path, Vec<(String, Expr)>, Option<Box<Expr>>),
    Tuple(Vec<Expr>),
    Array(Vec<Expr>),
    /// `[a; length]`
    Repeat(Box<Expr>, Box<Expr>),
    Let(Pat, Box<Expr>),
    /// `true`, `false`, and `cfg!(..)` where it is known.
    Decided(bool),
    Not(Box<Expr>),
    /// A comparison, a range or a number: nothing of what it is made of.
    Plain(Vec<Expr>),
    /// Made of these, in a way that is not told.
    Of(Vec<Expr>),
    /// `return`, `break`, `continue`: what follows does not run.
    Leave(Option<Box<Expr>>),
    /// `_`
    Blank,
    /// What is not understood: the words in it.
    Words(Vec<String>),
}

#[derive(Debug)]
pub(in crate::parse) struct Method {
    pub(in crate::parse) receiver: Expr,
    pub(in crate::parse) name: String,
    /// Of the name.
    pub(in crate::parse) line: u32,
    pub(in crate::parse) types: Vec<Type>,
    pub(in crate::parse) arguments: Vec<Expr>,
}

#[derive(Debug)]
pub(in crate::parse) struct If {
    pub(in crate::parse) condition: Expr,
    pub(in crate::parse) then: Block,
    pub(in crate::parse) otherwise: Option<Expr>,
}

#[derive(Debug)]
pub(in crate::parse) struct Macro {
    pub(in crate::parse) path: Path,
    pub(in crate::parse) given: Given,
}

/// What a macro is given.
#[derive(Debug)]
pub(in crate::parse) enum Given {
    Values(Vec<Expr>),
    Statements(Vec<Stmt>),
    /// Neither: the words in it.
    Words(Vec<String>),
}

/// A parameter of a closure.
#[derive(Debug)]
pub(in crate::parse) struct Input {
    pub(in crate::parse) line: u32,
    pub(in crate::parse) pattern: Pat,
    pub(in crate::parse) ty: Option<Type>,
}

#[derive(Debug)]
pub(in crate::parse) struct Block {
    pub(in crate::parse) line: u32,
    pub(in crate::parse) statements: Vec<Stmt>,
}

/// A statement that can exist.
#[derive(Debug)]
pub(in crate::parse) enum Stmt {
    Let(Box<Local>),
    /// And whether a semicolon ends it.
    Expr(Expr, bool),
    /// Each path with its new name, `None` for a glob.
    Use(Vec<(Path, Option<String>)>),
    Function(Box<Inner>),
    MacroRules(String),
}

/// `let pattern = value else { otherwise };`
#[derive(Debug)]
pub(in crate::parse) struct Local {
    /// Of the pattern.
    pub(in crate::parse) line: u32,
    pub(in crate::parse) pattern: Pat,
    pub(in crate::parse) value: Option<Expr>,
    pub(in crate::parse) otherwise: Option<Expr>,
}

/// A function in a body.
#[derive(Debug)]
pub(in crate::parse) struct Inner {
    pub(in crate::parse) name: String,
    /// Its signature alone.
    pub(in crate::parse) function: Function,
    pub(in crate::parse) routine: Routine,
}

/// What runs: parameters with their lines, without `self`, and the body.
#[derive(Debug)]
pub(in crate::parse) struct Routine {
    pub(in crate::parse) parameters: Vec<(u32, Pat)>,
    pub(in crate::parse) block: Block,
}

/// A pattern; each part has the line where it starts.
#[derive(Debug)]
pub(in crate::parse) enum Pat {
    Name(String, Option<Box<Pat>>),
    /// With the line of the type.
    Typed(Box<Pat>, Type, u32),
    Guard(Box<Pat>, Box<Expr>),
    Or(Vec<Pat>),
    Tuple(Vec<(u32, Pat)>),
    TupleStruct(Path, Vec<(u32, Pat)>),
    Struct(Path, Vec<(u32, String, Pat)>),
    Slice(Vec<(u32, Pat)>),
    Rest,
    /// It binds nothing.
    Other,
}
