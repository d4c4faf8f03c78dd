//! `[[rule]]`: what a team demands of its wiring.

use super::keys::Reading;
use super::{Configuration, RULE};
use crate::analyses::{NODE_KINDS, kind_word};
use crate::lints::{Criteria, Criterion, Demand, KINDS, Level, Rule, Selector, Word, lint};
use ensue_grammar::graph::EdgeKind;
use std::collections::BTreeMap;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The key of what is left out of a selection.
const EXCEPT: &str = "except";

/// What every rule may say, and what some kinds need besides their own key.
const COMMON: [&str; 6] = ["name", "reason", "level", "from", "to", "only"];

const SELECTOR: &str = "a pattern, a table such as `{ kind = \"effect\" }`, or a list of these";

/// The values of one rule by their keys, and where the rule is.
struct Says<'v> {
    at: Range<usize>,
    values: BTreeMap<String, &'v Spanned<DeValue<'v>>>,
}

pub(super) fn rules(reading: &mut Reading<'_>, value: &Spanned<DeValue<'_>>, configuration: &mut Configuration) {
    let DeValue::Array(list) = value.get_ref() else {
        return reading.unexpected(value.span(), "rule", "a list of tables, each as `[[rule]]`");
    };
    for value in list {
        let DeValue::Table(table) = value.get_ref() else {
            reading.unexpected(value.span(), "rule", "a list of tables, each as `[[rule]]`");
            continue;
        };
        if let Some((rule, level)) = rule(reading, value.span(), table) {
            if configuration.rules.iter().any(|other| other.name == rule.name) {
                let value = &table["name"];
                reading.broken(
                    value.span(),
                    &format!("two rules are called `{}`: give each a name of its own", rule.name),
                );
            }
            configuration.levels.set(&rule.name, level);
            configuration.rules.push(rule);
        }
    }
}

fn rule(reading: &mut Reading<'_>, at: Range<usize>, table: &DeTable<'_>) -> Option<(Rule, Level)> {
    let known: Vec<&str> = COMMON.into_iter().chain(KINDS.iter().map(|kind| kind.key)).collect();
    let values = reading.entries(table, "key of a rule", &known).into_iter().collect();
    let says = Says { at, values };
    let name = name(reading, &says);
    let reason = says.values.get("reason").and_then(|value| reading.text("reason", value));
    let level = says.values.get("level").map_or(Some(Level::Deny), |value| reading.level("level", value));
    let demand = demand(reading, &says);
    let ((name, place), level, demand) = (name?, level?, demand?);
    Some((Rule { name, reason, place, demand }, level))
}

/// The name, which must be one that `#[ensue::allow(..)]` can say.
fn name(reading: &mut Reading<'_>, says: &Says<'_>) -> Option<(String, crate::lints::Place)> {
    let value = says.need(
        reading,
        "name",
        "say by which name it is allowed and accepted, as in `name = \"orders_send_no_mail\"`",
    )?;
    let name = reading.text("name", value)?;
    let is_word = name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
    if !is_word || name.starts_with(|first: char| first.is_ascii_digit()) {
        reading.unexpected(value.span(), "name", "a name in small letters with `_`, such as `orders_send_no_mail`");
        return None;
    }
    // Other rules of Ensue have names with `-`.
    if lint(&name).is_some() || name == RULE {
        reading.broken(value.span(), &format!("`{name}` is a rule of Ensue: name this one otherwise"));
        return None;
    }
    Some((name, reading.place(value.span())))
}

/// The key that says which kind of rule it is: exactly one.
fn kind(reading: &mut Reading<'_>, says: &Says<'_>) -> Option<&'static str> {
    let all = KINDS.iter().map(|kind| kind.key);
    let keys: Vec<&str> = all.clone().filter(|key| says.values.contains_key(*key)).collect();
    match keys.as_slice() {
        [key] => Some(key),
        [first, second, ..] => {
            let message = format!("`{first}` and `{second}` are demands of two rules: write two");
            reading.broken(says.values[*second].span(), &message);
            None
        }
        [] => {
            let known: Vec<String> = all.map(|key| format!("`{key}`")).collect();
            let message = format!("the rule demands nothing: expected one of {}", known.join(", "));
            reading.broken(says.at.clone(), &message);
            None
        }
    }
}

