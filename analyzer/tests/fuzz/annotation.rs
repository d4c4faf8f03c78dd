//! Source in which nothing is broken but the text inside of our attributes: keys, values and lists put together by chance,
//! or what people wrote with damage. All else stays whole, so that every case reaches the reader of annotations.

use crate::fixtures;
use crate::input::Input;
use crate::random::Random;
use crate::seeds;
use crate::source::damage_with;
use std::ops::Range;

/// A fixture with up to four attributes changed.
pub(crate) fn damaged(random: &mut Random) -> Input {
    let all = fixtures::all();
    let mut files = fixtures::files(&random.pick(&all).1);
    for _ in 0..=random.below(4) {
        let ours = |(at, (_, text)): (usize, &(String, String))| insides(text).into_iter().map(move |it| (at, it));
        let places: Vec<(usize, Range<usize>)> = files.iter().enumerate().flat_map(ours).collect();
        if places.is_empty() {
            break;
        }
        let (at, place) = random.pick(&places).clone();
        let text = &mut files[at].1;
        let inside = if random.one_in(2) { made(random) } else { broken(&text[place.clone()], random) };
        text.replace_range(place, &inside);
    }
    if files.iter().all(|(_, text)| insides(text).is_empty()) {
        let more = format!("\n#[{}]\n{}\n", made(random), random.pick(ITEMS));
        if let Some((_, text)) = files.iter_mut().find(|(path, _)| path == "src/lib.rs") {
            text.push_str(&more);
        }
    }
    Input::package(files.into_iter().map(|(path, text)| (path, text.into_bytes())))
}

/// Where the insides of our attributes are: between `#[` and the `]` that belongs to it.
fn insides(text: &str) -> Vec<Range<usize>> {
    let starts = text.match_indices("#[").map(|(at, _)| at + 2);
    let is_ours = |at: &usize| {
        let path: &str = text[*at..].split(|c: char| !c.is_alphanumeric() && c != '_' && c != ':').next().unwrap_or("");
        NAMES.contains(&path.rsplit("::").next().unwrap_or(""))
    };
    starts.filter(is_ours).filter_map(|start| Some(start..end(text, start)?)).collect()
}

fn end(text: &str, start: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, byte) in text.bytes().enumerate().skip(start) {
        match byte {
            b'[' | b'(' | b'{' => depth += 1,
            b']' if depth == 0 => return Some(at),
            b']' | b')' | b'}' => depth = depth.checked_sub(1)?,
            _ => {}
        }
    }
    None
}

/// What somebody wrote, with some damage that leaves it text.
fn broken(inside: &str, random: &mut Random) -> String {
    let mut bytes = inside.as_bytes().to_vec();
    for _ in 0..=random.below(3) {
        damage_with(&mut bytes, random, PIECES, seeds::sources());
    }
    bytes.truncate(4_000);
    String::from_utf8_lossy(&bytes).into_owned()
}

/// An attribute as the grammar would have it, and as it would not.
fn made(random: &mut Random) -> String {
    let name = *random.pick(NAMES);
    let arguments: Vec<String> = (0..random.below(6)).map(|_| argument(random)).collect();
    let (open, close) = *random.pick(&[("(", ")"), ("(", ")"), ("(", ")"), ("[", "]"), ("{", "}")]);
    format!("ensue::{name}{open}{}{close}", arguments.join(*random.pick(&[", ", ", ", ", ", ",", ";", " "])))
}

fn argument(random: &mut Random) -> String {
    let key = *random.pick(KEYS);
    match random.below(6) {
        0 => key.to_owned(),
        1 => format!("{key}({})", value(random, 3)),
        2 => value(random, 3),
        _ => format!("{key} = {}", value(random, 3)),
    }
}

fn value(random: &mut Random, depth: usize) -> String {
    let some = |random: &mut Random| {
        let values: Vec<String> = (0..random.below(4)).map(|_| value(random, depth - 1)).collect();
        values.join(", ")
    };
    match random.below(8) {
        0 | 1 if depth > 0 => format!("[{}]", some(random)),
        2 if depth > 0 => {
            format!("{}({})", random.pick(&["scheduled", "emits", "requests", "timing", "A"]), some(random))
        }
        3 if depth > 0 => format!("{}<{}>", random.pick(VALUES), value(random, depth - 1)),
        4 if depth > 0 => random.pick(&["!", "-", "&", "|a| ", "move || "]).to_string() + &value(random, depth - 1),
        _ => (*random.pick(VALUES)).to_owned(),
    }
}

const NAMES: &[&str] =
    &["allow", "archiver", "controller", "effect", "effect_handler", "emits", "event", "handler", "transition"];

const ITEMS: &[&str] = &[
    "struct A;",
    "struct A<T>(T);",
    "enum A { B, C { d: u8 } }",
    "union A { b: u8 }",
    "fn a() {}",
    "async fn a(event: &A, cx: &mut ensue::Cx<'_, a>) -> Result<(), A> {}",
    "impl A { fn b(&self) {} }",
    "impl<T> A<T> for [T] { fn b<C>(cx: &mut ensue::Cx<'_, C>) {} }",
    "trait A { fn b(); }",
    "mod a {}",
    "const A: u8 = 1;",
    "type A = u8;",
    "use a::b;",
    "a!{}",
];

const KEYS: &[&str] = &[
    "completes_with",
    "emits",
    "exclusive",
    "from",
    "loops",
    "may_emit",
    "may_request",
    "moved",
    "name",
    "on",
    "on_change_of",
    "performed_by",
    "precondition",
    "reason",
    "requests",
    "resource",
    "resumes",
    "route",
    "schedule",
    "tag",
    "timing",
    "to",
    "version",
    "r#on",
    "crate::on",
    "_",
    "é",
];

const VALUES: &[&str] = &[
    "A",
    "crate::A",
    "super::super::A",
    "::a::A",
    "self",
    "Self::A",
    "<A as B>::C",
    "A::<B>",
    "fn(A) -> B",
    "dyn A",
    "inline",
    "after_commit",
    "deferred",
    "scheduled",
    "1",
    "-1",
    "0xffff_ffff_ffff_ffff_ffff",
    "1.5e9",
    "true",
    "\"\"",
    "\"GET /a/{b}\"",
    "\"a\\u{202e}\\0\\n<b>&amp;\"",
    "\"\\\"",
    "r#\"a\"#",
    "b\"a\"",
    "c\"a\"",
    "'a'",
    "'a",
    "event.a.b(c)",
    "a + b",
    "{ a }",
    "match a { _ => b }",
    "a!()",
    "include!(\"lib.rs\")",
    "concat!(\"a\", \"b\")",
    "..",
    "",
];

const PIECES: &[&str] = &[
    "[",
    "]",
    "(",
    ")",
    "{",
    "}",
    "=",
    "==",
    "=>",
    ",",
    ",,",
    ";",
    "::",
    "!",
    "<",
    ">",
    "|",
    "&",
    "'",
    "\"",
    "#",
    "$",
    "@",
    "on = ",
    "may_emit = [",
    "scheduled(",
    "emits(",
    "from = [",
    "to = ",
    "timing = ",
    "version = 9",
    "name = \"\"",
    "A",
    "crate::",
    "\0",
    "\r",
    "\u{feff}",
    "\u{202e}",
    "é",
    "//",
    "/*",
    "*/",
    "r#\"",
    "cfg_attr(a, ",
    "1e",
    "0x",
];
