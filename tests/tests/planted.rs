//! Violations planted in random correct workspaces: `check` finds as many as were planted, where they were planted, and nothing
//! in what is correct.

#[path = "planted/workspace.rs"]
mod workspace;

use ensue_analyzer::lints::{LINTS, Level, Lint};
use ensue_tests::{ensue, folder, root, run};
use fastrand::Rng;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::process::Command;
use workspace::{Workspace, manifest, workspace};

/// What to plant: by lint, see the file.
const PLANTS: &str = include_str!("planted/plants.txt");

/// A finding begins in this file, on this line, and is of this lint.
type Place = (String, usize, String);

#[test]
fn nothing_is_found_in_correct_workspaces() {
    for seed in 0..30 {
        let files = workspace(seed).files;
        assert_eq!(found(&files, &[]), BTreeSet::new(), "seed {seed}:\n{}", shown(&files));
    }
}

#[test]
fn as_many_are_found_as_were_planted_and_where_they_are() {
    for (lint, seed) in LINTS.iter().flat_map(|lint| (0..2).map(move |seed| (*lint, seed))) {
        check(seed, &[lint]);
    }
}

#[test]
fn violations_of_several_lints_do_not_hide_each_other() {
    for seed in 100..120 {
        let mut random = Rng::with_seed(seed);
        let lints = random.choose_multiple(LINTS.iter().copied(), 5);
        check(seed, &lints);
    }
}

/// The workspaces are correct to rustc too.
#[test]
fn correct_workspaces_compile() {
    let runtime = format!("ensue = {{ path = \"{}\" }}", root().join("runtime").display());
    let lock = std::fs::read_to_string(root().join("Cargo.lock")).expect("the lock file");
    for seed in 0..4 {
        let files = workspace(seed).files.into_iter();
        let mut files: BTreeMap<String, String> =
            files.map(|(path, text)| (path, text.replace("ensue = \"0.1\"", &runtime))).collect();
        files.insert("Cargo.lock".to_owned(), lock.clone());
        let place = placed(&files);
        let mut check = Command::new(env!("CARGO"));
        check.args(["check", "--quiet", "--offline", "--target-dir"]).arg(root().join("target/planted"));
        let answer = run(check.current_dir(place.path()));
        assert_eq!(answer.status, 0, "seed {seed}: {}\n{}", answer.stderr, shown(&files));
    }
}

/// Plants between one and four violations of each of these lints in the workspace of a seed.
fn check(seed: u64, lints: &[&Lint]) {
    let mut workspace = workspace(seed);
    let mut random = Rng::with_seed(!seed);
    let mut planted = BTreeSet::new();
    let mut number = 0;
    for lint in lints {
        for _ in 0..random.usize(1..=4) {
            number += 1;
            planted.extend(plant(&mut workspace, &mut random, lint.name, number));
        }
    }
    let names: Vec<&str> = lints.iter().map(|lint| lint.name).collect();
    let found = found(&workspace.files, lints);
    assert_eq!(found, planted, "seed {seed}, {}:\n{}", names.join(", "), shown(&workspace.files));
}

/// Plants one violation, and tells where.
fn plant(workspace: &mut Workspace, random: &mut Rng, lint: &str, number: usize) -> Option<Place> {
    let plants = plants_of(lint);
    let text = &plants[random.usize(..plants.len())];
    let event = if text.contains("$NAME") {
        // A name that three share is one mistake as well.
        let at = random.usize(..workspace.unshared.len().max(1));
        (at < workspace.unshared.len()).then(|| workspace.unshared.remove(at))?
    } else {
        workspace.events[random.usize(..workspace.events.len())].clone()
    };
    let name = event.rsplit("::").next().expect("a name");
    let text = text.replace('#', "\u{0}").replace("\u{0}[", "#[").replace("\u{0}!", "#!");
    let text = text.replace('\u{0}', &number.to_string()).replace("$EVENT", &event).replace("$NAME", name);
    let mark = text.lines().position(|line| line.contains("//~")).unwrap_or_else(|| panic!("{lint}: no mark"));
    if let Some((path, text)) = text.strip_prefix("//- /").and_then(|rest| rest.split_once('\n')) {
        let package = path.split('/').next().expect("a folder");
        workspace.files.insert(format!("{package}/Cargo.toml"), manifest(package, &["facts"]));
        workspace.files.insert(path.to_owned(), text.to_owned());
        return Some((path.to_owned(), mark, lint.to_owned()));
    }
    let package = &workspace.packages[random.usize(..workspace.packages.len())];
    let library = workspace.files.get_mut(&format!("{package}/src/lib.rs")).expect("the library");
    let _ = writeln!(library, "mod planted{number};");
    let path = format!("{package}/src/planted{number}.rs");
    workspace.files.insert(path.clone(), text);
    Some((path, mark + 1, lint.to_owned()))
}

/// What to plant for a lint, one of these: a section begins with its name, and may say more.
fn plants_of(lint: &str) -> Vec<String> {
    let sections = PLANTS.split("\n=== ").skip(1).filter_map(|section| section.split_once('\n'));
    let own = sections.filter(|(heading, _)| heading.split(' ').next() == Some(lint));
    let found: Vec<String> = own.map(|(_, text)| text.to_owned()).collect();
    assert!(!found.is_empty(), "nothing says what to plant for `{lint}`");
    found
}

/// What `check` finds, with these lints switched on.
fn found(files: &BTreeMap<String, String>, lints: &[&Lint]) -> BTreeSet<Place> {
    let mut levels = String::from("[lints]\n");
    for lint in lints.iter().filter(|lint| lint.level == Level::Allow) {
        let _ = writeln!(levels, "{} = \"warn\"", lint.name);
    }
    let mut files = files.clone();
    files.insert("ensue.toml".to_owned(), levels);
    let place = placed(&files);
    let answer = run(ensue!().args(["check", "--format", "json"]).current_dir(place.path()));
    assert!(answer.stderr.is_empty() || answer.status < 2, "{answer:#?}");
    let mut found = BTreeSet::new();
    for line in answer.stdout.lines() {
        let message: Value = serde_json::from_str(line).expect("a line is an object");
        if message["reason"] != "compiler-message" {
            continue;
        }
        let message = &message["message"];
        let spans = message["spans"].as_array().expect("a list");
        let span = spans.iter().find(|span| span["is_primary"] == true).unwrap_or_else(|| panic!("{message}"));
        let text = |value: &Value| value.as_str().expect("a text").to_owned();
        let line = usize::try_from(span["line_start"].as_u64().expect("a line")).expect("a small number");
        let is_new = found.insert((text(&span["file_name"]), line, text(&message["code"]["code"])));
        assert!(is_new, "found twice: {message}");
    }
    found
}

fn placed(files: &BTreeMap<String, String>) -> tempfile::TempDir {
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    folder(&files)
}

/// The sources, to look at when something is wrong.
fn shown(files: &BTreeMap<String, String>) -> String {
    let mut text = String::new();
    for (path, source) in files.iter().filter(|(path, _)| path.contains("/src/")) {
        let _ = write!(
            text,
            "//- /{path}
{source}
"
        );
    }
    text
}
