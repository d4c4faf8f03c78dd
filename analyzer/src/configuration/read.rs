//! What each key means.

use super::Configuration;
use super::keys::Reading;
use crate::lints::{Finding, LINTS, Level};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Reads the text of a file; `file` is its name in messages.
///
/// # Errors
/// With every mistake, in the order of the text.
pub fn read(file: &str, bytes: &[u8]) -> Result<Configuration, Vec<Finding>> {
    let (text, is_text) = match std::str::from_utf8(bytes) {
        Ok(text) => (text, true),
        Err(error) => (std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default(), false),
    };
    let mut reading = Reading { file, text, mistakes: Vec::new() };
    let mut configuration = Configuration::default();
    match DeTable::parse(text) {
        _ if !is_text => reading.broken(text.len()..text.len(), "not UTF-8 from here on: save it as UTF-8"),
        Ok(document) => top(&mut reading, document.get_ref(), &mut configuration),
        Err(error) => reading.broken(error.span().unwrap_or(0..0), &format!("not TOML: {}", error.message())),
    }
    if reading.mistakes.is_empty() {
        return Ok(configuration);
    }
    reading.mistakes.sort_by(|a, b| a.labels.cmp(&b.labels));
    Err(reading.mistakes)
}

fn top(reading: &mut Reading<'_>, table: &DeTable<'_>, configuration: &mut Configuration) {
    for (key, value) in reading.entries(table, "key", &["lints", "max-holes"]) {
        match key.as_str() {
            "lints" => lints(reading, value, configuration),
            _ => configuration.max_holes = max_holes(reading, value),
        }
    }
}

fn lints(reading: &mut Reading<'_>, value: &Spanned<DeValue<'_>>, configuration: &mut Configuration) {
    let DeValue::Table(table) = value.get_ref() else {
        return reading.unexpected(value.span(), "lints", "a table, as in `[lints]`");
    };
    let names: Vec<&str> = LINTS.iter().map(|lint| lint.name).collect();
    for (name, value) in reading.entries(table, "lint", &names) {
        let DeValue::String(word) = value.get_ref() else {
            reading.unexpected(value.span(), &name, "`\"allow\"`, `\"warn\"` or `\"deny\"`");
            continue;
        };
        match Level::ALL.into_iter().find(|level| level.word() == word) {
            Some(level) => configuration.levels.set(&name, level),
            None => reading.unknown(value.span(), "level", word, &Level::ALL.map(Level::word)),
        }
    }
}

fn max_holes(reading: &mut Reading<'_>, value: &Spanned<DeValue<'_>>) -> Option<usize> {
    let number = match value.get_ref() {
        DeValue::Integer(number) => usize::from_str_radix(number.as_str(), number.radix()).ok(),
        _ => None,
    };
    if number.is_none() {
        reading.unexpected(value.span(), "max-holes", "a whole number from 0 on");
    }
    number
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::configuration::Configuration;
    use crate::lints::Level;

    #[test]
    fn what_is_written_counts() {
        let text = "max-holes = 3\n[lints]\ninline_loop = \"warn\"\nunknown_name = \"allow\"\n";
        let Configuration { levels, max_holes } = read("ensue.toml", text.as_bytes()).expect("no mistakes");
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
                &[(1, "max-hole", "unknown key `max-hole`: expected one of `lints`, `max-holes`", Some("max-holes"))],
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
