//! Changes of a file as a patch.

use super::visible;
use similar::TextDiff;

/// A patch that `git apply` takes, unless the text holds what a terminal would obey: that is shown by its number.
#[must_use]
pub fn unified(file: &str, old: &[u8], new: &[u8]) -> String {
    let [old, new] = [old, new].map(String::from_utf8_lossy);
    let diff = TextDiff::from_lines(&old, &new);
    let file = visible::line(file);
    let patch = diff.unified_diff().header(&format!("a/{file}"), &format!("b/{file}")).to_string();
    // The end of a line of Windows is the one control character that a patch cannot do without, and a terminal obeys it by
    // nothing more than the end of the line.
    let shown = |line: &str| match line.strip_suffix("\r\n") {
        Some(text) => format!("{}\r\n", visible::prose(text)),
        None => visible::prose(line).into_owned(),
    };
    patch.split_inclusive('\n').map(shown).collect()
}
