//! Ordinary Rust, as it surrounds annotations at work.
//!
//! A scanner must be neither helped nor hindered, so the shares are those of a public tree of 634,290 lines: comments 20 % of
//! the lines, empty ones 10 %, a function for each 24 lines; 22 % of the files speak of events, 16 % have a module of tests,
//! 5 % define a macro; strings, characters and comments hold brackets and attributes that are none.

use super::random::Random;
use std::fmt::Write;

/// Items of ordinary code. `@T`, `@t` and `@U` are a name of the item's own in the three styles, `@a`, `@b` and `@c` words
/// (`@A`.. in camel case), `@n` a number, `@s` a sentence.
const ITEMS: &str = include_str!("ordinary.txt");

/// Items of code that speaks of events and knows nothing of Ensue.
const EVENTS: &str = include_str!("events.txt");

/// How many lines files have: most are short, a few are very long.
const LENGTHS: [(usize, usize); 5] = [(10, 40), (62, 190), (23, 530), (4, 1_300), (1, 3_000)];

const WORDS: &[&str] = &[
    "anchor", "angle", "asset", "batch", "bounds", "branch", "buffer", "camera", "channel", "cluster", "color",
    "cursor", "delta", "depth", "edge", "entity", "factor", "filter", "frame", "glyph", "group", "handle", "height",
    "image", "index", "joint", "layer", "layout", "light", "margin", "matrix", "mesh", "node", "normal", "offset",
    "origin", "packet", "parent", "phase", "pixel", "plane", "player", "pose", "prefix", "query", "radius", "range",
    "region", "render", "root", "sample", "scale", "scene", "schedule", "segment", "shader", "shape", "signal", "slot",
    "source", "sprite", "stage", "state", "surface", "system", "table", "target", "texture", "thread", "ticket",
    "timer", "token", "trace", "tree", "update", "vertex", "view", "volume", "weight", "width", "window", "world",
    "zone",
];

const TERSE: &[&str] =
    &["As above.", "See there.", "Not zero.", "In order.", "For tests.", "Kept sorted.", "At most once."];

const SENTENCES: &[&str] = &[
    "Gives back what was there before, so that the caller can undo it.",
    "The value is clamped, because drivers disagree about what lies outside.",
    "This is O(n) in the number of children; it runs once for each frame.",
    "See the module's documentation for why the order matters.",
    "Returns `None` when nothing has been loaded yet.",
    "Must not be called while the lock is held.",
    "On the web this does nothing: there is no second thread.",
    "Kept in sync with the layout that the shader expects.",
    "Ties are broken by insertion order (see [`Ord`] for the rest).",
    "Allocates only the first time it is called with a larger size.",
    "A negative scale mirrors the shape; that's what users expect from \"flip\".",
    "The default is a compromise between quality and speed.",
    "Don't rely on the exact number: it changes between versions.",
    "Unlike the version above, this one does not copy.",
    "We can't know the size here, so the caller has to pass it in.",
    "Used by the renderer and by the tests, and by nothing else.",
];

/// How a team comments its code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Comments {
    Sentences,
    Words,
}

impl Comments {
    fn one(self, random: &mut Random) -> &'static str {
        random.choose(match self {
            Comments::Sentences => SENTENCES,
            Comments::Words => TERSE,
        })
    }
}

/// A file of ordinary code of about the length that files have, with a type `name` that others import.
pub(super) fn file(random: &mut Random, comments: Comments, name: &str, imports: &[String]) -> String {
    let lines = length(random);
    let is_of_events = random.below(100) < 22;
    let mut out = format!("//! {}\n\n", comments.one(random));
    for import in imports {
        let _ = writeln!(out, "use {import};");
    }
    out.push_str("use std::fmt::Debug;\n\n");
    let _ = write!(out, "/// {}\n#[derive(Debug, Default)]\npub struct {name};\n\n", comments.one(random));
    fill(random, comments, &mut out, lines, is_of_events);
    out
}

/// Adds items until the file has about so many lines.
pub(super) fn fill(random: &mut Random, comments: Comments, out: &mut String, lines: usize, is_of_events: bool) {
    let items: Vec<&str> = ITEMS.split("====\n").collect();
    let events: Vec<&str> = EVENTS.split("====\n").collect();
    let mut written = out.lines().count();
    let mut number = 0;
    let mut has_tests = random.below(100) >= 16;
    let mut has_macro = random.below(100) >= 5;
    while written < lines {
        let of = if is_of_events && random.below(6) == 0 { &events } else { &items };
        let item = random.choose(of);
        // At most one of these in a file, and in most files none.
        let seldom = if item.starts_with("macro_rules!") {
            Some(&mut has_macro)
        } else if item.starts_with("#[cfg(test)]") {
            Some(&mut has_tests)
        } else {
            None
        };
        if seldom.is_some_and(|seen| std::mem::replace(seen, true)) {
            continue;
        }
        number += 1;
        let text = written_out(random, comments, item, number);
        written += text.lines().count() + 1;
        out.push_str(&text);
        out.push('\n');
    }
}

fn length(random: &mut Random) -> usize {
    let mut percent = random.below(100);
    for (share, lines) in LENGTHS {
        if percent < share {
            return lines / 2 + random.below(lines);
        }
        percent -= share;
    }
    unreachable!("the shares add up to a hundred")
}

/// The item with its names filled in. Three words of one item are different, and `number` keeps items of a file apart.
fn written_out(random: &mut Random, comments: Comments, item: &str, number: usize) -> String {
    let first = random.below(WORDS.len());
    let [a, b, c] = [0, 7, 19].map(|step| WORDS[(first + step) % WORDS.len()]);
    let name = format!("{a}_{b}_{number}");
    let mut out = String::with_capacity(item.len() * 2);
    let mut rest = item;
    while let Some((before, after)) = rest.split_once('@') {
        out.push_str(before);
        let mut after = after.chars();
        match after.next() {
            Some('T') => out.push_str(&camel(&name)),
            Some('t') => out.push_str(&name),
            Some('U') => out.push_str(&name.to_uppercase()),
            Some('a') => out.push_str(a),
            Some('b') => out.push_str(b),
            Some('c') => out.push_str(c),
            Some('A') => out.push_str(&camel(a)),
            Some('B') => out.push_str(&camel(b)),
            Some('C') => out.push_str(&camel(c)),
            Some('n') => out.push_str(&(random.below(4_096) + 16).to_string()),
            Some('s') => out.push_str(comments.one(random)),
            other => {
                out.push('@');
                out.extend(other);
            }
        }
        rest = after.as_str();
    }
    out.push_str(rest);
    out
}

fn camel(name: &str) -> String {
    let mut out = String::new();
    for word in name.split('_') {
        let mut letters = word.chars();
        out.extend(letters.next().map(|letter| letter.to_ascii_uppercase()));
        out.push_str(letters.as_str());
    }
    out
}
