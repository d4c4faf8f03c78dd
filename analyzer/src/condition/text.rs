//! Reads conditions as graphs hold them.

use super::Condition;

/// How deep conditions are read; those of graphs that an analysis wrote are flatter.
const MAX_DEPTH: usize = 64;

impl Condition {
    /// The condition of a text that [`Condition::text`] gave. Of a text that it did not give nothing is known.
    #[must_use]
    pub fn parse(text: &str) -> Condition {
        let mut reader = Reader { rest: text };
        match reader.condition(MAX_DEPTH) {
            Some(condition) if reader.rest.is_empty() => condition,
            _ => Condition::Tangled,
        }
    }
}

struct Reader<'t> {
    rest: &'t str,
}

impl Reader<'_> {
    fn condition(&mut self, depth: usize) -> Option<Condition> {
        let depth = depth.checked_sub(1)?;
        if self.eat("all(") {
            let parts = self.list(depth)?;
            return Some(parts.iter().fold(Condition::Always, |all, part| all.and(part)));
        }
        if self.eat("any(") {
            let parts = self.list(depth)?;
            return Some(parts.iter().fold(Condition::Never, |any, part| any.or(part)));
        }
        if self.eat("not(") {
            let inner = self.condition(depth)?;
            return self.eat(")").then(|| inner.negate());
        }
        let text = self.predicate()?;
        Some(match text {
            "true" => Condition::Always,
            "false" => Condition::Never,
            _ => Condition::Is(text.to_owned()),
        })
    }

    /// The conditions up to the closing bracket.
    fn list(&mut self, depth: usize) -> Option<Vec<Condition>> {
        let mut parts = vec![self.condition(depth)?];
        while self.eat(", ") {
            parts.push(self.condition(depth)?);
        }
        self.eat(")").then_some(parts)
    }

    /// Everything up to a comma or bracket outside of text in quotes.
    fn predicate(&mut self) -> Option<&str> {
        let mut in_quotes = false;
        let mut is_escaped = false;
        let ends = |c: char| {
            let ends = !in_quotes && matches!(c, ',' | ')' | '(');
            in_quotes ^= c == '"' && !is_escaped;
            is_escaped = c == '\\' && !is_escaped;
            ends
        };
        let end = self.rest.find(ends).unwrap_or(self.rest.len());
        let (text, rest) = self.rest.split_at(end);
        self.rest = rest;
        // `more than .. predicates` is none.
        let is_one = !text.is_empty() && !text.starts_with("more than ");
        is_one.then_some(text)
    }

    fn eat(&mut self, token: &str) -> bool {
        let rest = self.rest.strip_prefix(token);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }
}
