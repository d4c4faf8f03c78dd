//! A function as the macros need it: its signature, and a body that nobody looks into.

use ensue_grammar::annotation::{self, Kind};
use proc_macro2::{Group, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Item, Signature, Visibility, parse_quote};

/// A free function or a method. The body stays as it was typed, be it half typed: that its statements parse is for rustc
/// to say, and reading them would cost time at every build.
pub(crate) struct Function {
    pub(crate) attrs: Vec<Attribute>,
    pub(crate) vis: Visibility,
    pub(crate) sig: Signature,
    /// The block, or `;`, or whatever is there.
    pub(crate) body: TokenStream,
}

impl Parse for Function {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        Ok(Function {
            attrs: input.call(Attribute::parse_outer)?,
            vis: input.parse()?,
            sig: input.parse()?,
            body: input.parse()?,
        })
    }
}

impl ToTokens for Function {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Function { attrs, vis, sig, body } = self;
        tokens.extend(quote!(#(#attrs)* #vis #sig #body));
    }
}

impl Function {
    /// Reads the item below an attribute; on an item of another kind, gives what the macro must say instead.
    pub(crate) fn read(kind: Kind, item: &TokenStream) -> Result<Function, TokenStream> {
        let wrong = match syn::parse2::<Function>(item.clone()) {
            Ok(function) => return Ok(function),
            Err(wrong) => wrong,
        };
        let error = match syn::parse2::<Item>(item.clone()) {
            Ok(other) => annotation::wrong_item(kind, &other).to_compile_error(),
            Err(_) => wrong.into_compile_error(),
        };
        Err(quote!(#item #error))
    }

    /// `.await`, where it takes one.
    pub(crate) fn awaited(&self) -> Option<TokenStream> {
        self.sig.asyncness.map(|_| quote!(.await))
    }

    /// The conditions under which it exists: they hold for all that is made from it.
    pub(crate) fn conditions(&self) -> Vec<&Attribute> {
        conditions(&self.attrs)
    }

    /// Keeps lints from asking for another signature: how a handler or controller is passed what it takes is not for its
    /// writer to choose.
    pub(crate) fn keep_signature(&mut self) {
        self.attrs.push(parse_quote!(#[allow(clippy::needless_pass_by_value, clippy::trivially_copy_pass_by_ref)]));
    }

    /// Puts `around` around the statements of the body; inner attributes stay in front.
    pub(crate) fn wrap(&mut self, around: impl FnOnce(&TokenStream) -> TokenStream) {
        let mut tokens = self.body.clone().into_iter();
        let (Some(TokenTree::Group(block)), None) = (tokens.next(), tokens.next()) else { return };
        let (inner, statements) = split_inner(block.stream());
        let wrapped = around(&statements);
        let mut wrapped = Group::new(block.delimiter(), quote!(#inner #wrapped));
        wrapped.set_span(block.span());
        self.body = TokenTree::Group(wrapped).into();
    }
}

/// The `#[cfg(..)]` among attributes.
pub(crate) fn conditions(attributes: &[Attribute]) -> Vec<&Attribute> {
    attributes.iter().filter(|attribute| attribute.path().is_ident("cfg")).collect()
}

/// `#![..]` at the start of a block, and the rest.
fn split_inner(block: TokenStream) -> (TokenStream, TokenStream) {
    let tokens: Vec<TokenTree> = block.into_iter().collect();
    let attributes = tokens.chunks(3).take_while(|chunk| {
        matches!(chunk, [TokenTree::Punct(hash), TokenTree::Punct(bang), TokenTree::Group(_)]
            if hash.as_char() == '#' && bang.as_char() == '!')
    });
    let end = attributes.count() * 3;
    (tokens[..end].iter().cloned().collect(), tokens[end..].iter().cloned().collect())
}
