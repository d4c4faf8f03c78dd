//! The attributes of an item: what the language says with them, and what may be annotations.

use super::outline::Path;
use super::types;
use crate::condition::{Condition, TEST};
use proc_macro2::TokenStream;
use syn::punctuated::Punctuated;
use syn::{Expr, ExprLit, Lit, Meta, Token};

/// Attributes of the language and of its tools, whose names cannot be given to anything else.
const BUILT_IN: &[&str] = &[
    "allow",
    "automatically_derived",
    "cfg",
    "cfg_attr",
    "cold",
    "crate_name",
    "crate_type",
    "debugger_visualizer",
    "deny",
    "deprecated",
    "derive",
    "diagnostic",
    "doc",
    "expect",
    "export_name",
    "feature",
    "forbid",
    "global_allocator",
    "ignore",
    "inline",
    "instruction_set",
    "link",
    "link_name",
    "link_ordinal",
    "link_section",
    "macro_export",
    "macro_use",
    "must_use",
    "naked",
    "no_implicit_prelude",
    "no_link",
    "no_main",
    "no_mangle",
    "no_std",
    "non_exhaustive",
    "panic_handler",
    "path",
    "proc_macro",
    "proc_macro_attribute",
    "proc_macro_derive",
    "recursion_limit",
    "repr",
    "should_panic",
    "target_feature",
    "test",
    "track_caller",
    "type_length_limit",
    "unsafe",
    "used",
    "warn",
    "windows_subsystem",
    "clippy",
    "rustfmt",
    "rustdoc",
    "miri",
];

/// Derives of the language that know no attributes of their own.
pub(super) const PLAIN_DERIVES: &[&str] = &["Clone", "Copy", "Debug", "Eq", "Hash", "Ord", "PartialEq", "PartialOrd"];

/// Whether an attribute of this name is one of the language or its tools.
pub(super) fn is_built_in(name: &str) -> bool {
    BUILT_IN.contains(&name)
}

/// What the attributes of an item say.
#[derive(Default)]
pub(super) struct Attributes {
    pub(super) condition: Condition,
    pub(super) doc: Option<String>,
    /// `#[path = ".."]`, with the condition of a `cfg_attr` around it.
    pub(super) paths: Vec<(String, Condition)>,
    pub(super) macro_use: bool,
    /// What `#[macro_use(..)]` names.
    pub(super) macros: Vec<String>,
    /// What stands in the brackets of `#[macro_export]`.
    pub(super) macro_export: Option<Vec<String>>,
    pub(super) candidates: Vec<Candidate>,
    /// A derive that may have attributes of its own.
    pub(super) has_foreign_derive: bool,
}

/// An attribute that is not of the language.
pub(super) struct Candidate {
    pub(super) path: Path,
    pub(super) condition: Condition,
    pub(super) arguments: TokenStream,
    pub(super) position: usize,
}

/// Reads the attributes of one item, `cfg_attr` opened.
pub(super) fn read(attributes: &[syn::Attribute]) -> Attributes {
    let mut read = Attributes::default();
    let mut docs = Vec::new();
    let mut position = 0;
    for attribute in attributes {
        open(&attribute.meta, &Condition::Always, &mut |meta, condition| {
            let path = meta.path();
            if path.is_ident("cfg") {
                let holds = match meta {
                    Meta::List(list) => list.parse_args::<Meta>().map_or(Condition::Always, |it| Condition::read(&it)),
                    _ => Condition::Always,
                };
                read.condition = read.condition.and(&condition.negate().or(&holds));
            } else if path.is_ident(TEST) {
                // What `#[test]` stands on is not compiled otherwise.
                read.condition = read.condition.and(&condition.negate().or(&Condition::Is(TEST.to_owned())));
            } else if path.is_ident("doc") {
                docs.extend(string(meta));
            } else if path.is_ident("path") {
                read.paths.extend(string(meta).map(|path| (path, condition.clone())));
            } else if path.is_ident("derive") {
                read.has_foreign_derive |= derives_more(meta);
            } else if path.is_ident("macro_use") {
                read.macro_use = true;
                read.macros.extend(words(meta));
            } else if path.is_ident("macro_export") {
                read.macro_export = Some(words(meta));
            } else if path.segments.first().is_some_and(|first| !BUILT_IN.contains(&types::name(&first.ident).as_str()))
                && *condition != Condition::Never
            {
                read.candidates.push(Candidate {
                    path: types::path(path),
                    condition: condition.clone(),
                    arguments: arguments(meta),
                    position,
                });
            }
            position += 1;
        });
    }
    read.doc = (!docs.is_empty()).then(|| unindent(&docs.join("\n"))).filter(|doc| !doc.is_empty());
    read
}

