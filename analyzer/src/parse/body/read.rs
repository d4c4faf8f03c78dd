//! From the syntax of a body to its values.

use super::super::outline::{Function, Path};
use super::super::{Condition, attributes, extract, types};
use super::patterns::member;
use super::runs::Regions;
use super::scope::{Name, Scope};
use super::{Body, Made, Named, Value, ValueId};
use syn::{Block, Expr, FnArg, Item, Pat, Signature, Stmt};

/// Functions in functions in functions that are read.
const MAX_INNER: usize = 8;

pub(super) fn body(signature: &Signature, block: &Block) -> Body {
    let mut reader = Reader::new(Scope::default(), 0, 0);
    reader.function(signature, block);
    let mut body = reader.finish();
    body.inner.sort_by_key(|(at, ..)| *at);
    let inner = body.inner.into_iter().map(|(_, name, function)| (name, function.into())).collect();
    Body { values: body.values, inner, globs: body.globs }
}

/// Reads one function.
pub(super) struct Reader {
    pub(super) scope: Scope,
    values: Vec<Value>,
    regions: Regions,
    globs: Vec<Path>,
    /// Functions in this one, each with its number in the outermost one.
    inner: Vec<(usize, String, Function)>,
    next_inner: usize,
    depth: usize,
    /// Macros around, outermost first.
    pub(super) within: Vec<Path>,
}

struct Finished {
    values: Vec<Value>,
    globs: Vec<Path>,
    inner: Vec<(usize, String, Function)>,
}

impl Reader {
    fn new(scope: Scope, next_inner: usize, depth: usize) -> Reader {
        Reader {
            scope,
            values: Vec::new(),
            regions: Regions::new(),
            globs: Vec::new(),
            inner: Vec::new(),
            next_inner,
            depth,
            within: Vec::new(),
        }
    }

    fn function(&mut self, signature: &Signature, block: &Block) {
        let typed = signature.inputs.iter().filter_map(|input| match input {
            FnArg::Typed(typed) => Some(&*typed.pat),
            FnArg::Receiver(_) => None,
        });
        for (at, pattern) in typed.enumerate() {
            let value = self.add(types::line(pattern), Made::Parameter(at));
            self.bind(pattern, value);
        }
        let result = self.block(block);
        self.used(result);
    }

    fn finish(mut self) -> Finished {
        self.regions.tell(&mut self.values);
        Finished { values: self.values, globs: self.globs, inner: self.inner }
    }

    /// Adds a value; what it is made of counts as used.
    pub(super) fn add(&mut self, line: u32, made: Made) -> ValueId {
        made.parts().into_iter().for_each(|part| self.used(part));
        self.regions.value();
        let within = self.within.last().cloned();
        self.values.push(Value { line, made, runs: true, is_used: false, within });
        self.values.len() - 1
    }

    fn used(&mut self, mut value: ValueId) {
        loop {
            self.values[value].is_used = true;
            self.regions.uses(value);
            match self.values[value].made {
                Made::Typed(_, Some(of)) => value = of,
                _ => return,
            }
        }
    }

    pub(super) fn block(&mut self, block: &Block) -> ValueId {
        let opened = self.scope.open();
        let result = self.statements(&block.stmts);
        self.scope.close(opened);
        result.unwrap_or_else(|| self.add(types::line(block), Made::Of(Vec::new())))
    }

    /// Reads statements; gives back the value of the last one, when it has one.
    pub(super) fn statements(&mut self, statements: &[Stmt]) -> Option<ValueId> {
        self.items(statements);
        let mut result = None;
        for statement in statements {
            result = None;
            match statement {
                Stmt::Local(local) if exists(&local.attrs) => self.local(local),
                Stmt::Expr(expr, end) if exists(attributes_of(expr)) => {
                    let value = self.value(expr);
                    result = Some(value).filter(|_| end.is_none());
                    if matches!(expr, Expr::Return(_) | Expr::Break(_) | Expr::Continue(_)) {
                        break;
                    }
                }
                Stmt::Macro(it) if exists(&it.attrs) => {
                    let value = self.invocation(&it.mac);
                    result = Some(value).filter(|_| it.semi_token.is_none());
                    if ends(&it.mac) {
                        break;
                    }
                }
                Stmt::Local(_) | Stmt::Expr(..) | Stmt::Macro(_) | Stmt::Item(_) => {}
            }
        }
        result
    }

    fn local(&mut self, local: &syn::Local) {
        let line = types::line(&local.pat);
        let value = match &local.init {
            Some(init) => {
                let value = self.value(&init.expr);
                if let Some((_, otherwise)) = &init.diverge {
                    self.value(otherwise);
                }
                value
            }
            None => self.add(line, Made::Of(Vec::new())),
        };
        self.bind(&local.pat, value);
    }

