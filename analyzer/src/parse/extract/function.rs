//! Signatures, and the bodies that could do something.

use crate::parse::outline::{Function, Parameter};
use crate::parse::{body, tokens, types};
use quote::ToTokens;
use syn::visit::Visit;
use syn::{FnArg, Pat, ReturnType, Stmt};

/// A function by its signature alone.
pub(in crate::parse) fn signature(of: &syn::Signature) -> Function {
    function(of, None, false, false)
}

pub(super) fn function(
    signature: &syn::Signature,
    block: Option<&syn::Block>,
    is_candidate: bool,
    may_hold_context: bool,
) -> Function {
    let parameters: Vec<Parameter> = signature
        .inputs
        .iter()
        .filter_map(|input| match input {
            FnArg::Typed(typed) => Some(Parameter {
                name: match &*typed.pat {
                    Pat::Ident(bound) => Some(types::name(&bound.ident)),
                    _ => None,
                },
                ty: types::ty(&typed.ty),
                by_mut: types::is_mutable_reference(&typed.ty),
            }),
            FnArg::Receiver(_) => None,
        })
        .collect();
    let takes_context = parameters.iter().any(|parameter| parameter.by_mut);
    Function {
        has_receiver: signature.receiver().is_some(),
        is_async: signature.asyncness.is_some(),
        generics: types::generics(&signature.generics),
        output: match &signature.output {
            ReturnType::Type(_, ty) => Some(types::ty(ty)),
            ReturnType::Default => None,
        },
        does: block
            .filter(|block| !is_left_out(block))
            .filter(|_| takes_context || may_hold_context || could_be_given_context(signature))
            .map(|block| body::parsed(signature, block)),
        body: block
            .filter(|block| !is_left_out(block))
            .filter(|_| is_candidate || takes_context)
            .map(|block| tokens::digest(block.to_token_stream())),
        parameters,
    }
}

/// Whether a body is not there: the skimmer writes this instead of what it leaves out.
fn is_left_out(block: &syn::Block) -> bool {
    matches!(&block.stmts[..], [Stmt::Expr(syn::Expr::Verbatim(nothing), Some(_))] if nothing.is_empty())
}

/// Whether a parameter could be or hold a context that is not taken by `&mut` as it stands.
fn could_be_given_context(signature: &syn::Signature) -> bool {
    let is_generic = signature.generics.type_params().next().is_some();
    is_generic || signature.inputs.iter().any(|input| matches!(input, FnArg::Typed(typed) if is_borrowing(&typed.ty)))
}

/// Whether a type is written with a lifetime or as `impl Trait`.
pub(super) fn is_borrowing(ty: &syn::Type) -> bool {
    #[derive(Default)]
    struct Find(bool);
    impl Visit<'_> for Find {
        fn visit_lifetime(&mut self, _: &syn::Lifetime) {
            self.0 = true;
        }
        fn visit_type_impl_trait(&mut self, _: &syn::TypeImplTrait) {
            self.0 = true;
        }
    }
    let mut find = Find::default();
    find.visit_type(ty);
    find.0
}
