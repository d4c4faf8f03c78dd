//! What a team accepts: the file, the findings that it silences, and the branches that meet in it.

use ensue_tests::{Answer, commit_all, ensue, folder, git, run};
use std::fs;
use std::path::Path;
use tempfile::TempDir;

const MANIFEST: &str = "[package]\nname = \"app\"\nedition = \"2024\"\n[dependencies]\nensue = \"0.1\"\n";

const FILE: &str = "ensue-accepted.toml";

/// Events that nobody handles: a finding each, warned about by default.
fn source(events: &[&str]) -> String {
    let one = |name: &&str| {
        format!(
            "/// Happened.\n#[ensue::event]\npub struct {name};\n#[ensue::controller(may_emit = [{name}])]\nfn emit_{name}(cx: &mut ensue::Cx<'_, emit_{name}>) {{ cx.emit({name}); }}\n"
        )
    };
    events.iter().map(one).collect()
}

fn place(events: &[&str]) -> TempDir {
    let deny = "[lints]\nevent_never_handled = \"deny\"\n";
    folder(&[("Cargo.toml", MANIFEST), ("ensue.toml", deny), ("src/lib.rs", &source(events))])
}

fn tool(dir: &Path, arguments: &[&str]) -> Answer {
    run(ensue!().current_dir(dir).args(arguments))
}

fn check(dir: &Path) -> (i32, String) {
    let answer = tool(dir, &["check"]);
    (answer.status, answer.stderr)
}

/// The fingerprint that `check` shows for the event, as a person would find it.
fn fingerprint(dir: &Path, event: &str) -> String {
    let text = tool(dir, &["check"]).stdout;
    let of_event = text.split("\n\n").find(|message| message.contains(&format!("app::{event}`"))).expect("a finding");
    let (_, command) = of_event.split_once("to accept it: `cargo ensue accept ").expect("the command");
    command.split(' ').next().expect("a word").to_owned()
}

fn accept(dir: &Path, event: &str) -> Answer {
    let answer = tool(dir, &["accept", &fingerprint(dir, event), "--reason", &format!("{event} is for others")]);
    assert_eq!(answer.status, 0, "{answer:#?}");
    answer
}

#[test]
fn what_is_accepted_is_silent_and_counted() {
    let place = place(&["Paid", "Sent"]);
    assert_eq!(check(place.path()), (1, "error: found 2 errors\n".to_owned()));
    let first = fingerprint(place.path(), "Paid");
    let answer = accept(place.path(), "Paid");
    assert_eq!(answer.stdout, format!("{first} event_never_handled: `app::Paid`\n"));
    assert!(
        answer.stderr.contains(&format!("1 accepted in `{}`, 1 of them new", place.path().join(FILE).display())),
        "{answer:#?}"
    );
    assert!(answer.stderr.contains("`ensue-accepted.toml merge=union` in `.gitattributes`"), "{answer:#?}");
    assert_eq!(check(place.path()), (1, "error: found 1 error; 1 accepted\n".to_owned()));
    let answer = accept(place.path(), "Sent");
    assert!(answer.stderr.contains("2 accepted in ") && answer.stderr.contains(", 1 of them new"), "{answer:#?}");
    assert!(!answer.stderr.contains(".gitattributes"), "it is told once: {answer:#?}");
    assert_eq!(check(place.path()), (0, "nothing found in 4 nodes and 2 edges; 2 accepted\n".to_owned()));
    for format in ["text", "json", "sarif", "github"] {
        let answer = tool(place.path(), &["check", "--format", format]);
        assert!(!answer.stdout.contains("app::Paid"), "{answer:#?}");
    }
    let text = fs::read_to_string(place.path().join(FILE)).expect("the file");
    let line = format!(
        "{first} = {{ rule = \"event_never_handled\", about = [\"app::Paid\"], reason = \"Paid is for others\" }}"
    );
    assert!(text.lines().any(|it| it == line), "{text}");
}

/// Neither a line nor a word decides: the code moves, the level changes, the finding stays what it is.
#[test]
fn entries_outlive_moved_lines() {
    let place = place(&["Paid", "Sent"]);
    accept(place.path(), "Paid");
    accept(place.path(), "Sent");
    fs::write(place.path().join("src/lib.rs"), format!("\n\n// Moved.\n{}", source(&["Sent", "Paid"])))
        .expect("written");
    fs::write(place.path().join("ensue.toml"), "").expect("written");
    assert_eq!(check(place.path()), (0, "nothing found in 4 nodes and 2 edges; 2 accepted\n".to_owned()));
}

