//! What a macro is given, as far as its arguments are expressions or statements.

use super::super::types;
use super::read::Reader;
use super::scope::Name;
use super::{Made, ValueId};
use proc_macro2::{TokenStream, TokenTree};
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::{Expr, Token};

/// Tokens of a macro that are tried as expressions or statements; more than this is data, not code.
const MAX_TOKENS: usize = 8_000;

/// Macros in macros that are still looked into.
const MAX_DEPTH: usize = 16;

/// Macros of the language that do not run what they are given.
const SILENT: &[&str] = &[
    "cfg",
    "column",
    "compile_error",
    "concat",
    "env",
    "file",
    "include",
    "include_bytes",
    "include_str",
    "line",
    "module_path",
    "option_env",
    "stringify",
];

impl Reader {
    pub(super) fn invocation(&mut self, invocation: &syn::Macro) -> ValueId {
        let line = types::line(&invocation.path);
        let name = invocation.path.get_ident().map(types::name);
        let meant = name.as_ref().and_then(|name| self.scope.get(name));
        if matches!(meant, Some(Name::Macro)) {
            // It is written here, and may name every local around it.
            let locals = self.scope.locals();
            return self.add(line, Made::Macro(types::path(&invocation.path), locals));
        }
        if name.is_some_and(|name| SILENT.contains(&name.as_str())) {
            return self.add(line, Made::Of(Vec::new()));
        }
        let path = self.scope.outside(types::path(&invocation.path));
        let tokens = &invocation.tokens;
        self.within.push(path.clone());
        let given = self.arguments(tokens);
        self.within.pop();
        let given = given.unwrap_or_else(|| self.mentioned(tokens.clone()));
        self.add(line, Made::Macro(path, given))
    }

    /// The arguments of a macro, if they can be read.
    fn arguments(&mut self, tokens: &TokenStream) -> Option<Vec<ValueId>> {
        if self.within.len() > MAX_DEPTH || tokens.clone().into_iter().count() > MAX_TOKENS {
            return None;
        }
        if let Ok(list) = Punctuated::<Expr, Token![,]>::parse_terminated.parse2(tokens.clone()) {
            return Some(self.values(&list));
        }
        let statements = syn::Block::parse_within.parse2(tokens.clone()).ok()?;
        let opened = self.scope.open();
        let result = self.statements(&statements);
        self.scope.close(opened);
        Some(result.into_iter().collect())
    }

    /// The locals that tokens name.
    pub(super) fn mentioned(&self, tokens: TokenStream) -> Vec<ValueId> {
        let mut found = Vec::new();
        let mut open = vec![tokens.into_iter()];
        while let Some(rest) = open.last_mut() {
            match rest.next() {
                None => drop(open.pop()),
                Some(TokenTree::Group(group)) => open.push(group.stream().into_iter()),
                Some(TokenTree::Ident(word)) => {
                    let name = word.to_string();
                    found.extend(self.scope.local(name.strip_prefix("r#").unwrap_or(&name)));
                }
                Some(_) => {}
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}
