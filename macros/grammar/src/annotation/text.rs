//! Tokens as a reader would have written them.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};
use quote::ToTokens;

/// Prints tokens on one line, spaced as source is: `Vec<u8>`, `event.series`, `[A, B]`.
///
/// Two readers of one source get the same text, however it was formatted.
#[must_use]
pub fn source(tokens: &dyn ToTokens) -> String {
    let mut out = String::new();
    print(tokens.to_token_stream(), &mut out);
    out
}

fn print(tokens: TokenStream, out: &mut String) {
    let mut before = Before::Start;
    for token in tokens {
        if before.wants_space(&token) {
            out.push(' ');
        }
        before = match token {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::Brace if group.stream().is_empty() => ("{", "}"),
                    Delimiter::Brace => ("{ ", " }"),
                    Delimiter::None => ("", ""),
                };
                out.push_str(open);
                print(group.stream(), out);
                out.push_str(close);
                Before::Word
            }
            TokenTree::Punct(punct) => {
                out.push(punct.as_char());
                match (punct.as_char(), punct.spacing()) {
                    (',' | ';', _) => Before::Separator,
                    (':', Spacing::Alone) if !out.ends_with("::") => Before::Separator,
                    (_, Spacing::Joint) => Before::Joint,
                    (':' | '.' | '<' | '&' | '\'' | '#' | '!' | '?' | '@', _) => Before::Tight,
                    ('>', _) if !out.ends_with("->") && !out.ends_with("=>") => Before::Angle,
                    _ => Before::Operator,
                }
            }
            other => {
                out.push_str(&other.to_string());
                Before::Word
            }
        };
    }
}

/// What was printed last, as far as the next space depends on it.
#[derive(Clone, Copy, PartialEq)]
enum Before {
    Start,
    Word,
    /// The first half of a longer sign.
    Joint,
    /// A sign that clings to what follows.
    Tight,
    /// `>`, which closes a list of types more often than it compares.
    Angle,
    /// `,` and its kind.
    Separator,
    /// A sign with a space on either side.
    Operator,
}

impl Before {
    fn wants_space(self, next: &TokenTree) -> bool {
        match (self, next) {
            (Before::Start | Before::Joint | Before::Tight, _) | (Before::Angle, TokenTree::Group(_)) => false,
            (Before::Word | Before::Angle, TokenTree::Punct(punct)) => {
                !matches!(punct.as_char(), ',' | ';' | ':' | '.' | '<' | '>' | '?' | '!')
            }
            (Before::Word, TokenTree::Group(group)) => group.delimiter() == Delimiter::Brace,
            _ => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::source;
    use proc_macro2::TokenStream;

    #[test]
    fn tokens_read_as_they_were_written() {
        for text in [
            "events::AuthCreated",
            "Vec<u8>",
            "Option<Vec<events::Line>>",
            "&'a dyn Mailer",
            "&mut Cx<'_, C>",
            "[A, scheduled(B)]",
            "event.series.id()",
            "f::<A, B>(x)",
            "impl Emits<A> + Emits<B>",
            "fn(u8) -> bool",
            "Paid { at: Time }",
            "\"text\"",
        ] {
            assert_eq!(source(&text.parse::<TokenStream>().unwrap()), text);
        }
    }
}
