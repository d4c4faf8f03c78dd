//! Text inside of a line of Markdown that means nothing but itself.
//!
//! A code host makes more of Markdown than the Markdown says: `@name` notifies, `#12` and what looks like an address or a commit
//! becomes a link, and backslashes do not stop it. Only code is left alone. So a word that is more than letters is code.

use crate::render::measure::elide;
use crate::render::visible;

/// Longer words are shortened in the middle.
const LONGEST_WORD: usize = 120;

/// What may stand before a word without being part of it.
const BEFORE: &[char] = &['('];

/// What may stand behind a word without being part of it.
const BEHIND: &[char] = &[',', ';', ':', '.', ')'];

/// Signs that mean nothing to Markdown.
const SIGNS: &[&str] = &["→", "·", "…", "−"];

/// Words with spaces between them, at most so many characters; what is cut off is an ellipsis.
pub(super) fn words<W: AsRef<str>>(words: impl IntoIterator<Item = W>, most: usize) -> String {
    let (mut out, mut used) = (String::new(), 0);
    for word in words {
        let shown = self::word(word.as_ref());
        let length = shown.chars().count() + 1;
        if used + length + 1 > most {
            out.push_str(" …");
            break;
        }
        if used > 0 {
            out.push(' ');
        }
        out.push_str(&shown);
        used += length;
    }
    out
}

/// A text as words.
pub(super) fn text(text: &str, most: usize) -> String {
    words(text.split(' ').filter(|word| !word.is_empty()), most)
}

/// One word, or a name that stays whole.
fn word(word: &str) -> String {
    let start = word.trim_start_matches(BEFORE);
    let core = start.trim_end_matches(BEHIND);
    if core.is_empty() {
        return code(word);
    }
    let (before, behind) = (&word[..word.len() - start.len()], &start[core.len()..]);
    let core = if is_plain(core) { core.to_owned() } else { code(core) };
    format!("{before}{core}{behind}")
}

/// Whether a word is letters, or a number, and nothing that a host knows: not a commit, not a ticket.
fn is_plain(word: &str) -> bool {
    let is_letters = |part: &str| !part.is_empty() && part.chars().all(char::is_alphabetic);
    let could_be_commit = word.len() >= 7 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    let is_number = word.len() <= 6 && word.bytes().all(|byte| byte.is_ascii_digit());
    let is_word = word.split(['-', '\'']).all(is_letters) && word.chars().count() <= LONGEST_WORD;
    SIGNS.contains(&word) || is_number || is_word && !could_be_commit
}

/// Text as code: between more backticks than it has in a row.
pub(super) fn code(text: &str) -> String {
    let text = elide(&visible::line(text), LONGEST_WORD);
    if text.is_empty() {
        return String::new();
    }
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    // A backtick beside the fence would belong to it; of spaces on both sides, Markdown takes one each.
    let is_edged = |edge: Option<char>| matches!(edge, Some('`' | ' '));
    let space = if is_edged(text.chars().next()) || is_edged(text.chars().next_back()) { " " } else { "" };
    format!("{fence}{space}{text}{space}{fence}")
}

#[cfg(test)]
mod tests {
    use super::{code, text};

    #[test]
    fn what_is_more_than_letters_is_code() {
        for (given, expected) in [
            (
                "payments can newly cause 2 events, 1 handler is gone",
                "payments can newly cause 2 events, 1 handler is gone",
            ),
            ("owners: @shop/logistics", "owners: `@shop/logistics`"),
            (
                "(new), #12 GH-12 PAY-1 www.a.example http://a",
                "(new), `#12` `GH-12` `PAY-1` `www.a.example` `http://a`",
            ),
            ("deadbeef 1234567 feed", "`deadbeef` `1234567` feed"),
            (
                "a|b <b> *x* _y_ [z](w) ~~s~~ &lt; :tada: $x$ \\",
                "`a|b` `<b>` `*x*` `_y_` `[z](w` ) `~~s~~` `&lt`; `:tada` : `$x$` `\\`",
            ),
            ("well-known isn't", "well-known isn't"),
        ] {
            let expected = expected.replace("` )", "`)").replace("` :", "`:");
            assert_eq!(text(given, 1000), expected);
        }
    }

    #[test]
    fn code_ends_where_it_should() {
        for (given, expected) in [
            ("a", "`a`"),
            ("a`b", "``a`b``"),
            ("`", "`` ` ``"),
            ("a``", "``` a`` ```"),
            (" a ", "`  a  `"),
            ("a\nb\u{202e}", "`a⟨U+000A⟩b⟨U+202E⟩`"),
        ] {
            assert_eq!(code(given), expected);
        }
    }

    #[test]
    fn nothing_is_longer_than_allowed() {
        assert_eq!(text("one two three four", 12), "one two …");
        assert!(text(&"x".repeat(1_000_000), 500).chars().count() < 130);
        assert!(text(&"x ".repeat(1_000_000), 500).chars().count() <= 500);
    }
}
