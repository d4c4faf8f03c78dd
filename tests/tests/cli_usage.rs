//! The tool as a process: every way to be used wrongly has a message that teaches and a status, and says nothing on
//! standard output.

use ensue_tests::{ensue, folder};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

const MANIFEST: &str = "[package]\nname = \"app\"\nversion = \"0.1.0\"\nedition = \"2024\"\n";

/// A project without annotations, and beside it things that are none.
fn place() -> TempDir {
    folder(&[
        ("app/Cargo.toml", MANIFEST),
        ("app/src/lib.rs", "//! Nothing.\n"),
        ("empty/notes.txt", "no manifest here"),
        ("broken/Cargo.toml", "[package]\nname = \"broken\nversion = 1\n"),
        ("graphs/text.json", "not JSON"),
        (
            "graphs/other.json",
            "{\"schema\": \"ensue/graph/9\", \"nodes\": [], \"edges\": [], \"holes\": [], \"diagnostics\": []}",
        ),
        (
            "graphs/torn.json",
            "{\"schema\": \"ensue/graph/1\", \"nodes\": [], \"holes\": [], \"diagnostics\": [], \"edges\": [\
             {\"from\": \"a\", \"to\": \"b\", \"kind\": \"emits\", \"timing\": \"inline\", \"condition\": null}]}",
        ),
        (
            "graphs/graph.json",
            "{\"schema\": \"ensue/graph/1\", \"nodes\": [], \"edges\": [], \"holes\": [], \"diagnostics\": []}",
        ),
    ])
}

fn run(dir: &Path, arguments: &[&str]) -> Output {
    ensue!().args(arguments).current_dir(dir).env_remove("NO_COLOR").output().expect("the tool starts")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("messages are UTF-8")
}

/// Arguments, and what the message must hold: the problem and what to do.
const MISTAKES: &[(&[&str], &[&str])] = &[
    (&[], &["Usage: cargo ensue [OPTIONS] <COMMAND>"]),
    (&["grahp"], &["unrecognized subcommand 'grahp'", "a similar subcommand exists: 'graph'"]),
    (&["graph", "--fromat", "svg"], &["unexpected argument '--fromat'", "a similar argument exists: '--format'"]),
    (&["graph", "--format", "png"], &["invalid value 'png'", "json, dot, mermaid, svg"]),
    (&["-C", "nowhere", "graph"], &["`nowhere` is not a directory that can be read", "name one of a cargo project"]),
    (&["graph", "nowhere"], &["nowhere` is not a directory that can be read", "name one of a cargo project"]),
    (&["graph", "app/Cargo.toml"], &["is not a directory that can be read", "name one of a cargo project"]),
    (&["graph", "empty"], &["no `Cargo.toml` in", "name a directory of a cargo project, with `-C DIR`"]),
    (&["graph", "broken"], &["Cargo.toml`, line 2: "]),
    (&["graph", "app", "--depth", "2"], &["`--depth` counts steps from a node: name it with `--from` or `--to`"]),
    (&["graph", "app", "--from", "Paid"], &["nothing is called `Paid`", "such as `#[event]`"]),
    (&["after", "Paid", "-C", "app"], &["nothing is called `Paid`"]),
    (&["before", "Paid", "-C", "app"], &["nothing is called `Paid`"]),
    (&["path", "Paid", "Sent", "-C", "app"], &["nothing is called `Paid`"]),
    (&["diff", "-C", "app"], &["is not in a git repository", "compare directories, as in `dir:OLD dir:NEW`"]),
    (&["diff", "main", "-C", "app"], &["is not in a git repository"]),
    (&["diff", "index", "-C", "app"], &["is not in a git repository"]),
    (&["diff", "dir:", "-C", "app"], &["`dir:` names nothing: write `dir:` and what is meant"]),
    (&["diff", "dir:../nowhere", "-C", "app"], &["nowhere` is not a directory that can be read"]),
    (&["diff", "file:../nowhere.json", "-C", "app"], &["cannot read `app/../nowhere.json`: "]),
    (&["diff", "file:graphs"], &["`./graphs` is not a file; a directory is `dir:./graphs`"]),
    (&["diff", "file:graphs/text.json"], &["`./graphs/text.json` is no graph (expected", "`cargo ensue snapshot`"]),
    (
        &["diff", "file:graphs/other.json"],
        &["its schema is `ensue/graph/9`, not `ensue/graph/1`", "`cargo ensue snapshot`"],
    ),
    (&["diff", "file:graphs/torn.json"], &["an edge ends at `a`, which is no node of it"]),
    (&["snapshot", "empty"], &["no `Cargo.toml` in"]),
];

