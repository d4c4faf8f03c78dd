//! Identifiers as rustc compares them: in Unicode's composed form, however they are written.

use proc_macro2::{TokenStream, TokenTree};
use std::borrow::Cow;
use std::ops::Range;
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// A text with its identifiers composed. What is not an identifier stays, and so do all lines.
pub(super) fn composed(text: Cow<'_, str>) -> Cow<'_, str> {
    // Few files are more than ASCII, and hardly any is not composed already.
    if text.is_ascii() || is_nfc(&text) {
        return text;
    }
    let mut composed = String::with_capacity(text.len());
    let mut done = 0;
    for word in words(&text) {
        composed.push_str(&text[done..word.start]);
        composed.extend(text[word.clone()].nfc());
        done = word.end;
    }
    composed.push_str(&text[done..]);
    Cow::Owned(composed)
}

/// Where the identifiers are, in their order; none when it is not Rust, as the parser will say.
fn words(text: &str) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    // A stack of its own, since brackets in brackets could be as many as they like.
    let mut open: Vec<_> = text.parse().into_iter().map(TokenStream::into_iter).collect();
    while let Some(tokens) = open.last_mut() {
        match tokens.next() {
            Some(TokenTree::Ident(word)) => {
                // A comment of documentation is an attribute `doc` that covers it.
                let place = word.span().byte_range();
                words.extend(Some(place).filter(|place| text.get(place.clone()).is_some_and(|it| word == it)));
            }
            Some(TokenTree::Group(group)) => open.push(group.stream().into_iter()),
            Some(_) => {}
            None => drop(open.pop()),
        }
    }
    proc_macro2::extra::invalidate_current_thread_spans();
    words.retain(|word| text.get(word.clone()).is_some_and(|word| !is_nfc(word)));
    words
}

#[cfg(test)]
mod tests {
    use super::composed;

    #[test]
    fn identifiers_are_composed_and_nothing_else_is() {
        let two = "e\u{301}";
        let text =
            format!("struct Pay{two}; // {two}\n/// {two}\nfn r#{two}('{two}: \"{two}\") {{ {two}::<[{two}]>!() }}");
        let one = "\u{e9}";
        let wanted =
            format!("struct Pay{one}; // {two}\n/// {two}\nfn r#{one}('{one}: \"{two}\") {{ {one}::<[{one}]>!() }}");
        assert_eq!(composed(text.into()), wanted);
    }

    #[test]
    fn what_is_not_rust_stays() {
        let text = "e\u{301} ) \"";
        assert_eq!(composed(text.into()), text);
    }
}
