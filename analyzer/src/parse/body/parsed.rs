//! From the parser's tree of a body to the reduced one, with or without what exists in tests alone.

use super::super::{Condition, attributes, extract, types};
use super::macros::is_silent;
use super::tree::{Block, Expr, Given, If, Inner, Input, Kind, Local, Macro, Method, Pat, Routine, Stmt};
use crate::condition::TEST;
use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::{FnArg, Item, Member, Signature, Token};

/// Tokens of a macro that are tried as expressions or statements; more than this is data, not code.
const MAX_TOKENS: usize = 8_000;

/// Macros in macros that are still looked into.
const MAX_DEPTH: usize = 16;

/// The function where `cfg(test)` holds under this condition, and whether that makes a difference.
pub(super) fn routine(signature: &Signature, block: &syn::Block, test: &Condition) -> (Routine, bool) {
    let mut parsed = Parsed { test, asks: false, within: 0 };
    let routine = parsed.routine(signature, block);
    (routine, parsed.asks)
}

struct Parsed<'c> {
    /// When `cfg(test)` holds.
    test: &'c Condition,
    /// Whether something depends on that.
    asks: bool,
    /// Macros around.
    within: usize,
}

impl Parsed<'_> {
    /// A condition by what is known of tests.
    fn settled(&mut self, written: &Condition) -> Condition {
        written.each(&mut |text| self.asks |= text == TEST);
        written.settled(&|text| (text == TEST).then(|| self.test.clone()))
    }

    /// Whether something can exist.
    fn exists(&mut self, attributes: &[syn::Attribute]) -> bool {
        attributes.is_empty() || self.settled(&attributes::read(attributes).condition) != Condition::Never
    }

    fn routine(&mut self, signature: &Signature, block: &syn::Block) -> Routine {
        let typed = signature.inputs.iter().filter_map(|input| match input {
            FnArg::Typed(typed) => Some(&*typed.pat),
            FnArg::Receiver(_) => None,
        });
        let parameters = typed.map(|pattern| (types::line(pattern), self.pattern(pattern))).collect();
        Routine { parameters, block: self.block(block) }
    }

    fn block(&mut self, block: &syn::Block) -> Block {
        Block { line: types::line_of(block.brace_token.span.open()), statements: self.statements(&block.stmts) }
    }

    fn statements(&mut self, statements: &[syn::Stmt]) -> Vec<Stmt> {
        statements.iter().filter_map(|statement| self.statement(statement)).collect()
    }

    fn statement(&mut self, statement: &syn::Stmt) -> Option<Stmt> {
        Some(match statement {
            syn::Stmt::Local(local) if self.exists(&local.attrs) => Stmt::Let(Box::new(Local {
                line: types::line(&local.pat),
                value: local.init.as_ref().map(|init| self.expr(&init.expr)),
                otherwise: local.init.as_ref().and_then(|init| Some(self.expr(&init.diverge.as_ref()?.1))),
                pattern: self.pattern(&local.pat),
            })),
            // A lone `;` does nothing, and the parser has no place for it.
            syn::Stmt::Expr(syn::Expr::Verbatim(nothing), Some(_)) if nothing.is_empty() => return None,
            syn::Stmt::Expr(expr, end) if self.exists(attributes_of(expr)) => {
                Stmt::Expr(self.expr(expr), end.is_some())
            }
            syn::Stmt::Macro(it) if self.exists(&it.attrs) => {
                let line = types::line(&it.mac.path);
                Stmt::Expr(Expr { line, kind: self.invocation(&it.mac) }, it.semi_token.is_some())
            }
            syn::Stmt::Item(Item::Use(it)) if self.exists(&it.attrs) => {
                let mut found = Vec::new();
                extract::each_import(it, |path, name| found.push((path, name)));
                Stmt::Use(found)
            }
            syn::Stmt::Item(Item::Fn(it)) if self.exists(&it.attrs) => Stmt::Function(Box::new(Inner {
                name: types::name(&it.sig.ident),
                function: extract::signature(&it.sig),
                routine: self.routine(&it.sig, &it.block),
            })),
            syn::Stmt::Item(Item::Macro(it)) => Stmt::MacroRules(types::name(it.ident.as_ref()?)),
            syn::Stmt::Local(_) | syn::Stmt::Expr(..) | syn::Stmt::Macro(_) | syn::Stmt::Item(_) => return None,
        })
    }

    fn boxed(&mut self, expr: &syn::Expr) -> Box<Expr> {
        Box::new(self.expr(expr))
    }

    fn exprs<'e>(&mut self, exprs: impl IntoIterator<Item = &'e syn::Expr>) -> Vec<Expr> {
        exprs.into_iter().map(|expr| self.expr(expr)).collect()
    }

    fn expr(&mut self, expr: &syn::Expr) -> Expr {
        Expr { line: types::line_of_expr(expr), kind: self.kind(expr) }
    }

    fn kind(&mut self, expr: &syn::Expr) -> Kind {
        match expr {
            syn::Expr::Path(it) => match it.path.get_ident().filter(|_| it.qself.is_none()) {
                Some(name) => Kind::Name(types::name(name)),
                None => Kind::Path(it.qself.as_ref().map(|of| types::ty(&of.ty)), types::bound(&it.path)),
            },
            syn::Expr::Reference(it) => Kind::Same(self.boxed(&it.expr)),
            syn::Expr::Paren(it) => Kind::Same(self.boxed(&it.expr)),
            syn::Expr::Group(it) => Kind::Same(self.boxed(&it.expr)),
            syn::Expr::Cast(it) => Kind::Same(self.boxed(&it.expr)),
            syn::Expr::Unary(it) => match it.op {
                syn::UnOp::Deref(_) => Kind::Same(self.boxed(&it.expr)),
                syn::UnOp::Not(_) => Kind::Not(self.boxed(&it.expr)),
                _ => Kind::Plain(vec![self.expr(&it.expr)]),
            },
            syn::Expr::Call(it) => Kind::Call(self.boxed(&it.func), self.exprs(&it.args)),
            syn::Expr::MethodCall(it) => {
                let types = it.turbofish.iter().flat_map(|it| &it.args).filter_map(|argument| match argument {
                    syn::GenericArgument::Type(ty) => Some(types::ty(ty)),
                    _ => None,
                });
                Kind::Method(Box::new(Method {
                    receiver: self.expr(&it.receiver),
                    name: types::name(&it.method),
                    line: types::line_of(it.method.span()),
                    types: types.collect(),
                    arguments: self.exprs(&it.args),
                }))
            }
            syn::Expr::Macro(it) => self.invocation(&it.mac),
            syn::Expr::Closure(it) => {
                let inputs = it.inputs.iter().map(|input| self.input(input)).collect();
                Kind::Closure(inputs, self.boxed(&it.body))
            }
            syn::Expr::Async(it) => Kind::Async(self.block(&it.block)),
            syn::Expr::Block(it) => Kind::Block(self.block(&it.block)),
            syn::Expr::Unsafe(it) => Kind::Block(self.block(&it.block)),
            syn::Expr::Const(it) => Kind::Block(self.block(&it.block)),
            syn::Expr::Loop(it) => Kind::Block(self.block(&it.body)),
            syn::Expr::If(it) => Kind::If(Box::new(If {
                condition: self.expr(&it.cond),
                then: self.block(&it.then_branch),
                otherwise: it.else_branch.as_ref().map(|(_, otherwise)| self.expr(otherwise)),
            })),
            syn::Expr::Match(it) => {
                let of = self.boxed(&it.expr);
                let arms: Vec<&syn::Arm> = it.arms.iter().filter(|arm| self.exists(&arm.attrs)).collect();
                Kind::Match(of, arms.into_iter().map(|arm| (self.pattern(&arm.pat), self.expr(&arm.body))).collect())
            }
            syn::Expr::While(it) => Kind::While(self.boxed(&it.cond), self.block(&it.body)),
            syn::Expr::ForLoop(it) => Kind::For(self.pattern(&it.pat), self.boxed(&it.expr), self.block(&it.body)),
            syn::Expr::Assign(it) => Kind::Assign(self.boxed(&it.left), self.boxed(&it.right)),
            syn::Expr::Await(it) => Kind::Await(self.boxed(&it.base)),
            syn::Expr::Try(it) => Kind::Try(self.boxed(&it.expr)),
            syn::Expr::Field(it) => Kind::Field(self.boxed(&it.base), member(&it.member)),
            syn::Expr::Index(it) => Kind::Index(self.boxed(&it.expr), self.boxed(&it.index)),
            syn::Expr::Struct(it) => {
                let fields: Vec<_> = it.fields.iter().filter(|field| self.exists(&field.attrs)).collect();
                let fields = fields.into_iter().map(|field| (member(&field.member), self.expr(&field.expr))).collect();
                Kind::Struct(types::path(&it.path), fields, it.rest.as_ref().map(|rest| self.boxed(rest)))
            }
            syn::Expr::Tuple(it) => Kind::Tuple(self.exprs(&it.elems)),
            syn::Expr::Array(it) => Kind::Array(self.exprs(&it.elems)),
            syn::Expr::Repeat(it) => Kind::Repeat(self.boxed(&it.expr), self.boxed(&it.len)),
            syn::Expr::Let(it) => Kind::Let(self.pattern(&it.pat), self.boxed(&it.expr)),
            syn::Expr::Binary(it) => Kind::Plain(self.exprs([&*it.left, &*it.right])),
            syn::Expr::Range(it) => {
                Kind::Plain(self.exprs([&it.start, &it.end].into_iter().flatten().map(AsRef::as_ref)))
            }
            syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Bool(literal), .. }) => Kind::Decided(literal.value),
            syn::Expr::Lit(_) => Kind::Plain(Vec::new()),
            syn::Expr::RawAddr(it) => Kind::Of(self.exprs([&*it.expr])),
            syn::Expr::Yield(it) => Kind::Of(self.exprs(it.expr.as_deref())),
            syn::Expr::TryBlock(it) => {
                let block = self.block(&it.block);
                Kind::Of(vec![Expr { line: block.line, kind: Kind::Block(block) }])
            }
            syn::Expr::Return(it) => Kind::Leave(it.expr.as_deref().map(|it| self.boxed(it))),
            syn::Expr::Break(it) => Kind::Leave(it.expr.as_deref().map(|it| self.boxed(it))),
            syn::Expr::Continue(_) => Kind::Leave(None),
            syn::Expr::Infer(_) => Kind::Blank,
            other => Kind::Words(words(other.to_token_stream())),
        }
    }

    fn input(&mut self, input: &syn::Pat) -> Input {
        let (pattern, ty) = match input {
            syn::Pat::Type(typed) => (&*typed.pat, Some(types::ty(&typed.ty))),
            pattern => (pattern, None),
        };
        Input { line: types::line(input), pattern: self.pattern(pattern), ty }
    }

    fn invocation(&mut self, invocation: &syn::Macro) -> Kind {
        let path = types::path(&invocation.path);
        if invocation.path.is_ident("cfg")
            && let Ok(predicate) = invocation.parse_body::<syn::Meta>()
        {
            return match self.settled(&Condition::read(&predicate)) {
                Condition::Always => Kind::Decided(true),
                Condition::Never => Kind::Decided(false),
                _ => Kind::Plain(Vec::new()),
            };
        }
        let is_silent = is_silent(&path);
        self.within += 1;
        let given = if is_silent { Given::Words(Vec::new()) } else { self.given(&invocation.tokens) };
        self.within -= 1;
        Kind::Macro(Macro { path, given })
    }

    fn given(&mut self, tokens: &TokenStream) -> Given {
        if self.within > MAX_DEPTH || tokens.clone().into_iter().count() > MAX_TOKENS {
            return Given::Words(words(tokens.clone()));
        }
        if let Ok(list) = Punctuated::<syn::Expr, Token![,]>::parse_terminated.parse2(tokens.clone()) {
            return Given::Values(self.exprs(&list));
        }
        match syn::Block::parse_within.parse2(tokens.clone()) {
            Ok(statements) => Given::Statements(self.statements(&statements)),
            Err(_) => Given::Words(words(tokens.clone())),
        }
    }

    fn pattern(&mut self, pattern: &syn::Pat) -> Pat {
        match pattern {
            syn::Pat::Ident(it) => {
                let inner = it.subpat.as_ref().map(|(_, inner)| Box::new(self.pattern(inner)));
                Pat::Name(types::name(&it.ident), inner)
            }
            syn::Pat::Type(it) => Pat::Typed(Box::new(self.pattern(&it.pat)), types::ty(&it.ty), types::line(&it.ty)),
            syn::Pat::Reference(it) => self.pattern(&it.pat),
            syn::Pat::Paren(it) => self.pattern(&it.pat),
            syn::Pat::Guard(it) => Pat::Guard(Box::new(self.pattern(&it.pat)), self.boxed(&it.guard)),
            syn::Pat::Or(it) => Pat::Or(it.cases.iter().map(|case| self.pattern(case)).collect()),
            syn::Pat::Tuple(it) => Pat::Tuple(self.patterns(&it.elems)),
            syn::Pat::TupleStruct(it) => Pat::TupleStruct(types::path(&it.path), self.patterns(&it.elems)),
            syn::Pat::Struct(it) => {
                let fields = it.fields.iter();
                let fields =
                    fields.map(|it| (types::line(&it.member), member(&it.member), self.pattern(&it.pat))).collect();
                Pat::Struct(types::path(&it.path), fields)
            }
            syn::Pat::Slice(it) => Pat::Slice(self.patterns(&it.elems)),
            syn::Pat::Rest(_) => Pat::Rest,
            _ => Pat::Other,
        }
    }

    fn patterns(&mut self, of: &Punctuated<syn::Pat, Token![,]>) -> Vec<(u32, Pat)> {
        of.iter().map(|pattern| (types::line(pattern), self.pattern(pattern))).collect()
    }
}

