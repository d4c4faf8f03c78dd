//! What each key means.

use super::Configuration;
use super::keys::Reading;
use super::policy::policy;
use super::rules::rules;
use super::starter::KEYS;
use crate::lints::{Finding, LINTS};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Reads the text of a file; `file` is its name in messages.
///
/// # Errors
/// With every mistake, in the order of the text.
pub fn read(file: &str, bytes: &[u8]) -> Result<Configuration, Vec<Finding>> {
    let (text, mistakes) = text(file, bytes);
    let mut reading = Reading { file, first_line: 1, text, mistakes };
    let mut configuration = Configuration::default();
    match DeTable::parse(text) {
        _ if !reading.mistakes.is_empty() => {}
        Ok(document) => top(&mut reading, document.get_ref(), &mut configuration),
        Err(error) => reading.broken(error.span().unwrap_or(0..0), &format!("not TOML: {}", error.message())),
    }
    if reading.mistakes.is_empty() {
        return Ok(configuration);
    }
    reading.mistakes.sort_by(|a, b| a.labels.cmp(&b.labels));
    Err(reading.mistakes)
}

/// The text that bytes are, as far as they are text, and what is wrong with them.
pub(super) fn text<'b>(file: &str, bytes: &'b [u8]) -> (&'b str, Vec<Finding>) {
    let error = match std::str::from_utf8(bytes) {
        Ok(text) => return (text, Vec::new()),
        Err(error) => error,
    };
    let text = std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default();
    let mut reading = Reading { file, first_line: 1, text, mistakes: Vec::new() };
    reading.broken(text.len()..text.len(), "not UTF-8 from here on: save it as UTF-8");
    (text, reading.mistakes)
}

fn top(reading: &mut Reading<'_>, table: &DeTable<'_>, configuration: &mut Configuration) {
    let mut known = KEYS.each_ref().map(|key| key.name);
    known.sort_unstable();
    for (key, value) in reading.entries(table, "key", &known) {
        match key.as_str() {
            "lints" => lints(reading, value, configuration),
            "rule" => rules(reading, value, configuration),
            "diff" => policy(reading, value, &mut configuration.policy),
            _ => configuration.max_holes = reading.number("max-holes", value),
        }
    }
}

fn lints(reading: &mut Reading<'_>, value: &Spanned<DeValue<'_>>, configuration: &mut Configuration) {
    let DeValue::Table(table) = value.get_ref() else {
        return reading.unexpected(value.span(), "lints", "a table, as in `[lints]`");
    };
    let names: Vec<&str> = LINTS.iter().map(|lint| lint.name).collect();
    for (name, value) in reading.entries(table, "lint", &names) {
        if let Some(level) = reading.level(&name, value) {
            configuration.levels.set(&name, level);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::configuration::Configuration;
    use crate::lints::Level;

    #[test]
    fn what_is_written_counts() {
        let text = "max-holes = 3\n[lints]\ninline_loop = \"warn\"\nunknown_name = \"allow\"\n";
        let Configuration { levels, max_holes, .. } = read("ensue.toml", text.as_bytes()).expect("no mistakes");
        assert_eq!(max_holes, Some(3));
        assert_eq!((levels.of("inline_loop"), levels.of("unknown_name")), (Level::Warn, Level::Allow));
        assert_eq!(levels.of("hand_written_emits"), Level::Deny);
        assert_eq!(read("ensue.toml", b""), Ok(Configuration::default()));
    }

    /// Text, and of each mistake the line, the bytes in it, a part of the message and what to write instead.
    #[test]
    fn every_mistake_is_told_at_its_place() {
        type Mistake<'a> = (u32, &'a str, &'a str, Option<&'a str>);
        let cases: &[(&str, &[Mistake<'_>])] = &[
            (
                "max-hole = 1\n",
                &[(
                    1,
                    "max-hole",
                    "unknown key `max-hole`: expected one of `diff`, `lints`, `max-holes`, `rule`",
                    Some("max-holes"),
                )],
            ),
            ("max_holes = 1\n", &[(1, "max_holes", "unknown key", Some("max-holes"))]),
            ("colour = 1\n", &[(1, "colour", "unknown key `colour`", None)]),
            ("max-holes = -1\n", &[(1, "-1", "`max-holes` is expected to be a whole number", None)]),
            ("max-holes = \"3\"\n", &[(1, "\"3\"", "a whole number", None)]),
            ("lints = 3\n", &[(1, "3", "`lints` is expected to be a table", None)]),
            (
                "# Ours.\n\n[lints]\n\"inline_lop\" = \"deny\"\nunknown_name = \"dney\"\nambiguous_name = true\n",
                &[
                    (4, "\"inline_lop\"", "unknown lint `inline_lop`", Some("\"inline_loop\"")),
                    (5, "\"dney\"", "unknown level `dney`: expected one of `allow`, `warn`, `deny`", Some("\"deny\"")),
                    (6, "true", "`ambiguous_name` is expected to be `\"allow\"`", None),
                ],
            ),
        ];
        for (text, expected) in cases {
            let mistakes = read("ensue.toml", text.as_bytes()).expect_err(text);
            assert_eq!(mistakes.len(), expected.len(), "{text}: {mistakes:#?}");
            for (mistake, (line, part, message, instead)) in mistakes.iter().zip(*expected) {
                let place = &mistake.labels[0].place;
                let crate::lints::Part::Bytes(start, end) = place.part else { panic!("{text}: {place:?}") };
                let written = &text.lines().nth(*line as usize - 1).expect("the line")[start..end];
                assert_eq!((place.line, written), (Some(*line), *part), "{text}");
                assert!(mistake.message.contains(message), "{text}: {}", mistake.message);
                let edit = mistake.remedies.first().and_then(|it| it.edit.as_ref());
                assert_eq!(edit.map(|edit| edit.by.as_str()), *instead, "{text}");
            }
        }
    }

    #[test]
    fn what_is_no_toml_has_a_line() {
        for broken in [&b"max-holes = 1\n[lints\n"[..], b"max-holes = 1\n# \xff\n"] {
            let mistakes = read("ensue.toml", broken).expect_err("broken");
            assert_eq!(mistakes[0].labels[0].place.line, Some(2));
        }
    }
}