fn demand(reading: &mut Reading<'_>, says: &Says<'_>) -> Option<Demand> {
    let key = kind(reading, says)?;
    let value = says.values[key];
    let may = key == "may-emit" || key == "may-request";
    let subject = if may { "only" } else { "from" };
    let uses = |other: &str| other == subject || (other == "to" && key == "must-pass");
    for other in ["from", "to", "only"].into_iter().filter(|other| says.values.contains_key(*other) && !uses(other)) {
        let message = format!("`{other}` says nothing in a rule with `{key}`: expected `{subject}`");
        reading.broken(says.values[other].span(), &message);
    }
    let why = format!("say of whom `{key}` speaks, as in `{subject} = \"..\"`");
    let subject = says.need(reading, subject, &why).and_then(|value| selector(reading, subject, value));
    let to = says.values.get("to").map(|value| selector(reading, "to", value));
    Some(match key {
        "may-emit" | "may-request" => {
            let kind = if key == "may-emit" { EdgeKind::Emits } else { EdgeKind::Requests };
            let what = selector(reading, key, value);
            Demand::Only { emitters: subject?, kind, what: what? }
        }
        "must-not-reach" => {
            let to = selector(reading, key, value);
            Demand::NoWay { from: subject?, to: to? }
        }
        "must-pass" => {
            let through = selector(reading, key, value);
            Demand::Pass { from: subject?, to: to.map_or(Some(None), |to| to.map(Some))?, through: through? }
        }
        "max-depth" => {
            let most = reading.number(key, value);
            Demand::Depth { from: subject?, most: most? }
        }
        _ => {
            let most = reading.number(key, value);
            Demand::FanOut { from: subject?, most: most? }
        }
    })
}

impl<'v> Says<'v> {
    /// The value of a key that must be there; why is said where it is not.
    fn need(&self, reading: &mut Reading<'_>, key: &str, why: &str) -> Option<&'v Spanned<DeValue<'v>>> {
        let found = self.values.get(key).copied();
        if found.is_none() {
            reading.broken(self.at.clone(), &format!("the rule has no `{key}`: {why}"));
        }
        found
    }
}

/// A pattern, a table, or a list of both.
fn selector(reading: &mut Reading<'_>, key: &str, value: &Spanned<DeValue<'_>>) -> Option<Selector> {
    let any = match value.get_ref() {
        DeValue::Array(list) if !list.is_empty() => {
            let read: Vec<_> = list.iter().map(|value| criteria(reading, key, value)).collect();
            read.into_iter().collect::<Option<Vec<_>>>()?
        }
        _ => vec![criteria(reading, key, value)?],
    };
    Some(Selector { key: key.to_owned(), any })
}

fn criteria(reading: &mut Reading<'_>, key: &str, value: &Spanned<DeValue<'_>>) -> Option<Criteria> {
    let place = reading.place(value.span());
    match value.get_ref() {
        DeValue::String(_) => {
            let word = word(reading, key, Criterion::Path, value)?;
            Some(Criteria { place, all: vec![(Criterion::Path, vec![word])], except: None })
        }
        DeValue::Table(table) if !table.is_empty() => {
            let criteria = Criteria { place, all: Vec::new(), except: None };
            let criteria = filled(reading, key, table, criteria)?;
            if criteria.all.is_empty() {
                let expected = "a selector that says from what `except` is left out, such as `path = \"**::*\"`";
                reading.unexpected(value.span(), key, expected);
                return None;
            }
            Some(criteria)
        }
        _ => {
            reading.unexpected(value.span(), key, SELECTOR);
            None
        }
    }
}

/// The criteria with what a table says.
fn filled(reading: &mut Reading<'_>, key: &str, table: &DeTable<'_>, empty: Criteria) -> Option<Criteria> {
    let known: Vec<&str> = Criterion::ALL.map(Criterion::word).into_iter().chain([EXCEPT]).collect();
    let entries = reading.entries(table, "key of a selector", &known);
    let mut is_whole = entries.len() == table.len();
    let mut criteria = empty;
    for (name, value) in entries {
        let Some(criterion) = Criterion::ALL.into_iter().find(|it| it.word() == name) else {
            criteria.except = selector(reading, key, value);
            is_whole &= criteria.except.is_some();
            continue;
        };
        let words = words(reading, criterion, value);
        is_whole &= words.is_some();
        criteria.all.extend(words.map(|words| (criterion, words)));
    }
    criteria.all.sort_by_key(|(criterion, _)| *criterion);
    is_whole.then_some(criteria)
}

/// A word, or a list of words of which one must fit.
fn words(reading: &mut Reading<'_>, criterion: Criterion, value: &Spanned<DeValue<'_>>) -> Option<Vec<Word>> {
    match value.get_ref() {
        DeValue::Array(list) if !list.is_empty() => {
            let words: Vec<_> = list.iter().map(|it| word(reading, criterion.word(), criterion, it)).collect();
            words.into_iter().collect()
        }
        _ => Some(vec![word(reading, criterion.word(), criterion, value)?]),
    }
}