fn member(of: &Member) -> String {
    match of {
        Member::Named(name) => types::name(name),
        Member::Unnamed(at) => at.index.to_string(),
    }
}

/// The words in tokens, in their order.
fn words(tokens: TokenStream) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![tokens.into_iter()];
    while let Some(rest) = open.last_mut() {
        match rest.next() {
            None => drop(open.pop()),
            Some(TokenTree::Group(group)) => open.push(group.stream().into_iter()),
            Some(TokenTree::Ident(word)) => {
                let name = word.to_string();
                found.push(name.strip_prefix("r#").unwrap_or(&name).to_owned());
            }
            Some(_) => {}
        }
    }
    found
}

/// Attributes of an expression that is a statement.
fn attributes_of(expr: &syn::Expr) -> &[syn::Attribute] {
    match expr {
        syn::Expr::Async(it) => &it.attrs,
        syn::Expr::Await(it) => &it.attrs,
        syn::Expr::Block(it) => &it.attrs,
        syn::Expr::Call(it) => &it.attrs,
        syn::Expr::ForLoop(it) => &it.attrs,
        syn::Expr::If(it) => &it.attrs,
        syn::Expr::Loop(it) => &it.attrs,
        syn::Expr::Macro(it) => &it.attrs,
        syn::Expr::Match(it) => &it.attrs,
        syn::Expr::MethodCall(it) => &it.attrs,
        syn::Expr::Return(it) => &it.attrs,
        syn::Expr::Try(it) => &it.attrs,
        syn::Expr::Unsafe(it) => &it.attrs,
        syn::Expr::While(it) => &it.attrs,
        // `#[attribute] a = b` belongs to `a` for the parser.
        syn::Expr::Assign(it) => attributes_of(&it.left),
        syn::Expr::Path(it) => &it.attrs,
        _ => &[],
    }
}
