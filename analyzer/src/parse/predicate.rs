//! Conditions out of the arguments of `cfg` and `cfg_attr`.

use super::types;
use crate::condition::Condition;
use syn::punctuated::Punctuated;
use syn::{Expr, ExprLit, Lit, Meta, Token};

impl Condition {
    /// The predicate of `cfg(..)`. One that is not understood is kept as its text.
    pub(super) fn read(meta: &Meta) -> Condition {
        match meta {
            Meta::Path(path) if path.is_ident("false") => Condition::Never,
            Meta::Path(path) if path.is_ident("true") => Condition::Always,
            Meta::List(list) if list.path.is_ident("all") => {
                arguments(list).iter().fold(Condition::Always, |all, meta| all.and(&Condition::read(meta)))
            }
            Meta::List(list) if list.path.is_ident("any") => {
                arguments(list).iter().fold(Condition::Never, |any, meta| any.or(&Condition::read(meta)))
            }
            Meta::List(list) if list.path.is_ident("not") => {
                arguments(list).first().map_or(Condition::Always, |meta| Condition::read(meta).negate())
            }
            Meta::NameValue(pair) => match &pair.value {
                Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => {
                    Condition::Is(format!("{} = {:?}", types::text(&pair.path), text.value()))
                }
                _ => Condition::Is(types::text(pair)),
            },
            other => Condition::Is(types::text(other)),
        }
    }
}

fn arguments(list: &syn::MetaList) -> Vec<Meta> {
    list.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated).into_iter().flatten().collect()
}
