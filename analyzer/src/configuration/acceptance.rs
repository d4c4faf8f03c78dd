//! `ensue-accepted.toml`: the findings that a team has accepted, an entry a line.
//!
//! Each line stands for itself, so that branches that accept different things merge line by line (`merge=union`), and no
//! line changes the meaning of another. An entry says the identity of a finding, from which its fingerprint follows:
//!
//! ```toml
//! 0123456789abcdef = { rule = "inline_loop", about = ["shop::Ping", "shop::Pong"], reason = "Pong comes once" }
//! ```

use super::keys::Reading;
use super::read::text;
use crate::lints::{Accepted, Finding, Part, Place, fingerprint};
use std::fmt::Write;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The name of the file; it lies beside `ensue.toml`.
pub const ACCEPTED: &str = "ensue-accepted.toml";

/// What a new file begins with.
const HEADER: &str = "\
# Findings of `cargo ensue check` that are accepted: written by `cargo ensue accept`, sorted, an entry a line.
";

/// How lines of a merge that is not finished begin.
const CONFLICTS: [&str; 4] = ["<<<<<<<", "|||||||", "=======", ">>>>>>>"];

/// Reads the text of a file; `file` is its name in messages.
///
/// # Errors
/// With every mistake, in the order of the text.
pub fn read_accepted(file: &str, bytes: &[u8]) -> Result<Vec<Accepted>, Vec<Finding>> {
    let (text, mut mistakes) = text(file, bytes);
    let mut accepted: Vec<Accepted> = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        let mut reading = Reading { file, first_line: number, text: line, mistakes: Vec::new() };
        if let Some(entry) = entry(&mut reading) {
            match accepted.iter().find(|it| it.identity() == entry.identity()) {
                Some(earlier) => {
                    let first = earlier.place.line.unwrap_or(0);
                    let message = format!("accepted twice, in line {first} and here: keep one of both lines");
                    reading.broken(0..line.len(), &message);
                }
                None => accepted.push(entry),
            }
        }
        mistakes.append(&mut reading.mistakes);
    }
    if mistakes.is_empty() { Ok(accepted) } else { Err(mistakes) }
}

/// The text with these entries; what it says of the same findings is replaced. All else stays as it is, comments too. Of ids
/// and reasons the characters that hide are written by their numbers.
#[must_use]
pub fn with_accepted(text: &str, new: &[Accepted], hides: fn(char) -> bool) -> String {
    let mut lines: Vec<String> = if text.is_empty() { HEADER } else { text }.lines().map(str::to_owned).collect();
    for entry in new {
        let written = written(entry, hides);
        let key = fingerprint(&entry.rule, &entry.about);
        lines.retain(|line| key_of(line) != Some(&key));
        let at = lines.iter().position(|line| key_of(line).is_some_and(|other| other > key.as_str()));
        lines.insert(at.unwrap_or(lines.len()), written);
    }
    lines.into_iter().map(|line| line + "\n").collect()
}

fn entry(reading: &mut Reading<'_>) -> Option<Accepted> {
    let line = reading.text;
    if CONFLICTS.iter().any(|mark| line.starts_with(mark)) {
        reading.broken(
            0..line.len(),
            "a merge is not finished here: keep the entries of both sides, and remove this line",
        );
        return None;
    }
    let document = match DeTable::parse(line) {
        Ok(document) => document,
        Err(error) => {
            let message = format!("not TOML: {}; an entry is one line", error.message());
            reading.broken(error.span().unwrap_or(0..line.len()), &message);
            return None;
        }
    };
    let (key, value) = document.get_ref().iter().next()?;
    let is_entry = line.trim_start().starts_with(|first: char| first != '[') && document.get_ref().len() == 1;
    let DeValue::Table(table) = value.get_ref() else {
        reading.unexpected(
            value.span(),
            key.get_ref(),
            "an entry: `{ rule = \"..\", about = [\"..\"], reason = \"..\" }`",
        );
        return None;
    };
    if !is_entry {
        reading.broken(0..line.len(), "a table over several lines: write an entry in one line");
        return None;
    }
    let mut says = Says::default();
    for (name, value) in reading.entries(table, "key", &["rule", "about", "reason"]) {
        match name.as_str() {
            "rule" => says.rule = reading.text(&name, value),
            "reason" => says.reason = reading.text(&name, value),
            _ => says.about = words(reading, value),
        }
    }
    if !reading.mistakes.is_empty() {
        return None;
    }
    let Says { rule: Some(rule), about: Some(about), reason: Some(reason) } = says else {
        let missing =
            [("rule", says.rule.is_none()), ("about", says.about.is_none()), ("reason", says.reason.is_none())];
        let missing: Vec<String> = missing.iter().filter(|it| it.1).map(|it| format!("`{}`", it.0)).collect();
        reading.broken(key.span(), &format!("the entry has no {}", missing.join(", no ")));
        return None;
    };
    let own = fingerprint(&rule, &about);
    if *key.get_ref() != own {
        reading.instead(
            key.span(),
            &format!("`{}` is not the fingerprint of this rule and these ids", key.get_ref()),
            &own,
        );
        return None;
    }
    let part = Part::Bytes(0, line.len());
    let place = Place { file: reading.file.to_owned(), line: Some(reading.first_line), part };
    Some(Accepted { rule, about, reason, place })
}

