//! What a name means does not depend on what was asked for before.

use super::{Effort, ModuleId, Names, Namespace, Reader};
use crate::parse::outline::Path;
use crate::source::{Memory, load};
use fastrand::Rng;
use std::fmt::Write;

const MODULES: [&str; 5] = ["a", "b", "c", "d", "e"];
const NAMES: [&str; 4] = ["x", "y", "z", "a"];

/// Modules that import from each other in circles, as rustc would often refuse.
fn riddle(seed: u64) -> String {
    let mut random = Rng::with_seed(seed);
    let mut text = String::new();
    for module in MODULES {
        writeln!(text, "pub mod {module} {{").unwrap();
        for _ in 0..random.usize(..5) {
            let (visibility, from) = (one(&mut random, &["", "pub ", "pub(crate) "]), one(&mut random, &MODULES));
            let start = one(&mut random, &["crate::", "super::", ""]);
            let (name, other) = (one(&mut random, &NAMES), one(&mut random, &NAMES));
            let condition = one(&mut random, &["", "", "#[cfg(unix)] ", "#[cfg(not(unix))] "]);
            match random.usize(..5) {
                0 | 1 => writeln!(text, "{condition}{visibility}use {start}{from}::*;"),
                2 => writeln!(text, "{condition}{visibility}use {start}{from}::{name};"),
                3 => writeln!(text, "{condition}{visibility}use {start}{from}::{name} as {other};"),
                _ => writeln!(text, "{condition}{visibility}struct {name};"),
            }
            .unwrap();
        }
        writeln!(text, "}}").unwrap();
    }
    text
}

fn one<'a>(random: &mut Rng, of: &[&'a str]) -> &'a str {
    random.choice(of).expect("something to choose from")
}

fn names(text: &str) -> Names {
    let manifest = "[package]\nname = \"p\"\nedition = \"2024\"\n[dependencies]\nensue = \"0.1\"\n";
    let tree = Memory::new([("Cargo.toml", manifest), ("src/lib.rs", text)]);
    let project = load(&tree, "").expect("a project");
    Reader::new(&tree, &project, Effort::Whole).names()
}

/// What each name means in each module, asked in the order of `questions`.
fn answers(names: &Names, questions: &[(ModuleId, &str, Namespace)]) -> Vec<String> {
    let ask = |(module, name, namespace): &(ModuleId, &str, Namespace)| {
        let path = Path { absolute: false, segments: vec![(*name).to_owned()], line: 1 };
        format!("{module:?} {name}: {:?}", names.resolve(*module, &path, *namespace))
    };
    let mut answers: Vec<String> = questions.iter().map(ask).collect();
    answers.sort();
    answers
}

#[test]
fn a_name_means_the_same_in_whatever_order_names_are_asked_for() {
    let mut meant = 0;
    for seed in 0..400 {
        let text = riddle(seed);
        let first = names(&text);
        let mut questions: Vec<(ModuleId, &str, Namespace)> = Vec::new();
        for (module, _) in first.modules() {
            for name in NAMES {
                questions.extend([Namespace::Types, Namespace::Values].map(|it| (module, name, it)));
            }
        }
        let expected = answers(&first, &questions);
        meant += expected.iter().filter(|answer| !answer.ends_with("[]")).count();
        questions.reverse();
        assert_eq!(answers(&names(&text), &questions), expected, "backwards, seed {seed}:\n{text}");
        Rng::with_seed(seed).shuffle(&mut questions);
        assert_eq!(answers(&names(&text), &questions), expected, "shuffled, seed {seed}:\n{text}");
    }
    assert!(meant > 400, "too few of the names mean anything: {meant}");
}
