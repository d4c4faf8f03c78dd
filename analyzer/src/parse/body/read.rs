//! From the syntax of a body to its values.

use super::super::outline::{Bound, Function, Path};
use super::runs::Regions;
use super::scope::{Name, Scope};
use super::tree::{Block, Expr, If, Input, Kind, Local, Method, Pat, Routine, Stmt};
use super::{Body, Made, Named, Value, ValueId};

/// Functions in functions in functions that are read.
const MAX_INNER: usize = 8;

pub(super) fn body(routine: &Routine) -> Body {
    let mut reader = Reader::new(Scope::default(), 0, 0);
    reader.function(routine);
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

    fn function(&mut self, routine: &Routine) {
        for (at, (line, pattern)) in routine.parameters.iter().enumerate() {
            let value = self.add(*line, Made::Parameter(at));
            self.bind(pattern, value);
        }
        let result = self.block(&routine.block);
        self.used(result);
    }

    fn finish(mut self) -> Finished {
        self.regions.tell(&mut self.values);
        self.values.shrink_to_fit();
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
        let result = self.statements(&block.statements);
        self.scope.close(opened);
        result.unwrap_or_else(|| self.add(block.line, Made::Of(Vec::new())))
    }

    /// Reads statements; gives back the value of the last one, when it has one.
    pub(super) fn statements(&mut self, statements: &[Stmt]) -> Option<ValueId> {
        self.items(statements);
        let mut result = None;
        for statement in statements {
            result = None;
            match statement {
                Stmt::Let(local) => self.local(local),
                Stmt::Expr(expr, is_ended) => {
                    let value = self.value(expr);
                    result = Some(value).filter(|_| !is_ended);
                    if leaves(expr) {
                        break;
                    }
                }
                Stmt::Use(_) | Stmt::Function(_) | Stmt::MacroRules(_) => {}
            }
        }
        result
    }

    fn local(&mut self, local: &Local) {
        let made = local.value.as_ref().map(|value| self.value(value));
        if let Some(otherwise) = &local.otherwise {
            self.value(otherwise);
        }
        let value = made.unwrap_or_else(|| self.add(local.line, Made::Of(Vec::new())));
        self.bind(&local.pattern, value);
    }

    /// Items of a block are known in all of it.
    fn items(&mut self, statements: &[Stmt]) {
        let mut functions = Vec::new();
        for statement in statements {
            match statement {
                Stmt::Use(imports) => {
                    for (path, name) in imports {
                        let path = self.scope.outside(path.clone());
                        match name {
                            Some(name) => self.scope.bind(name.clone(), Name::Import(path)),
                            None => self.globs.push(path),
                        }
                    }
                }
                Stmt::Function(it) if self.depth < MAX_INNER => {
                    self.scope.bind(it.name.clone(), Name::Function(self.next_inner));
                    functions.push((self.next_inner, it));
                    self.next_inner += 1;
                }
                Stmt::MacroRules(name) => self.scope.bind(name.clone(), Name::Macro),
                _ => {}
            }
        }
        for (at, it) in functions {
            let mut inside = Reader::new(self.scope.without_locals(), self.next_inner, self.depth + 1);
            let function = self.scope.outside_function(it.function.clone());
            inside.function(&it.routine);
            self.next_inner = inside.next_inner;
            let Finished { values, globs, inner } = inside.finish();
            self.inner.extend(inner);
            let does = Some(Body { values, inner: Vec::new(), globs }.into());
            self.inner.push((at, it.name.clone(), Function { does, ..function }));
        }
    }

    pub(super) fn values<'e>(&mut self, exprs: impl IntoIterator<Item = &'e Expr>) -> Vec<ValueId> {
        exprs.into_iter().map(|expr| self.value(expr)).collect()
    }

    /// Reads an expression.
    pub(super) fn value(&mut self, expr: &Expr) -> ValueId {
        let line = expr.line;
        match &expr.kind {
            Kind::Name(name) => self.name(line, name),
            Kind::Path(owner, path) => {
                let types = path.arguments.iter().map(|ty| self.scope.outside_type(ty.clone())).collect();
                let owner = owner.as_ref().map(|ty| self.scope.outside_type(ty.clone()));
                self.path(line, Named { path: path.path.clone(), owner, types })
            }
            Kind::Same(of) => self.value(of),
            Kind::Call(callee, arguments) => self.call(line, callee, arguments),
            Kind::Method(call) => self.method(call),
            Kind::Macro(it) => self.invocation(line, it),
            Kind::Closure(inputs, result) => self.closure(line, inputs, result),
            Kind::Async(block) => self.future(block, line),
            Kind::Block(block) => self.block(block),
            Kind::If(it) => self.branch(line, it),
            Kind::Match(of, arms) => self.choice(line, of, arms),
            Kind::While(condition, body) => {
                let opened = self.scope.open();
                self.value(condition);
                if decided(condition) != Some(false) {
                    self.block(body);
                }
                self.scope.close(opened);
                self.add(line, Made::Of(Vec::new()))
            }
            Kind::For(pattern, of, body) => {
                let opened = self.scope.open();
                let element = self.of_one(of.line, of, Made::Element);
                self.bind(pattern, element);
                self.block(body);
                self.scope.close(opened);
                self.add(line, Made::Of(Vec::new()))
            }
            Kind::Assign(left, right) => self.assign(left, right),
            Kind::Await(of) => self.of_one(line, of, Made::Await),
            Kind::Try(of) => self.of_one(line, of, Made::Try),
            Kind::Field(of, name) => self.of_one(line, of, |base| Made::Field(base, name.clone())),
            Kind::Index(of, index) => {
                self.value(index);
                self.of_one(line, of, Made::Element)
            }
            Kind::Struct(path, fields, rest) => {
                let mut parts: Vec<_> = fields.iter().map(|(name, value)| (name.clone(), self.value(value))).collect();
                parts.extend(rest.as_ref().map(|rest| ("..".to_owned(), self.value(rest))));
                let path = self.scope.outside(path.clone());
                self.add(line, Made::Struct(path, parts))
            }
            Kind::Tuple(parts) => {
                let parts = self.values(parts);
                self.add(line, Made::Tuple(parts))
            }
            Kind::Array(parts) => {
                let parts = self.values(parts);
                self.add(line, Made::Array(parts))
            }
            Kind::Repeat(part, length) => {
                let part = self.value(part);
                self.value(length);
                self.add(line, Made::Array(vec![part]))
            }
            Kind::Let(pattern, of) => {
                let value = self.value(of);
                self.bind(pattern, value);
                self.add(line, Made::Of(Vec::new()))
            }
            Kind::Not(part) => {
                self.value(part);
                self.add(line, Made::Of(Vec::new()))
            }
            Kind::Plain(parts) => {
                self.values(parts);
                self.add(line, Made::Of(Vec::new()))
            }
            Kind::Decided(_) | Kind::Blank => self.add(line, Made::Of(Vec::new())),
            Kind::Of(parts) => {
                let parts = self.values(parts);
                self.add(line, Made::Of(parts))
            }
            Kind::Leave(part) => {
                let parts = self.values(part.as_deref());
                self.add(line, Made::Of(parts))
            }
            Kind::Words(words) => {
                let parts = self.mentioned(words);
                self.add(line, Made::Of(parts))
            }
        }
    }

    fn of_one(&mut self, line: u32, expr: &Expr, made: impl FnOnce(ValueId) -> Made) -> ValueId {
        let value = self.value(expr);
        self.add(line, made(value))
    }

    fn name(&mut self, line: u32, name: &str) -> ValueId {
        match self.scope.get(name) {
            Some(Name::Local(local)) => *local,
            Some(Name::Function(inner)) => self.add(line, Made::Inner(*inner)),
            _ if name == "self" => self.add(line, Made::This),
            _ => {
                let path = Path { absolute: false, segments: vec![name.to_owned()], line };
                self.path(line, Named { path, owner: None, types: Vec::new() })
            }
        }
    }

    fn path(&mut self, line: u32, mut named: Named) -> ValueId {
        if let [only] = &named.path.segments[..]
            && let Some(Name::Function(inner)) = self.scope.get(only)
        {
            // `inner::<T>`
            return self.add(line, Made::Inner(*inner));
        }
        named.path = self.scope.outside(named.path);
        self.add(line, Made::Path(named))
    }

    fn call(&mut self, line: u32, callee: &Expr, arguments: &[Expr]) -> ValueId {
        if is_drop(callee) {
            // A closure or future that is dropped does not run for it.
            self.values(arguments);
            return self.add(line, Made::Of(Vec::new()));
        }
        let callee = self.value(callee);
        let arguments = self.values(arguments);
        self.add(line, Made::Call(callee, arguments))
    }

    fn method(&mut self, call: &Method) -> ValueId {
        // In the order in which they run: what the receiver does comes first.
        let receiver = self.value(&call.receiver);
        let arguments = self.values(&call.arguments);
        let types = call.types.iter().map(|ty| self.scope.outside_type(ty.clone())).collect();
        self.add(call.line, Made::Method { receiver, name: call.name.clone(), types, arguments })
    }

    fn closure(&mut self, line: u32, inputs: &[Input], result: &Expr) -> ValueId {
        let opened = self.scope.open();
        let around = self.regions.enter();
        let mut values = Vec::new();
        for input in inputs {
            let made = match &input.ty {
                Some(ty) => Made::Typed(self.scope.outside_type(ty.clone()), None),
                None => Made::Input,
            };
            let value = self.add(input.line, made);
            values.push(value);
            self.bind(&input.pattern, value);
        }
        let result = self.value(result);
        self.used(result);
        let region = self.regions.leave(around);
        self.scope.close(opened);
        let value = self.add(line, Made::Closure(values, result));
        self.regions.is(value, region);
        value
    }

    fn future(&mut self, block: &Block, line: u32) -> ValueId {
        let around = self.regions.enter();
        let result = self.block(block);
        self.used(result);
        let region = self.regions.leave(around);
        let value = self.add(line, Made::Future(result));
        self.regions.is(value, region);
        value
    }

    fn branch(&mut self, line: u32, it: &If) -> ValueId {
        let mut results = Vec::new();
        let decided = decided(&it.condition);
        let opened = self.scope.open();
        self.value(&it.condition);
        if decided != Some(false) {
            results.push(self.block(&it.then));
        }
        self.scope.close(opened);
        if let Some(otherwise) = it.otherwise.as_ref().filter(|_| decided != Some(true)) {
            results.push(self.value(otherwise));
        }
        self.add(line, Made::Either(results))
    }

    fn choice(&mut self, line: u32, of: &Expr, arms: &[(Pat, Expr)]) -> ValueId {
        let of = self.value(of);
        let mut results = Vec::new();
        for (pattern, result) in arms {
            let opened = self.scope.open();
            self.bind(pattern, of);
            results.push(self.value(result));
            self.scope.close(opened);
        }
        self.add(line, Made::Either(results))
    }

    fn assign(&mut self, left: &Expr, right: &Expr) -> ValueId {
        let value = self.value(right);
        let line = right.line;
        let local = match &left.kind {
            Kind::Name(name) => self.scope.local(name).map(|before| (before, name)),
            _ => None,
        };
        match local {
            Some((before, name)) => {
                let either = self.add(line, Made::Either(vec![before, value]));
                self.scope.assign(name, either);
            }
            None if matches!(left.kind, Kind::Blank) => {}
            None => {
                self.value(left);
                self.add(line, Made::Stored(value));
            }
        }
        self.add(line, Made::Of(Vec::new()))
    }
}

/// What a condition is that is written as a constant.
fn decided(condition: &Expr) -> Option<bool> {
    match &condition.kind {
        Kind::Decided(value) => Some(*value),
        Kind::Not(of) => decided(of).map(|value| !value),
        _ => None,
    }
}

/// Whether nothing comes after an expression that is a statement.
fn leaves(of: &Expr) -> bool {
    match &of.kind {
        Kind::Leave(_) => true,
        Kind::Macro(it) => {
            let ends = ["panic", "todo", "unimplemented", "unreachable"];
            !it.path.absolute && matches!(&it.path.segments[..], [only] if ends.contains(&only.as_str()))
        }
        _ => false,
    }
}

fn is_drop(callee: &Expr) -> bool {
    match &callee.kind {
        Kind::Name(name) => name == "drop",
        Kind::Path(_, Bound { path, .. }) => match &path.segments[..] {
            [only] => only == "drop",
            [.., module, name] => module == "mem" && ["drop", "forget"].contains(&name.as_str()),
            [] => false,
        },
        _ => false,
    }
}