fn word(reading: &mut Reading<'_>, key: &str, criterion: Criterion, value: &Spanned<DeValue<'_>>) -> Option<Word> {
    let DeValue::String(text) = value.get_ref() else {
        let expected = if criterion == Criterion::Path { SELECTOR } else { "a text, or a list of texts" };
        reading.unexpected(value.span(), key, expected);
        return None;
    };
    if text.trim().is_empty() {
        reading.unexpected(value.span(), key, "a text that names something");
        return None;
    }
    let kinds = NODE_KINDS.map(kind_word);
    if criterion == Criterion::Kind && !kinds.contains(&text.as_ref()) {
        reading.unknown(value.span(), "kind", text, &kinds);
        return None;
    }
    Some(Word { text: text.to_string(), place: reading.place(value.span()) })
}

#[cfg(test)]
mod tests {
    use crate::configuration::read;
    use crate::lints::Part;

    /// A rule, and of each mistake a part of what is marked, a part of the message and what to write instead.
    #[test]
    fn every_mistake_is_told_at_its_place() {
        type Mistake<'a> = (&'a str, &'a str, Option<&'a str>);
        const GOOD: &str = "name = \"ours\"\nfrom = \"a\"\nmax-depth = 3\n";
        let without = |line: &str| GOOD.replace(&format!("{line}\n"), "");
        let with = |line: &str| format!("{GOOD}{line}\n");
        let cases: &[(String, &[Mistake<'_>])] = &[
            (GOOD.to_owned(), &[]),
            (without("name = \"ours\""), &[("[[rule]]", "the rule has no `name`", None)]),
            (without("from = \"a\""), &[("[[rule]]", "the rule has no `from`: say of whom `max-depth` speaks", None)]),
            (without("max-depth = 3"), &[("[[rule]]", "the rule demands nothing: expected one of `max-depth`", None)]),
            (with("max-dept = 4"), &[("max-dept", "unknown key `max-dept` of a rule", Some("max-depth"))]),
            (with("max-fan-out = 4"), &[("4", "`max-depth` and `max-fan-out` are demands of two rules", None)]),
            (
                with("only = \"a\""),
                &[("\"a\"", "`only` says nothing in a rule with `max-depth`: expected `from`", None)],
            ),
            (with("level = \"wran\""), &[("\"wran\"", "unknown level `wran`", Some("\"warn\""))]),
            (with("reason = \"\""), &[("\"\"", "`reason` is expected to be a text", None)]),
            (GOOD.replace("= 3", "= -3"), &[("-3", "`max-depth` is expected to be a whole number", None)]),
            (GOOD.replace("ours", "Our-rule"), &[("\"Our-rule\"", "a name in small letters", None)]),
            (GOOD.replace("ours", "inline_loop"), &[("\"inline_loop\"", "`inline_loop` is a rule of Ensue", None)]),
            (GOOD.replace("\"a\"", "3"), &[("3", "`from` is expected to be a pattern, a table", None)]),
            (GOOD.replace("\"a\"", "[]"), &[("[]", "`from` is expected to be a pattern, a table", None)]),
            (GOOD.replace("\"a\"", "{}"), &[("{}", "`from` is expected to be a pattern, a table", None)]),
            (GOOD.replace("\"a\"", "\" \""), &[("\" \"", "`from` is expected to be a text that names", None)]),
            (GOOD.replace("\"a\"", "{ kid = \"event\" }"), &[("kid", "unknown key `kid` of a selector", Some("kind"))]),
            (GOOD.replace("\"a\"", "{ kind = \"evnt\" }"), &[("\"evnt\"", "unknown kind `evnt`", Some("\"event\""))]),
            (GOOD.replace("\"a\"", "{ tag = 3 }"), &[("3", "`tag` is expected to be a text, or a list", None)]),
            (GOOD.replace("\"a\"", "{ except = \"a\" }"), &[("{ except", "from what `except` is left out", None)]),
            (format!("{GOOD}[[rule]]\n{GOOD}"), &[("\"ours\"", "two rules are called `ours`", None)]),
        ];
        for (rule, expected) in cases {
            let text = format!("[[rule]]\n{rule}");
            let mistakes = read("ensue.toml", text.as_bytes()).err().unwrap_or_default();
            assert_eq!(mistakes.len(), expected.len(), "{text}: {mistakes:#?}");
            for (mistake, (part, message, instead)) in mistakes.iter().zip(*expected) {
                let place = &mistake.labels[0].place;
                let (Part::Bytes(start, end), Some(line)) = (&place.part, place.line) else { panic!("{place:?}") };
                let line = text.lines().nth(line as usize - 1).expect("the line");
                let written = &line[*start..(*end).min(line.len())];
                assert!(written.starts_with(part) && mistake.message.contains(message), "{text}: {mistake:#?}");
                let edit = mistake.remedies.first().and_then(|it| it.edit.as_ref());
                assert_eq!(edit.map(|edit| edit.by.as_str()), *instead, "{text}");
            }
        }
        let not_a_list = read("ensue.toml", b"rule = 3\n").expect_err("no list");
        assert!(not_a_list[0].message.contains("a list of tables, each as `[[rule]]`"));
    }
}
