//! A mistake in an annotation.

use proc_macro2::{Ident, Span, TokenStream};
use std::fmt;

/// A mistake in an annotation or on the item below it. Printed it is one line: the problem, then the remedy.
#[derive(Debug, Clone)]
pub struct Error {
    /// Which message it is, for example `unknown_key`.
    pub code: &'static str,
    /// First of the smallest tokens to change.
    pub start: Span,
    /// Last of them.
    pub end: Span,
    /// What is wrong, naming the item.
    pub problem: String,
    /// What was expected, or what to write.
    pub remedy: String,
}

impl Error {
    /// `compile_error!(..)` at the tokens to change: for the macros.
    #[must_use]
    pub fn to_compile_error(&self) -> TokenStream {
        // An error of syn covers what it is given from its first token to its last.
        let (first, last) = (Ident::new("first", self.start), Ident::new("last", self.end));
        syn::Error::new_spanned(quote::quote!(#first #last), self).into_compile_error()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.problem, self.remedy)
    }
}

impl std::error::Error for Error {}
