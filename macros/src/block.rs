//! An impl block as the macros need it: methods by their signatures, everything else as it was typed.

use crate::function::Function;
use ensue_grammar::annotation::{self, Kind};
use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::parse::{ParseStream, Parser};
use syn::{Block as Body, ImplItem, ImplItemFn, Item, ItemImpl, Stmt, Type, Visibility};

/// An impl block, half typed as it may be.
pub(crate) struct Block {
    /// The last name of the type that it is for.
    pub(crate) name: Ident,
    /// For the grammar: its methods have empty bodies, and everything else in it is left out. Item by item it agrees with
    /// `pieces`.
    pub(crate) header: ItemImpl,
    pub(crate) pieces: Vec<Piece>,
    /// All in front of the braces, as written.
    before: TokenStream,
    braces: Group,
}

/// An item of an impl block.
pub(crate) enum Piece {
    Method(Box<Function>),
    Other(TokenStream),
}

impl Block {
    /// Reads the item below `#[archiver]`; on an item of another kind, gives what the macro must say instead.
    pub(crate) fn read(kind: Kind, item: &TokenStream) -> Result<Block, TokenStream> {
        Block::parse(item).ok_or_else(|| {
            let error = match syn::parse2::<Item>(item.clone()) {
                Ok(other) => annotation::wrong_item(kind, &other).to_compile_error(),
                Err(unfinished) => unfinished.into_compile_error(),
            };
            quote!(#item #error)
        })
    }

    fn parse(item: &TokenStream) -> Option<Block> {
        let mut tokens: Vec<TokenTree> = item.clone().into_iter().collect();
        let braces = match tokens.pop()? {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => group,
            _ => return None,
        };
        let before: TokenStream = tokens.into_iter().collect();
        let mut header = syn::parse2::<ItemImpl>(quote!(#before {})).ok()?;
        let name = last_name(&header.self_ty)?;
        let pieces = pieces.parse2(braces.stream()).unwrap_or_else(|_| vec![Piece::Other(braces.stream())]);
        header.items = pieces.iter().map(Piece::outline).collect();
        Some(Block { name, header, pieces, before, braces })
    }
}

impl ToTokens for Block {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let pieces = &self.pieces;
        let mut braces = Group::new(Delimiter::Brace, quote!(#(#pieces)*));
        braces.set_span(self.braces.span());
        self.before.to_tokens(tokens);
        braces.to_tokens(tokens);
    }
}

impl ToTokens for Piece {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        match self {
            Piece::Method(function) => function.to_tokens(tokens),
            Piece::Other(other) => other.to_tokens(tokens),
        }
    }
}

impl Piece {
    fn outline(&self) -> ImplItem {
        let Piece::Method(function) = self else { return ImplItem::Verbatim(TokenStream::new()) };
        ImplItem::Fn(ImplItemFn {
            attrs: function.attrs.clone(),
            vis: Visibility::Inherited,
            modifiers: syn::FnModifiers::default(),
            sig: function.sig.clone(),
            block: Body { brace_token: syn::token::Brace::default(), stmts: Vec::<Stmt>::new() },
        })
    }
}

/// One piece after the other; what cannot be read is kept to the end.
fn pieces(input: ParseStream<'_>) -> syn::Result<Vec<Piece>> {
    let mut pieces = Vec::new();
    while !input.is_empty() {
        let ahead = input.fork();
        pieces.push(if method(&ahead).is_ok() {
            Piece::Method(Box::new(method(input)?))
        } else if input.fork().parse::<ImplItem>().is_ok() {
            Piece::Other(input.parse::<ImplItem>()?.into_token_stream())
        } else {
            Piece::Other(input.parse()?)
        });
    }
    Ok(pieces)
}

/// A signature with its block, or with `;`.
fn method(input: ParseStream<'_>) -> syn::Result<Function> {
    let attrs = input.call(syn::Attribute::parse_outer)?;
    let (vis, sig) = (input.parse()?, input.parse()?);
    let body = match input.parse::<TokenTree>()? {
        TokenTree::Group(block) if block.delimiter() == Delimiter::Brace => TokenTree::Group(block).into(),
        TokenTree::Punct(end) if end.as_char() == ';' => TokenTree::Punct(end).into(),
        other => return Err(syn::Error::new(other.span(), "expected a block")),
    };
    Ok(Function { attrs, vis, sig, body })
}

fn last_name(ty: &Type) -> Option<Ident> {
    match ty {
        Type::Path(path) => path.path.segments.last().map(|segment| segment.ident.clone()),
        Type::Group(group) => last_name(&group.elem),
        Type::Paren(paren) => last_name(&paren.elem),
        _ => None,
    }
}
