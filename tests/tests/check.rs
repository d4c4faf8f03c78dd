//! `check` as a process: statuses, levels, configuration, and text of the tree that is hostile.

use ensue_tests::{Answer, ensue, folder, root, run};
use std::path::Path;
use tempfile::TempDir;

const MANIFEST: &str = "[package]\nname = \"app\"\nedition = \"2024\"\n[dependencies]\nensue = \"0.1\"\n";

/// Two handlers that cause each other: one finding, denied by default.
const LOOP: &str = "\
use ensue::{controller, event, handler, Cx};
/// Here.
#[event]
pub struct Ping;
/// There.
#[event]
pub struct Pong;
#[controller(may_emit = [Ping])]
fn serve(cx: &mut Cx<'_, serve>) { cx.emit(Ping); }
#[handler(on = Ping, may_emit = [Pong])]
fn there(_: &Ping, cx: &mut Cx<'_, there>) { cx.emit(Pong); }
#[handler(on = Pong, may_emit = [Ping])]
fn back(_: &Pong, cx: &mut Cx<'_, back>) { cx.emit(Ping); }
";

fn place(source: &str, configuration: Option<&str>) -> TempDir {
    let mut files = vec![("Cargo.toml", MANIFEST), ("src/lib.rs", source)];
    files.extend(configuration.map(|text| ("ensue.toml", text)));
    folder(&files)
}

fn check(dir: &Path, more: &[&str]) -> Answer {
    run(ensue!().current_dir(dir).arg("check").args(more).env_remove("NO_COLOR"))
}

#[test]
fn levels_decide_the_status() {
    let cases: &[(Option<&str>, i32, &str, &str)] = &[
        (None, 1, "error[inline_loop]", "error: found 1 error\n"),
        (Some("[lints]\ninline_loop = \"deny\"\n"), 1, "error[inline_loop]", "error: found 1 error\n"),
        (Some("[lints]\ninline_loop = \"warn\"\n"), 0, "warning[inline_loop]", "found 1 warning\n"),
        (Some("[lints]\ninline_loop = \"allow\"\n"), 0, "", "nothing found in 5 nodes and 5 edges\n"),
    ];
    for (configuration, status, on_stdout, on_stderr) in cases {
        let answer = check(place(LOOP, *configuration).path(), &[]);
        assert_eq!((answer.status, answer.stderr.as_str()), (*status, *on_stderr), "{configuration:?}: {answer:#?}");
        assert!(answer.stdout.starts_with(on_stdout), "{configuration:?}: {answer:#?}");
        assert_eq!(answer.stdout.is_empty(), on_stdout.is_empty(), "{configuration:?}: {answer:#?}");
        assert!(!answer.stdout.contains('\x1b'), "nobody sees colours in a pipe: {answer:#?}");
    }
}

#[test]
fn the_message_shows_each_step_at_its_place() {
    let answer = check(place(LOOP, None).path(), &[]);
    for part in [
        "error[inline_loop]: `app::Ping` causes itself in one unit of work",
        " --> src/lib.rs:13:52",
        "^^^^ `back` emits `Ping`",
        "---- `there` emits `Pong`",
        "---- which `back` handles",
        "= note: the way round: Ping → there → Pong → back → Ping",
        "`cargo ensue explain inline_loop` says why",
        "read 1 file of app",
    ] {
        assert!(answer.stdout.contains(part), "{part}: {}", answer.stdout);
    }
}

#[test]
fn configuration_is_looked_up_from_the_directory_to_the_workspace() {
    let package = "[package]\nname = \"app\"\nedition = \"2024\"\n[dependencies]\nensue = \"0.1\"\n";
    let place = folder(&[
        ("ensue.toml", "lints = 1\n"),
        ("work/Cargo.toml", "[workspace]\nmembers = [\"app\", \"other\"]\n"),
        ("work/ensue.toml", "[lints]\ninline_loop = \"allow\"\n"),
        ("work/app/Cargo.toml", package),
        ("work/app/src/lib.rs", LOOP),
        ("work/app/ensue.toml", "[lints]\ninline_loop = \"warn\"\n"),
        ("work/other/Cargo.toml", "[package]\nname = \"other\"\nedition = \"2024\"\n"),
        ("work/other/src/lib.rs", ""),
    ]);
    // What lies above the workspace is nobody's business; of what lies in it the nearest counts.
    let told = |dir: &str| check(&place.path().join(dir), &[]).stderr;
    assert_eq!(told("work"), "nothing found in 5 nodes and 5 edges\n");
    assert_eq!(told("work/app"), "found 1 warning\n");
    assert_eq!(told("work/app/src"), "found 1 warning\n");
    assert_eq!(told("work/other"), "nothing found in 0 nodes and 0 edges\n");
}

#[test]
fn mistakes_in_the_configuration_have_a_place() {
    let text = "max-hole = 1\n[lints]\ninline_loop = \"dney\"\n";
    let answer = check(place(LOOP, Some(text)).path(), &[]);
    assert_eq!((answer.status, answer.stdout.as_str()), (2, ""));
    for part in [
        "error[configuration]: unknown key `max-hole`: expected one of `diff`, `lints`, `max-holes`, `rule`",
        " --> ensue.toml:1:1",
        "help: did you mean `max-holes`?",
        "unknown level `dney`: expected one of `allow`, `warn`, `deny`",
        " --> ensue.toml:3:15",
    ] {
        assert!(answer.stderr.contains(part), "{part}: {}", answer.stderr);
    }
}

#[test]
fn code_excuses_its_own_findings() {
    let excused = LOOP.replace(
        "#[handler(on = Pong",
        "#[ensue::allow(inline_loop, reason = \"Pong comes once\")]\n#[handler(on = Pong",
    );
    let answer = check(place(&excused, None).path(), &[]);
    assert_eq!((answer.status, answer.stderr.as_str()), (0, "nothing found in 5 nodes and 5 edges\n"), "{answer:#?}");
    let elsewhere = LOOP.replace("#[controller", "#[ensue::allow(inline_loop, reason = \"x\")]\n#[controller");
    let answer = check(place(&elsewhere, None).path(), &[]);
    assert_eq!((answer.status, answer.stderr.as_str()), (1, "error: found 1 error, 1 warning\n"), "{answer:#?}");
    assert!(
        answer.stdout.contains("warning[unused_allow]: `inline_loop` finds nothing about `app::serve`"),
        "{answer:#?}"
    );
}

#[test]
fn the_number_of_holes_can_be_bounded() {
    let blind = "ensue::unknown! { #[ensue::event] pub struct Hidden; }\nmod gone;\n";
    for (configuration, arguments, status) in [
        (None, &[][..], 0),
        (None, &["--max-holes", "2"][..], 0),
        (None, &["--max-holes", "1"][..], 1),
        (Some("max-holes = 1\n"), &[][..], 1),
        (Some("max-holes = 0\n"), &["--max-holes", "2"][..], 0),
    ] {
        let answer = check(place(blind, configuration).path(), arguments);
        assert_eq!(answer.status, status, "{configuration:?} {arguments:?}: {answer:#?}");
        let all = answer.stdout.matches("error[max-holes]").count();
        assert_eq!(all, if status == 0 { 0 } else { 2 }, "each hole is shown: {answer:#?}");
    }
}

#[test]
fn text_of_the_tree_commands_nothing() {
    let source =
        "#[ensue::event]\npub struct A;\n#[ensue::handler(on = Aa)] // \x1b[31m \u{202e}x ##[error]\nfn a(_: &A) {}\n";
    let answer = check(place(source, None).path(), &["--color", "always"]);
    let own_colours = answer.stdout.replace("\x1b[0m", "").replace("\x1b[1m", "").replace("\x1b[38;5;", "\x1b[3");
    assert!(!own_colours.contains("// \x1b"), "{answer:#?}");
    assert!(answer.stdout.contains("// ⟨U+001B⟩[31m ⟨U+202E⟩x #⟨U+0023⟩[error]"), "{answer:#?}");
}

#[test]
fn the_examples_break_no_rule() {
    for example in ["examples/payments", "examples/shop"] {
        let answer = check(&root().join(example), &["--max-holes", "0"]);
        assert_eq!((answer.status, answer.stdout.as_str()), (0, ""), "{answer:#?}");
    }
}

#[test]
fn every_lint_can_be_explained() {
    let explain = |arguments: &[&str]| run(ensue!().arg("explain").args(arguments));
    let all = explain(&[]);
    assert_eq!(all.status, 0);
    // An empty line and a heading stand between lints and kinds of rules.
    for line in all.stdout.lines().filter(|line| !line.is_empty() && !line.ends_with(':')) {
        let name = line.split(' ').next().expect("a name");
        let answer = explain(&[name]);
        assert!(answer.status == 0 && answer.stdout.starts_with(&format!("{name} (")), "{answer:#?}");
    }
    let unknown = explain(&["inline-lop"]);
    assert_eq!((unknown.status, unknown.stdout.as_str()), (2, ""));
    assert!(
        unknown.stderr.contains(
            "no lint, kind of rule or rule of a difference is called `inline-lop`; did you mean `inline_loop`?"
        ),
        "{unknown:#?}"
    );
}
