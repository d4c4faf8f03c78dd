//! Where in a file annotations list what may be done, so that a list can be changed without touching anything else.

use super::outline::Path;
use super::{attributes, extract, types};
use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};
use std::ops::Range;
use syn::{ImplItem, MacroDelimiter, Meta, MetaList};

/// An annotation in a file, as its outline says where it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    /// Where its item starts.
    pub item: usize,
    /// Its place among the attributes of the item.
    pub position: usize,
}

/// How an entry is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Does {
    /// `E`
    Emit,
    /// `scheduled(E)`
    Schedule,
    /// `requests(E)`, or any entry of `may_request`.
    Request,
}

/// An entry of a list.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// How.
    pub does: Does,
    /// What; its line does not count.
    pub path: Path,
    /// The method of the annotated block on which the list is; `None` for the list of the annotation itself.
    pub method: Option<String>,
}

/// What stands between two brackets, cut at its commas. Places are bytes of the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// Where the opening bracket begins.
    pub open: usize,
    /// Where the closing bracket begins.
    pub close: usize,
    /// Never empty ones.
    pub cells: Vec<Range<usize>>,
    /// Where the comma behind each cell begins; only the last may have none.
    pub commas: Vec<usize>,
}

/// A list of what may be done. Its order means nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// Which argument of the annotation it is; `None` for the arguments of `#[emits(..)]`, which are the list themselves.
    pub argument: Option<usize>,
    /// The list; `None` for one entry without brackets.
    pub row: Option<Row>,
    /// What its cells say.
    pub entries: Vec<Entry>,
}

/// The arguments of an attribute, and the lists among them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    /// The method that has the attribute, of an annotated block.
    pub method: Option<String>,
    /// All arguments.
    pub arguments: Row,
    /// In the order of the text.
    pub lists: Vec<List>,
}

impl Written {
    /// In a file that has so many more bytes at its start.
    pub(super) fn moved(mut self, by: usize) -> Written {
        let rows = self.lists.iter_mut().filter_map(|list| list.row.as_mut());
        for row in rows.chain([&mut self.arguments]) {
            row.open += by;
            row.close += by;
            row.cells.iter_mut().for_each(|cell| *cell = cell.start + by..cell.end + by);
            row.commas.iter_mut().for_each(|comma| *comma += by);
        }
        self
    }
}

/// The attributes at these places, each with those on the methods of its block. Whatever is not written plainly is left out.
pub(super) fn find(file: &syn::File, spots: &[Spot]) -> Vec<Vec<Written>> {
    let mut found = vec![Vec::new(); spots.len()];
    extract::at_items(file, spots.iter().map(|spot| spot.item), &mut |item, at| {
        let attribute = attributes::meta_at(extract::attributes_of(item), spots[at].position);
        found[at].extend(attribute.as_ref().and_then(written));
        if let syn::Item::Impl(block) = item {
            found[at].extend(of_methods(block));
        }
    });
    found
}

fn of_methods(block: &syn::ItemImpl) -> Vec<Written> {
    let methods =
        block.items.iter().filter_map(|item| if let ImplItem::Fn(method) = item { Some(method) } else { None });
    let attributes = methods.flat_map(|method| method.attrs.iter().map(move |it| (types::name(&method.sig.ident), it)));
    let written =
        |(method, it): (String, &syn::Attribute)| Some(Written { method: Some(method), ..written(&it.meta)? });
    attributes.filter_map(written).collect()
}

fn written(meta: &Meta) -> Option<Written> {
    let Meta::List(MetaList { path, delimiter: MacroDelimiter::Paren(paren), tokens }) = meta else { return None };
    let (open, close) = (types::offset(paren.span.open()), types::offset(paren.span.close()));
    let pieces = joined(pieces(tokens.clone()));
    let arguments = row(open, close, &pieces);
    let mut lists = Vec::new();
    if types::path(path).last() == "emits" {
        lists.extend(listed(&pieces, Does::Emit).map(|entries| List {
            argument: None,
            row: Some(arguments.clone()),
            entries,
        }));
    }
    for (at, piece) in pieces.iter().enumerate() {
        lists.extend(list(at, &piece.tokens));
    }
    Some(Written { method: None, arguments, lists })
}