#[test]
fn an_entry_that_matches_nothing_fails() {
    let place = place(&["Paid", "Sent"]);
    accept(place.path(), "Paid");
    accept(place.path(), "Sent");
    let gone = fingerprint_in_file(place.path(), "Sent");
    fs::write(place.path().join("src/lib.rs"), source(&["Paid"])).expect("written");
    let answer = tool(place.path(), &["check"]);
    assert_eq!((answer.status, answer.stderr.as_str()), (1, "error: found 1 error; 1 accepted\n"), "{answer:#?}");
    let text = fs::read_to_string(place.path().join(FILE)).expect("the file");
    let line = 1 + text.lines().position(|line| line.contains("Sent")).expect("the entry");
    for part in [
        "error[unused-acceptance]: `event_never_handled` finds nothing about `app::Sent` any more".to_owned(),
        format!(" --> {FILE}:{line}:1"),
        "help: remove this line".to_owned(),
    ] {
        assert!(answer.stdout.contains(&part), "{part}: {answer:#?}");
    }
    assert!(!answer.stdout.contains("to accept it"), "an acceptance cannot be accepted: {answer:#?}");
    let again = tool(place.path(), &["accept", &gone, "--reason", "x"]);
    assert_eq!(again.status, 2);
    let told = format!(
        "`{gone}` is accepted already, and `event_never_handled` finds it no more: remove line {line} of `{FILE}`"
    );
    assert!(again.stderr.contains(&told), "{again:#?}");
    // Of a part of the project nobody knows what the rest needs.
    assert_eq!(tool(place.path(), &["check", "--features", "default"]).status, 0);
}

fn fingerprint_in_file(dir: &Path, event: &str) -> String {
    let text = fs::read_to_string(dir.join(FILE)).expect("the file");
    let line = text.lines().find(|line| line.contains(&format!("app::{event}\""))).expect("the entry");
    line.split(' ').next().expect("a word").to_owned()
}

#[test]
fn a_member_is_a_part_of_its_workspace() {
    let member = |name: &str| MANIFEST.replace("app", name);
    let place = folder(&[
        ("Cargo.toml", "[workspace]\nmembers = [\"app\", \"other\"]\n"),
        ("app/Cargo.toml", MANIFEST),
        ("app/src/lib.rs", &source(&["Paid"])),
        ("other/Cargo.toml", &member("other")),
        ("other/src/lib.rs", &source(&["Sent"]).replace("emit_", "send_")),
    ]);
    accept(place.path(), "Paid");
    assert!(place.path().join(FILE).is_file(), "without `ensue.toml` it lies in the root");
    assert_eq!(check(&place.path().join("app")).0, 0);
    assert_eq!(check(&place.path().join("other")), (0, "found 1 warning\n".to_owned()));
}

#[test]
fn what_cannot_be_accepted_is_told() {
    let place = place(&["Paid"]);
    let told = |arguments: &[&str]| {
        let answer = tool(place.path(), &[&["accept"], arguments].concat());
        assert_eq!((answer.status, answer.stdout.as_str()), (2, ""), "{arguments:?}");
        answer.stderr
    };
    let known = fingerprint(place.path(), "Paid");
    let other = if known.starts_with('0') { "1" } else { "0" };
    assert!(
        told(&[other, "--reason", "x"]).contains(&format!("no finding has a fingerprint that begins with `{other}`"))
    );
    assert!(told(&["paid", "--reason", "x"]).contains("`paid` is no fingerprint: expected 16 digits of `0` to `9`"));
    assert!(told(&[&known]).contains("--reason <TEXT>"));
    assert!(told(&[&known, "--reason", " "]).contains("a reason is expected"));
    assert!(told(&["--reason", "x"]).contains("<FINGERPRINT>"));
    // Of several, one unknown: nothing is written.
    assert!(told(&[&known, other, "--reason", "x"]).contains("begins with"));
    assert!(!place.path().join(FILE).exists());
    let shorter = tool(place.path(), &["accept", &known[..4], "--reason", "x"]);
    assert_eq!(shorter.status, 0, "{shorter:#?}");
}

#[test]
fn the_first_digits_must_mean_one_finding() {
    let names: Vec<String> = (0..17).map(|at| format!("E{at}")).collect();
    let place = place(&names.iter().map(String::as_str).collect::<Vec<_>>());
    let mut all: Vec<String> = names.iter().map(|name| fingerprint(place.path(), name)).collect();
    all.sort();
    // Of 17 findings two begin with the same of 16 digits.
    let pair = all.windows(2).find(|pair| pair[0][..1] == pair[1][..1]).expect("a shared first digit");
    let answer = tool(place.path(), &["accept", &pair[0][..1], "--reason", "x"]);
    assert_eq!(answer.status, 2);
    for part in [&pair[0], &pair[1], "write more of one:", "event_never_handled: `app::E"] {
        assert!(answer.stderr.contains(part), "{part}: {answer:#?}");
    }
}