    /// Items of a block are known in all of it.
    fn items(&mut self, statements: &[Stmt]) {
        let mut functions = Vec::new();
        for statement in statements {
            match statement {
                Stmt::Item(Item::Use(it)) if exists(&it.attrs) => {
                    extract::each_import(it, |path, name| {
                        let path = self.scope.outside(path);
                        match name {
                            Some(name) => self.scope.bind(name, Name::Import(path)),
                            None => self.globs.push(path),
                        }
                    });
                }
                Stmt::Item(Item::Fn(it)) if exists(&it.attrs) && self.depth < MAX_INNER => {
                    self.scope.bind(types::name(&it.sig.ident), Name::Function(self.next_inner));
                    functions.push((self.next_inner, it));
                    self.next_inner += 1;
                }
                Stmt::Item(Item::Macro(it)) => {
                    if let Some(name) = &it.ident {
                        self.scope.bind(types::name(name), Name::Macro);
                    }
                }
                _ => {}
            }
        }
        for (at, it) in functions {
            let mut inside = Reader::new(self.scope.without_locals(), self.next_inner, self.depth + 1);
            let function = extract::signature(&it.sig, |ty| self.scope.outside_type(ty));
            inside.function(&it.sig, &it.block);
            self.next_inner = inside.next_inner;
            let Finished { values, globs, inner } = inside.finish();
            self.inner.extend(inner);
            let does = Some(Body { values, inner: Vec::new(), globs });
            self.inner.push((at, types::name(&it.sig.ident), Function { does, ..function }));
        }
    }