#[derive(Default)]
struct Says {
    rule: Option<String>,
    about: Option<Vec<String>>,
    reason: Option<String>,
}

fn words(reading: &mut Reading<'_>, value: &Spanned<DeValue<'_>>) -> Option<Vec<String>> {
    let DeValue::Array(list) = value.get_ref() else {
        reading.unexpected(value.span(), "about", "a list of ids, as in `[\"shop::OrderPlaced\"]`");
        return None;
    };
    list.iter().map(|it| reading.text("about", it)).collect()
}

fn written(Accepted { rule, about, reason, .. }: &Accepted, hides: fn(char) -> bool) -> String {
    let key = fingerprint(rule, about);
    let about: Vec<String> = about.iter().map(|id| quoted(id, hides)).collect();
    let (rule, reason) = (quoted(rule, hides), quoted(reason, hides));
    format!("{key} = {{ rule = {rule}, about = [{}], reason = {reason} }}", about.join(", "))
}

/// A basic string of one line: as in JSON, and what hides by its number.
fn quoted(text: &str, hides: fn(char) -> bool) -> String {
    let json = serde_json::Value::from(text).to_string();
    json.chars().fold(String::with_capacity(json.len()), |mut out, c| {
        match u32::from(c) {
            number if !hides(c) && number != 0x7f => out.push(c),
            number @ ..=0xffff => drop(write!(out, "\\u{number:04x}")),
            number => drop(write!(out, "\\U{number:08x}")),
        }
        out
    })
}

/// The key of a line that is an entry.
fn key_of(line: &str) -> Option<&str> {
    let (key, _) = line.split_once('=')?;
    let key = key.trim();
    (!key.is_empty() && key.bytes().all(|byte| byte.is_ascii_hexdigit())).then_some(key)
}

#[cfg(test)]
mod tests {
    use super::{Accepted, read_accepted, with_accepted};
    use crate::lints::{Part, Place, fingerprint};

    fn entry(rule: &str, about: &[&str], reason: &str) -> Accepted {
        let about = about.iter().map(|id| (*id).to_owned()).collect();
        let place = Place { file: String::new(), line: None, part: Part::Line };
        Accepted { rule: rule.to_owned(), about, reason: reason.to_owned(), place }
    }

    /// What would show the line otherwise than it is.
    fn hides(c: char) -> bool {
        matches!(c, '\u{202e}' | '\u{e0001}')
    }

    fn said(text: &str) -> Vec<(String, Vec<String>, String)> {
        let read = read_accepted("a.toml", text.as_bytes()).unwrap_or_else(|mistakes| panic!("{text}: {mistakes:#?}"));
        let mut said: Vec<_> = read.into_iter().map(|it| (it.rule, it.about, it.reason)).collect();
        said.sort();
        said
    }

