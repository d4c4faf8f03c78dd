//! A change as an example of a rule.

/// A change, written as a diff that leaves nothing out: lines that begin with `-` are only before it, lines that begin with
/// `+` only after it, and all others begin with a space.
///
/// What is not one file is several, each after a line `//- /folder/src/lib.rs`, with `, depends on a and b` if its package
/// depends on the packages in those folders.
#[derive(Debug)]
pub struct Example(pub(crate) &'static str);

impl Example {
    /// The whole of it.
    #[must_use]
    pub fn change(&self) -> &'static str {
        self.0.strip_prefix('\n').unwrap_or(self.0)
    }

    /// What stands before it: code that breaks the rule.
    #[must_use]
    pub fn before(&self) -> String {
        self.without('+')
    }

    /// What stands after it: the code put right.
    #[must_use]
    pub fn after(&self) -> String {
        self.without('-')
    }

    /// Whether it is written as a change: each line says where it belongs, and something differs.
    #[must_use]
    pub fn is_change(&self) -> bool {
        let is_marked = |line: &str| line.is_empty() || line.starts_with([' ', '-', '+']);
        self.change().ends_with('\n') && self.change().lines().all(is_marked) && self.before() != self.after()
    }

    fn without(&self, sign: char) -> String {
        let lines = self.change().split_inclusive('\n').filter(|line| !line.starts_with(sign));
        lines.map(|line| line.strip_prefix(['-', '+', ' ']).unwrap_or(line)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Example;

    #[test]
    fn a_line_is_before_the_change_after_it_or_both() {
        let example = Example("\n a\n-b\n+c\n\n+-d\n");
        assert_eq!((example.before().as_str(), example.after().as_str()), ("a\nb\n\n", "a\nc\n\n-d\n"));
    }
}