/// `may_emit = [A, scheduled(B)]` and the like.
fn list(argument: usize, tokens: &[TokenTree]) -> Option<List> {
    let [TokenTree::Ident(key), TokenTree::Punct(equals), value @ ..] = tokens else { return None };
    let does = match key.to_string().as_str() {
        "may_emit" | "emits" | "completes_with" => Does::Emit,
        "may_request" => Does::Request,
        _ => return None,
    };
    if equals.as_char() != '=' {
        return None;
    }
    if let [TokenTree::Group(group)] = value
        && group.delimiter() == Delimiter::Bracket
    {
        let pieces = pieces(group.stream());
        let row = row(types::offset(group.span_open()), types::offset(group.span_close()), &pieces);
        return Some(List { argument: Some(argument), row: Some(row), entries: listed(&pieces, does)? });
    }
    Some(List { argument: Some(argument), row: None, entries: vec![entry(value, does)?] })
}

fn listed(pieces: &[Piece], does: Does) -> Option<Vec<Entry>> {
    pieces.iter().map(|piece| entry(&piece.tokens, does)).collect()
}

fn entry(tokens: &[TokenTree], does: Does) -> Option<Entry> {
    let path = |tokens: TokenStream| Some(types::path(&syn::parse2::<syn::Path>(tokens).ok()?));
    if let [TokenTree::Ident(word), TokenTree::Group(group)] = tokens {
        let does = match (word.to_string().as_str(), does) {
            ("scheduled", Does::Emit) => Does::Schedule,
            ("requests", Does::Emit) => Does::Request,
            _ => return None,
        };
        return Some(Entry { does, path: path(group.stream())?, method: None });
    }
    Some(Entry { does, path: path(tokens.iter().cloned().collect())?, method: None })
}

/// What stands between two commas.
#[derive(Default)]
struct Piece {
    tokens: Vec<TokenTree>,
    comma: Option<usize>,
}

fn pieces(tokens: TokenStream) -> Vec<Piece> {
    let mut pieces = vec![Piece::default()];
    for token in tokens {
        let last = pieces.last_mut().expect("there is always one");
        match &token {
            TokenTree::Punct(punct) if punct.as_char() == ',' => {
                last.comma = Some(types::offset(punct.span()));
                pieces.push(Piece::default());
            }
            _ => last.tokens.push(token),
        }
    }
    pieces.retain(|piece| !piece.tokens.is_empty());
    pieces
}

/// An argument may hold commas itself, as in `exclusive = f::<A, B>(event)`: a new one begins with `key =`.
fn joined(pieces: Vec<Piece>) -> Vec<Piece> {
    let begins = |tokens: &[TokenTree]| match tokens {
        [TokenTree::Ident(_), TokenTree::Punct(sign), ..] => sign.as_char() == '=' && sign.spacing() == Spacing::Alone,
        _ => false,
    };
    let mut joined: Vec<Piece> = Vec::new();
    let have_keys = pieces.iter().any(|piece| begins(&piece.tokens));
    for piece in pieces {
        match joined.last_mut().filter(|_| have_keys && !begins(&piece.tokens)) {
            Some(last) => {
                last.tokens.extend(piece.tokens);
                last.comma = piece.comma;
            }
            None => joined.push(piece),
        }
    }
    joined
}

fn row(open: usize, close: usize, pieces: &[Piece]) -> Row {
    let cell = |piece: &Piece| {
        let (first, last) = (piece.tokens.first()?.span(), piece.tokens.last()?.span());
        Some(types::offset(first)..types::end(last))
    };
    let commas = pieces.iter().filter_map(|piece| piece.comma).collect();
    Row { open, close, cells: pieces.iter().filter_map(cell).collect(), commas }
}
