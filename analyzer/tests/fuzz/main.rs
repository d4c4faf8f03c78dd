//! Whatever it is given, an analysis ends with a graph. Each test makes inputs from a seed, and a process of its own takes
//! them one by one, with a limit of memory and somebody who watches: so an abort and a hang are seen as what they are.
//!
//! `cargo xtask fuzz <target>` runs the same for longer.

mod annotation;
mod bombs;
mod cuts;
#[path = "../graphs/support.rs"]
mod fixtures;
#[cfg(unix)]
mod git;
mod input;
mod judge;
mod manifest;
mod random;
mod seeds;
mod source;
#[path = "../support/mod.rs"]
mod support;
mod watch;

use input::Input;
use random::Random;

/// A way to make inputs.
struct Target {
    name: &'static str,
    /// How many the suite tries.
    cases: fn() -> u64,
    /// Makes the input of a case.
    make: fn(u64, &mut Random) -> Input,
    judge: fn(&Input),
}

const TARGETS: &[Target] = &[
    Target { name: "annotation", cases: || 500, make: |_, random| annotation::damaged(random), judge: judge::judge },
    Target { name: "bombs", cases: || bombs::CASES, make: bombs::bomb, judge: judge::ends },
    Target { name: "brinks", cases: || bombs::BRINKS, make: bombs::brink, judge: judge::ends },
    Target { name: "cuts", cases: cuts::of_fixtures, make: |case, _| cuts::cut(case), judge: judge::ends },
    #[cfg(unix)]
    Target { name: "git", cases: || 300, make: |_, random| git::damaged(random), judge: git::judge },
    Target { name: "manifest", cases: || 1_000, make: |_, random| manifest::damaged(random), judge: judge::judge },
    Target { name: "parse", cases: || 400, make: |_, random| source::damaged(random), judge: judge::judge },
];

#[test]
fn annotation() {
    watch::run("annotation");
}

#[test]
fn bombs() {
    watch::run("bombs");
}

#[test]
fn brinks() {
    watch::run("brinks");
}

#[test]
fn cuts() {
    watch::run("cuts");
}

#[cfg(unix)]
#[test]
fn git() {
    watch::run("git");
}

#[test]
fn manifest() {
    watch::run("manifest");
}

#[test]
fn parse() {
    watch::run("parse");
}

#[test]
#[ignore = "the process that the others start"]
fn worker() {
    watch::work();
}
