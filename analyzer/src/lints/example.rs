//! Code that breaks a rule, and how it is put right.

/// A change, written as a diff that leaves nothing out: lines that begin with `-` are only before it, lines that begin with
/// `+` only after it, and all others begin with a space.
///
/// What is not one file is several, each after a line `//- /folder/src/lib.rs`, with `, depends on a and b` if its package
/// depends on the packages in those folders.
#[derive(Debug)]
pub struct Example(pub(super) &'static str);

impl Example {
    /// The whole of it.
    #[must_use]
    pub fn change(&self) -> &'static str {
        self.0.strip_prefix('\n').unwrap_or(self.0)
    }

    /// The code that breaks the rule.
    #[must_use]
    pub fn broken(&self) -> String {
        self.without('+')
    }

    /// The code put right.
    #[must_use]
    pub fn fixed(&self) -> String {
        self.without('-')
    }

    fn without(&self, sign: char) -> String {
        let lines = self.change().split_inclusive('\n').filter(|line| !line.starts_with(sign));
        lines.map(|line| line.strip_prefix(['-', '+', ' ']).unwrap_or(line)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::{KINDS, LINTS};
    use super::Example;

    #[test]
    fn a_line_is_before_the_change_after_it_or_both() {
        let example = Example("\n a\n-b\n+c\n\n+-d\n");
        assert_eq!((example.broken().as_str(), example.fixed().as_str()), ("a\nb\n\n", "a\nc\n\n-d\n"));
    }

    #[test]
    fn each_line_says_where_it_belongs() {
        let of_lints = LINTS.iter().map(|lint| (lint.name, &lint.example));
        for (name, example) in of_lints.chain(KINDS.iter().map(|kind| (kind.key, &kind.example))) {
            let change = example.change();
            let is_marked = |line: &str| line.is_empty() || line.starts_with([' ', '-', '+']);
            assert!(change.ends_with('\n') && change.lines().all(is_marked), "the example of `{name}`");
            assert_ne!(example.broken(), example.fixed(), "the example of `{name}`");
        }
    }
}
