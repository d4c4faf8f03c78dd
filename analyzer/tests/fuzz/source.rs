//! Source files that were fine before something was done to them.

use crate::fixtures;
use crate::input::Input;
use crate::random::Random;
use crate::seeds;

/// A file, or a fixture of several, with some damage.
pub(crate) fn damaged(random: &mut Random) -> Input {
    let mut files: Vec<(String, Vec<u8>)> = if random.one_in(2) {
        let all = fixtures::all();
        let (_, text) = random.pick(&all);
        fixtures::files(text).into_iter().map(|(path, text)| (path, text.into_bytes())).collect()
    } else {
        vec![("src/lib.rs".to_owned(), random.pick(seeds::sources()).clone().into_bytes())]
    };
    let sources: Vec<usize> = (0..files.len()).filter(|at| files[*at].0 != "Cargo.toml").collect();
    let bytes = &mut files[*random.pick(&sources)].1;
    for _ in 0..=random.below(6) {
        damage(bytes, random);
    }
    Input::package(files)
}

fn damage(bytes: &mut Vec<u8>, random: &mut Random) {
    damage_with(bytes, random, PIECES, seeds::sources());
}

/// Does one thing to a text: to its bytes, or to its tokens. Others of its kind lend it some of theirs.
pub(crate) fn damage_with(bytes: &mut Vec<u8>, random: &mut Random, pieces: &[&str], others: &[String]) {
    let cuts = boundaries(bytes);
    let place = |random: &mut Random| *random.pick(&cuts);
    let at = place(random);
    match random.below(14) {
        0 => bytes.truncate(at),
        1 => {
            let near = at.min(bytes.len().saturating_sub(1));
            if let Some(byte) = bytes.get_mut(near) {
                *byte = random.byte();
            }
        }
        2 => drop(bytes.splice(at..at, [random.byte()])),
        3 | 4 => {
            let end = next(&cuts, at);
            drop(bytes.drain(at..end));
        }
        5 | 6 => drop(bytes.splice(at..at, random.pick(pieces).bytes())),
        7 => {
            let end = next(&cuts, at);
            drop(bytes.splice(at..end, random.pick(pieces).bytes()));
        }
        8 => {
            let (start, end) = ordered(at, place(random));
            let end = end.min(start + 400);
            let copied = bytes[start..end].to_vec();
            let to = place(random);
            drop(bytes.splice(to..to, copied));
        }
        9 => {
            let (start, end) = ordered(at, place(random));
            drop(bytes.drain(start..end.min(start + 400)));
        }
        10 => {
            // Two tokens change places.
            let (first, second) = ordered(at, place(random));
            let (first_end, second_end) = (next(&cuts, first), next(&cuts, second));
            if first_end <= second {
                let (a, b) = (bytes[first..first_end].to_vec(), bytes[second..second_end].to_vec());
                bytes.splice(second..second_end, a);
                bytes.splice(first..first_end, b);
            }
        }
        11 => {
            let (open, close) = *random.pick(NESTS);
            let (start, end) = ordered(at, place(random));
            let depth = 1 << random.below(12);
            bytes.splice(end..end, close.repeat(depth).into_bytes());
            bytes.splice(start..start, open.repeat(depth).into_bytes());
        }
        12 => {
            let depth = 1 << random.below(14);
            bytes.splice(at..at, random.pick(pieces).repeat(depth).into_bytes());
        }
        _ => {
            let other = random.pick(others).as_bytes();
            let cuts = boundaries(other);
            let (start, end) = ordered(*random.pick(&cuts), *random.pick(&cuts));
            bytes.splice(at..at, other[start..end.min(start + 2_000)].to_vec());
        }
    }
    bytes.truncate(1 << 18);
}

/// Where tokens begin, roughly.
pub(crate) fn tokens(bytes: &[u8]) -> Vec<usize> {
    let mut starts = boundaries(bytes);
    starts.retain(|at| bytes.get(*at).is_some_and(|byte| !byte.is_ascii_whitespace()));
    starts
}

/// Where tokens begin and end, roughly: between characters of different classes. Never empty.
pub(crate) fn boundaries(bytes: &[u8]) -> Vec<usize> {
    let class = |byte: u8| match byte {
        b'_' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => 0,
        b' ' | b'\t' | b'\r' | b'\n' => 1,
        0x80.. => 2,
        mark => mark,
    };
    let between = |at: &usize| *at == 0 || class(bytes[at - 1]) != class(bytes[*at]);
    let mut cuts: Vec<usize> = (0..bytes.len()).filter(between).collect();
    cuts.push(bytes.len());
    cuts
}

fn next(cuts: &[usize], after: usize) -> usize {
    cuts.get(cuts.partition_point(|cut| *cut <= after)).copied().unwrap_or(after)
}

fn ordered(a: usize, b: usize) -> (usize, usize) {
    (a.min(b), a.max(b))
}

const NESTS: &[(&str, &str)] = &[
    ("(", ")"),
    ("[", "]"),
    ("{", "}"),
    ("<", ">"),
    ("mod a {", "}"),
    ("fn a() {", "}"),
    ("a!(", ")"),
    ("#[a(", ")]"),
    ("not(", ")"),
    ("a::{", "}"),
    ("Box<", ">"),
    ("if a {", "}"),
    ("&", ""),
    ("*", ""),
    ("!", ""),
    ("|a| ", ""),
    ("/*", "*/"),
    ("r#\"", "\"#"),
];

const PIECES: &[&str] = &[
    "#[",
    "#![",
    "]",
    "(",
    ")",
    "{",
    "}",
    "::",
    "*",
    "use ",
    "mod ",
    "mod a;",
    "crate",
    "crate::",
    "super::",
    "self",
    "Self::",
    "$crate::",
    "::{",
    "as _",
    "as ",
    "pub(in ",
    "pub(crate) ",
    "#[event]\n",
    "#[ensue::handler(on = A)]\n",
    "#[archiver(resource = A)]\n",
    "#[emits(A)]",
    "ensue::",
    "extern crate ensue as e;",
    "#[macro_use]",
    "#[path = \"..\"]",
    "#[path = \"lib.rs\"]",
    "include!(\"lib.rs\");",
    "#[cfg(",
    "#[cfg(a)]",
    "#[cfg_attr(a, event)]",
    "cfg_attr(",
    "any(",
    "on = ",
    "on_change_of = [A]",
    "may_emit = [",
    "may_request = [A]",
    "scheduled(",
    "timing = deferred",
    "cx.emit(A);",
    "cx: &mut Cx<'_, a>",
    "\"",
    "r#\"",
    "b'",
    "c\"",
    "//",
    "///",
    "/*",
    "*/",
    "'",
    "'a",
    "\0",
    "\r",
    "\u{feff}",
    "\u{202e}",
    "é",
    "r#fn",
    "<",
    ">",
    "->",
    "=>",
    "..=",
    "impl ",
    "impl Emits<A> for a {}",
    "for ",
    "where ",
    "dyn ",
    "async ",
    "unsafe ",
    "const _: () = {",
    "Cx<'_, ",
    "macro_rules! m {",
    "($($a:tt)*) => {",
    "$($a)*",
    "m!{",
    "$",
    "!",
    "?",
    "type X = X;",
    "type A = B; type B = A;",
    "pub use self::*;",
    "pub use super::*;",
    "use crate::*;",
    "enum E { A, B }",
    "trait T { fn a(&self); }",
    "union U { a: u8 }",
    ",",
    ";",
    "=",
    "0x",
    "1e",
    "1.0.0",
];
