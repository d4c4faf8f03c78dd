//! Makes text of the analysed tree safe to show: what would hide, reorder or command is written out.
//!
//! Names, routes, docs and paths come from a tree that nobody vouches for. A terminal obeys escape sequences in them, and
//! a page shows `⟨U+202E⟩`-reordered text as something that it is not. Every format shows such characters by their
//! number. What a format itself gives meaning to (`<`, `"`, `|`) it escapes on top of this.

use std::borrow::Cow;
use std::fmt::Write;

/// One line of text: no control character, line break, bidirectional mark or invisible character is left in it.
///
/// ```
/// use ensue_analyzer::render::visible;
/// assert_eq!(visible::line("PaymentCreated"), "PaymentCreated");
/// assert_eq!(visible::line("a\u{202e}b\x1b[31m\n"), "a⟨U+202E⟩b⟨U+001B⟩[31m⟨U+000A⟩");
/// ```
#[must_use]
pub fn line(text: &str) -> Cow<'_, str> {
    show(text, hides)
}

/// Text of several lines, such as a doc comment or a finished page: as [`line()`], but line breaks and tabs stay, and so
/// do the joiners that Persian, Indic scripts and emoji are written with. No line begins with `::`, by which one commands a
/// build log.
#[must_use]
pub fn prose(text: &str) -> Cow<'_, str> {
    let shown = show(text, |c| hides(c) && !matches!(c, '\n' | '\t' | '\u{200c}' | '\u{200d}'));
    let commands = |line: &str| line.trim_start().starts_with("::");
    if !shown.lines().any(commands) {
        return shown;
    }
    let lines = shown.split_inclusive('\n');
    let disarmed = lines.map(|line| if commands(line) { line.replacen(':', "⟨U+003A⟩", 1) } else { line.to_owned() });
    Cow::Owned(disarmed.collect())
}

/// What a build log obeys anywhere in a line; the newer `::` counts only where a line begins.
const LOG_COMMAND: &str = "##[";

fn show(text: &str, hides: impl Fn(char) -> bool) -> Cow<'_, str> {
    if text.is_ascii() && !text.contains(&hides) && !text.contains(LOG_COMMAND) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut marks = 0;
    for c in text.replace(LOG_COMMAND, "#⟨U+0023⟩[").chars() {
        marks = if combines(c) { marks + 1 } else { 0 };
        // No orthography puts more than a few marks on one letter; a tower of them covers the lines around it.
        if hides(c) || marks > 3 {
            let _ = write!(out, "⟨U+{:04X}⟩", u32::from(c));
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// Characters that have no shape of their own, change how their neighbours are shown, or are no text at all.
#[must_use]
pub fn hides(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' // zero-width, and the marks of direction
            | '\u{2028}'..='\u{202e}' // line and paragraph separator, embeddings and overrides
            | '\u{2060}'..='\u{206f}' // isolates, invisible operators
            | '\u{2800}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}'
            | '\u{e000}'..='\u{f8ff}' // private use: every font its own
            | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}' // tags and further variation selectors
            | '\u{f0000}'..)
        || u32::from(c) & 0xfffe == 0xfffe
}

fn combines(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}'
        | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
}

#[cfg(test)]
mod tests {
    use super::{line, prose};

    #[test]
    fn no_hidden_character_is_left() {
        let cases = [
            ("\0", "⟨U+0000⟩"),
            ("\x1b]8;;http://x\x07", "⟨U+001B⟩]8;;http://x⟨U+0007⟩"),
            ("\u{9b}31m", "⟨U+009B⟩31m"),
            ("\u{2066}x\u{2069}", "⟨U+2066⟩x⟨U+2069⟩"),
            ("a\u{200b}b", "a⟨U+200B⟩b"),
            ("\u{feff}", "⟨U+FEFF⟩"),
            ("\u{ffff}\u{1fffe}", "⟨U+FFFF⟩⟨U+1FFFE⟩"),
            ("\u{e0041}", "⟨U+E0041⟩"),
            ("a ##[error]b", "a #⟨U+0023⟩[error]b"),
            ("Zahlung_fällig 支払い תשלום", "Zahlung_fällig 支払い תשלום"),
            ("e\u{301}", "e\u{301}"),
            ("e\u{301}\u{301}\u{301}\u{301}", "e\u{301}\u{301}\u{301}⟨U+0301⟩"),
        ];
        for (text, expected) in cases {
            assert_eq!(line(text), expected);
            assert_eq!(prose(text), expected);
        }
        assert_eq!(line("a\r\n\tb"), "a⟨U+000D⟩⟨U+000A⟩⟨U+0009⟩b");
    }

    #[test]
    fn prose_keeps_its_lines_and_joiners() {
        assert_eq!(prose("a\n\tb 👩\u{200d}🚀\r"), "a\n\tb 👩\u{200d}🚀⟨U+000D⟩");
        assert_eq!(line("👩\u{200d}🚀"), "👩⟨U+200D⟩🚀");
    }

    #[test]
    fn no_line_of_prose_commands_a_build_log() {
        assert_eq!(prose("::error::a\n  ::b\nc::d\n"), "⟨U+003A⟩:error::a\n  ⟨U+003A⟩:b\nc::d\n");
    }
}
