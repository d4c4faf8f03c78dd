//! Compares what is read with what is linked, for as many seeds as one likes.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a chore that speaks to a person")]

use differential::mutate::search;
use differential::{Verdict, Workshop};
use std::ops::Range;
use std::process::ExitCode;

const USAGE: &str = "usage: ensue-differential graph A..B | mutate A..B | show SEED";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments[..] {
        ["graph", seeds] => range(seeds).map(graph),
        ["mutate", seeds] => range(seeds).map(mutate),
        ["show", seed] => seed.parse().ok().map(show),
        _ => None,
    };
    done.unwrap_or_else(|| {
        eprintln!("{USAGE}");
        ExitCode::from(2)
    })
}

fn range(text: &str) -> Option<Range<u64>> {
    let (from, to) = text.split_once("..")?;
    Some(from.parse().ok()?..to.parse().ok()?)
}

fn graph(seeds: Range<u64>) -> ExitCode {
    let workshop = Workshop::new("fuzz");
    let mut all = Verdict::default();
    let mut from = seeds.start;
    while from < seeds.end {
        let to = seeds.end.min(from + AT_ONCE);
        let verdict = workshop.judge(from..to);
        println!("seeds {from}..{to}: {verdict}");
        all.join(verdict);
        from = to;
    }
    println!("in all {}", all.counts());
    if let Some(first) = all.differing.first() {
        println!("seed {first}: {}", workshop.shrunk(*first));
    }
    if all.failures.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// How many seeds are told of together.
const AT_ONCE: u64 = 20;

fn mutate(seeds: Range<u64>) -> ExitCode {
    let rest = search(&Workshop::new("fuzz"), seeds, |rule, seed| println!("    (Rule::{rule:?}, {seed}),"));
    for rule in &rest {
        println!("no seed needs {rule:?}");
    }
    if rest.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn show(seed: u64) -> ExitCode {
    let source = Workshop::new("fuzz").source(seed);
    println!("flags: {}", source.flags);
    for (path, text) in source.render().0 {
        println!("//- /{path}\n{text}");
    }
    ExitCode::SUCCESS
}