/// The arguments of the attribute at this position, and its path.
pub(super) fn at(attributes: &[syn::Attribute], position: usize) -> Option<(Path, TokenStream)> {
    meta_at(attributes, position).map(|meta| (types::path(meta.path()), arguments(&meta)))
}

/// The attribute at this position.
pub(super) fn meta_at(attributes: &[syn::Attribute], position: usize) -> Option<Meta> {
    let mut found = None;
    let mut here = 0;
    for attribute in attributes {
        open(&attribute.meta, &Condition::Always, &mut |meta, _| {
            if here == position {
                found = Some(meta.clone());
            }
            here += 1;
        });
    }
    found
}

/// Gives each attribute that `cfg_attr` holds, or the attribute itself.
fn open(meta: &Meta, condition: &Condition, with: &mut dyn FnMut(&Meta, &Condition)) {
    let Meta::List(list) = meta else { return with(meta, condition) };
    if !list.path.is_ident("cfg_attr") {
        return with(meta, condition);
    }
    let Ok(parts) = list.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated) else { return };
    let mut parts = parts.iter();
    let Some(predicate) = parts.next() else { return };
    let condition = condition.and(&Condition::read(predicate));
    for part in parts {
        open(part, &condition, with);
    }
}

fn derives_more(meta: &Meta) -> bool {
    let Meta::List(list) = meta else { return false };
    let derives = list.parse_args_with(Punctuated::<syn::Path, Token![,]>::parse_terminated);
    derives.into_iter().flatten().any(|path| !PLAIN_DERIVES.contains(&types::path(&path).last()))
}

fn words(meta: &Meta) -> Vec<String> {
    let Meta::List(list) = meta else { return Vec::new() };
    let paths = list.parse_args_with(Punctuated::<syn::Path, Token![,]>::parse_terminated);
    paths.into_iter().flatten().map(|path| types::path(&path).last().to_owned()).collect()
}

fn string(meta: &Meta) -> Option<String> {
    match meta {
        Meta::NameValue(pair) => match &pair.value {
            Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value()),
            _ => None,
        },
        _ => None,
    }
}

fn arguments(meta: &Meta) -> TokenStream {
    match meta {
        Meta::List(list) => list.tokens.clone(),
        _ => TokenStream::new(),
    }
}

/// Takes away the indentation that all lines share, and the stars of `/** .. */`, as rustdoc does.
pub(super) fn unindent(text: &str) -> String {
    let mut lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let starred = |line: &&str| line.trim_start().starts_with('*');
    if lines.len() > 1 && lines.iter().skip(1).filter(|line| !line.trim().is_empty()).all(starred) {
        for line in lines.iter_mut().skip(1) {
            *line = line.trim_start().strip_prefix('*').unwrap_or("");
        }
    }
    let indent = |line: &&str| line.len() - line.trim_start_matches(' ').len();
    let shared = lines.iter().filter(|line| !line.trim().is_empty()).map(indent).min().unwrap_or(0);
    let lines: Vec<&str> = lines.iter().map(|line| line.get(shared..).unwrap_or("")).collect();
    lines.join("\n").trim_matches('\n').to_owned()
}