    /// Whatever is accepted, in whatever order, is read again as it was, and gives the same file.
    #[test]
    fn what_is_written_is_read() {
        let entries = [
            entry(
                "inline_loop",
                &["shop::A", "shop::B"],
                "it ends: \"soon\" \\ 'now' # = \u{7f}\u{1b}\n\tümlaut \u{202e}\u{e0001}",
            ),
            entry("event_never_handled", &["shop/web(bin)::E"], "reason = { }"),
            entry("no_ids", &[], "]"),
        ];
        let forwards = with_accepted("", &entries, hides);
        let backwards =
            entries.iter().rev().fold(String::new(), |text, it| with_accepted(&text, std::slice::from_ref(it), hides));
        assert_eq!(forwards, backwards);
        let mut expected: Vec<_> =
            entries.iter().map(|it| (it.rule.clone(), it.about.clone(), it.reason.clone())).collect();
        expected.sort();
        assert_eq!(said(&forwards), expected);
        assert!(forwards.lines().skip(1).is_sorted(), "{forwards}");
        let is_hidden = |c: char| hides(c) || c.is_control();
        assert!(forwards.lines().all(|line| !line.chars().any(is_hidden)), "{forwards:?}");
        assert!(forwards.contains("ümlaut \\u202e\\U000e0001"), "{forwards}");
    }

    #[test]
    fn what_somebody_else_wrote_stays() {
        let entries = [entry("a", &["x"], "one"), entry("b", &["y"], "two")];
        let by_hand = "# Ours.\n\n".to_owned() + &with_accepted("", &entries, hides) + "# Until May.\n";
        let again = with_accepted(&by_hand, &[entry("a", &["x"], "another")], hides);
        let replaced = |line: &&str| line.contains("rule = \"a\"");
        let without = |text: &str| text.lines().filter(|it| !replaced(it)).map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(without(&again), without(&by_hand));
        let reasons: Vec<String> = said(&again).into_iter().map(|it| it.2).collect();
        assert_eq!(reasons, ["another", "two"]);
    }

    /// A line, and of each mistake the part of it that is marked and a part of the message.
    #[test]
    fn every_mistake_is_told_at_its_place() {
        let good = with_accepted("", &[entry("a", &["x"], "one")], hides).lines().last().expect("an entry").to_owned();
        let key = fingerprint("a", &["x".to_owned()]);
        let cases: &[(String, &str, &str)] = &[
            (good.replace("rule", "rul"), "rul", "unknown key `rul`: expected one of `rule`, `about`, `reason`"),
            (good.replace("\"one\"", "\" \""), "\" \"", "`reason` is expected to be a text that says something"),
            (good.replace(", reason = \"one\"", ""), &key, "the entry has no `reason`"),
            (format!("{key} = {{ }}"), &key, "the entry has no `rule`, no `about`, no `reason`"),
            (good.replace("[\"x\"]", "\"x\""), "\"x\"", "`about` is expected to be a list of ids"),
            (good.replace("[\"x\"]", "[1]"), "1", "`about` is expected to be a text"),
            (good.replace("\"x\"", "\"z\""), &key, "is not the fingerprint of this rule and these ids"),
            (format!("{key} = 1"), "1", "is expected to be an entry: `{ rule"),
            (format!("[{key}]"), &format!("[{key}]"), "write an entry in one line"),
            ("<<<<<<< HEAD".to_owned(), "<<<<<<< HEAD", "keep the entries of both sides"),
            ("=======".to_owned(), "=======", "keep the entries of both sides"),
            (good.clone() + "\n" + &good, &good, "accepted twice, in line 3 and here"),
        ];
        for (lines, part, message) in cases {
            let text = format!("# Ours.\n\n{lines}\n");
            let mistakes = read_accepted("a.toml", text.as_bytes()).expect_err(lines);
            let mistake = mistakes.last().expect("a mistake");
            let place = &mistake.labels[0].place;
            let Part::Bytes(start, end) = place.part else { panic!("{lines}: {place:?}") };
            let last = text.lines().count();
            assert_eq!((place.line.map(|it| it as usize), mistakes.len()), (Some(last), 1), "{lines}");
            assert_eq!(&text.lines().last().expect("a line")[start..end], *part, "{lines}");
            assert!(mistake.message.contains(message), "{lines}: {}", mistake.message);
        }
        let mistakes = read_accepted("a.toml", b"# fine\n\xff\n").expect_err("bytes");
        assert_eq!((mistakes.len(), mistakes[0].labels[0].place.line), (1, Some(2)));
    }
}
