//! Macros: their rules, and where they are invoked.

use super::{named, unnamed};
use crate::parse::attributes::Attributes;
use crate::parse::outline::{Include, Invocation, Item, ItemKind, MacroRules, Path, Position, Source};
use crate::parse::{tokens, types};
use quote::ToTokens;

pub(super) fn read_macro(of: &syn::ItemMacro, item: &syn::Item, attributes: &Attributes) -> Item {
    if let Some(name) = of.ident.as_ref().filter(|_| of.mac.path.is_ident("macro_rules")) {
        let kind = ItemKind::MacroRules(MacroRules {
            exported: attributes.macro_export.is_some(),
            local_inner_macros: attributes.macro_export.iter().flatten().any(|it| it == "local_inner_macros"),
            attributes: tokens::attributes(of.mac.tokens.clone()),
            rules: brackets(&of.mac),
        });
        return named(name, item, attributes, kind);
    }
    let kind = ItemKind::Invocation(invocation(&of.mac, Position::Items).into());
    Item { line: types::line(&of.mac.path), ..unnamed(item, attributes, kind) }
}

pub(super) fn invocation(of: &syn::Macro, position: Position) -> Invocation {
    let path = types::path(&of.path);
    let include = (path.last() == "include").then(|| match syn::parse2::<syn::LitStr>(of.tokens.clone()) {
        Ok(file) => Include::File(file.value()),
        Err(_) => Include::Computed,
    });
    let (attributes, calls) = (tokens::attributes(of.tokens.clone()), tokens::calls(of.tokens.clone()));
    Invocation { path, attributes, calls, include, given: brackets(of), position }
}

/// What stands in the brackets of a macro.
fn brackets(of: &syn::Macro) -> Source {
    let (open, close) = (of.delimiter.span().open(), of.delimiter.span().close());
    Source {
        start: types::offset(open) + open.byte_range().len(),
        end: types::offset(close),
        line: types::line_of(open),
    }
}

/// An item of a newer language than the parser knows.
pub(super) fn unread(of: &syn::Item) -> Item {
    let found = tokens::attributes(of.to_token_stream());
    let (path, given) = (Path::default(), Source::default());
    let (calls, position) = (tokens::calls(of.to_token_stream()), Position::Elsewhere);
    let invocation = Invocation { path, attributes: found, calls, include: None, given, position };
    let kind = ItemKind::Invocation(invocation.into());
    Item { line: types::line(of), ..unnamed(of, &Attributes::default(), kind) }
}
