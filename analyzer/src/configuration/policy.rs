//! `[diff]`: what a team makes of the findings of a difference.

use super::changes::RULES_OF_FILES;
use super::keys::Reading;
use crate::diff::{ALLOW, Level, Policy, RULES};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The key of what holds for some ids only.
const FOR: &str = "for";

/// The key of the patterns of these ids.
const PATH: &str = "path";

const TABLE: &str = "a table, as in `[diff]`";

const TABLES: &str = "a list of tables, each as `[[diff.for]]`";

const PATTERN: &str = "a pattern such as `\"shop::web::**\"`, or a list of these";

/// Reads the table. What holds everywhere comes first, then what holds for some ids, in the order of the file.
pub(super) fn policy(reading: &mut Reading<'_>, value: &Spanned<DeValue<'_>>, policy: &mut Policy) {
    let DeValue::Table(table) = value.get_ref() else { return reading.unexpected(value.span(), "diff", TABLE) };
    let narrower = levels(reading, table, FOR, &[], policy);
    let Some(narrower) = narrower else { return };
    let DeValue::Array(list) = narrower.get_ref() else { return reading.unexpected(narrower.span(), FOR, TABLES) };
    for value in list {
        let DeValue::Table(table) = value.get_ref() else {
            reading.unexpected(value.span(), FOR, TABLES);
            continue;
        };
        match table.get(PATH) {
            Some(path) => {
                let paths = patterns(reading, path);
                levels(reading, table, PATH, &paths, policy);
            }
            None => reading.broken(value.span(), &format!("`[[diff.for]]` lacks `{PATH}`: {PATTERN}")),
        }
    }
}

/// Reads the levels of rules, and gives back the value of the one key that is no rule.
fn levels<'v>(
    reading: &mut Reading<'_>,
    table: &'v DeTable<'v>,
    other: &str,
    paths: &[String],
    policy: &mut Policy,
) -> Option<&'v Spanned<DeValue<'v>>> {
    let mut known: Vec<&str> = RULES.iter().map(|rule| rule.name).chain(RULES_OF_FILES).collect();
    known.sort_unstable();
    known.insert(0, other);
    let mut found = None;
    for (name, value) in reading.entries(table, "rule of a difference", &known) {
        if name == other {
            found = Some(value);
        } else {
            set(reading, policy, (&name, paths), value);
        }
    }
    found
}

/// Sets the level of a rule to what a value says.
fn set(reading: &mut Reading<'_>, policy: &mut Policy, (rule, paths): (&str, &[String]), value: &Spanned<DeValue<'_>>) {
    let DeValue::String(word) = value.get_ref() else {
        return reading.unexpected(value.span(), rule, "`\"allow\"`, `\"info\"`, `\"warn\"` or `\"deny\"`");
    };
    match Level::ALL.into_iter().find(|level| level.word() == word) {
        None if word != ALLOW => reading.unknown(value.span(), "level", word, &[ALLOW, "info", "warn", "deny"]),
        level => policy.set(rule, paths, level),
    }
}

fn patterns(reading: &mut Reading<'_>, value: &Spanned<DeValue<'_>>) -> Vec<String> {
    let values: Vec<&Spanned<DeValue<'_>>> = match value.get_ref() {
        DeValue::Array(list) if !list.is_empty() => list.iter().collect(),
        _ => vec![value],
    };
    let mut found = Vec::new();
    for value in values {
        match value.get_ref() {
            DeValue::String(text) if !text.trim().is_empty() => found.push(text.to_string()),
            _ => reading.unexpected(value.span(), PATH, PATTERN),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use crate::configuration::read;
    use crate::lints::Part;

    #[test]
    fn what_is_said_is_read_in_order() {
        let text = "[diff]\nloop-new = \"deny\"\nloop-gone = \"allow\"\n\
            [[diff.for]]\npath = \"shop::web::**\"\nloop-new = \"info\"\n\
            [[diff.for]]\npath = [\"Paid\", \"a::b\"]\nloop-new = \"warn\"\npolicy-changed = \"deny\"\n";
        let read = read("ensue.toml", text.as_bytes()).unwrap_or_else(|mistakes| panic!("{mistakes:#?}"));
        let expected = "loop-gone = \"allow\"\nloop-new = \"deny\"\nloop-new = \"info\" for `shop::web::**`\n\
            loop-new = \"warn\" for `Paid`, `a::b`\npolicy-changed = \"deny\" for `Paid`, `a::b`\n";
        assert_eq!(read.policy.to_string(), expected);
    }

    /// A text, what is marked in it, a part of the message, and what to write instead.
    #[test]
    fn every_mistake_is_told_at_its_place() {
        let cases: &[(&str, &str, &str, Option<&str>)] = &[
            ("diff = 3", "3", "`diff` is expected to be a table", None),
            ("[diff]\nloop-nwe = \"deny\"", "loop-nwe", "unknown rule `loop-nwe` of a difference", Some("loop-new")),
            ("[diff]\nloop-new = \"dney\"", "\"dney\"", "unknown level `dney`", Some("\"deny\"")),
            ("[diff]\nloop-new = 3", "3", "`loop-new` is expected to be `\"allow\"`, `\"info\"`", None),
            ("[diff]\nfor = 3", "3", "`for` is expected to be a list of tables", None),
            ("[diff]\nfor = [3]", "3", "`for` is expected to be a list of tables", None),
            ("[[diff.for]]\nloop-new = \"deny\"", "[[diff.for]]", "`[[diff.for]]` lacks `path`", None),
            ("[[diff.for]]\npath = \" \"", "\" \"", "`path` is expected to be a pattern", None),
            ("[[diff.for]]\npath = []", "[]", "`path` is expected to be a pattern", None),
            ("[[diff.for]]\npath = \"a\"\npaht = 3", "paht", "unknown rule `paht` of a difference", Some("path")),
        ];
        for (text, marked, message, instead) in cases {
            let mistakes = read("ensue.toml", text.as_bytes()).err().unwrap_or_default();
            let [mistake] = mistakes.as_slice() else { panic!("{text}: {mistakes:#?}") };
            let place = &mistake.labels[0].place;
            let (Part::Bytes(start, end), Some(line)) = (&place.part, place.line) else { panic!("{place:?}") };
            let line = text.lines().nth(line as usize - 1).expect("the line");
            assert_eq!(&line[*start..(*end).min(line.len())], *marked, "{text}");
            assert!(mistake.message.contains(message), "{text}: {}", mistake.message);
            let edit = mistake.remedies.first().and_then(|it| it.edit.as_ref());
            assert_eq!(edit.map(|edit| edit.by.as_str()), *instead, "{text}");
        }
    }
}