    pub(super) fn values<'e>(&mut self, exprs: impl IntoIterator<Item = &'e Expr>) -> Vec<ValueId> {
        exprs.into_iter().map(|expr| self.value(expr)).collect()
    }

    /// Reads an expression.
    pub(super) fn value(&mut self, expr: &Expr) -> ValueId {
        let line = types::line(expr);
        match expr {
            Expr::Path(it) => self.path(it.qself.as_ref(), &it.path),
            // `&mut *cx`, `(cx)`, `cx as _`: the same value.
            Expr::Reference(it) => self.value(&it.expr),
            Expr::Paren(it) => self.value(&it.expr),
            Expr::Group(it) => self.value(&it.expr),
            Expr::Cast(it) => self.value(&it.expr),
            Expr::Unary(it) if matches!(it.op, syn::UnOp::Deref(_)) => self.value(&it.expr),
            Expr::Call(it) => self.call(it),
            Expr::MethodCall(it) => self.method(it),
            Expr::Macro(it) => self.invocation(&it.mac),
            Expr::Closure(it) => self.closure(it),
            Expr::Async(it) => self.future(&it.block),
            Expr::Block(it) => self.block(&it.block),
            Expr::Unsafe(it) => self.block(&it.block),
            Expr::Const(it) => self.block(&it.block),
            Expr::If(it) => self.branch(it),
            Expr::Match(it) => self.choice(it),
            Expr::Loop(it) => self.block(&it.body),
            Expr::While(_) | Expr::ForLoop(_) => self.repeat(expr),
            Expr::Assign(it) => self.assign(it),
            Expr::Await(it) => self.of_one(line, &it.base, Made::Await),
            Expr::Try(it) => self.of_one(line, &it.expr, Made::Try),
            Expr::Field(it) => self.of_one(line, &it.base, |base| Made::Field(base, member(&it.member))),
            Expr::Index(it) => {
                self.value(&it.index);
                self.of_one(line, &it.expr, Made::Element)
            }
            Expr::Struct(it) => {
                let mut fields = Vec::new();
                for field in it.fields.iter().filter(|field| exists(&field.attrs)) {
                    fields.push((member(&field.member), self.value(&field.expr)));
                }
                if let Some(rest) = &it.rest {
                    fields.push(("..".to_owned(), self.value(rest)));
                }
                let path = self.scope.outside(types::path(&it.path));
                self.add(line, Made::Struct(path, fields))
            }
            Expr::Tuple(it) => {
                let parts = self.values(&it.elems);
                self.add(line, Made::Tuple(parts))
            }
            Expr::Array(it) => {
                let parts = self.values(&it.elems);
                self.add(line, Made::Array(parts))
            }
            Expr::Repeat(it) => {
                let part = self.value(&it.expr);
                self.value(&it.len);
                self.add(line, Made::Array(vec![part]))
            }
            Expr::Let(it) => {
                let value = self.value(&it.expr);
                self.bind(&it.pat, value);
                self.add(line, Made::Of(Vec::new()))
            }
            // A comparison, a range or a number holds nothing of what it is made of.
            Expr::Binary(_) | Expr::Range(_) | Expr::Unary(_) | Expr::Lit(_) => {
                self.parts(expr);
                self.add(line, Made::Of(Vec::new()))
            }
            _ => {
                let parts = self.parts(expr);
                self.add(line, Made::Of(parts))
            }
        }
    }

    /// The parts of an expression that says nothing more of them.
    fn parts(&mut self, expr: &Expr) -> Vec<ValueId> {
        match expr {
            Expr::Binary(it) => self.values([&*it.left, &*it.right]),
            Expr::Range(it) => self.values([&it.start, &it.end].into_iter().flatten().map(AsRef::as_ref)),
            Expr::Unary(it) => self.values([&*it.expr]),
            Expr::RawAddr(it) => self.values([&*it.expr]),
            Expr::Return(it) => self.values(it.expr.as_deref()),
            Expr::Break(it) => self.values(it.expr.as_deref()),
            Expr::Yield(it) => self.values(it.expr.as_deref()),
            Expr::TryBlock(it) => vec![self.block(&it.block)],
            Expr::Lit(_) | Expr::Infer(_) | Expr::Continue(_) => Vec::new(),
            other => self.mentioned(quote::ToTokens::to_token_stream(other)),
        }
    }

    fn of_one(&mut self, line: u32, expr: &Expr, made: impl FnOnce(ValueId) -> Made) -> ValueId {
        let value = self.value(expr);
        self.add(line, made(value))
    }

    fn path(&mut self, owner: Option<&syn::QSelf>, path: &syn::Path) -> ValueId {
        let line = types::line(path);
        if let (None, Some(ident)) = (owner, path.get_ident()) {
            let name = types::name(ident);
            match self.scope.get(&name) {
                Some(Name::Local(local)) => return *local,
                Some(Name::Function(inner)) => return self.add(line, Made::Inner(*inner)),
                _ if name == "self" => return self.add(line, Made::This),
                _ => {}
            }
        }
        let bound = types::bound(path);
        let types = bound.arguments.into_iter().map(|ty| self.scope.outside_type(ty)).collect();
        let owner = owner.map(|of| self.scope.outside_type(types::ty(&of.ty)));
        let named = Named { path: self.scope.outside(bound.path), owner, types };
        match path.segments.first() {
            Some(only) if path.segments.len() == 1 => match self.scope.get(&types::name(&only.ident)) {
                // `inner::<T>`
                Some(Name::Function(inner)) => self.add(line, Made::Inner(*inner)),
                _ => self.add(line, Made::Path(named)),
            },
            _ => self.add(line, Made::Path(named)),
        }
    }

    fn call(&mut self, call: &syn::ExprCall) -> ValueId {
        let line = types::line(call);
        if let Expr::Path(callee) = &*call.func
            && is_drop(&types::path(&callee.path))
        {
            // A closure or future that is dropped does not run for it.
            self.values(&call.args);
            return self.add(line, Made::Of(Vec::new()));
        }
        let callee = self.value(&call.func);
        let arguments = self.values(&call.args);
        self.add(line, Made::Call(callee, arguments))
    }

    fn method(&mut self, call: &syn::ExprMethodCall) -> ValueId {
        // In the order in which they run: what the receiver does comes first.
        let receiver = self.value(&call.receiver);
        let arguments = self.values(&call.args);
        let types = call.turbofish.iter().flat_map(|it| &it.args).filter_map(|argument| match argument {
            syn::GenericArgument::Type(ty) => Some(self.scope.outside_type(types::ty(ty))),
            _ => None,
        });
        let types = types.collect();
        let name = types::name(&call.method);
        self.add(types::line(&call.method), Made::Method { receiver, name, types, arguments })
    }

    fn closure(&mut self, closure: &syn::ExprClosure) -> ValueId {
        let opened = self.scope.open();
        let around = self.regions.enter();
        let mut inputs = Vec::new();
        for input in &closure.inputs {
            let line = types::line(input);
            let (pattern, made) = match input {
                Pat::Type(typed) => (&*typed.pat, Made::Typed(self.scope.outside_type(types::ty(&typed.ty)), None)),
                pattern => (pattern, Made::Input),
            };
            let value = self.add(line, made);
            inputs.push(value);
            self.bind(pattern, value);
        }
        let result = self.value(&closure.body);
        self.used(result);
        let region = self.regions.leave(around);
        self.scope.close(opened);
        let value = self.add(types::line(closure), Made::Closure(inputs, result));
        self.regions.is(value, region);
        value
    }

    fn future(&mut self, block: &Block) -> ValueId {
        let around = self.regions.enter();
        let result = self.block(block);
        self.used(result);
        let region = self.regions.leave(around);
        let value = self.add(types::line(block), Made::Future(result));
        self.regions.is(value, region);
        value
    }

    fn branch(&mut self, it: &syn::ExprIf) -> ValueId {
        let mut results = Vec::new();
        let decided = decided(&it.cond);
        let opened = self.scope.open();
        self.value(&it.cond);
        if decided != Some(false) {
            results.push(self.block(&it.then_branch));
        }
        self.scope.close(opened);
        if let Some((_, otherwise)) = it.else_branch.as_ref().filter(|_| decided != Some(true)) {
            results.push(self.value(otherwise));
        }
        self.add(types::line(it), Made::Either(results))
    }

    fn choice(&mut self, it: &syn::ExprMatch) -> ValueId {
        let of = self.value(&it.expr);
        let mut results = Vec::new();
        for arm in it.arms.iter().filter(|arm| exists(&arm.attrs)) {
            let opened = self.scope.open();
            self.bind(&arm.pat, of);
            results.push(self.value(&arm.body));
            self.scope.close(opened);
        }
        self.add(types::line(it), Made::Either(results))
    }

    fn repeat(&mut self, expr: &Expr) -> ValueId {
        let opened = self.scope.open();
        match expr {
            Expr::While(it) => {
                self.value(&it.cond);
                if decided(&it.cond) != Some(false) {
                    self.block(&it.body);
                }
            }
            Expr::ForLoop(it) => {
                let element = self.of_one(types::line(&it.expr), &it.expr, Made::Element);
                self.bind(&it.pat, element);
                self.block(&it.body);
            }
            _ => {}
        }
        self.scope.close(opened);
        self.add(types::line(expr), Made::Of(Vec::new()))
    }

    fn assign(&mut self, it: &syn::ExprAssign) -> ValueId {
        let value = self.value(&it.right);
        let line = types::line(&*it.right);
        let name = match &*it.left {
            Expr::Path(left) => left.path.get_ident().map(types::name),
            _ => None,
        };
        match name.and_then(|name| Some((self.scope.local(&name)?, name))) {
            Some((before, name)) => {
                let either = self.add(line, Made::Either(vec![before, value]));
                self.scope.assign(&name, either);
            }
            None if matches!(*it.left, Expr::Infer(_)) => {}
            None => {
                self.value(&it.left);
                self.add(line, Made::Stored(value));
            }
        }
        self.add(line, Made::Of(Vec::new()))
    }
}

