//! What is told of an analysis that takes its time: on a terminal a line that goes away, elsewhere nothing.
#![cfg(target_os = "linux")]

use ensue_tests::{Answer, ensue, folder, has_tool, run};
use std::fmt::Write;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

const LINE: &str = "reading the project: ";

/// More than is read in half a second by a program that is not optimised.
fn large() -> TempDir {
    let mut source = String::from("use ensue::{Cx, controller, event, handler};\n");
    for n in 0..3_000 {
        let _ = write!(
            source,
            "#[event]\npub struct E{n};\n#[controller(may_emit = [E{n}])]\nfn c{n}(cx: &mut Cx<'_, c{n}>) {{ cx.emit(E{n}); }}\n\
             #[handler(on = E{n})]\nfn h{n}(_: &E{n}) {{}}\n"
        );
    }
    let manifest = "[package]\nname = \"app\"\nedition = \"2024\"\n[dependencies]\nensue = \"0.1\"\n";
    folder(&[("Cargo.toml", manifest), ("src/lib.rs", &source)])
}

/// As in a terminal that shows standard error alone.
fn in_terminal(dir: &Path, arguments: &str) -> Answer {
    let tool = env!("CARGO_BIN_EXE_ensue-under-test");
    let line = format!("'{tool}' graph --format json {arguments} > answer.json");
    run(Command::new("script")
        .args(["--quiet", "--return", "--command", &line, "/dev/null"])
        .current_dir(dir)
        .env("TERM", "xterm"))
}

#[test]
fn a_terminal_shows_it_until_it_is_over() {
    if !has_tool("script") {
        return;
    }
    let place = large();
    let shown = in_terminal(place.path(), "");
    assert_eq!(shown.status, 0, "{shown:#?}");
    let (_, last) = shown.stdout.rsplit_once(LINE).unwrap_or_else(|| panic!("no line: {shown:#?}"));
    assert!(last.ends_with("\r\x1b[2K"), "the line goes away: {shown:#?}");
    let answer = std::fs::read_to_string(place.path().join("answer.json")).expect("the answer");
    assert!(answer.starts_with("{\n\"schema\"") && !answer.contains(LINE));

    let quiet = in_terminal(place.path(), "--quiet");
    assert_eq!((quiet.status, quiet.stdout.as_str()), (0, ""));
    let piped = run(ensue!().args(["graph", "--format", "json"]).current_dir(place.path()).env("TERM", "xterm"));
    assert_eq!((piped.status, piped.stderr.as_str()), (0, ""));
}