#[test]
fn mistakes_are_explained() {
    let place = place();
    for (arguments, expected) in MISTAKES {
        for with_name in [false, true] {
            let arguments: Vec<&str> =
                with_name.then_some("ensue").into_iter().chain(arguments.iter().copied()).collect();
            let output = run(place.path(), &arguments);
            let message = text(&output.stderr);
            for part in *expected {
                assert!(message.contains(part), "{arguments:?} must say {part:?}, and says:\n{message}");
            }
            assert_eq!(output.status.code(), Some(2), "{arguments:?}");
            assert!(output.stdout.is_empty(), "{arguments:?} failed, and answered:\n{}", text(&output.stdout));
            assert!(!message.contains("panicked"), "{message}");
        }
    }
}

#[test]
fn the_directory_may_be_given_anywhere() {
    let place = place();
    let expected = run(&place.path().join("app"), &["graph"]);
    assert_eq!(expected.status.code(), Some(0), "{}", text(&expected.stderr));
    assert!(!expected.stdout.is_empty());
    let forms: &[&[&str]] = &[
        &["-C", "app", "graph"],
        &["graph", "-C", "app"],
        &["graph", "app"],
        &["-Capp", "graph"],
        &["ensue", "-C", "app", "graph"],
        &["ensue", "graph", "-C", "app", "."],
        &["graph", "app/src"],
    ];
    for arguments in forms {
        let output = run(place.path(), arguments);
        assert_eq!(text(&output.stdout), text(&expected.stdout), "{arguments:?}: {}", text(&output.stderr));
    }
}

#[test]
fn help_and_version_are_answers() {
    let place = place();
    let commands = ["graph", "after", "before", "path", "doc", "diff", "snapshot"];
    let overview = text(&run(place.path(), &["--help"]).stdout);
    for command in commands {
        assert!(overview.contains(&format!("\n  {command} ")), "{command} is missing in:\n{overview}");
        let output = run(place.path(), &["ensue", command, "--help"]);
        let help = text(&output.stdout);
        assert_eq!(output.status.code(), Some(0));
        assert!(help.contains(&format!("Usage: cargo ensue {command}")), "{help}");
        assert!(help.contains(&format!("\n  cargo ensue {command}")), "no example:\n{help}");
    }
    let version = run(place.path(), &["--version"]);
    assert_eq!(text(&version.stdout), format!("cargo-ensue {}\n", env!("CARGO_PKG_VERSION")));
    assert_eq!(version.status.code(), Some(0));
}

/// Whoever stops reading, such as `head`, has what it wants.
#[test]
fn a_closed_output_ends_quietly() {
    let place = place();
    for arguments in [&["graph", "app"][..], &["graph", "app", "--format", "svg"], &["--help"]] {
        let mut child = ensue!()
            .args(arguments)
            .current_dir(place.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the tool starts");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("the tool ends");
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", text(&output.stderr));
        assert!(!text(&output.stderr).contains("error"), "{}", text(&output.stderr));
    }
}

#[test]
fn colours_come_when_asked_for() {
    let place = place();
    let graph = "file:graphs/graph.json";
    let message = |arguments: &[&str], no_color: bool| {
        let mut command: Command = ensue!();
        command.args(arguments).current_dir(place.path()).env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE");
        if no_color {
            command.env("NO_COLOR", "1");
        }
        let output = command.output().expect("the tool starts");
        (output.stdout, text(&output.stderr))
    };
    assert!(!message(&["diff", "file:nowhere", graph], false).1.contains('\u{1b}'), "a pipe is no terminal");
    assert!(message(&["diff", "file:nowhere", graph, "--color", "always"], false).1.contains("\u{1b}["));
    assert!(message(&["diff", "file:nowhere", graph, "--color", "always"], true).1.contains("\u{1b}["));
    assert!(!message(&["diff", "file:nowhere", graph, "--color", "never"], false).1.contains('\u{1b}'));
}

#[test]
fn quiet_leaves_errors_only() {
    let place = place();
    let graph = "file:graphs/graph.json";
    let loud = run(place.path(), &["diff", graph, graph]);
    assert_eq!(text(&loud.stderr), "comparing the file `graphs/graph.json` with the file `graphs/graph.json`\n");
    assert_eq!((loud.stdout.len(), loud.status.code()), (0, Some(0)), "nothing changed, so nothing is said");
    let quiet = run(place.path(), &["diff", graph, graph, "--quiet"]);
    assert_eq!((quiet.stdout.len(), quiet.stderr.len()), (0, 0));
    assert!(!run(place.path(), &["--quiet", "diff", "file:nowhere", graph]).stderr.is_empty());
}

/// Text of the tree is obeyed by no terminal, in messages either.
#[test]
fn messages_show_hostile_names() {
    let place = folder(&[("a/x", "")]);
    let name = "\u{1b}]0;x\u{7}\u{202e}";
    let output = run(place.path(), &["graph", name]);
    let message = text(&output.stderr);
    assert!(message.contains("⟨U+001B⟩]0;x⟨U+0007⟩⟨U+202E⟩"), "{message}");
}
