//! What the body of a function does with its context.

use super::outline::{Call, Callee, Origin, Parameter, Type};
use super::types;
use std::collections::BTreeMap;
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::visit::Visit;
use syn::{Expr, Member, Pat, Token, visit};

/// Tokens of a macro that are tried as expressions or statements; more than this is data, not code.
const MAX_MACRO_TOKENS: usize = 8_000;

/// Macros in macros that are still looked into.
const MAX_MACRO_DEPTH: usize = 16;

/// Fields of fields that are followed. `let a = a.b;`, written often enough, would go as deep as the file is long.
const MAX_FIELDS: usize = 16;

/// The calls in a body that can do something with a context, in the order of the source.
pub(super) fn calls(parameters: &[Parameter], body: &syn::Block) -> Vec<Call> {
    let mut walk = Walk { locals: BTreeMap::new(), hidden: Vec::new(), calls: Vec::new(), macro_depth: 0 };
    for (at, parameter) in parameters.iter().enumerate() {
        if let Some(name) = &parameter.name {
            walk.bind(name.clone(), if parameter.by_mut { Origin::Context } else { Origin::Parameter(at) });
        }
    }
    walk.visit_block(body);
    walk.calls
}

struct Walk {
    /// What each name in scope stands for.
    locals: BTreeMap<String, Origin>,
    /// What these names stood for before, oldest first: put back where their scope ends.
    hidden: Vec<(String, Option<Origin>)>,
    calls: Vec<Call>,
    macro_depth: usize,
}

impl<'ast> Visit<'ast> for Walk {
    fn visit_block(&mut self, block: &'ast syn::Block) {
        self.scoped(|walk| visit::visit_block(walk, block));
    }

    fn visit_local(&mut self, local: &'ast syn::Local) {
        if let Some(init) = &local.init {
            self.visit_expr(&init.expr);
            if let Some((_, otherwise)) = &init.diverge {
                self.visit_expr(otherwise);
            }
        }
        let (pattern, ty) = match &local.pat {
            Pat::Type(typed) => (&*typed.pat, Some(&*typed.ty)),
            pattern => (pattern, None),
        };
        if let Pat::Ident(bound) = pattern {
            let made = local.init.as_ref().map_or(Origin::Unknown, |init| self.origin(&init.expr));
            let origin = match (made, ty.map(types::ty)) {
                (Origin::Unknown | Origin::Made(_), Some(ty @ (Type::Path(..) | Type::Bounds(_)))) => Origin::Typed(ty),
                (made, _) => made,
            };
            self.bind(types::name(&bound.ident), origin);
        } else {
            self.visit_pat(pattern);
        }
    }

    fn visit_pat_ident(&mut self, bound: &'ast syn::PatIdent) {
        self.bind(types::name(&bound.ident), Origin::Unknown);
        visit::visit_pat_ident(self, bound);
    }

    fn visit_expr_closure(&mut self, closure: &'ast syn::ExprClosure) {
        self.scoped(|walk| {
            for input in &closure.inputs {
                // `|cx| ..` is most likely given the context of the function around it.
                match input {
                    Pat::Ident(bound) if walk.is_context(&types::name(&bound.ident)) => {}
                    Pat::Type(typed) if types::is_mutable_reference(&typed.ty) => {
                        if let Pat::Ident(bound) = &*typed.pat {
                            walk.bind(types::name(&bound.ident), Origin::Context);
                        }
                    }
                    other => walk.visit_pat(other),
                }
            }
            walk.visit_expr(&closure.body);
        });
    }

    fn visit_arm(&mut self, arm: &'ast syn::Arm) {
        self.scoped(|walk| visit::visit_arm(walk, arm));
    }

    fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
        if let Expr::Path(function) = &*call.func
            && call.args.iter().any(|argument| self.origin(argument) == Origin::Context)
        {
            self.calls.push(Call { line: types::line(call), callee: Callee::Path(types::path(&function.path)) });
        }
        visit::visit_expr_call(self, call);
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        // In the order in which they run: what the receiver does comes first.
        self.visit_expr(&call.receiver);
        let receiver = self.origin(&call.receiver);
        let line = types::line(&call.method);
        let method = types::name(&call.method);
        if receiver == Origin::Context {
            let arguments = call.args.iter().map(|argument| self.origin(argument)).collect();
            self.calls.push(Call { line, callee: Callee::Context { method, arguments } });
        } else if call.args.iter().any(|argument| self.origin(argument) == Origin::Context) {
            self.calls.push(Call { line, callee: Callee::Method { receiver, method } });
        }
        for argument in &call.args {
            self.visit_expr(argument);
        }
    }

    fn visit_macro(&mut self, invocation: &'ast syn::Macro) {
        if self.macro_depth >= MAX_MACRO_DEPTH || invocation.tokens.clone().into_iter().count() > MAX_MACRO_TOKENS {
            return;
        }
        self.macro_depth += 1;
        let tokens = &invocation.tokens;
        if let Ok(list) = Punctuated::<Expr, Token![,]>::parse_terminated.parse2(tokens.clone()) {
            list.iter().for_each(|expr| self.visit_expr(expr));
        } else if let Ok(statements) = syn::Block::parse_within.parse2(tokens.clone()) {
            self.scoped(|walk| statements.iter().for_each(|statement| walk.visit_stmt(statement)));
        }
        self.macro_depth -= 1;
    }

    fn visit_item(&mut self, _: &'ast syn::Item) {
        // An item in a body has a body of its own.
    }
}

impl Walk {
    fn scoped(&mut self, inside: impl FnOnce(&mut Walk)) {
        let outside = self.hidden.len();
        inside(self);
        for (name, origin) in self.hidden.drain(outside..).rev() {
            match origin {
                Some(origin) => drop(self.locals.insert(name, origin)),
                None => drop(self.locals.remove(&name)),
            }
        }
    }

    fn bind(&mut self, name: String, origin: Origin) {
        let before = self.locals.insert(name.clone(), origin);
        self.hidden.push((name, before));
    }

    fn is_context(&self, name: &str) -> bool {
        self.locals.get(name) == Some(&Origin::Context)
    }

    fn origin(&self, expr: &Expr) -> Origin {
        match expr {
            Expr::Path(it) => match it.path.get_ident() {
                Some(ident) if ident == "self" => Origin::This,
                Some(ident) => {
                    let local = self.locals.get(&types::name(ident));
                    local.cloned().unwrap_or_else(|| Origin::Made(types::path(&it.path)))
                }
                None => Origin::Made(types::path(&it.path)),
            },
            Expr::Struct(it) => Origin::Made(types::path(&it.path)),
            Expr::Call(it) => match &*it.func {
                Expr::Path(function) => Origin::Made(types::path(&function.path)),
                _ => Origin::Unknown,
            },
            Expr::Field(it) => {
                let base = self.origin(&it.base);
                if base.fields() >= MAX_FIELDS {
                    return Origin::Unknown;
                }
                let field = match &it.member {
                    Member::Named(field) => types::name(field),
                    Member::Unnamed(field) => field.index.to_string(),
                };
                Origin::Field(Box::new(base), field)
            }
            // `&mut *cx`, `(cx)`, `auths.await?`: the same value, or one made of it.
            Expr::Reference(it) => self.origin(&it.expr),
            Expr::Unary(it) if matches!(it.op, syn::UnOp::Deref(_)) => self.origin(&it.expr),
            Expr::Paren(it) => self.origin(&it.expr),
            Expr::Group(it) => self.origin(&it.expr),
            Expr::Await(it) => self.origin(&it.base),
            Expr::Try(it) => self.origin(&it.expr),
            // `auths.clone()`, `event.into()`: most likely still the same type.
            Expr::MethodCall(it) if it.args.is_empty() && it.method == "clone" => self.origin(&it.receiver),
            _ => Origin::Unknown,
        }
    }
}