/// Whether something exists outside of tests.
fn exists(attributes: &[syn::Attribute]) -> bool {
    attributes.is_empty() || attributes::read(attributes).condition != Condition::Never
}

/// Attributes of an expression that is a statement.
fn attributes_of(expr: &Expr) -> &[syn::Attribute] {
    match expr {
        Expr::Async(it) => &it.attrs,
        Expr::Await(it) => &it.attrs,
        Expr::Block(it) => &it.attrs,
        Expr::Call(it) => &it.attrs,
        Expr::ForLoop(it) => &it.attrs,
        Expr::If(it) => &it.attrs,
        Expr::Loop(it) => &it.attrs,
        Expr::Macro(it) => &it.attrs,
        Expr::Match(it) => &it.attrs,
        Expr::MethodCall(it) => &it.attrs,
        Expr::Return(it) => &it.attrs,
        Expr::Try(it) => &it.attrs,
        Expr::Unsafe(it) => &it.attrs,
        Expr::While(it) => &it.attrs,
        // `#[attribute] a = b` belongs to `a` for the parser.
        Expr::Assign(it) => attributes_of(&it.left),
        Expr::Path(it) => &it.attrs,
        _ => &[],
    }
}

/// What a condition is that is written as a constant.
fn decided(condition: &Expr) -> Option<bool> {
    match condition {
        Expr::Lit(syn::ExprLit { lit: syn::Lit::Bool(literal), .. }) => Some(literal.value),
        Expr::Macro(it) if it.mac.path.is_ident("cfg") && it.mac.tokens.to_string() == "test" => Some(false),
        Expr::Unary(it) if matches!(it.op, syn::UnOp::Not(_)) => decided(&it.expr).map(|value| !value),
        _ => None,
    }
}

/// Whether nothing comes after a macro.
fn ends(invocation: &syn::Macro) -> bool {
    ["panic", "todo", "unimplemented", "unreachable"].iter().any(|name| invocation.path.is_ident(name))
}

fn is_drop(path: &Path) -> bool {
    matches!(
        path.segments.iter().map(String::as_str).collect::<Vec<_>>()[..],
        ["drop"] | [.., "mem", "drop" | "forget"]
    )
}
