//! What the analysis itself has told already, as findings.

use super::{Finding, Lint};
use ensue_grammar::graph::Diagnostic;

/// A finding with the words of a diagnostic, which says the problem, perhaps why, and then the remedy, colons between them.
pub(super) fn told(lint: &Lint, about: impl IntoIterator<Item = String>, of: &Diagnostic) -> Finding {
    let parts = parts(&of.message);
    let (problem, rest) = parts.split_first().map_or(("", &[][..]), |(first, rest)| (*first, rest));
    let mut finding = Finding::new(lint, about, problem.to_owned());
    if let Some((remedy, reasons)) = rest.split_last() {
        finding.notes.extend(reasons.iter().map(|reason| (*reason).to_owned()));
        finding = finding.remedy(*remedy, None);
    }
    finding
}

/// The parts between colons. What stands between backticks is code, whatever is in it.
fn parts(message: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut is_code) = (0, false);
    for (at, sign) in message.char_indices() {
        is_code ^= sign == '`';
        if sign == ':' && !is_code && message[at..].starts_with(": ") {
            parts.push(&message[start..at]);
            start = at + 2;
        }
    }
    parts.push(&message[start..]);
    parts
}

#[cfg(test)]
mod tests {
    use super::parts;

    #[test]
    fn a_colon_in_code_divides_nothing() {
        assert_eq!(parts("`a: b` is wrong: it is so: write `c: d`"), ["`a: b` is wrong", "it is so", "write `c: d`"]);
        assert_eq!(parts("`std::a` is one"), ["`std::a` is one"]);
    }
}
