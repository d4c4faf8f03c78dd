//! Patterns for paths and for the names in them, in time that grows with both lengths alone.

/// Whether a path matches a pattern, name by name.
///
/// `**` stands for any number of names, at the end for at least one; in other names `*` stands for any characters, `?` for one.
///
/// ```
/// # use ensue_analyzer::pattern::path_matches;
/// let matches = |pattern: &str, path: &str| {
///     path_matches(&pattern.split("::").collect::<Vec<_>>(), &path.split("::").collect::<Vec<_>>())
/// };
/// assert!(matches("shop::*::Order*", "shop::events::OrderPlaced"));
/// assert!(matches("**::events::**", "shop::web::events::OrderPlaced"));
/// assert!(!matches("shop::*", "shop::events::OrderPlaced"));
/// ```
#[must_use]
pub fn path_matches(pattern: &[impl AsRef<str>], path: &[&str]) -> bool {
    let is_any = |name: &dyn AsRef<str>| name.as_ref() == "**";
    let ends_open = pattern.last().is_some_and(|last| is_any(last));
    // The name that `**` needs at the end is the last one.
    let path = if ends_open { path.split_last().map(|(_, rest)| rest) } else { Some(path) };
    path.is_some_and(|path| fits(pattern, path, |name| is_any(name), |name, other| name_matches(name.as_ref(), other)))
}

/// Whether a name matches a pattern: `*` stands for any characters, `?` for one.
#[must_use]
pub fn name_matches(pattern: &str, name: &str) -> bool {
    let (pattern, name): (Vec<char>, Vec<char>) = (pattern.chars().collect(), name.chars().collect());
    fits(&pattern, &name, |mark| *mark == '*', |mark, other| *mark == '?' || mark == other)
}

/// Whether a sequence fits a pattern in which some marks stand for any number of elements. Only the last of these is ever
/// tried again: what it leaves to those before it, it could take itself.
fn fits<P, T>(pattern: &[P], text: &[T], is_any: impl Fn(&P) -> bool, is_one: impl Fn(&P, &T) -> bool) -> bool {
    let (mut at, mut done) = (0, 0);
    let mut last_any: Option<(usize, usize)> = None;
    while done < text.len() {
        if at < pattern.len() && is_any(&pattern[at]) {
            last_any = Some((at, done));
            at += 1;
        } else if at < pattern.len() && is_one(&pattern[at], &text[done]) {
            (at, done) = (at + 1, done + 1);
        } else if let Some((any, taken)) = last_any {
            last_any = Some((any, taken + 1));
            (at, done) = (any + 1, taken + 1);
        } else {
            return false;
        }
    }
    pattern[at..].iter().all(is_any)
}

#[cfg(test)]
mod tests {
    use super::{fits, name_matches};

    /// Every pattern over two letters and both marks against every name, by the definition of the marks.
    #[test]
    fn marks_mean_what_they_say() {
        fn by_definition(pattern: &[u8], name: &[u8]) -> bool {
            match (pattern, name) {
                ([], rest) => rest.is_empty(),
                ([b'*', more @ ..], rest) => (0..=rest.len()).any(|taken| by_definition(more, &rest[taken..])),
                ([b'?', more @ ..], [_, rest @ ..]) => by_definition(more, rest),
                ([one, more @ ..], [other, rest @ ..]) => one == other && by_definition(more, rest),
                _ => false,
            }
        }
        let words = |letters: &[u8], length: u32| {
            let number = letters.len().pow(length);
            let letter = |at: usize, place: u32| letters[at / letters.len().pow(place) % letters.len()];
            (0..number).map(|at| (0..length).map(|place| letter(at, place)).collect::<Vec<u8>>()).collect::<Vec<_>>()
        };
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("ASCII");
        let mut matched = 0;
        for pattern in (0..=5).flat_map(|length| words(b"ab*?", length)) {
            for name in (0..=4).flat_map(|length| words(b"ab", length)) {
                let expected = by_definition(&pattern, &name);
                assert_eq!(name_matches(&text(&pattern), &text(&name)), expected, "{pattern:?} {name:?}");
                matched += usize::from(expected);
            }
        }
        assert!(matched > 1000, "{matched}");
    }

    #[test]
    fn many_marks_take_no_time() {
        let (pattern, text) = ("*a".repeat(500) + "b", "a".repeat(5000));
        assert!(!name_matches(&pattern, &text));
        assert!(fits(&[0, 0, 1], &[1, 1, 1], |it| *it == 0, |a, b| a == b));
    }
}
