//! `check --locked`: the snapshot against the code.

use ensue_tests::{Answer, ensue, folder, root, run};
use std::fs;
use std::path::Path;
use tempfile::TempDir;

const MANIFEST: &str = "[package]\nname = \"app\"\nedition = \"2024\"\n[dependencies]\nensue = \"0.1\"\n";

const SOURCE: &str = "\
use ensue::{controller, event, handler, Cx};
/// Paid.
#[event]
pub struct Paid;
#[controller(may_emit = [Paid])]
fn pay(cx: &mut Cx<'_, pay>) { cx.emit(Paid); }
#[handler(on = Paid)]
fn book(_: &Paid) {}
";

fn place() -> TempDir {
    let place = folder(&[("Cargo.toml", MANIFEST), ("src/lib.rs", SOURCE)]);
    assert_eq!(run(ensue!().arg("snapshot").current_dir(place.path())).status, 0);
    place
}

fn locked(dir: &Path, more: &[&str]) -> Answer {
    run(ensue!().current_dir(dir).args(["check", "--locked"]).args(more))
}

/// The code after a change, and what is told of it; nothing when the snapshot is as good as before.
#[test]
fn what_the_code_says_otherwise_is_told() {
    let cases: &[(&str, &str, &[&str])] = &[
        // A body, a comment and a line: what can follow is the same.
        ("{ cx.emit(Paid); }", "{\n    let twice = 2; // or so\n    for _ in 0..twice { cx.emit(Paid); }\n}", &[]),
        ("/// Paid.", "\n/// It was paid.", &[]),
        (
            "#[handler(on = Paid)]",
            "/// Sent.\n#[event]\npub struct Sent;\n#[handler(on = Paid)]",
            &[
                "`ensue.json` does not say what the code says: 1 missing in it",
                "src/lib.rs:9:12",
                "the event `app::Sent` is missing in it",
            ],
        ),
        (
            "#[handler(on = Paid)]\nfn book(_: &Paid) {}\n",
            "",
            &[
                "`ensue.json` does not say what the code says: 2 gone",
                "--> ensue.json",
                "= note: the handler `app::book` is gone (`ensue.json`, line 5)",
                "= note: `app::Paid → app::book` (handles) is gone (`ensue.json`, line 9)",
            ],
        ),
        (
            "pub struct Paid;",
            "pub struct Paid { pub amount: u64 }",
            &["1 changed", "src/lib.rs:4:12", "the event `app::Paid` is not as it says"],
        ),
        ("#[handler(on = Paid)]", "mod gone;\n#[handler(on = Paid)]", &["other places that cannot be seen"]),
    ];
    for (before, after, told) in cases {
        let place = place();
        let source = SOURCE.replace(before, after);
        assert_ne!(source, SOURCE, "{before}");
        fs::write(place.path().join("src/lib.rs"), source).expect("the file can be written");
        let answer = locked(place.path(), &[]);
        assert_eq!(answer.status, i32::from(!told.is_empty()), "{after}: {answer:#?}");
        for part in *told {
            assert!(answer.stdout.contains(part), "{part}: {}", answer.stdout);
        }
        assert_eq!(answer.stdout.contains("= help: `cargo ensue snapshot` writes it anew"), !told.is_empty());
        // What the message says to do is what helps.
        assert_eq!(run(ensue!().arg("snapshot").current_dir(place.path())).status, 0);
        assert_eq!(locked(place.path(), &[]).status, 0, "{after}");
    }
}

#[test]
fn programs_count_as_well() {
    let place = place();
    fs::write(place.path().join("src/main.rs"), "use app as _;\nfn main() {}\n").expect("the file can be written");
    let answer = locked(place.path(), &[]);
    assert!(answer.status == 1 && answer.stdout.contains("other programs"), "{answer:#?}");
}

#[test]
fn the_nearest_snapshot_counts_and_one_must_be_there() {
    let place = place();
    let below = place.path().join("src");
    assert_eq!(locked(&below, &[]).status, 0);
    let file = place.path().join("ensue.json");
    // However lines end: a checkout may have changed them.
    let text = fs::read_to_string(&file).expect("the snapshot");
    fs::write(&file, text.replace('\n', "\r\n")).expect("the file can be written");
    assert_eq!(locked(&below, &[]).status, 0);
    for (text, told) in [("{", "`ensue.json` is no graph ("), ("{\"schema\": \"other\"}", "`ensue.json` is no graph (")]
    {
        fs::write(&file, text).expect("the file can be written");
        let answer = locked(&below, &[]);
        assert!(answer.status == 2 && answer.stderr.contains(told), "{answer:#?}");
    }
    fs::remove_file(&file).expect("the file can be removed");
    let answer = locked(&below, &[]);
    let told = "there is no `ensue.json` in `src` or above it to compare with: `cargo ensue snapshot` writes it";
    assert!(answer.status == 2 && answer.stderr.contains(told), "{answer:#?}");
}

/// Each format has it, with places.
#[test]
fn programs_read_it_too() {
    let place = place();
    let source = SOURCE.replace("fn book(_", "fn enter(_");
    fs::write(place.path().join("src/lib.rs"), source).expect("the file can be written");
    let parts = [
        ("json", "\"code\":\"stale-snapshot\""),
        ("sarif", "\"ruleId\":\"stale-snapshot\""),
        ("github", "::error file=src/lib.rs,line=8,col=4,endColumn=8,title=stale-snapshot::"),
    ];
    for (format, part) in parts {
        let answer = locked(place.path(), &["--format", format]);
        assert!(answer.status == 1 && answer.stdout.contains(part), "{part}: {answer:#?}");
    }
}

/// The example has a snapshot that its own test compares with what is linked.
#[test]
fn the_shop_is_as_its_snapshot_says() {
    let answer = locked(&root().join("examples/shop"), &[]);
    assert_eq!((answer.status, answer.stdout.as_str()), (0, ""), "{answer:#?}");
}