#[test]
fn mistakes_in_the_file_have_a_place() {
    let place = place(&["Paid"]);
    accept(place.path(), "Paid");
    let text = fs::read_to_string(place.path().join(FILE)).expect("the file");
    fs::write(place.path().join(FILE), text.replace(", reason = \"Paid is for others\"", "")).expect("written");
    for arguments in [&["check"][..], &["accept", "0", "--reason", "x"]] {
        let answer = tool(place.path(), arguments);
        assert_eq!((answer.status, answer.stdout.as_str()), (2, ""), "{answer:#?}");
        for part in ["error[configuration]: the entry has no `reason`", &format!(" --> {FILE}:2:1")] {
            assert!(answer.stderr.contains(part), "{part}: {answer:#?}");
        }
    }
}

/// The name of a package, and so an id, is any text.
#[test]
fn text_of_the_tree_commands_nothing() {
    let manifest = MANIFEST.replace("\"app\"", "\"app\\u001b[31m\\u202eb\"");
    let place =
        folder(&[("Cargo.toml", &manifest), ("src/lib.rs", "/// Happened.\n#[ensue::event]\npub struct Paid;\n")]);
    let json = tool(place.path(), &["check", "--format", "json"]).stdout;
    let (_, after) = json.split_once("cargo ensue accept ").expect("the command");
    let answer = tool(place.path(), &["accept", &after[..16], "--reason", "x", "--color", "always"]);
    assert_eq!(answer.status, 0, "{answer:#?}");
    assert!(answer.stdout.contains("app⟨U+001B⟩[31m⟨U+202E⟩b::Paid"), "{answer:#?}");
    let text = fs::read_to_string(place.path().join(FILE)).expect("the file");
    assert!(text.contains("app\\u001b[31m\\u202eb::Paid"), "{text}");
    assert!(check(place.path()).1.ends_with("; 1 accepted\n"), "it is read as it was written");
}

#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_link() {
    let place = place(&["Paid"]);
    let known = fingerprint(place.path(), "Paid");
    fs::write(place.path().join("elsewhere.toml"), "# Ours.\n").expect("written");
    std::os::unix::fs::symlink("elsewhere.toml", place.path().join(FILE)).expect("a link");
    let answer = tool(place.path(), &["accept", &known, "--reason", "x"]);
    assert_eq!(answer.status, 2, "{answer:#?}");
    assert!(answer.stderr.contains("is a link, and no output is written through one"), "{answer:#?}");
    assert_eq!(fs::read_to_string(place.path().join("elsewhere.toml")).expect("it is there"), "# Ours.\n");
}

/// Each branch accepts something of its own, in a file that neither has yet, and then in one that both have.
#[test]
fn branches_that_accept_different_things_meet() {
    let place = place(&["Paid", "Sent", "Kept", "Lost"]);
    let dir = place.path();
    fs::write(dir.join(".gitattributes"), format!("{FILE} merge=union\n")).expect("written");
    commit_all(dir);
    for (theirs, ours) in [("Paid", "Sent"), ("Kept", "Lost")] {
        git(dir, &["checkout", "--quiet", "-b", theirs]);
        accept(dir, theirs);
        commit(dir);
        git(dir, &["checkout", "--quiet", "-b", ours, "main"]);
        accept(dir, ours);
        commit(dir);
        // Once as a merge, once as a rebase.
        git(dir, &["checkout", "--quiet", "-b", &format!("{theirs}-{ours}"), theirs]);
        git(dir, &["merge", "--quiet", "--no-edit", ours]);
        let merged = entries(dir);
        git(dir, &["checkout", "--quiet", ours]);
        git(dir, &["rebase", "--quiet", theirs]);
        assert_eq!(entries(dir), merged);
        git(dir, &["checkout", "--quiet", "-B", "main"]);
    }
    assert_eq!(entries(dir).len(), 4);
    assert_eq!(check(dir), (0, "nothing found in 8 nodes and 4 edges; 4 accepted\n".to_owned()));
}

fn commit(dir: &Path) {
    git(dir, &["add", "--all"]);
    git(dir, &["commit", "--quiet", "--message", "accepted"]);
}

fn entries(dir: &Path) -> Vec<String> {
    let text = fs::read_to_string(dir.join(FILE)).expect("the file");
    let mut entries: Vec<String> = text.lines().filter(|line| !line.starts_with('#')).map(str::to_owned).collect();
    entries.sort();
    entries
}
