//! What a team makes of changes: `[diff]` and what is accepted, as the base of a comparison has them.

use ensue_tests::{Answer, commit_all, ensue, git, run};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

const MANIFEST: &str = "[package]\nname = \"app\"\nedition = \"2024\"\n[dependencies]\nensue = \"0.1\"\n";

/// `Paid` leads to `Sent`.
const BEFORE: &str = "use ensue::{event, handler, Cx};\n#[event]\npub struct Paid;\n#[event]\npub struct Sent;\n\
    #[handler(on = Paid, may_emit = [Sent])]\npub fn send(_: &Paid, cx: &mut Cx<'_, send>) { cx.emit(Sent); }\n";

/// And `Sent` to `Paid` again, later.
const AFTER: &str = "#[handler(on = Sent, timing = deferred, may_emit = [Paid])]\n\
    pub fn again(_: &Sent, cx: &mut Cx<'_, again>) { cx.emit(Paid); }\n";

/// A repository whose base says this in `ensue.toml`, and whose work tree has a new loop.
fn with_policy(policy: &str) -> (TempDir, PathBuf) {
    let folder = TempDir::new().expect("a folder");
    let place = folder.path().join("app");
    fs::create_dir_all(place.join("src")).expect("a folder");
    git(folder.path(), &["init", "--quiet", "app"]);
    write(&place, "Cargo.toml", MANIFEST);
    write(&place, "src/lib.rs", BEFORE);
    write(&place, "ensue.toml", policy);
    commit_all(&place);
    write(&place, "src/lib.rs", &format!("{BEFORE}{AFTER}"));
    (folder, place)
}

fn write(place: &Path, file: &str, text: &str) {
    fs::write(place.join(file), text).expect("a file");
}

fn diff(place: &Path, more: &[&str]) -> Answer {
    run(ensue!().current_dir(place).args(["diff", "HEAD"]).args(more))
}

/// The findings of a rule.
fn found(place: &Path, rule: &str) -> Vec<Value> {
    let diff: Value = serde_json::from_str(&diff(place, &["--format", "json"]).stdout).expect("data");
    diff["findings"].as_array().expect("a list").iter().filter(|it| it["rule"] == rule).cloned().collect()
}

#[test]
fn the_policy_of_the_base_decides() {
    let (_folder, place) = with_policy("");
    assert_eq!((diff(&place, &[]).status, found(&place, "loop-new").len()), (0, 1));

    for (policy, status, level) in [
        ("[diff]\nloop-new = \"deny\"\n", 1, Some("deny")),
        ("[diff]\nloop-new = \"info\"\n", 0, Some("info")),
        ("[diff]\nloop-new = \"allow\"\n", 0, None),
        ("[[diff.for]]\npath = \"app::**\"\nloop-new = \"deny\"\n", 1, Some("deny")),
        ("[[diff.for]]\npath = \"other::**\"\nloop-new = \"deny\"\n", 0, Some("warn")),
    ] {
        let (_folder, place) = with_policy(policy);
        let answer = diff(&place, &[]);
        assert_eq!(answer.status, status, "{policy}: {answer:#?}");
        assert_eq!(answer.stderr.contains("a rule that is denied: `loop-new`"), status == 1, "{}", answer.stderr);
        let levels: Vec<_> = found(&place, "loop-new").iter().map(|it| it["level"].clone()).collect();
        assert_eq!(levels.first().and_then(Value::as_str), level, "{policy}");

        // A change cannot judge itself, and what it would change is told.
        write(&place, "ensue.toml", "max-holes = 3\n[diff]\nloop-new = \"warn\"\n");
        let answer = diff(&place, &[]);
        assert_eq!(answer.status, status, "{answer:#?}");
        let told: Vec<_> = found(&place, "policy-changed").iter().map(|it| it["message"].clone()).collect();
        let says = "`ensue.toml` now says `loop-new = \"warn\"`";
        assert!(told.iter().any(|it| it == says) && told.len() == 3, "{told:#?}");
    }
}

#[test]
fn a_change_of_the_policy_alone_is_to_be_reviewed() {
    let (_folder, place) = with_policy("[diff]\nloop-new = \"deny\"\n[lints]\ninline_loop = \"deny\"\n");
    write(&place, "src/lib.rs", BEFORE);
    assert_eq!(diff(&place, &[]).stdout, "");
    write(&place, "ensue.toml", "[lints]\ninline_loop = \"warn\"\n");
    let answer = diff(&place, &[]);
    assert!(answer.stdout.starts_with("review: what changes are judged by differs"), "{}", answer.stdout);
    for line in [
        "policy  ensue.toml no longer says loop-new = \"deny\"",
        "policy  ensue.toml says another thing of the lint inline_loop",
    ] {
        assert!(answer.stdout.contains(line), "{}", answer.stdout);
    }
}

#[test]
fn what_the_base_accepts_is_silent_and_counted() {
    let (_folder, place) = with_policy("[diff]\nloop-new = \"deny\"\n");
    let fingerprint = found(&place, "loop-new")[0]["fingerprint"].as_str().expect("a fingerprint").to_owned();
    let accept = |base: &[&str]| {
        run(ensue!().current_dir(&place).args(["accept", &fingerprint, "--reason", "it ends"]).args(base))
    };
    let answer = accept(&[]);
    assert_eq!(answer.status, 2, "{answer:#?}");
    assert!(answer.stderr.contains("is accepted with `--base BASE`"), "{}", answer.stderr);
    let answer = accept(&["--base", "HEAD"]);
    assert_eq!((answer.status, answer.stdout.starts_with(&fingerprint)), (0, true), "{answer:#?}");

    // The change itself cannot accept it.
    let answer = diff(&place, &[]);
    assert_eq!(answer.status, 1, "{answer:#?}");
    assert!(answer.stdout.contains("policy  this change accepts what loop-new finds about"), "{}", answer.stdout);

    // Once it is in the base, it counts; and taking it away is told.
    let accepted = fs::read_to_string(place.join("ensue-accepted.toml")).expect("the file");
    write(&place, "src/lib.rs", BEFORE);
    commit_all(&place);
    write(&place, "src/lib.rs", &format!("{BEFORE}{AFTER}"));
    let answer = diff(&place, &[]);
    assert_eq!(answer.status, 0, "{answer:#?}");
    assert!(answer.stderr.contains("1 accepted") && found(&place, "loop-new").is_empty(), "{}", answer.stderr);
    fs::remove_file(place.join("ensue-accepted.toml")).expect("the file");
    assert_eq!(found(&place, "acceptance-changed").len(), 1, "{accepted}");
    // `check` leaves the entry to the difference.
    write(&place, "ensue-accepted.toml", &accepted);
    let check = run(ensue!().current_dir(&place).arg("check"));
    assert!(!check.stderr.contains("unused-acceptance"), "{check:#?}");
}

#[test]
fn a_base_that_cannot_be_read_is_no_base() {
    let (_folder, place) = with_policy("[diff]\nloop-nwe = \"deny\"\n");
    write(&place, "ensue.toml", "");
    let answer = diff(&place, &[]);
    assert_eq!((answer.status, answer.stdout.as_str()), (2, ""), "{answer:#?}");
    assert!(answer.stderr.contains("unknown rule `loop-nwe` of a difference"), "{}", answer.stderr);
    let head = run(Command::new("git").current_dir(&place).args(["rev-parse", "HEAD"])).stdout;
    assert!(answer.stderr.contains(&format!("so it stands in {} (`HEAD`)", &head[..10])), "{}", answer.stderr);
}
